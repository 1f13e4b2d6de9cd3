"""Trust, measured: how many pledges were met in time, how long asks waited for an answer, who asks whom how much."""

from datetime import date

import polars as pl
from scipy.stats import beta

from detente.ledger.follow import GRACE, MEMORY

_PRIOR = 0.5  # Jeffreys' prior for a share
_SCHEMA = {
    "by": pl.String, "issue": pl.String, "period": pl.String, "firmness": pl.String, "pledges": pl.Int64,
    "met": pl.Int64, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip
_PERIOD_YEARS = 10


def kept_pledges(ledger: pl.DataFrame, on: date) -> pl.DataFrame:
    """Give the share of pledges met in time, by side, issue, period of ten years and firmness.

    A pledge counts once its time is over (its due day with a month's grace, two years where none was set) or once it is
    met, refused or broken. `met` counts those met, or partly met, by then. The share is the mean of the Beta posterior
    under Jeffreys' prior, `low` and `high` its 5 % and 95 % points. Issue and period are also given as "all".

    Args:
        ledger: the ledger frame of a record.
        on: the day to look from.

    """
    pledges = ledger.filter((pl.col("kind") == "pledge") & (pl.col("made_on") <= on))
    ends = pl.coalesce(pl.col("due_on") + GRACE, pl.col("made_on") + MEMORY)
    in_time = pl.col("state").is_in(["met", "partly met"]) & (pl.col("state_since") <= ends)
    settled = pl.col("state").is_in(["met", "refused", "broken", "lapsed"]) | (ends <= on)
    counted = pledges.with_columns(in_time=in_time, settled=settled).filter(pl.col("settled"))
    decade = (pl.col("made_on").dt.year() // _PERIOD_YEARS * _PERIOD_YEARS).cast(pl.String) + "s"
    counted = counted.with_columns(period=decade, issue=pl.col("issues")).explode("issue")
    views = [(), ("issue",), ("period",)]
    rows: list[dict[str, object]] = []
    for view in views:
        base = counted if "issue" in view else counted.unique("id")
        for keys, group in base.group_by("by", "firmness", *view, maintain_order=True):
            named = dict(zip(("by", "firmness", *view), keys, strict=True))
            rows.append({"issue": "all", "period": "all"} | named | _share(len(group), int(group["in_time"].sum())))
    return pl.DataFrame(rows, schema=_SCHEMA).sort("by", "issue", "period", "firmness", nulls_last=True)


def _share(number: int, met: int) -> dict[str, object]:
    a, b = met + _PRIOR, number - met + _PRIOR
    low, high = beta.ppf([0.05, 0.95], a, b)
    return {"pledges": number, "met": met, "share": a / (a + b), "low": float(low), "high": float(high)}


def answers(ledger: pl.DataFrame) -> pl.DataFrame:
    """Give, by side, how many asks it made, how many were answered, and the median days to the first answer.

    `balance` is its share of all asks.
    """
    asks = ledger.filter(pl.col("kind") == "ask")
    first = pl.col("changes").list.eval(pl.element().struct.field("on")).list.first().str.to_date(strict=False)
    waited = asks.with_columns(days=(first - pl.col("made_on")).dt.total_days())
    grouped = waited.group_by("by").agg(
        asks=pl.len(),
        answered=pl.col("days").count(),
        granted=pl.col("state").is_in(["met", "partly met"]).sum(),
        refused=(pl.col("state") == "refused").sum(),
        median_days=pl.col("days").median(),
    )
    return grouped.with_columns(balance=pl.col("asks") / pl.col("asks").sum()).sort("by")
