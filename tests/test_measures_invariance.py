"""What must change nothing in a measure: order of rows, split files, repeated reports, names, direction."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures import (
    claimed_low,
    complete_events,
    index,
    latent,
    predictability,
    surprise,
    turning_points,
)
from dyads import ROWS, dyad

MEASURES = {
    "latent": latent,
    "by side": lambda frame: latent(frame, by="week", by_side=True),
    "predictability": predictability,
    "surprise": surprise,
    "turning points": turning_points,
    "tsinghua": lambda frame: index(frame, "tsinghua"),
    "goldstein": lambda frame: index(frame, "goldstein"),
}
few = settings(max_examples=12, deadline=None)


def alike(one, other):
    assert one.schema == other.schema
    assert len(one) == len(other)
    for name in one.columns:
        if one.schema[name] == pl.Float64:
            assert one[name].to_list() == pytest.approx(other[name].to_list(), abs=1e-6, nan_ok=True)
        else:
            assert one[name].to_list() == other[name].to_list()


def renamed(frame, names):
    return frame.with_columns(pl.col(name).replace(names) for name in ("actor", "recipient"))


@pytest.mark.parametrize("name", MEASURES)
@given(rows=ROWS, random=st.randoms(use_true_random=False))
@few
def test_order_of_rows_changes_nothing(name, rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    alike(MEASURES[name](dyad(rows)), MEASURES[name](dyad(shuffled)))


@pytest.mark.parametrize("name", ["latent", "by side", "predictability", "surprise", "turning points"])
@given(rows=ROWS, cut=st.integers(0, 30))
@few
def test_a_split_file_and_repeated_reports_change_nothing(name, rows, cut):
    whole = dyad(rows)
    told_again = pl.concat([whole[cut:], whole[:cut], whole[: cut // 2]])
    alike(MEASURES[name](whole), MEASURES[name](told_again))
    alike(MEASURES[name](whole), MEASURES[name](whole.with_columns(weight=pl.col("weight") * 40)))


@pytest.mark.parametrize("name", ["latent", "predictability", "turning points"])
@given(rows=ROWS)
@few
def test_names_and_direction_change_nothing(name, rows):
    frame = dyad(rows)
    for names in ({"AAA": "ZZZ", "BBB": "MMM"}, {"AAA": "BBB", "BBB": "AAA"}):
        alike(MEASURES[name](frame), MEASURES[name](renamed(frame, names)))


@given(rows=ROWS)
@few
def test_sides_swap_with_their_names(rows):
    frame = dyad(rows)
    swapped = latent(renamed(frame, {"AAA": "BBB", "BBB": "AAA"}), by_side=True)
    forth = swapped.filter(pl.col("actor") == "BBB").drop("actor", "recipient")
    alike(latent(frame, by_side=True).filter(pl.col("actor") == "AAA").drop("actor", "recipient"), forth)


@given(rows=ROWS)
@few
def test_measures_leave_their_frame_alone_and_say_the_same_twice(rows):
    frame = dyad(rows)
    kept = frame.clone()
    last = frame["date"].max()
    once, twice = (claimed_low(frame, last, 5, draws=50) for _ in range(2))
    assert once == twice
    for measure in MEASURES.values():
        measure(frame)
    assert frame.equals(kept)


@given(rows=ROWS)
@few
def test_completing_twice_is_completing_once(rows):
    frame = dyad(rows)
    again, said = complete_events(frame)
    assert again.select(frame.columns).equals(frame)
    assert said == []
