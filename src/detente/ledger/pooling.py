"""Where rules and classifier meet: how sure it is that a sentence holds an entry between two parties.

The rules read entries with the words that say so; the entry classifier scores every pair of parties. Both are pooled by
a logistic regression for each kind, with the weights of `entry_votes.tsv`, which `training/fit_entries.py` fits on
passages that neither was made from. What comes of it is the confidence of an entry.
"""

from collections.abc import Sequence
from functools import cache
from math import exp, log

from detente.ledger.classifier import KINDS, Opinion, Pair
from detente.model import LedgerEntry
from detente.vocabulary.frames import EntryKind
from detente.vocabulary.tables import rows

FEATURES = (
    *("intercept", "pair", "present", "behind_best", "share", "read", "read_odds", "kind_read", "by_read", "to_read"),
    *("other_kind_read", "by_nobody", "to_nobody", "rival", "of_two", "not_judged"),
)
WORTH_ASKING = -4.0  # log odds below which a pair that no rule has read is not considered
SURE = 0.5  # the least probability of an entry

Candidate = tuple[EntryKind, Pair]


def pooled(
    opinion: Opinion, read: Sequence[LedgerEntry], unreal: frozenset[EntryKind] = frozenset()
) -> dict[Candidate, float]:
    """Give the entries that a sentence holds, each with its probability, those that are sure enough.

    `unreal` has the kinds of what rules found named in it, but as denied, expected or supposed: of these only what is
    read beside it stands.
    """
    by_rule = {(e.kind, (e.by, e.to)) for e in read}
    possible = [c for c in candidates(opinion, read) if c in by_rule or c[0] not in unreal]
    chances = {found: _probability(found, opinion, read) for found in possible}
    kept = {found: chance for found, chance in chances.items() if chance >= SURE}
    return {found: chance for found, chance in kept.items() if not _named_beside(found, kept)}


def candidates(opinion: Opinion, read: Sequence[LedgerEntry]) -> list[Candidate]:
    """Give all that the classifier holds possible or a rule has read. Only a claim can be nobody's."""
    possible = [
        (kind, pair)
        for pair, scores in opinion.pairs.items()
        for kind, score in zip(KINDS, scores, strict=True)
        if score > WORTH_ASKING and (pair[0] is not None or kind == "assessment")
    ]
    return list(dict.fromkeys([*possible, *((e.kind, (e.by, e.to)) for e in read)]))


def features(candidate: Candidate, opinion: Opinion, read: Sequence[LedgerEntry]) -> tuple[float, ...]:
    """Give what speaks for and against a candidate, in the order of `FEATURES`."""
    kind, (by, to) = candidate
    place = KINDS.index(kind)
    judged = opinion.pairs.get((by, to))
    own = float(judged[place]) if judged is not None else WORTH_ASKING
    best = max(float(scores[place]) for scores in opinion.pairs.values())
    same = [e for e in read if (e.kind, e.by, e.to) == (kind, by, to)]
    alike = [e for e in read if e.kind == kind] if not same else []
    sure = same[0].confidence if same else 0.5
    return (
        1.0,
        own,
        float(opinion.present[place]),
        best - own,
        _share(own, float(opinion.present[place]), [float(scores[place]) for scores in opinion.pairs.values()]),
        float(bool(same)),
        log(sure / (1 - sure)),
        float(bool(alike)),
        float(any(e.by == by for e in alike)),
        float(any(e.to == to for e in alike)),
        float(any((e.by, e.to) == (by, to) and e.kind != kind for e in read)),
        float(by is None),
        float(to is None),
        *_rivals((by, to), place, opinion),
        float(judged is None),
    )


def _rivals(pair: Pair, place: int, opinion: Opinion) -> tuple[float, float]:
    """Give how likely the entry is another one's instead, and, for one to nobody, how likely it is to each of two.

    What may as well be to either of two states, a forecast of their meeting say, is to neither. Above a floor, so that
    nothing possible is 0.
    """
    by, to = pair
    scores = [float(s[place]) for (one, other), s in opinion.pairs.items() if one == by and other not in (None, to)]
    first, second = sorted([_IMPOSSIBLE, _IMPOSSIBLE, *scores], reverse=True)[:2]
    return (first - _IMPOSSIBLE, 0.0) if to is not None else (0.0, second - _IMPOSSIBLE)


_IMPOSSIBLE = -8.0  # log odds


def _share(own: float, present: float, rivals: Sequence[float]) -> float:
    """Give the log odds of a pair if the sentence holds one entry of the kind at the most."""
    share = exp(own) / max(exp(own), sum(exp(rival) for rival in rivals))
    chance = min(max(share / (1 + exp(-present)), 1e-6), 1 - 1e-6)
    return log(chance / (1 - chance))


def _probability(candidate: Candidate, opinion: Opinion, read: Sequence[LedgerEntry]) -> float:
    given = features(candidate, opinion, read)
    score = sum(weight * value for weight, value in zip(_votes()[candidate[0]], given, strict=True))
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


def _named_beside(candidate: Candidate, kept: dict[Candidate, float]) -> bool:
    """Say whether the same entry is surer with the other side named, or without."""
    kind, (by, to) = candidate
    rivals = [c for c in kept if c[0] == kind and c[1][0] == by and (c[1][1] is None) != (to is None)]
    return any(kept[rival] > kept[candidate] for rival in rivals)


@cache
def _votes() -> dict[str, tuple[float, ...]]:
    return {row["kind"]: tuple(float(row[name]) for name in FEATURES) for row in rows("entry_votes.tsv")}
