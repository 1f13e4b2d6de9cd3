"""Do the measures hold what they promise: on simulated series whose truth is known.

`python benchmarks/measures.py` prints the tables of docs/measures.md, about five minutes. `--quick` draws a fifth of
the series. Real events: benchmarks/measures_real.py.
"""

import argparse
import time
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from detente.measures import claimed_low, latent, turning_points

START = date(2004, 1, 1)
YEARS = 10
DAYS = round(YEARS * 365.25)
LAST = START + timedelta(days=DAYS - 1)
MONTHS = pl.date_range(START, LAST, "1mo", eager=True)
OF_MONTH = np.array([(START + timedelta(days=d)).year * 12 + (START + timedelta(days=d)).month for d in range(DAYS)])
OF_MONTH -= OF_MONTH[0]
NOISE = 4.0


@dataclass
class Series:
    """A simulated dyad: its events frame, the true level of each day, and the days on which its regime changes."""

    events: pl.DataFrame
    level: np.ndarray
    changes: list[int]

    @property
    def monthly(self) -> np.ndarray:
        """Average the true level by month."""
        return np.bincount(OF_MONTH, self.level) / np.bincount(OF_MONTH)


def frame(days: np.ndarray, side: np.ndarray, score: np.ndarray) -> pl.DataFrame:
    forth = pl.Series(side == 0)
    return pl.DataFrame(
        {
            "event": [f"e{i}" for i in range(len(days))],
            "date": [START + timedelta(days=int(day)) for day in days],
            "actor": pl.select(pl.when(forth).then(pl.lit("AAA")).otherwise(pl.lit("BBB"))).to_series(),
            "recipient": pl.select(pl.when(forth).then(pl.lit("BBB")).otherwise(pl.lit("AAA"))).to_series(),
            "event_type": "CONSULT",
            "intensity": np.clip(score, -10, 10),
        },
        schema_overrides={"date": pl.Date},
    ).with_columns(status=pl.lit("actual"), confidence=1.0, weight=1.0, date_precision=pl.lit("day"))


def observe(random, level, difference, rate, noise, shared):
    """Draw events about a level: Poisson counts each day and side, with noise of their own and noise they share."""
    days, sides, scores = [], [], []
    for side, sign in ((0, 1), (1, -1)):
        count = random.poisson(rate / 2)
        day = np.repeat(np.arange(DAYS), count)
        common = random.standard_normal(DAYS) * shared * NOISE
        score = level[day] + sign * difference[day] + common[day] + noise(len(day))
        days.append(day)
        sides.append(np.full(len(day), side))
        scores.append(score)
    return frame(*(np.concatenate(part) for part in (days, sides, scores)))


def from_the_model(random):
    """Trend, episodes and sides as the model has them, with parameters drawn anew for each series."""
    yearly, half_life = random.uniform(0.3, 1.5), random.choice([7, 25, 90])
    trend = np.cumsum(random.standard_normal(DAYS)) * yearly / 365.25**0.5 + random.uniform(-1, 2)
    keep, size = 0.5 ** (1 / half_life), random.uniform(0.3, 0.8) * NOISE * 0.5
    episode, now = np.empty(DAYS), random.standard_normal() * size
    for day, shock in enumerate(random.standard_normal(DAYS) * size * (1 - keep**2) ** 0.5):
        now = keep * now + shock
        episode[day] = now
    difference = np.cumsum(random.standard_normal(DAYS)) * yearly * 0.3 / 365.25**0.5 + random.normal(0, 0.5)
    rate = np.full(DAYS, random.uniform(0.1, 0.8))
    noise = lambda n: random.standard_normal(n) * NOISE * 0.7  # noqa: E731
    return Series(observe(random, trend + episode, difference, rate, noise, 0.4), trend + episode, [])


def from_another(random, *, rate=(0.5, 1.0), jump=(3.0, 5.0), most=4, volatile=False):
    """Jumps between regimes, t noise (4 degrees of freedom), gaps of up to four months, coverage growing tenfold."""
    number = int(random.integers(0, most))
    while True:
        changes = np.sort(random.integers(365, DAYS - 365, number))
        if np.all(np.diff(changes) > 500):
            break
    level, spread = np.full(DAYS, random.uniform(-1.5, 1.5)), np.ones(DAYS)
    for day in changes:
        if volatile:
            spread[day:] = 2.5 if spread[day - 1] == 1 else 1.0
            continue
        sign = -np.sign(level[day - 1]) if abs(level[day - 1]) > 1 else random.choice([-1, 1])
        level[day:] = level[day - 1] + sign * random.uniform(*jump)
    growing = np.geomspace(0.3, 3.0, DAYS) * random.uniform(*rate)
    for _ in range(3):
        gap = int(random.integers(0, DAYS - 120))
        if not any(gap - 60 < day < gap + 180 for day in changes):
            growing[gap : gap + int(random.integers(30, 120))] = 0
    scale = 1.2 if volatile else 2.2
    days, sides, scores = [], [], []
    for side in (0, 1):
        day = np.repeat(np.arange(DAYS), random.poisson(growing / 2))
        days.append(day)
        sides.append(np.full(len(day), side))
        scores.append(level[day] + random.standard_t(4, len(day)) * scale * spread[day])
    events = frame(*(np.concatenate(part) for part in (days, sides, scores)))
    return Series(events, level, changes.tolist())


def coverage(make, count, seed):
    random, inside, total, width = np.random.default_rng(seed), 0, 0, []
    for _ in range(count):
        series = make(random)
        found = latent(series.events, until=LAST)
        known = pl.DataFrame({"month": MONTHS, "truth": series.monthly}).join(found, on="month")
        inside += known.filter(pl.col("truth").is_between(pl.col("lower"), pl.col("upper"))).height
        total += len(known)
        width.append((known["upper"] - known["lower"]).mean())
    return inside / total, float(np.mean(width)), count


def twelve(monthly):
    return np.convolve(monthly, np.ones(12) / 12, "valid")


def lows(make, count, seed):
    """Ask of the last, of any, and of the seemingly lowest month whether it is the lowest; compare with the truth."""
    random, said, true = np.random.default_rng(seed), [], []
    for _ in range(count):
        series = make(random)
        monthly = series.monthly
        seems = latent(series.events, until=LAST)["level"].to_numpy()
        late = len(MONTHS) - len(seems) + 60
        for place in {len(MONTHS) - 1, int(random.integers(60, len(MONTHS) - 1)), late + int(np.argmin(seems[60:]))}:
            on = MONTHS[place] + timedelta(days=27)
            claim = claimed_low(series.events, on, YEARS, draws=500, hindsight=LAST)
            if claim is None:
                continue
            first = next(i for i, month in enumerate(MONTHS) if month >= claim.first)
            year = twelve(monthly[first : place + 1])
            said += [claim.month_lowest, claim.year_lowest]
            true += [monthly[place] <= monthly[first : place + 1].min(), year[-1] < year[:-12].min(initial=np.inf)]
    return np.array(said), np.array(true)


def turns(make, count, seed):
    """Count the true changes found within a month, and what was found without one there."""
    random, changes, found, false, told, still, wrong = np.random.default_rng(seed), 0, 0, 0, 0, 0, 0
    for _ in range(count):
        series = make(random)
        points = [(day - START).days for day in turning_points(series.events)["date"]]
        changes += len(series.changes)
        found += sum(any(abs(point - change) <= 31 for point in points) for change in series.changes)
        misses = [point for point in points if all(abs(point - change) > 31 for change in series.changes)]
        false += len(misses)
        told += len(points)
        still += not series.changes
        wrong += bool(misses) and not series.changes
    return changes, found, told, false, still, wrong


def attention(count, seed):
    """Let coverage grow thirtyfold over an unchanging level and ask how far the level drifts, and Goldstein sums."""
    random, drift, sums, sure = np.random.default_rng(seed), [], [], 0
    for _ in range(count):
        level = np.full(DAYS, random.uniform(-3, 3))
        rate = np.geomspace(0.06, 2.0, DAYS)
        difference = np.full(DAYS, random.uniform(-1, 1))
        events = observe(random, level, difference, rate, lambda n: random.standard_normal(n) * NOISE * 0.7, 0.3)
        found = latent(events)
        drift.append(found["level"].tail(24).mean() - found["level"].head(24).mean())
        monthly = events.group_by(pl.col("date").dt.truncate("1mo")).agg(pl.col("intensity").sum()).sort("date")
        sums.append(monthly["intensity"].tail(24).mean() - monthly["intensity"].head(24).mean())
        narrow = (found["upper"] - found["lower"]).tail(24).mean() < (found["upper"] - found["lower"]).head(24).mean()
        sure += bool(narrow)
    return np.array(drift), np.array(sums), sure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    many, seed, begun = (20 if given.quick else 100), given.seed, time.perf_counter()

    print("90 % interval of the monthly level: share of months whose true level lies in it (wanted 85-95 %)")
    for name, make in (("from the model", from_the_model), ("jumps, t noise, gaps, growth", from_another)):
        share, width, count = coverage(make, many, seed)
        print(f"  {name:32} {share:6.1%}   mean width {width:.2f}   {count} series of {YEARS} years")

    print("lows: probability said, share true")
    said, true = lows(from_the_model, many, seed + 1)
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        within = (said >= low) & (said < high)
        if within.any():
            means = f"said {said[within].mean():.3f}   true {true[within].mean():.3f}"
            print(f"  {low:.2f}-{min(high, 1):.2f}   {means}   n {within.sum()}")

    print("turning points (wanted: found >= 80 %, false < 5 % of those told)")
    for name, make in (
        ("of level, t noise, gaps, growth", from_another),
        ("of volatility, likewise", lambda random: from_another(random, volatile=True)),
    ):
        changes, found, told, false, still, wrong = turns(make, 2 * many, seed + 2)
        print(
            f"  {name:32} found {found}/{changes} = {found / changes:.1%}   false {false}/{told} = {false / told:.1%}"
            f"   series without a change in which one was told {wrong}/{still}"
        )

    drift, sums, sure = attention(many, seed + 3)
    print("coverage grows thirtyfold over an unchanging level: last two years less first two")
    print(f"  latent level: mean {drift.mean():+.3f}, standard deviation {drift.std():.3f}")
    print(f"  intervals narrower at the end in {sure} of {many} series")
    print(f"  monthly sum of intensities (what a total would say): mean of sizes {np.abs(sums).mean():.1f}")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
