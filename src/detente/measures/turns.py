"""Where a relationship turned: the months in which its index moved most."""

import polars as pl


def sharpest_turns(series: pl.DataFrame, count: int = 5) -> pl.DataFrame:
    """Give the months of the largest change from the level before, sharpest first; a month without change is no turn.

    Args:
        series: `month, level` as an index gives it.
        count: how many to give.

    Returns:
        `month, change, level`.

    """
    moved = series.drop_nulls("level").sort("month").with_columns(change=pl.col("level").diff())
    ranked = moved.filter(pl.col("change") != 0).sort(pl.col("change").abs(), "month", descending=[True, False])
    return ranked.select("month", "change", "level").head(count)
