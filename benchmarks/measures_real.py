"""Do the measures see what is known: on ICEWS 2014 and 2018 and on the shipped record.

`python benchmarks/measures_real.py --shared ../shared/data --record demo/record.sqlite` prints the tables of
docs/measures.md. The shared data are described there; the record is what `make demo` leaves.
"""

import argparse
import time
from datetime import date
from pathlib import Path

import polars as pl

from detente.measures import claimed_low, complete_events, index, pooled, predictability, turning_points
from detente.measures.comparison import between
from detente.record import Record

FALLS = ["1989-06", "1999-05", "2001-04", "2018", "2020", "2022-08", "2023-02"]
RISES = ["1972", "1979", "2023-11"]
RANK = 25  # a month counts as found among so many of the sharpest moves of one way, of 670 months


def busiest(events: pl.DataFrame, count: int) -> list[tuple[str, str]]:
    known = events.filter(pl.col("recipient").is_not_null() & (pl.col("actor") != pl.col("recipient")))
    states = known.filter((pl.col("actor").str.len_chars() == 3) & ~pl.col("actor").is_in(["IGO", "NGO"]))
    pairs = states.filter((pl.col("recipient").str.len_chars() == 3) & ~pl.col("recipient").is_in(["IGO", "NGO"]))
    named = pairs.with_columns(
        first=pl.min_horizontal("actor", "recipient"), second=pl.max_horizontal("actor", "recipient")
    )
    ranked = named.group_by("first", "second").len().sort("len", "first", "second", descending=[True, False, False])
    return [(first, second) for first, second, _ in ranked.head(count).iter_rows()]


def monthly_levels(events: pl.DataFrame, dyads: list[tuple[str, str]]) -> dict[tuple[str, str], pl.DataFrame]:
    begun = time.perf_counter()
    prior = pooled(events)
    learned = time.perf_counter()
    found = {dyad: index(between(events, *dyad), prior=prior) for dyad in dyads}
    done = time.perf_counter()
    print(f"monthly latent levels of {len(dyads)} dyads: {done - learned:.1f} s, pooling {learned - begun:.1f} s")
    return found


def show(series: pl.DataFrame) -> str:
    parts = (
        f"{row['month']:%b} {row['level']:+.1f}±{(row['upper'] - row['lower']) / 2:.1f}" for row in series.to_dicts()
    )
    return "  ".join(parts)


def foretold(events: pl.DataFrame, count: int, skip: int = 0) -> None:
    better, lines = 0, []
    dyads = busiest(events, skip + count)[skip:]
    for dyad in dyads:
        series = predictability(between(events, *dyad))
        saved, usual = series["bits"].mean(), -series["climatology"].mean()
        better += saved > 0
        lines.append(f"{' '.join(dyad)} {saved:+.3f}/{usual:.1f}")
    print(f"predictability, busiest dyads {skip + 1} to {skip + count}: above zero in {better} of {len(dyads)}")
    for row in range(0, len(lines), 6):
        print("  " + "   ".join(lines[row : row + 6]))


def real_events(shared: Path) -> None:
    raised = pl.read_parquet(shared / "gpr_monthly.parquet")
    for year, file, stories in (
        (2014, "icews14/icews14.parquet", [("RUS", "UKR"), ("RUS", "USA")]),
        (2018, "icews/icews18_events.parquet", [("USA", "CHN"), ("PRK", "USA"), ("KOR", "PRK")]),
    ):
        events, _ = complete_events(pl.read_parquet(shared / file))
        print(f"\nICEWS {year}: {len(events):,} events")
        monthly_levels(events, busiest(events, 30))
        prior = pooled(events)
        for dyad in stories:
            own = between(events, *dyad)
            print(f"  {' '.join(dyad)}  {show(index(own, prior=prior))}")
            for turn in turning_points(own, prior=prior).iter_rows(named=True):
                carried = "; ".join(turn["events"])
                moved = f"{turn['before']:+.1f} to {turn['after']:+.1f}"
                print(f"     turn {turn['date']} {turn['kind']} {moved} p {turn['probability']:.2f}: {carried}")
        for state in ("UKR", "RUS") if year == 2014 else ("CHN", "USA"):
            months = raised.filter(pl.col("month").dt.year() == year).sort("month")
            shares = "  ".join(f"{m:%b} {v:.2f}" for m, v in months.select("month", f"GPRC_{state}").iter_rows())
            print(f"  GPR share of {state}, per cent: {shares}")
        foretold(events, 30)
        foretold(events, 30, skip=30)


def rank_of(moves: pl.DataFrame, when: str) -> tuple[int, str]:
    """Give the rank of the best month of a period among the moves, sharpest first."""
    months = [f"{month:%Y-%m}" for month in moves["month"]]
    rank, month = next((place + 1, month) for place, month in enumerate(months) if month.startswith(when))
    return rank, month


def known_groups(record: Path) -> None:
    with Record(record) as kept:
        events = kept.events("USA", "CHN")
    print(f"\nshipped record: {events['event'].n_unique():,} events")
    for measure, moved in (("latent", "news"), ("latent", "change"), ("tsinghua", "change"), ("goldstein", "change")):
        series = (
            index(events, measure).drop_nulls("level").with_columns(change=pl.col("level").diff()).drop_nulls("change")
        )
        for name, wanted, falls in (("falls", FALLS, True), ("rises", RISES, False)):
            ranked = [rank_of(series.sort(moved, "month", descending=[not falls, False]), when) for when in wanted]
            found = sum(rank <= RANK for rank, _ in ranked)
            told = "  ".join(f"{when}: {rank} ({month})" for when, (rank, month) in zip(wanted, ranked, strict=True))
            share = f"in the first {RANK}: {found}/{len(wanted)}"
            print(f"  {measure:9} {moved} {name}, ranks of {len(series)}: {told}   {share}")
    for on, years in ((date(2023, 2, 28), 50), (date(2023, 3, 31), 50), (date(2023, 6, 18), 50)):
        for hindsight in (None, date(2024, 12, 31)):
            claim = claimed_low(events, on, years, hindsight=hindsight)
            print(f"  {on}{' in hindsight' if hindsight else ''}: {claim}")
    for turn in turning_points(events, false_share=1).iter_rows(named=True):
        moved = f"{turn['before']:+.2f} to {turn['after']:+.2f}"
        print(f"  turn {turn['date']} {turn['kind']} {moved} p {turn['probability']:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    if given.shared is not None:
        real_events(given.shared)
    if given.record is not None:
        known_groups(given.record)


if __name__ == "__main__":
    main()
