"""PLOVER's event types, modes, quad classes and intensities.

Source: PLOVER manual, draft 2.0 (tables of event types and modes), as POLECAT uses them.
"""

from enum import StrEnum
from functools import cache

from detente.vocabulary.tables import rows


class EventType(StrEnum):
    """The sixteen PLOVER event types: what happened."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class QuadClass(StrEnum):
    """Verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


class Status(StrEnum):
    """Whether an event took place: PLOVER's auxiliary modes, with `actual` for none of them."""

    ACTUAL = "actual"
    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATION = "negation"


@cache
def _types() -> dict[EventType, tuple[QuadClass, float, bool]]:
    return {
        EventType(row["type"]): (QuadClass(row["quad_class"]), float(row["intensity"]), row["needs_recipient"] == "yes")
        for row in rows("event_types.tsv")
    }


@cache
def _modes() -> dict[tuple[EventType, str], float | None]:
    return {
        (EventType(row["type"]), row["mode"]): float(row["intensity"]) if row["intensity"] else None
        for row in rows("modes.tsv")
    }


def quad_class(event_type: EventType) -> QuadClass:
    """Give the quad class of an event type."""
    return _types()[event_type][0]


def needs_recipient(event_type: EventType) -> bool:
    """Say whether PLOVER requires a recipient for this type."""
    return _types()[event_type][2]


def modes(event_type: EventType) -> frozenset[str]:
    """List the modes (how it was done) that PLOVER knows for an event type."""
    return frozenset(mode for kind, mode in _modes() if kind is event_type)


def intensity(event_type: EventType, mode: str | None = None) -> float:
    """Score an event from -10 (conflict) to +10 (cooperation): the mode's own score, else the type's."""
    if mode is not None:
        score = _modes().get((event_type, mode))
        if score is not None:
            return score
    return _types()[event_type][1]
