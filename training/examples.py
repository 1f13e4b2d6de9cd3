"""What the network learns from: marked sentences with the answers wanted, our labels or a teacher's opinions."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from sentences import Labelled

from detente.coding.classifier import STATUSES, TYPES, Shares
from detente.coding.marking import MarkedPair

SMOOTHING = 0.1
TRUST = 0.5  # of a teacher's answer beside our label


@dataclass(frozen=True)
class Example:
    """A marked pair with the probabilities wanted; `statuses` is None where nobody says."""

    pair: MarkedPair
    types: torch.Tensor
    statuses: torch.Tensor | None


def labelled(row: Labelled) -> Example:
    """Give a row with its label as answer, a tenth of it spread over all types (Szegedy et al. 2016)."""
    types = torch.full((len(TYPES),), SMOOTHING / len(TYPES))
    for name in row.types:
        types[TYPES.index(name)] += (1 - SMOOTHING) / len(row.types)
    if not row.status or row.types == ("NONE",):
        return Example(row.pair, types, None)
    statuses = torch.zeros(len(STATUSES))
    statuses[STATUSES.index(row.status)] = 1
    return Example(row.pair, types, statuses)


def taught(example: Example, types: Shares, statuses: Shares) -> Example:
    """Mix a teacher's probabilities into an example's answers (Hinton, Vinyals and Dean 2015)."""
    mixed = TRUST * torch.tensor(types, dtype=torch.float) + (1 - TRUST) * example.types
    if example.statuses is None:
        return Example(example.pair, mixed, None)
    status = TRUST * torch.tensor(statuses, dtype=torch.float) + (1 - TRUST) * example.statuses
    return Example(example.pair, mixed, status)


def told_by(pair: MarkedPair, types: Shares, statuses: Shares) -> Example:
    """Give a pair that only a teacher has judged."""
    kind, status = (torch.tensor(shares, dtype=torch.float) for shares in (types, statuses))
    return Example(pair, kind, status)


def other_pairs(rows: Sequence[Labelled], mentions: Iterator[list[tuple[int, int]]], seed: int) -> list[MarkedPair]:
    """Mark the sentences of `rows` in ways that nobody labelled: two to a row, among what is marked or mentioned.

    `mentions` gives, for each distinct text in the order of first appearance, the places of parties by characters.
    """
    chosen = random.Random(seed)
    marked: defaultdict[str, list[MarkedPair]] = defaultdict(list)
    for row in rows:
        marked[row.pair.text].append(row.pair)
    found: list[MarkedPair] = []
    for (text, known), named in zip(marked.items(), mentions, strict=True):
        spans = {span for pair in known for span in (pair.source, pair.target)}
        spans |= {s for s in named if not any(s[0] < t[1] and t[0] < s[1] for t in spans)}
        pairs = [MarkedPair(text, a, b) for a in sorted(spans) for b in sorted(spans) if a[1] <= b[0] or b[1] <= a[0]]
        fresh = [pair for pair in pairs if pair not in known]
        found += chosen.sample(fresh, min(len(fresh), 2 * len(known)))
    return found
