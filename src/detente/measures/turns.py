"""Where a relationship turned: the months in which its index moved most, and the changes of regime."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.daily import Array, Daily, daily, once_each
from detente.measures.parameters import FLAT, GRID, Fit, Prior, fit
from detente.measures.periods import Periods, periods
from detente.measures.regimes import Binned, change_probabilities

_WEEK = 7
_REGIME = 730  # days that a regime lasts, a priori
_NEAR = 31  # days within which a change counts as one
_OUTLYING = 2.5  # standard deviations: a value farther from the median counts as that far
_LIKELY = 0.5  # the least probability at which a change is a candidate
FALSE_SHARE = 0.05
_CARRIERS = 3
_BOTH = "level and volatility"
_TURNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "date": pl.Date,
    "kind": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "spread_before": pl.Float64,
    "spread_after": pl.Float64,
    "probability": pl.Float64,
    "events": pl.List(pl.String),
}


def sharpest_turns(series: pl.DataFrame, count: int = 5) -> pl.DataFrame:
    """Give the months that moved an index most, sharpest first; a month without change is no turn.

    The change is the month's `news` where the index gives it: what its own events did to the level, so that a level
    which only comes back to where it is usual is no turn, and neither is one that later events draw after them. Else
    it is the change from the level before.

    Args:
        series: `month, level` as an index gives it; where it counts `events`, a month without any is no turn.
        count: how many to give.

    Returns:
        `month, change, level`.

    """
    change = pl.col("news") if "news" in series.columns else pl.col("level").diff()
    moved = series.drop_nulls("level").sort("month").with_columns(change=change)
    if "events" in moved.columns:
        moved = moved.filter(pl.col("events") > 0)
    ranked = moved.filter(pl.col("change") != 0).sort(pl.col("change").abs(), "month", descending=[True, False])
    return ranked.select("month", "change", "level").head(count)


def turning_points(
    events: pl.DataFrame, until: date | None = None, prior: Prior | None = None, false_share: float = FALSE_SHARE
) -> pl.DataFrame:
    """Find the changes of level and of volatility of a dyad, each with its probability and the events that carry it.

    The record is cut into weeks. A regime is a stretch of one mean and one variance, two years long on average
    beforehand and with events in at least six weeks; the noise that a week's events share is taken from the latent
    level's parameters, and single outlying values are bounded, so that they make no regime. `probability` is that of a
    change within a month of the date. Of the likely changes, the surest are told, as many as keep the share expected to
    be false within `false_share` (Newton et al. 2004, Biostatistics 5). `docs/measures.md` has the method.

    Args:
        events: the events of one dyad.
        until: later events are left out.
        prior: what other dyads show of the parameters.
        false_share: the share of the changes told that may be expected to be none.

    Returns:
        `date` (first day of the new regime), `kind` (`level`, `volatility`, `level and volatility`: what
        the change is one of, by the Bayesian information criterion), `before`,
        `after` (mean intensity), `spread_before`, `spread_after` (standard deviation of one event), `probability`,
        `events` (ids of up to three events of the month after that pull the most), in order of time.

    Raises:
        FrameError: the events are of several dyads.

    """
    observed = daily(events, until)
    if observed is None:
        return pl.DataFrame(schema=_TURNS)
    first, last = (date.fromordinal(int(day)) for day in observed.days[[0, -1]])
    spans = periods("week", first, last, observed.days)
    fitted = fit(observed, prior or FLAT)
    noise = float(fitted.weights @ fitted.noise)
    binned = _binned(spans, observed, fitted)
    chances = change_probabilities(binned, noise, _WEEK / _REGIME)
    found = _surest(_peaks(chances, round(_NEAR / _WEEK)), false_share)
    edges = [0, *(place for place, _ in found), len(chances)]
    rows = []
    for number, (place, probability) in enumerate(found):
        told = _told(binned[edges[number] : place], binned[place : edges[number + 2]])
        begins = spans.starts[place]
        carriers = _carriers(events, begins, last, told)
        rows.append({"date": begins, **told, "probability": probability, "events": carriers})
    return pl.DataFrame(rows, schema=_TURNS)


def _levelled(mean: Array, count: Array) -> Array:
    """Bring both sides' events to one mean, so that a change in whose acts are reported is no change of level."""
    total = count.sum(axis=0)
    own = (mean * count).sum(axis=0) / np.maximum(total, 1e-12)
    off = np.where(total > 0, own - own[total > 0].mean(), 0.0)
    levelled: Array = mean - off
    return levelled


def _binned(spans: Periods, observed: Daily, fitted: Fit) -> Binned:
    """Group the days' means by period, each day weighed by the noise its events share."""
    shared, episode = (float(fitted.weights @ values) for values in (GRID.shared, GRID.episode))
    place = spans.period[np.searchsorted(spans.days, observed.days)]
    which, side = np.nonzero(observed.count)
    weight = 1 / (shared + 1 / observed.count[which, side])
    value = _bounded(_levelled(observed.mean, observed.count)[which, side], weight)
    period, size = place[which], len(spans.starts)
    total, seen = np.bincount(period, weight, size), np.bincount(period, minlength=size)
    mean = np.bincount(period, weight * value, size) / np.maximum(total, 1e-12)
    squares = weight * (value - mean[period]) ** 2
    trust = _trust(squares, seen[period])
    within = trust * np.bincount(period, squares, size)
    freedom = trust * np.maximum(seen - 1, 0)
    precision = total / (1 + episode * total)
    return Binned(*(part.astype(np.float64) for part in (mean, precision, within, freedom)))


def _bounded(value: Array, weight: Array) -> Array:
    """Draw outlying values in to a bound about the median (winsorise).

    The standard deviation is taken from the mean absolute deviation: outliers swell it less than the root of the mean
    square, and it does not vanish, as the median deviation does, where most events are of one intensity.
    """
    centre = float(np.median(value))
    spread = float((np.abs(value - centre) * np.sqrt(weight)).mean()) * (np.pi / 2) ** 0.5
    bound = _OUTLYING * spread / np.sqrt(weight)
    bounded: Array = np.clip(value, centre - bound, centre + bound)
    return bounded


def _trust(squares: Array, seen: NDArray[np.int64]) -> float:
    """Say how much a square tells of the variance beside one of normal noise: less, the heavier the tails.

    The sampling variance of a variance goes with the kurtosis less one, which is two for the normal.
    """
    free = squares[seen > 1] * (seen / np.maximum(seen - 1, 1))[seen > 1]
    if len(free) < 2 or free.sum() == 0:
        return 1.0
    kurtosis = float((free**2).mean() / free.mean() ** 2)
    return min(2 / max(kurtosis - 1, 2), 1.0)


def _surest(found: list[tuple[int, float]], false_share: float) -> list[tuple[int, float]]:
    """Keep the surest changes, as many as keep the mean of their chances to be none within `false_share`."""
    ranked = sorted(found, key=lambda change: -change[1])
    expected = np.cumsum([1 - probability for _, probability in ranked]) / np.arange(1, len(ranked) + 1)
    return sorted(ranked[: int((expected <= false_share).sum())])


def _peaks(chances: Array, near: int) -> list[tuple[int, float]]:
    """Pick the likely changes at least a month apart, each with the probability of one within a month of it."""
    left, found = chances.copy(), []
    while len(left) and left.max() > _LIKELY / (2 * near + 1):
        place = int(left.argmax())
        window = slice(max(place - near, 0), place + near + 1)
        probability = min(float(chances[window].sum()), 1.0)
        if probability >= _LIKELY and left[window].sum() >= _LIKELY:
            found.append((place, probability))
        left[window] = 0
    return found


def _told(before: Binned, after: Binned) -> dict[str, Any]:
    """Tell of a change: mean and spread on each side, and whether it is more one of level or of volatility."""
    sides = (before, after)
    total = [float(side.precision.sum()) for side in sides]
    free = [float(side.freedom.sum() + (side.precision > 0).sum()) for side in sides]
    means = [float(side.mean @ side.precision) / part for side, part in zip(sides, total, strict=True)]
    about = zip(sides, means, strict=True)
    own = [float(side.within.sum() + side.precision @ (side.mean - mean) ** 2) for side, mean in about]
    common = (means[0] * total[0] + means[1] * total[1]) / sum(total)
    whole = [square + part * (mean - common) ** 2 for square, part, mean in zip(own, total, means, strict=True)]
    of_level = -sum(free) / 2 * np.log(max(sum(own), 1e-9) / sum(free))
    of_spread = -sum(n / 2 * np.log(max(square, 1e-9) / n) for n, square in zip(free, whole, strict=True))
    of_both = -sum(n / 2 * np.log(max(square, 1e-9) / n) for n, square in zip(free, own, strict=True))
    kind = "level" if of_level >= of_spread else "volatility"
    return {
        "kind": _BOTH if of_both - max(of_level, of_spread) > np.log(sum(free)) / 2 else kind,
        "before": means[0],
        "after": means[1],
        "spread_before": (own[0] / free[0]) ** 0.5,
        "spread_after": (own[1] / free[1]) ** 0.5,
    }


def _carriers(events: pl.DataFrame, begins: date, last: date, told: dict[str, Any]) -> list[str]:
    """Name the events of the month after a change that pull the most: to the new level, or away from it."""
    ends = min(begins + timedelta(days=_NEAR), last)
    near = once_each(events).filter(pl.col("date").is_between(begins, ends))
    away = pl.col("intensity") - pl.lit(told["before"])
    pull = away * (1 if told["after"] > told["before"] else -1) if told["kind"] != "volatility" else away.abs()
    pulls = (
        near.group_by("event").agg(pull=(pull * pl.col("unit")).sum()).sort(["pull", "event"], descending=[True, False])
    )
    return pulls["event"].head(_CARRIERS).to_list()
