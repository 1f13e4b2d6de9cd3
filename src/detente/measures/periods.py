"""Days, weeks and months: which days stand for a period in its average."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.daily import Array

By = Literal["day", "week", "month"]
_EVERY: dict[str, str] = {"day": "1d", "week": "1w", "month": "1mo"}
_STEP = {"day": 1, "week": 2, "month": 5}  # days between the points that stand for a period


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods and the days that stand for them.

    `starts`: first days of the periods; `days` (T,): ordinals; `period` (T,): each day's period; `share` (T,): the part
    of its period that the day stands for: the days nearer to it than to any other.
    """

    starts: list[date]
    days: NDArray[np.int64]
    period: NDArray[np.int64]
    share: Array


def periods(by: By, first: date, last: date, seen: NDArray[np.int64]) -> Periods:
    """Lay out the periods from the one that holds `first` to the last day, with the days `seen` among their points."""
    edges = pl.Series([first, last]).dt.truncate(_EVERY[by])
    starts = pl.date_range(edges[0], edges[1], _EVERY[by], eager=True)
    begins = np.array([day.toordinal() for day in starts], dtype=np.int64)
    bounds = np.append(begins, last.toordinal() + 1)
    middle = _STEP[by] // 2
    regular = np.concatenate([np.arange(min(a + middle, b - 1), b, _STEP[by]) for a, b in pairwise(bounds.tolist())])
    days = np.union1d(regular, seen)
    period = np.searchsorted(begins, days, side="right") - 1
    halfway = np.concatenate([[-np.inf], (days[1:] + days[:-1] + 1) / 2, [np.inf]])
    low = np.maximum(halfway[:-1], bounds[period])
    high = np.minimum(halfway[1:], bounds[period + 1])
    return Periods(starts.to_list(), days, period, (high - low) / np.diff(bounds)[period])
