"""Measures: formulas, bounds, and what must change nothing."""

import itertools
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measures import index, lowest_since, sharpest_turns
from detente.measures.index import TSINGHUA_BOUND, goldstein, tsinghua

ROWS = st.lists(
    st.tuples(
        st.dates(date(2000, 1, 1), date(2003, 12, 31)),
        st.floats(-10, 10).map(lambda x: round(x, 1)),
        st.sampled_from(["actual", "historical", "future", "negation"]),
        st.sampled_from([0.5, 1.0]),
    ),
    max_size=40,
)


def frame(rows):
    columns = {"date": pl.Date, "intensity": pl.Float64, "status": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(confidence=pl.lit(None, pl.Float64))


def test_tsinghua_moves_by_the_room_that_is_left():
    events = frame([(date(2000, 1, 1), -10.0, "actual", 1.0), (date(2000, 3, 1), 5.0, "actual", 1.0)])
    first = -1.0  # from 0 all the room is left
    second = first + 0.5 * (9 - first) / 9
    assert tsinghua(events)["level"].to_list() == pytest.approx([first, first, second])


def test_goldstein_is_the_weighted_mean_and_a_quiet_month_has_no_level():
    rows = [(date(2000, 1, 1), -10.0, "actual", 1.0), (date(2000, 1, 9), 5.0, "actual", 0.5)]
    levels = goldstein(frame([*rows, (date(2000, 3, 2), 2.5, "actual", 1.0)]))["level"].to_list()
    assert levels == [pytest.approx(-5.0), None, pytest.approx(2.5)]


def test_only_what_took_place_counts():
    rows = [(date(2000, 1, 1), 5.0, "actual", 1.0)]
    dreamt = [(date(2000, 1, 2), -10.0, status, 1.0) for status in ("future", "hypothetical", "negation")]
    for measure in ("goldstein", "tsinghua"):
        assert index(frame(rows + dreamt), measure).equals(index(frame(rows), measure))


@given(ROWS)
def test_levels_stay_in_their_bounds_and_months_are_complete(rows):
    for measure, bound in (("goldstein", 10), ("tsinghua", TSINGHUA_BOUND)):
        series = index(frame(rows), measure)
        assert series["level"].drop_nulls().is_between(-bound - 1e-9, bound + 1e-9).all()
        months = series["month"].to_list()
        assert all((b.year * 12 + b.month) - (a.year * 12 + a.month) == 1 for a, b in itertools.pairwise(months))


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    for measure in ("goldstein", "tsinghua"):
        a, b = index(frame(rows), measure), index(frame(shuffled), measure)
        assert a["month"].equals(b["month"])
        assert a["level"].to_list() == pytest.approx(b["level"].to_list(), nan_ok=True) or a["level"].null_count()


@given(ROWS)
def test_every_turn_is_a_change_of_the_series(rows):
    series = index(frame(rows), "tsinghua")
    turns = sharpest_turns(series, 3) if len(series) else series
    assert len(turns) <= 3
    if len(turns):
        assert turns["change"].abs().is_sorted(descending=True)


def test_low_is_told_with_the_last_month_that_was_lower():
    levels = [-2.0, 0.0, None, -1.0]
    months = pl.date_range(date(2000, 1, 1), date(2000, 4, 1), "1mo", eager=True)
    series = pl.DataFrame({"month": months, "level": levels})
    low = lowest_since(series, date(2000, 4, 30))
    assert (low.month, low.level, low.lower_before) == (date(2000, 4, 1), -1.0, date(2000, 1, 1))
    assert lowest_since(series, date(2000, 3, 5)).month == date(2000, 2, 1)
    assert lowest_since(series, date(2000, 1, 5)).lower_before is None
    assert lowest_since(series, date(1999, 12, 31)) is None


def test_quiet_months_are_no_turns():
    events = frame([(date(2000, 1, 1), 5.0, "actual", 1.0), (date(2000, 6, 1), -5.0, "actual", 1.0)])
    assert sharpest_turns(tsinghua(events))["month"].to_list() == [date(2000, 6, 1)]
