"""The relationship index: how good or bad a relationship stands, month by month."""

from collections.abc import Callable
from datetime import date

import polars as pl

from detente.measures.daily import counted
from detente.measures.latent import latent
from detente.measures.parameters import Prior
from detente.measures.periods import By

TSINGHUA_BOUND = 9.0


def goldstein(events: pl.DataFrame) -> pl.DataFrame:
    """Average the intensity of each month's events, -10 to +10, weighted by weight and confidence.

    A month without events has no level (null). After Goldstein, J. S. (1992), "A Conflict-Cooperation Scale for WEIS
    Events Data", Journal of Conflict Resolution 36(2), with PLOVER's intensities in the place of the WEIS weights.

    Returns:
        `month` (first day), `level`, `events` (their summed weight); every month from the first event to the last.

    """
    weight = pl.col("weight") * pl.col("confidence").fill_null(1.0)
    monthly = (
        counted(events)
        .group_by(pl.col("date").dt.truncate("1mo").alias("month"))
        .agg(
            level=(pl.col("intensity") * weight).sum() / weight.sum(),
            events=pl.col("weight").sum(),
        )
    )
    return _every_month(monthly)


def tsinghua(events: pl.DataFrame, start: float = 0.0) -> pl.DataFrame:
    """Accumulate events into a level between -9 and 9, as the school of Yan Xuetong does.

    An event of score s moves the level P by s (N - P) / N if s >= 0 and by s (N + P) / N if s < 0, with N = 9: the
    nearer the level is to the end it moves toward, the less it moves. Source: Yan Xuetong and Zhou Fangyin (2004),
    "Guojia shuangbian guanxi de dingliang hengliang" [The quantitative measurement of bilateral relations], Zhongguo
    Shehui Kexue 2004(6); in English, Yan Xuetong and Qi Haixia, Chinese Journal of International Politics 3(3), 2010.
    Their coders score events from a table of their own; here s is the PLOVER intensity / 10, so at most 1 either way,
    weighted by weight and confidence. Events of one day count as one of their summed score, so that their order in the
    frame changes nothing. The level holds in a month without events.

    Args:
        events: an events frame.
        start: the level before the first event.

    Returns:
        `month` (first day), `level` at the month's end, `events`; every month from the first event to the last.

    """
    weight = pl.col("weight") * pl.col("confidence").fill_null(1.0)
    daily = (
        counted(events)
        .group_by("date")
        .agg(score=(pl.col("intensity") / 10 * weight).sort().sum(), events=pl.col("weight").sum())
        .sort("date")
    )
    level, levels = start, []
    for score in daily["score"]:
        level = _moved(level, score)
        levels.append(level)
    monthly = (
        daily.with_columns(level=pl.Series(levels, dtype=pl.Float64), month=pl.col("date").dt.truncate("1mo"))
        .group_by("month", maintain_order=True)
        .agg(pl.col("level").last(), pl.col("events").sum())
    )
    return _every_month(monthly).with_columns(pl.col("level").forward_fill())


def _moved(level: float, score: float) -> float:
    room = TSINGHUA_BOUND - level if score >= 0 else TSINGHUA_BOUND + level
    return max(-TSINGHUA_BOUND, min(TSINGHUA_BOUND, level + score * room / TSINGHUA_BOUND))


def _every_month(monthly: pl.DataFrame) -> pl.DataFrame:
    """Order by month and put in the months without events, with null level and no events."""
    if monthly.is_empty():
        return monthly.select("month", "level", "events")
    months = monthly.select(pl.date_range(pl.col("month").min(), pl.col("month").max(), interval="1mo"))
    joined = months.join(monthly, on="month", how="left").sort("month")
    return joined.select("month", "level", pl.col("events").fill_null(0.0))


MEASURES = ("latent", "goldstein", "tsinghua")
_BY_MONTH: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {"goldstein": goldstein, "tsinghua": tsinghua}


def index(
    events: pl.DataFrame,
    measure: str = "latent",
    until: date | None = None,
    *,
    by: By = "month",
    by_side: bool = False,
    prior: Prior | None = None,
) -> pl.DataFrame:
    """Give the index of a dyad by a named measure, of the events up to a day if one is given.

    Args:
        events: the events of one dyad.
        measure: one of `MEASURES`.
        until: later events are left out.
        by: `day`, `week` or `month`; the latent level alone has more than months.
        by_side: each side's own level instead; the latent level alone has them.
        prior: for the latent level, what other dyads show of its parameters (`pooled`).

    Raises:
        KeyError: no such measure.
        ValueError: the measure has no such periods or sides.

    """
    if measure == "latent":
        return latent(events, by, until, by_side, prior)
    if by != "month" or by_side:
        raise ValueError(f"{measure} is a measure of both sides by month; `latent` has days, weeks and sides")
    kept = events if until is None else events.filter(pl.col("date") <= until)
    return _BY_MONTH[measure](kept)
