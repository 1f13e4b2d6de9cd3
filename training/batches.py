"""Marked sentences side by side, as the network takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.coding.marking import Tokens


@dataclass(frozen=True, slots=True)
class Batch:
    """Marked sentences of one length: `ids` and `mask` (rows, tokens), `source` and `target` (rows)."""

    ids: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    source: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]


def pad(rows: Sequence[Tokens], padding: int = 0) -> Batch:
    """Set tokenized sentences side by side, the short ones filled up with the token number `padding`."""
    longest = max(len(row.ids) for row in rows)
    ids = np.full((len(rows), longest), padding, dtype=np.int64)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = row.ids
        mask[number, : len(row.ids)] = 1
    source, target = (np.array([getattr(row, side) for row in rows], dtype=np.int64) for side in ("source", "target"))
    return Batch(ids, mask, source, target)
