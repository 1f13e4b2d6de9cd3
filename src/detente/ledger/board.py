"""The board of channels between two states, as it stood on any day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model import ChannelChange, ChannelState
from detente.vocabulary.issues import channels

_SHUT = frozenset({"cut", "suspended"})
Told = tuple[date, ChannelChange]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a channel, the day since when, and the passages that show it, earliest first."""

    channel: str
    issues: tuple[str, ...]
    state: ChannelState
    since: date
    evidence: tuple[ChannelChange, ...]


def board(changes: Iterable[Told], first: str, second: str, on: date) -> list[Standing]:
    """Give every channel between two states of which something is known by a day, in the order of the vocabulary."""
    history: dict[str, list[ChannelChange]] = defaultdict(list)
    pair = {first, second}
    for reported, change in changes:
        if set(change.dyad) == pair and reported <= on and change.since <= on:
            history[change.channel].append(change)
    found = [(channel, _standing(history[channel.key])) for channel in channels() if channel.key in history]
    return [
        Standing(channel.key, channel.issues, runs[-1][0], runs[-1][1], tuple(runs[-1][2]))
        for channel, runs in found
        if runs
    ]


def runs(changes: Iterable[Told], first: str, second: str, on: date) -> dict[str, list[Standing]]:
    """Give every state that each channel went through by a day, in order."""
    history: dict[str, list[ChannelChange]] = defaultdict(list)
    for reported, change in changes:
        if set(change.dyad) == {first, second} and reported <= on and change.since <= on:
            history[change.channel].append(change)
    by_key = {channel.key: channel for channel in channels()}
    return {
        key: [Standing(key, by_key[key].issues, state, since, tuple(told)) for state, since, told in _standing(found)]
        for key, found in sorted(history.items())
    }


_Run = tuple[ChannelState, date, list[ChannelChange]]


def _standing(history: list[ChannelChange]) -> list[_Run]:
    """Put changes in order of day and join those that say the same; what is only mentioned opens no new state.

    A day known to the month or year gives way to one within it that is known to the day.
    """
    dated = [change for change in history if not _known_better(change, history)]
    ordered = sorted(dated, key=lambda c: (c.since, _ORDER[c.told], c.evidence.report, c.evidence.start, c.state))
    found: list[_Run] = []
    for change in ordered:
        if found and change.state == "never opened":
            continue  # a plan to open it says nothing of a channel that is known already
        if found and _same(found[-1][0], change) and not _anew(found[-1], change):
            found[-1][2].append(change)
        elif change.told != "aside" or not found:
            found.append((change.state, change.since, [change]))
    return found


def _anew(run: _Run, change: ChannelChange) -> bool:
    """Say whether a channel that was shut is shut again long after: in between, it must have been open."""
    last = max(told.since for told in run[2])
    return change.state in _SHUT and change.told == "act" and change.since - last > _LONG


_LONG = timedelta(days=180)
_ORDER = {"act": 0, "word": 1, "aside": 2}


def _same(state: ChannelState, change: ChannelChange) -> bool:
    """Say whether a change leaves a state as it is: a cut told as a suspension, a meeting of what is open."""
    if state == change.state or (state in _SHUT and change.state in _SHUT):
        return True
    return state == "open" and change.state == "resuming"


def _known_better(change: ChannelChange, history: list[ChannelChange]) -> bool:
    if change.precision == "day":
        return False
    alike = {change.state} | (_SHUT if change.state in _SHUT else frozenset())
    whole_year = change.precision == "year"
    return any(
        other.precision == "day"
        and other.state in alike
        and other.since.year == change.since.year
        and (whole_year or other.since.month == change.since.month)
        for other in history
    )
