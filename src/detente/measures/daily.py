"""From an events frame to what the state-space measures see: each day's mean intensity of what each side did."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.frame import FrameError

Array = NDArray[np.float64]
_COUNTED = ("actual", "historical")
_PLACED = ("day", "month")
_MIDDLE = 15


@dataclass(frozen=True, slots=True)
class Daily:
    """What two sides did, by day.

    `days`: (T,) ordinals, rising, each with an event; `mean`: (T, 2) mean intensity of each side's events, -10 to +10;
    `count`: (T, 2) how many events that stands for, 0 where a side did nothing; `sides`: who does to whom.
    """

    days: NDArray[np.int64]
    mean: Array
    count: Array
    sides: tuple[tuple[str, str], tuple[str, str]]


def counted(events: pl.DataFrame) -> pl.DataFrame:
    """Keep the events that count in a measure: those that took place, dated at least to the month."""
    kept = events.filter(pl.col("status").is_in(_COUNTED))
    if "date_precision" in kept.columns:
        kept = kept.filter(pl.col("date_precision").is_in(_PLACED))
    return kept


def once_each(events: pl.DataFrame) -> pl.DataFrame:
    """Give each counted event one row a direction, with its weight at most 1, in an order of its own.

    However many rows or mentions tell of an event, it is one event: rows of one `event`, actor and recipient are joined
    (the most confident stays), and a weight above 1 (GDELT's mentions, say) counts as 1. An event dated to the month
    stands in its middle. Events without a recipient, or of a state with itself, say nothing about a dyad.
    """
    between = counted(events).filter(pl.col("actor") != pl.col("recipient"))
    if "date_precision" in between.columns:
        vague = pl.col("date_precision") == "month"
        middle = pl.col("date").dt.month_start().dt.offset_by(f"{_MIDDLE - 1}d")
        between = between.with_columns(date=pl.when(vague).then(middle).otherwise("date"))
    unit = pl.col("weight").clip(0, 1) * pl.col("confidence").fill_null(1.0).clip(0, 1)
    order = ["date", "actor", "recipient", "event_type", "intensity", "unit", "event"]
    ranked = between.with_columns(unit=unit).sort(order, descending=[False] * 5 + [True, False], nulls_last=True)
    first = ranked.sort("unit", descending=True, maintain_order=True)
    return first.unique(["event", "actor", "recipient"], keep="first", maintain_order=True).sort(order)


def sides_of(events: pl.DataFrame) -> tuple[tuple[str, str], tuple[str, str]]:
    """Give the two directions of a dyad's events, in alphabetical order.

    Raises:
        FrameError: the frame holds another number of dyads than one.

    """
    pairs = {tuple(sorted(pair)) for pair in events.select("actor", "recipient").unique().rows()}
    if len(pairs) != 1:
        raise FrameError(f"a measure takes the events of one dyad; these are of {len(pairs)}")
    first, second = pairs.pop()
    return (first, second), (second, first)


def daily(events: pl.DataFrame, until: date | None = None) -> Daily | None:
    """Group a dyad's counted events by day and side, up to a day if one is given; None if there are none.

    Raises:
        FrameError: the events are of several dyads.

    """
    kept = once_each(events).filter(pl.col("unit") > 0)
    if until is not None:
        kept = kept.filter(pl.col("date") <= until)
    if kept.is_empty():
        return None
    sides = sides_of(kept)
    grouped = kept.group_by("date", "actor", maintain_order=True).agg(
        count=pl.col("unit").sum(), mean=(pl.col("intensity") * pl.col("unit")).sum() / pl.col("unit").sum()
    )
    stamps = grouped["date"].dt.epoch("d").to_numpy().astype(np.int64) + date(1970, 1, 1).toordinal()
    days, row = np.unique(stamps, return_inverse=True)
    column = (grouped["actor"] == sides[1][0]).to_numpy().astype(np.int64)
    mean, count = np.zeros((len(days), 2)), np.zeros((len(days), 2))
    mean[row, column], count[row, column] = grouped["mean"].to_numpy(), grouped["count"].to_numpy()
    return Daily(days, mean, count, sides)
