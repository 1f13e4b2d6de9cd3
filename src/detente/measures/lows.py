"""How low is low: since when an index was not lower, and how sure that is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.daily import Array
from detente.measures.latent import draw_levels, fit_level, spans_of
from detente.measures.parameters import Prior

DRAWS = 2000
_LIKELY = 0.5
_TWELVE = 12


@dataclass(frozen=True, slots=True)
class Low:
    """The level of a month, and the last month before it that was lower; None when the record has none."""

    month: date
    level: float
    lower_before: date | None
    first: date


@dataclass(frozen=True, slots=True)
class Claim:
    """How the claim of a low of so many years stands, told of a month and of the twelve months that it ends.

    `month`: the month of the day asked about; `years`: as claimed; `first`: the earliest month compared with;
    `month_lowest`: probability that no month of those years was lower; `year_lowest`: probability that the mean level
    of the twelve months was lower than that of any twelve months that ended within those years and before them;
    `lower_before`: when twelve months last ended, before them, that were more likely lower than not. A probability is
    None where the record holds nothing to compare with.
    """

    month: date
    years: int
    first: date
    month_lowest: float | None
    year_lowest: float | None
    lower_before: date | None

    @property
    def whole(self) -> bool:
        """Say whether the record reaches back over all the years claimed."""
        return self.first <= back(self.month, self.years)

    @property
    def holds(self) -> bool:
        """Answer the claim as it is meant of a relationship, of twelve months; no if the record is too short."""
        return self.whole and self.year_lowest is not None and self.year_lowest > _LIKELY


def back(month: date, years: int) -> date:
    """Give the month so many years before, not before the calendar begins."""
    return month.replace(year=max(month.year - years, 1))


def lowest_since(series: pl.DataFrame, on: date) -> Low | None:
    """Find since when an index was not lower than on a day; None before the first level.

    Args:
        series: `month, level` as an index gives it; months without a level are passed over.
        on: a day; the level that holds is that of its month, or of the last month before it that has one.

    """
    known = series.drop_nulls("level").filter(pl.col("month") <= on).sort("month")
    if known.is_empty():
        return None
    month, level = known.select("month", "level").row(-1)
    lower = known.head(-1).filter(pl.col("level") < level)
    return Low(month, level, lower["month"][-1] if len(lower) else None, known["month"][0])


def claimed_low(
    events: pl.DataFrame,
    on: date,
    years: int = 50,
    *,
    prior: Prior | None = None,
    hindsight: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Claim | None:
    """Answer the claim that a relationship is at its lowest of so many years, as the events up to the day show it.

    The latent level's monthly averages are drawn jointly, parameters and all, and the draws counted in which the month
    is the lowest. The standard error of a probability p is sqrt(p (1 - p) / draws).

    Args:
        events: the events of one dyad.
        on: the day; its month is asked about, as far as it has gone.
        years: how many years it is said to be the lowest of.
        prior: what other dyads show of the parameters.
        hindsight: use events up to this later day too.
        draws: how many paths are drawn.
        seed: of the chance.

    Returns:
        None if no event counts by then.

    Raises:
        FrameError: the events are of several dyads.

    """
    level = fit_level(events, max(on, hindsight or on), prior)
    if level is None or date.fromordinal(int(level.observed.days[0])) > on:
        return None
    spans = spans_of(level, "month")
    place = spans.starts.index(on.replace(day=1))
    month = spans.starts[place]
    paths = draw_levels(level, spans, draws, seed)[:, : place + 1]
    begin = next(i for i, start in enumerate(spans.starts) if start >= back(month, years))
    rolling = _of_twelve(paths)
    earlier = rolling[:, : max(place - _TWELVE + 1, 0)] < rolling[:, [place]]
    likely = np.flatnonzero(earlier.mean(axis=0)[_TWELVE - 1 :] > _LIKELY) + _TWELVE - 1
    return Claim(
        month=month,
        years=years,
        first=spans.starts[begin],
        month_lowest=_none(paths[:, begin:place] < paths[:, [place]]),
        year_lowest=_none(earlier[:, max(begin, _TWELVE - 1) :]),
        lower_before=spans.starts[likely[-1]] if len(likely) else None,
    )


def _none(lower: NDArray[np.bool_]) -> float | None:
    return float(1 - lower.any(axis=1).mean()) if lower.shape[1] else None


def _of_twelve(paths: Array) -> Array:
    """Average each month with the eleven before it, as far as there are any."""
    total = np.cumsum(paths, axis=1)
    total[:, _TWELVE:] -= total[:, :-_TWELVE].copy()
    mean: Array = total / np.minimum(np.arange(1, paths.shape[1] + 1), _TWELVE)
    return mean
