"""Events frames for the tests of measures."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import strategies as st

TYPES = ["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "ASSAULT"]
START = date(2000, 1, 1)

ROWS = st.lists(
    st.tuples(
        st.dates(START, date(2001, 6, 30)),
        st.sampled_from([("AAA", "BBB"), ("BBB", "AAA")]),
        st.sampled_from(TYPES),
        st.sampled_from([0.5, 1.0]),
    ),
    min_size=1,
    max_size=30,
)


def dyad(rows):
    """Make a completed events frame of (day, (actor, recipient), type, confidence)."""
    from detente.measures import complete_events  # noqa: PLC0415 - keeps the strategies importable by themselves

    columns = {"date": pl.Date, "actor": pl.String, "recipient": pl.String, "event_type": pl.String}
    flat = [(day, *pair, kind, sure) for day, pair, kind, sure in rows]
    return complete_events(pl.DataFrame(flat, schema=columns | {"confidence": pl.Float64}, orient="row"))[0]


def simulated(seed, days, level, rate=1.0, spread=3.0):
    """Draw events of two sides about a level by day."""
    random = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        for _ in range(random.poisson(rate)):
            forth = bool(random.random() < 0.5)
            score = float(np.clip(level(day) + random.standard_normal() * spread, -10, 10))
            rows.append((START + timedelta(days=day), forth, score))
    frame = pl.DataFrame(rows, schema=["date", "forth", "intensity"], orient="row").with_row_index("row")
    sides = [pl.when("forth").then(pl.lit(a)).otherwise(pl.lit(b)) for a, b in (("AAA", "BBB"), ("BBB", "AAA"))]
    return frame.with_columns(
        event=pl.format("e{}", "row"),
        actor=sides[0],
        recipient=sides[1],
        event_type=pl.lit("CONSULT"),
        quad_class=pl.when(pl.col("intensity") < 0)
        .then(pl.lit("verbal conflict"))
        .otherwise(pl.lit("verbal cooperation")),
        status=pl.lit("actual"),
        confidence=1.0,
        weight=1.0,
        date_precision=pl.lit("day"),
    )
