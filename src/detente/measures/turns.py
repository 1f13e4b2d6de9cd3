"""Where a relationship turned: the months in which its index moved most, and the changes of regime."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from detente.measures.daily import Array, daily, once_each
from detente.measures.parameters import FLAT, GRID, Fit, Prior, fit
from detente.measures.periods import By, Periods, periods
from detente.measures.regimes import change_probabilities

_LONG = 5 * 366  # days: a longer record is cut into months, a shorter one into weeks
_REGIME = 730  # days that a regime lasts, a priori
_NEAR = 31  # days within which a change counts as one
_CARRIERS = 3
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
    """Give the months of the largest change from the level before, sharpest first.

    Args:
        series: `month, level` as an index gives it.
        count: how many to give.

    Returns:
        `month, change, level`.

    """
    moved = series.drop_nulls("level").sort("month").with_columns(change=pl.col("level").diff())
    ranked = moved.drop_nulls("change").sort(pl.col("change").abs(), "month", descending=[True, False])
    return ranked.select("month", "change", "level").head(count)


def turning_points(
    events: pl.DataFrame, until: date | None = None, prior: Prior | None = None, least: float = 0.5
) -> pl.DataFrame:
    """Find the changes of level and of volatility of a dyad, each with its probability and the events that carry it.

    The record is cut into months (weeks, if it spans at most five years). A regime is a stretch of one mean and one
    variance, two years long on average beforehand and with events in at least six periods; the noise that a period's
    events share is taken from the latent level's parameters. `probability` is that of a change within a month of the
    date. `docs/measures.md` has the method.

    Args:
        events: the events of one dyad.
        until: later events are left out.
        prior: what other dyads show of the parameters.
        least: the least probability of a change that is told.

    Returns:
        `date` (first day of the new regime), `kind` (level or volatility: which the change is more of), `before`,
        `after` (mean intensity), `spread_before`, `spread_after` (standard deviation of one event), `probability`,
        `events` (ids of up to three events of the month after that pull the most), in order of time.

    Raises:
        FrameError: the events are of several dyads.

    """
    observed = daily(events, until)
    if observed is None:
        return pl.DataFrame(schema=_TURNS)
    first, last = (date.fromordinal(int(day)) for day in observed.days[[0, -1]])
    by: By = "month" if (last - first).days > _LONG else "week"
    spans = periods(by, first, last, observed.days)
    fitted = fit(observed, prior or FLAT)
    noise = float(fitted.weights @ fitted.noise)
    mean, precision = _of_periods(
        spans, observed.days, _levelled(observed.mean, observed.count), observed.count, fitted
    )
    length = 30.44 if by == "month" else 7.0
    chances = change_probabilities(mean, precision, noise, length / _REGIME)
    found = _peaks(chances, round(_NEAR / length), least)
    edges = [0, *(place for place, _ in found), len(mean)]
    rows = []
    for number, (place, probability) in enumerate(found):
        before, after = slice(edges[number], place), slice(place, edges[number + 2])
        told = _told(mean[before], precision[before], mean[after], precision[after])
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


def _of_periods(spans: Periods, days: np.ndarray, mean: Array, count: Array, fitted: Fit) -> tuple[Array, Array]:
    """Give the mean of each period's events and its precision in units of one event's, 0 where there are none."""
    place = spans.period[np.searchsorted(spans.days, days)]
    size = len(spans.starts)
    total = np.bincount(place, count.sum(axis=1), size)
    summed = np.bincount(place, (mean * count).sum(axis=1), size)
    active = np.bincount(place, (count > 0).sum(axis=1), size)
    shared, episode = (float(fitted.weights @ values) for values in (GRID.shared, GRID.episode))
    seen = total > 0
    precision = np.zeros(size)
    precision[seen] = 1 / (episode + shared / active[seen] + 1 / total[seen])
    return summed / np.maximum(total, 1e-12), precision


def _peaks(chances: Array, near: int, least: float) -> list[tuple[int, float]]:
    """Pick the likeliest changes at least a month apart, each with the probability of one within a month of it."""
    left, found = chances.copy(), []
    while len(left) and left.max() > least / (2 * near + 1):
        place = int(left.argmax())
        window = slice(max(place - near, 0), place + near + 1)
        probability = min(float(chances[window].sum()), 1.0)
        if probability >= least and left[window].sum() >= least:
            found.append((place, probability))
        left[window] = 0
    return sorted(found)


def _told(before: Array, before_weight: Array, after: Array, after_weight: Array) -> dict[str, float | str]:
    """Tell of a change: mean and spread on each side, and whether it is more one of level or of volatility."""
    sides = [(before, before_weight), (after, after_weight)]
    total = [float(weight.sum()) for _, weight in sides]
    seen = [int((weight > 0).sum()) for _, weight in sides]
    means = [float(values @ weight) / part for (values, weight), part in zip(sides, total, strict=True)]
    own = [float(weight @ (values - mean) ** 2) for (values, weight), mean in zip(sides, means, strict=True)]
    common = (means[0] * total[0] + means[1] * total[1]) / sum(total)
    about = [square + part * (mean - common) ** 2 for square, part, mean in zip(own, total, means, strict=True)]
    of_level = -sum(seen) / 2 * np.log(sum(own) / sum(seen))
    of_spread = -sum(n / 2 * np.log(max(square, 1e-9) / n) for n, square in zip(seen, about, strict=True))
    spreads = [float(np.sqrt(square / n)) for n, square in zip(seen, own, strict=True)]
    return {
        "kind": "level" if of_level >= of_spread else "volatility",
        "before": means[0],
        "after": means[1],
        "spread_before": spreads[0],
        "spread_after": spreads[1],
    }


def _carriers(events: pl.DataFrame, begins: date, last: date, told: dict[str, float | str]) -> list[str]:
    """Name the events of the month after a change that pull the most: to the new level, or away from it."""
    ends = min(begins + timedelta(days=_NEAR), last)
    near = once_each(events).filter(pl.col("date").is_between(begins, ends))
    away = pl.col("intensity") - pl.lit(told["before"])
    pull = away * (1 if told["after"] > told["before"] else -1) if told["kind"] == "level" else away.abs()
    pulls = (
        near.group_by("event").agg(pull=(pull * pl.col("unit")).sum()).sort(["pull", "event"], descending=[True, False])
    )
    return pulls["event"].head(_CARRIERS).to_list()
