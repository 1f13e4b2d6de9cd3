"""The grammar coder: events of one parsed sentence by trigger lexicon and dependency parse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from detente.coding.anaphora import Antecedents
from detente.coding.mentions import Mentions
from detente.coding.roles import Roles, assign_roles
from detente.coding.triggering import Match, find_triggers
from detente.vocabulary.event_types import EventType, needs_recipient
from detente.vocabulary.tables import rows

_HOLDS_PLANS = frozenset(
    {EventType.REQUEST, EventType.AGREE, EventType.THREATEN, EventType.REJECT, EventType.CONCEDE, EventType.ACCUSE}
)
_TRANSPARENT = frozenset({"say", "tell", "report", "announce", "claim", "state", "note", "declare", "confirm"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger with its parties, before status and date."""

    match: Match
    roles: Roles
    confidence: float


def candidates(mentions: Mentions, antecedents: Antecedents) -> Iterator[Candidate]:
    """Give the events that a sentence tells, each word counted in one event only.

    What is asked, promised, threatened or refused is content of that event and not an event of its own.
    """
    matches = {match.token.i: match for match in find_triggers(mentions)}
    for match in matches.values():
        if _is_content(match, matches):
            continue
        roles = assign_roles(match, mentions, antecedents)
        if roles is None or (needs_recipient(match.trigger.event_type) and _alone(roles, match)):
            continue
        yield Candidate(match, roles, confidence(match, roles))


def _alone(roles: Roles, match: Match) -> bool:
    return not roles.recipients and not (match.trigger.mutual and len(roles.actors) > 1)


def _is_content(match: Match, matches: dict[int, Match]) -> bool:
    """Say whether a trigger lies inside what another trigger governs."""
    token = match.token
    while token.head != token:
        token, dep = token.head, token.dep_
        if token.i in matches and token.i != match.token.i:
            governing = matches[token.i].trigger
            if match.trigger.pos == "n" and governing.pos == "v":
                return not _has_own_actor(match.token)
            if dep in ("xcomp", "pcomp", "acl", "ccomp", "advcl", "prep") and governing.event_type in _HOLDS_PLANS:
                return matches[token.i].token.lemma_.lower() not in _TRANSPARENT or match.trigger.pos == "n"
        if dep in ("relcl", "conj", "parataxis"):
            return False
    return False


def _has_own_actor(noun: Token) -> bool:
    """Say whether a noun names who acted: "condemned the Israeli strike on Gaza"."""
    return any(c.dep_ == "poss" or (c.dep_ in ("amod", "compound") and c.text.istitle()) for c in noun.children)


@cache
def _shares() -> dict[str, float]:
    return {row["construction"]: float(row["share_right"]) for row in rows("confidence.tsv")}


def confidence(match: Match, roles: Roles) -> float:
    """Give the share of events of this construction whose type was right where it was measured.

    Measured by `benchmarks/coding.py` on PLV train and on sentences of our own, given the parties; shares of few events
    are drawn toward one half by Laplace's rule of succession. The parties' own errors are not in it.
    """
    return _shares()[construction(match, roles)]


def construction(match: Match, roles: Roles) -> str:
    """Name the kind of construction that an event was read from."""
    if roles.construction == "inferred":
        return roles.construction
    return f"{roles.construction} {'plain' if match.trigger.specificity == 0 else 'conditioned'}"
