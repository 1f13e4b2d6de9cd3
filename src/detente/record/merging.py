"""When two pieces of evidence tell of the same event.

The rule is the field's one-a-day filter (one event of a type, with one status, between the same states, a day),
widened by a day where the sentences share enough of their words: a wire story of the next morning need not name the
day. Links hold between pairs and an event is what links connect, so the order of reading changes nothing.
"""

import re
from datetime import date, timedelta
from hashlib import sha256

from detente.model import Event, Party
from detente.vocabulary.event_types import Status

NEAR = timedelta(days=1)
_ENOUGH = 0.3  # share of the shorter sentence's words that stands in the other
_WORD = re.compile(r"[^\W\d_]{4,}")


def _states(side: tuple[Party, ...]) -> str:
    return "+".join(sorted({p.country or "---" for p in side}))


def likeness(event: Event) -> str:
    """Give what all evidence of one event has in common, apart from the day: type, precision, states, and status.

    News of the day and its retelling years later are evidence of one event, so actual and historical are alike.
    """
    status = Status.ACTUAL if event.status is Status.HISTORICAL else event.status
    parts = (event.event_type, status, event.date_precision, _states(event.actors), _states(event.recipients))
    return "|".join(parts)


def evidence_id(event: Event) -> str:
    """Give the fixed id of an event as one report tells it."""
    told = event.evidence[0]
    return sha256(f"{told.report}\0{told.start}\0{event.date}\0{likeness(event)}".encode()).hexdigest()[:16]


def same_event(date_a: date, sentence_a: str, date_b: date, sentence_b: str) -> bool:
    """Say whether two pieces of evidence that are alike tell of one event."""
    if date_a == date_b:
        return True
    if abs(date_a - date_b) > NEAR:
        return False
    a, b = (set(_WORD.findall(s.lower())) for s in (sentence_a, sentence_b))
    return len(a & b) >= _ENOUGH * min(len(a), len(b)) > 0
