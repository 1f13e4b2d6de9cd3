"""Channels that are kept by those who hold an office: presidents who meet, defence ministers on the telephone."""

from collections.abc import Iterator
from itertools import combinations

from detente.ledger.board import Told
from detente.model import ChannelChange, Meeting
from detente.record import Record
from detente.vocabulary.issues import channels
from detente.vocabulary.officials import offices_held
from detente.vocabulary.tables import ledger_words

_SURE = 0.5
_REFUSING = tuple(word[:5] for word in ledger_words()["channel_refuse"])  # stems


def changes_of(record: Record) -> list[Told]:
    """Give all that a record tells of channels: in so many words, and by who met whom."""
    met = (
        (day, change)
        for day, meeting in record.meetings()
        if meeting.confidence >= _SURE and not meeting.trigger.lower().startswith(_REFUSING)
        for change in channels_used(meeting)
    )
    return [*record.channel_changes(), *met]


def channels_used(meeting: Meeting) -> Iterator[ChannelChange]:
    """Give the channels that a meeting shows to be open: those to which both sides' people belong by their offices."""
    if meeting.precision == "year":
        return
    offices: dict[str, set[str]] = {}
    for party in meeting.parties:
        if party.country and party.name:
            offices.setdefault(party.country, set()).update(offices_held(party.name, party.country, meeting.on))
    for dyad in combinations(sorted(offices), 2):
        for channel in channels():
            if all(offices[side] & channel.offices for side in dyad):
                yield ChannelChange(
                    channel.key, dyad, "open", meeting.on, meeting.precision, "act", None, meeting.confidence,
                    meeting.evidence,
                )  # fmt: skip
