"""The latent level: against an independent computation, and what a reader relies on."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.measures import (
    FrameError,
    claimed_low,
    compare,
    complete_events,
    index,
    latent,
    pooled,
    predictability,
    surprise,
    turning_points,
)
from detente.measures.daily import daily
from detente.measures.filtering import SIDES, draw_averages, run_filter, smooth
from detente.measures.parameters import FLAT, GRID, Prior
from dyads import START, dyad, simulated

EVENTS = [
    (date(2000, 1, 3), ("AAA", "BBB"), "ASSAULT", 1.0),
    (date(2000, 1, 20), ("BBB", "AAA"), "CONSULT", 0.5),
    (date(2000, 2, 9), ("AAA", "BBB"), "SUPPORT", 1.0),
    (date(2000, 2, 9), ("BBB", "AAA"), "REJECT", 1.0),
    (date(2000, 4, 1), ("BBB", "AAA"), "AGREE", 1.0),
]


def by_hand(observed, setting, days):
    """Mean and covariance of x + e on days by conditioning one large normal distribution, without a filter."""
    level, difference, episode, half_life, shared = (getattr(setting, f)[0] for f in setting.__slots__)
    start = int(min(observed.days[0], days[0]))
    seen = [(int(day), side) for row, day in enumerate(observed.days) for side in (0, 1) if observed.count[row, side]]
    place = {int(day): row for row, day in enumerate(observed.days)}

    def covariance(one, other):
        (a, sign_a), (b, sign_b) = one, other
        walk = min(a, b) - start
        return (
            1.0 + level * walk + episode * 0.5 ** (abs(a - b) / half_life)
            + sign_a * sign_b * (0.25 + difference * walk)
        )  # fmt: skip

    points = [(day, SIDES[side][2]) for day, side in seen]
    wanted = [(int(day), 0.0) for day in days]
    noise = [shared + 1 / observed.count[place[day], side] for day, side in seen]
    values = np.array([observed.mean[place[day], side] for day, side in seen])
    among = np.array([[covariance(a, b) for b in points] for a in points]) + np.diag(noise)
    across = np.array([[covariance(a, b) for b in points] for a in wanted])
    own = np.array([[covariance(a, b) for b in wanted] for a in wanted])
    solved = np.linalg.solve(among, across.T).T
    _, log_det = np.linalg.slogdet(among)
    return solved @ values, own - solved @ across.T, log_det, values @ np.linalg.solve(among, values)


@pytest.mark.parametrize("which", [0, 100, 333, 539])
def test_filter_smoother_and_draws_agree_with_the_joint_normal(which):
    observed = daily(dyad(EVENTS))
    setting = GRID[np.array([which])]
    days = np.arange(observed.days[0], observed.days[-1] + 5, 7)
    filtered = run_filter(observed, setting, days)
    period = np.zeros(len(filtered.days), dtype=np.int64)
    share = np.isin(filtered.days, days) / len(days)
    loads = np.array([[1.0, 1.0, 0.0]])
    mean, variance = smooth(filtered, setting, period, share, loads)
    wanted, cov, log_det, squares = by_hand(observed, setting, days)
    assert filtered.log_det[0] == pytest.approx(log_det, rel=1e-6)
    assert filtered.squares[0] == pytest.approx(squares, rel=1e-6)
    assert mean[0, 0, 0] == pytest.approx(wanted.mean(), abs=1e-6)
    assert variance[0, 0, 0] == pytest.approx(cov.mean(), rel=1e-5)
    one = np.zeros(4000, dtype=np.int64)
    drawn = draw_averages(filtered, setting, period, share, loads[0], one, np.ones(4000), np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(wanted.mean(), abs=4 * (cov.mean() / 4000) ** 0.5)
    assert drawn.var() == pytest.approx(cov.mean(), rel=0.12)


def test_a_quiet_time_widens_the_interval_and_makes_no_zero():
    busy = simulated(1, 200, lambda day: 5.0)
    series = latent(busy, until=START + timedelta(days=800))
    width = series["upper"] - series["lower"]
    assert width[-1] > 1.5 * width[3]
    assert series["level"][-1] > 3


def test_days_weeks_and_months_are_of_one_level():
    frame = simulated(2, 150, lambda day: 0.0)
    day, month = latent(frame, by="day"), latent(frame, by="month")
    means = day.group_by(pl.col("day").dt.truncate("1mo")).agg(pl.col("level").mean()).sort("day")
    assert means["level"].to_list() == pytest.approx(month["level"].to_list(), abs=0.15)
    assert latent(frame, by="week")["events"].sum() == pytest.approx(len(frame))


def test_growing_coverage_is_neither_war_nor_peace():
    frame = simulated(3, 1500, lambda day: -2.0, rate=3.0)
    random = np.random.default_rng(3)
    kept = [random.random() < 0.02 + 0.98 * ((day - START).days / 1500) ** 2 for day in frame["date"]]
    series = latent(frame.filter(pl.Series(kept)))
    assert series["level"].tail(12).mean() == pytest.approx(-2, abs=0.5)
    assert abs(series["level"].tail(12).mean() - series["level"].head(12).mean()) < 1
    assert (series["upper"] - series["lower"])[-6] < (series["upper"] - series["lower"])[1]


def test_known_groups_are_told_apart():
    fallen = simulated(4, 1200, lambda day: 3.0 if day < 700 else -3.0)
    series = latent(fallen)
    assert series["level"].head(20).min() > series["level"].tail(12).max()
    found = turning_points(fallen)
    assert [abs((turn - START).days - 700) <= 31 for turn in found["date"]] == [True]
    assert found["kind"][0].startswith("level")
    near = fallen.filter(pl.col("event").is_in(found["events"][0].to_list()))
    assert near["intensity"].max() < 0
    assert turning_points(simulated(5, 1200, lambda day: 1.0)).is_empty()


def test_a_low_is_claimed_only_where_it_is_one():
    frame = simulated(6, 2500, lambda day: 2.0 if day < 2100 else -4.0)
    worst = claimed_low(frame, START + timedelta(days=2480), 5, draws=300)
    assert worst.holds
    assert worst.year_lowest > 0.95
    best = claimed_low(frame, START + timedelta(days=2000), 5, draws=300)
    assert best.year_lowest < 0.6
    unknown = claimed_low(frame, START + timedelta(days=2480), 50, draws=300)
    assert not unknown.whole
    assert not unknown.holds
    assert claimed_low(frame, START - timedelta(days=1), 5) is None


def test_dyads_stand_on_one_scale():
    good = simulated(7, 400, lambda day: 4.0)
    bad = simulated(8, 400, lambda day: -4.0).with_columns(
        pl.col("actor", "recipient").replace("BBB", "CCC"), event=pl.format("c{}", "event")
    )
    found = compare(pl.concat([good, bad]), [("AAA", "BBB"), ("CCC", "AAA"), ("AAA", "DDD")])
    assert found["first"].to_list() == ["AAA", "CCC"]
    assert found["worse"].to_list() == [None, pytest.approx(1, abs=0.01)]
    assert pooled(pl.concat([good, bad])).weights.sum() == pytest.approx(1)


def test_a_frame_of_several_dyads_is_refused():
    frame = dyad([*EVENTS, (date(2000, 5, 1), ("AAA", "CCC"), "AGREE", 1.0)])
    with pytest.raises(FrameError, match="2"):
        latent(frame)
    with pytest.raises(ValueError, match="tsinghua"):
        index(frame, "tsinghua", by="week")


def test_what_repeats_is_foretold_and_what_does_not_is_not():
    rows = []
    for week in range(120):
        kind = "SUPPORT" if (week // 15) % 2 else "ACCUSE"
        rows += [(START + timedelta(days=7 * week + n), ("AAA", "BBB"), kind, 1.0) for n in range(4)]
    rows.append((START + timedelta(days=7 * 118), ("BBB", "AAA"), "ASSAULT", 1.0))
    series = predictability(dyad(rows), window=20)
    assert series["bits"].mean() > 0.3
    assert series["predictability"][-1] == pytest.approx(series["bits"].tail(20).mean())
    told = surprise(dyad(rows)).sort("surprise")
    assert told["event_type"][-1] == "ASSAULT"
    assert told["surprise"].min() > 0
    still = simulated(9, 700, lambda day: 0.0)
    assert -1.01 <= predictability(still)["bits"].sum() < 12


def test_a_frame_is_completed_and_says_so():
    bare = pl.DataFrame(
        {
            "date": ["2014-03-01", "2014-03-02", None, "2014-03-04"],
            "actor": ["RUS"] * 4,
            "recipient": ["UKR"] * 4,
            "event_type": ["assault", "CONSULT", "CONSULT", "SING"],
            "mode": [None, "visit", None, None],
        }
    )
    frame, said = complete_events(bare)
    assert frame["intensity"].to_list() == [-9.0, 4.0]
    assert frame["quad_class"].to_list() == ["material conflict", "verbal cooperation"]
    assert frame["status"].to_list() == ["actual"] * 2
    assert any("1 rows without a day" in sentence for sentence in said)
    assert any("SING" in sentence for sentence in said)
    with pytest.raises(FrameError, match="event_type"):
        complete_events(bare.drop("event_type"))
    with pytest.raises(FrameError, match="dates"):
        complete_events(bare.with_columns(date=1))


def test_news_is_what_a_month_adds_to_what_was_expected_and_knows_nothing_later():
    fallen = simulated(4, 1200, lambda day: 3.0 if day < 700 else -3.0)
    weights = np.full(len(FLAT.weights), 1e-300)
    weights[300] = 1.0  # one setting, so that all share their parameters
    prior = Prior(weights)
    series = latent(fallen, prior=prior)
    turn = START + timedelta(days=700)
    assert series["news"][0] == 0
    assert abs((series.sort("news")["month"][0] - turn).days) <= 31
    month, ends = series["month"][15], series["month"][16] - timedelta(days=1)
    known = latent(fallen, until=ends, prior=prior)
    expected = latent(fallen.filter(pl.col("date") < month), until=ends, prior=prior)
    assert known["news"][-1] == pytest.approx(known["level"][-1] - expected["level"][-1], abs=0.01)
    assert known["news"][-1] == pytest.approx(series["news"][15], abs=1e-6)
