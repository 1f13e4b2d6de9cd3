"""The latent level: where a relationship stands, seen through noisy events, with its uncertainty."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.daily import Array, Daily, daily, once_each
from detente.measures.filtering import SIDES, draw_averages, news, run_filter, smooth
from detente.measures.parameters import FLAT, GRID, Fit, Prior, fit, pool
from detente.measures.periods import By, Periods, periods

BOUND = 10.0
DYAD = np.array([[1.0, 1.0, 0.0]])  # the relationship is trend and episode; its sides lie about it
_NINETY = 1.6448536269514722  # the standard normal's 95th percentile
_THIN = 150  # days with events: a dyad of fewer leans on what other dyads show


@dataclass(frozen=True, slots=True)
class Level:
    """A dyad's fitted level: what was seen, up to which day, and what its parameters are."""

    observed: Daily
    fitted: Fit
    until: date


def fit_level(events: pl.DataFrame, until: date | None = None, prior: Prior | None = None) -> Level | None:
    """Fit the latent level of a dyad to its events up to a day; None if no event counts.

    Args:
        events: the events of one dyad, with `actor`, `recipient` and `event`.
        until: later events are left out; the level is carried on to this day. The last event's day if None.
        prior: what other dyads show of the parameters (`pooled`).

    Raises:
        FrameError: the events are of several dyads.

    """
    observed = daily(events, until)
    if observed is None:
        return None
    return Level(observed, fit(observed, prior or FLAT), until or date.fromordinal(int(observed.days[-1])))


def pooled(events: pl.DataFrame, at_most: int = 30) -> Prior:
    """Learn from the busiest dyads of a frame what parameters are usual (empirical Bayes); flat if there are none."""
    kept = once_each(events).with_columns(
        first=pl.min_horizontal("actor", "recipient"), second=pl.max_horizontal("actor", "recipient")
    )
    busiest = (
        kept.group_by("first", "second").agg(pl.len()).sort("len", "first", "second", descending=[True, False, False])
    )
    found = []
    for first, second, _ in busiest.head(at_most).iter_rows():
        one = daily(kept.filter((pl.col("first") == first) & (pl.col("second") == second)))
        if one is not None and len(one.days) >= _THIN / 5:
            found.append(one)
    return pool(found)


def is_thin(events: pl.DataFrame) -> bool:
    """Say whether a dyad has too few days with events to find its parameters by itself."""
    return once_each(events)["date"].n_unique() < _THIN


def latent(
    events: pl.DataFrame,
    by: By = "month",
    until: date | None = None,
    by_side: bool = False,
    prior: Prior | None = None,
) -> pl.DataFrame:
    """Give a dyad's level at the end of each day, week or month, as all events up to a day show it.

    The level x and the sides' difference d are random walks in days; the mean intensity of the n events of one side on
    one day is x + d or x - d with variance s² (1/n + c): an event adds what it adds however often it is reported, more
    events only narrow the interval, and where there are none it widens. The parameters (variance a day of x and of d,
    s², c) are integrated over by their likelihood. `docs/measures.md` has the method and its sources.

    Args:
        events: the events of one dyad.
        by: how far apart the levels stand; each is that of its period's last day.
        until: later events are left out and the level is carried on to this day.
        by_side: give the two sides' own levels (columns `actor`, `recipient`), what each does to the other, instead.
        prior: what other dyads show of the parameters (`pooled`).

    Returns:
        `day`, `week` or `month` (first day), `level`, `lower`, `upper` (90 % interval, within -10 to +10), `events`
        (their number), `news` (how far the period's own events moved its level from what was expected before it);
        every period from the first event to the last, or to `until`.

    Raises:
        FrameError: the events are of several dyads.

    """
    found = fit_level(events, until, prior)
    if found is None:
        return _series(by, [], *[np.empty(0)] * 4)
    spans = spans_of(found, by)
    loads = SIDES if by_side else DYAD
    level, spread, moved = _averages(found, spans, loads)
    count = found.observed.count if by_side else found.observed.count.sum(axis=1, keepdims=True)
    parts = []
    for column in range(len(loads)):
        events_in = np.bincount(_period_of(spans, found.observed.days), count[:, column], len(spans.starts))
        part = _series(by, spans.starts, level[:, column], spread[:, column], moved[:, column], events_in)
        if by_side:
            actor, recipient = found.observed.sides[column]
            part = part.select(pl.lit(actor).alias("actor"), pl.lit(recipient).alias("recipient"), pl.all())
        parts.append(part)
    return pl.concat(parts)


def draw_levels(level: Level, spans: Periods, draws: int, seed: int) -> Array:
    """Draw joint paths of the level's averages over periods (draws, periods), given all events.

    Parameters are drawn from their weights, then the states from all days jointly.
    """
    random = np.random.default_rng(seed)
    kept, weights = level.fitted.heavy()
    chosen = np.sort(random.choice(len(kept), size=draws, p=weights))
    noise = level.fitted.scale[kept[chosen]] / random.gamma(level.fitted.shape, size=draws)
    used, which = np.unique(chosen, return_inverse=True)
    settings = GRID[kept[used]]
    filtered = run_filter(level.observed, settings, spans.days)
    averages = draw_averages(filtered, settings, spans.period, spans.share, DYAD[0], which, np.sqrt(noise), random)
    return np.ascontiguousarray(averages.T)


def spans_of(level: Level, by: By) -> Periods:
    """Lay out the periods from the first event to the level's last day."""
    return periods(by, date.fromordinal(int(level.observed.days[0])), level.until, level.observed.days)


def _averages(level: Level, spans: Periods, loads: Array) -> tuple[Array, Array, Array]:
    """Give mean, standard deviation and news (periods, L) of sums of the states, over all settings."""
    kept, weights = level.fitted.heavy()
    settings = GRID[kept]
    filtered = run_filter(level.observed, settings, spans.days)
    mean, variance = smooth(filtered, settings, spans.period, spans.share, loads)
    centre = mean @ weights
    moved = news(filtered, settings, spans.period, spans.share, loads) @ weights
    spread = np.sqrt((variance * level.fitted.noise[kept] + (mean - centre[:, :, None]) ** 2) @ weights)
    return centre, spread, moved


def _period_of(spans: Periods, days: NDArray[np.int64]) -> NDArray[np.int64]:
    return spans.period[np.searchsorted(spans.days, days)]


def _series(
    by: By, starts: list[date], level: Array, spread: Array, moved: Array, events: NDArray[Any]
) -> pl.DataFrame:
    centre = np.clip(level, -BOUND, BOUND)
    columns = {
        by: pl.Series(starts, dtype=pl.Date),
        "level": centre,
        "lower": np.clip(level - _NINETY * spread, -BOUND, BOUND),
        "upper": np.clip(level + _NINETY * spread, -BOUND, BOUND),
        "events": events,
        "news": moved,
    }
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys(list(columns)[1:], pl.Float64))
