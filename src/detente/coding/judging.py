"""Where the two stages meet: what the grammar read and what the classifier makes of the same pair.

The grammar proposes who acts on whom, with the words that say so. The classifier judges the marked pair. Their
opinions are pooled as logarithms, the grammar's with a weight for the construction it read the event from (a
logarithmic opinion pool; Genest and Zidek 1986). `data/votes.toml` holds the weights and says where they were set.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from detente.coding.classifier import NONE, STATUSES, TYPES, Judgement, Shares
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions
from detente.coding.roles import Roles
from detente.vocabulary.event_types import EventType, Status
from detente.vocabulary.tables import votes

# Types that may have all parties as actors; of any other type, what was read as a meeting is done by one to another.
_DONE_TOGETHER = frozenset({EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE})
_LIES_AHEAD = frozenset({EventType.AGREE, EventType.CONCEDE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happened between a pair, whether it took place, and the probability that the type is right."""

    event_type: EventType
    status: Status
    confidence: float


def marked_pair(roles: Roles, mentions: Mentions) -> MarkedPair | None:
    """Mark an event's first actor and first recipient, or its first two actors; None unless both stand apart."""
    parties = [*roles.actors[:1], *roles.recipients[:1]] if roles.recipients else list(roles.actors[:2])
    if len(parties) < 2:
        return None
    first, second = parties
    if first.start < second.end and second.start < first.end:
        return None
    return MarkedPair(mentions.doc.text, _chars(first, mentions), _chars(second, mentions))


def _chars(mention: Mention, mentions: Mentions) -> tuple[int, int]:
    span = mentions.doc[mention.start : mention.end]
    return span.start_char, span.end_char


def decide(judgement: Judgement, read: EventType, status: Status, construction: str) -> Verdict | None:
    """Pool both opinions on a pair. `read` is the type that the grammar read.

    None means that nothing happens between the two, or nothing that is sure enough to keep.
    """
    shares = pooled_types(judgement, read, construction)
    best = int(shares.argmax())
    if TYPES[best] == NONE:
        return None
    event_type = EventType(TYPES[best])
    return Verdict(event_type, pooled_status(judgement, status, event_type), _calibrated(float(shares[best])))


def parted(roles: Roles, event_type: EventType) -> Roles:
    """Give who acts on whom where the classifier takes what the grammar read for another type.

    What two do together ("suspended its dialogue with") may turn out to be what one does to the other: then the first
    acts and the rest are acted on, as the pair was marked.
    """
    if not roles.together or event_type in _DONE_TOGETHER:
        return roles
    return Roles(roles.actors[:1], roles.actors[1:], roles.construction)


def pooled_types(judgement: Judgement, read: EventType | None, construction: str) -> Shares:
    """Give the pooled probabilities of all types, in the order of `TYPES`."""
    return _pool(judgement.types, TYPES.index(read) if read else None, _weight(construction))


def pooled_status(judgement: Judgement, read: Status, event_type: EventType) -> Status:
    """Give the likeliest status in the two opinions.

    What is promised or conceded may lie ahead: the promise itself took place (PLOVER: a single type goes
    before type and auxiliary mode).
    """
    shares = _pool(judgement.statuses, STATUSES.index(read), votes()["status"][read])
    status = Status(STATUSES[int(shares.argmax())])
    return Status.ACTUAL if status is Status.FUTURE and event_type in _LIES_AHEAD else status


def _pool(shares: Shares, vote: int | None, weight: float) -> Shares:
    scores: npt.NDArray[np.float64] = np.log(shares + 1e-9)
    if vote is not None:
        scores[vote] += weight
    powers = np.exp(scores - scores.max())
    pooled: Shares = powers / powers.sum()
    return pooled


def _weight(construction: str) -> float:
    return float(votes()["construction"].get(construction, 0.0))


@cache
def _knots() -> tuple[list[float], list[float]]:
    curve = votes()["calibration"]
    return curve["pooled"], curve["right"]


def _calibrated(share: float) -> float:
    """Read a pooled probability off the curve that was measured for it."""
    pooled, right = _knots()
    return float(np.interp(share, pooled, right))
