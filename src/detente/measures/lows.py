"""How low is low: since when an index was not lower."""

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Low:
    """The level of a month, and the last month before it that was lower; None when the record has none."""

    month: date
    level: float
    lower_before: date | None
    first: date


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
