"""GDELT rows to a dyad's monthly index: rows per second and peak memory, beside Polars and pandas, in the same run.

python benchmarks/datasets.py [--rows 2000000 20000000] [--folder /tmp]     (20 million rows take 8 GB there meanwhile)

The file is made here: the true 58 columns, days in order, and the skew of the real set as far as it matters: states
drawn by a power law, four rows in ten without a second party, a story told in 1.6 rows on average, which differ in the
role of the parties. `limit` is Polars reading the same columns and counting empty values. `detente` imports the whole
file, `dyad` only what the two states do to each other (--between); both check every row. `pandas` is what people do:
read in chunks, keep the dyad, average the Goldstein scale by month; it neither checks rows nor joins them. Each runs in
a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.measures import index
from detente.record.datasets import Gdelt, import_events
from detente.record.datasets.layouts import layouts
from detente.record.frames import of_dyad
from detente.vocabulary.tables import rows as table_rows

LAYOUT = next(layout for layout in layouts("gdelt") if layout.name == "gdelt-1-daily")
DYAD = ("USA", "CHN")
CHUNK_ROWS = 250_000
ROLES = ["", "", "", "GOV", "GOV", "MIL", "BUS", "COP", "OPP", "MED"]
ROOT_SHARES = [9, 7, 8, 29, 8, 3, 4, 3, 2, 2, 8, 4, 2, 2, 1, 2, 7, 2, 5, 0.2]  # of CAMEO roots 01 to 20


def generate(path: Path, rows: int, seed: int, a_day: int = 10_000) -> None:
    rng = np.random.default_rng(seed)
    states = [row["iso3"] for row in table_rows("countries.tsv")]
    first = ["USA", "CHN", "RUS", "GBR", "ISR", "IRN", "FRA", "DEU", "IND", "PAK", "JPN", "SYR", "UKR", "TUR", "IRQ"]
    states = first + [code for code in states if code not in first]
    odds = 1 / np.arange(1, len(states) + 1) ** 1.1
    codes = [row["code"] for row in table_rows("cameo_events.tsv") if len(row["code"]) > 2]
    code_odds = np.array([ROOT_SHARES[int(code[:2]) - 1] / sum(c[:2] == code[:2] for c in codes) for code in codes])
    chosen = {"states": np.array(states), "odds": odds / odds.sum(), "codes": np.array(codes)}
    chosen["code_odds"] = code_odds / code_odds.sum()
    with path.open("wb") as stream:
        for start in range(0, rows, CHUNK_ROWS):
            count = min(CHUNK_ROWS, rows - start)
            _chunk(rng, start, count, a_day, chosen).write_csv(
                stream, separator="\t", include_header=False, quote_style="never"
            )


def _chunk(rng: np.random.Generator, start: int, count: int, a_day: int, chosen: dict[str, np.ndarray]) -> pl.DataFrame:
    """Make rows of stories: about 1.6 rows a story, all on its day and dyad and root and place."""
    begins = rng.random(count) < 0.62
    begins[0] = True
    story = np.cumsum(begins) - 1
    stories = int(story[-1]) + 1

    def of_story(values: np.ndarray) -> np.ndarray:
        return values[story]

    day = (start + np.flatnonzero(begins)) // a_day
    days = of_story(np.datetime64("2008-01-01") + day)
    sides = [of_story(rng.choice(chosen["states"], stories, p=chosen["odds"])) for _ in range(2)]
    alone = of_story(rng.random(stories) < 0.4)
    code = of_story(rng.choice(chosen["codes"], stories, p=chosen["code_odds"]))
    place = of_story(rng.zipf(1.5, stories) % 400)
    roles = [rng.choice(ROLES, count) for _ in range(2)]
    text = pl.DataFrame(
        {
            "id": 200_000_000 + start + np.arange(count),
            "day": days,
            "a": sides[0],
            "b": sides[1],
            "ar": roles[0],
            "br": roles[1],
            "code": code,
            "place": place,
            "alone": alone,
            "mentions": np.minimum(rng.geometric(0.22, count) + 9 * (rng.random(count) < 0.4), 500),
            "story": story,
        }
    )
    ymd = pl.col("day").dt.strftime("%Y%m%d")
    second = {name: pl.when(~pl.col("alone")).then(value) for name, value in _party("Actor2", "b", "br").items()}
    city = pl.format("Springfield {}, Country", "place")
    geo = {
        "Type": pl.lit("4"),
        "FullName": city,
        "CountryCode": pl.col("a").str.slice(0, 2),
        "ADM1Code": pl.col("a").str.slice(0, 2) + "05",
        "Lat": (pl.col("place") / 4.7 - 40).round(4),
        "Long": (pl.col("place") / 1.3 - 150).round(4),
        "FeatureID": pl.format("-{}", pl.col("place") + 100_000),
    }
    values = {
        "GLOBALEVENTID": pl.col("id"),
        "SQLDATE": ymd,
        "MonthYear": ymd.str.slice(0, 6),
        "Year": ymd.str.slice(0, 4),
        "FractionDate": (pl.col("day").dt.year() + pl.col("day").dt.ordinal_day() / 366).round(4),
        **_party("Actor1", "a", "ar"),
        **second,
        "IsRootEvent": pl.lit("1"),
        "EventCode": pl.col("code"),
        "EventBaseCode": pl.col("code").str.slice(0, 3),
        "EventRootCode": pl.col("code").str.slice(0, 2),
        "QuadClass": pl.lit("1"),
        "GoldsteinScale": (pl.col("code").str.slice(0, 2).cast(pl.Float64) / -1 + 8),
        "NumMentions": pl.col("mentions"),
        "NumSources": pl.lit("1"),
        "NumArticles": pl.col("mentions"),
        "AvgTone": (pl.col("place") / 31 - 6).round(10),
        **{f"{who}Geo_{name}": value for who in ("Actor1", "Actor2", "Action") for name, value in geo.items()},
        "DATEADDED": ymd,
        "SOURCEURL": pl.format("http://www.example.com/politics/{}/a-story-with-a-name-{}.html", ymd, "story"),
    }
    return text.select(
        values[name].alias(name) if name in values else pl.lit(None, pl.String).alias(name) for name in LAYOUT.columns
    )


def _party(side: str, country: str, role: str) -> dict[str, pl.Expr]:
    return {
        f"{side}Code": pl.col(country) + pl.col(role),
        f"{side}Name": pl.format("STATE {}", country),
        f"{side}CountryCode": pl.col(country),
        f"{side}Type1Code": pl.when(pl.col(role) != "").then(role),
    }


def run_limit(path: Path) -> dict[str, object]:
    text = pl.scan_csv(
        path,
        separator="\t",
        has_header=False,
        schema=dict.fromkeys(LAYOUT.columns, pl.String),
        quote_char=None,
        encoding="utf8-lossy",
    )
    counts = text.select(LAYOUT.needs).select(pl.all().null_count()).collect(engine="streaming")
    return {"empty": sum(counts.row(0))}


def run_dyad(path: Path) -> dict[str, object]:
    return run_detente(path, frozenset(DYAD))


def run_detente(path: Path, between: frozenset[str] = frozenset()) -> dict[str, object]:
    out = path.with_suffix(".parquet")
    started = time.perf_counter()
    found = import_events([path], Gdelt(), out, between=between)
    imported = time.perf_counter() - started
    wanted = pl.scan_parquet(out).filter(pl.col("actor").is_in(DYAD) & pl.col("recipient").is_in(DYAD)).collect()
    series = index(of_dyad(wanted, *DYAD), "goldstein")
    out_bytes = out.stat().st_size
    out.unlink()
    tally = found.tally
    return {
        "months": series.height,
        "import_seconds": imported,
        "events": found.events,
        "joined": found.joined,
        "coded": tally.coded,
        "left_out": tally.left_out.total(),
        "faults": tally.faults.total(),
        "parquet_bytes": out_bytes,
    }


def run_pandas(path: Path) -> dict[str, object]:
    try:
        import pandas as pd  # noqa: PLC0415 - only this comparison needs it
    except ImportError:
        return {"missing": "pandas is not installed: pip install pandas, or leave the comparison out"}
    used = ["SQLDATE", "Actor1CountryCode", "Actor2CountryCode", "GoldsteinScale"]
    places = {LAYOUT.columns.index(name): name for name in used}
    kept = []
    chunks = pd.read_csv(
        path,
        sep="\t",
        header=None,
        usecols=list(places),
        chunksize=500_000,
        dtype={1: str},
        quoting=3,
        on_bad_lines="skip",
    )
    for chunk in chunks:
        named = chunk.rename(columns=places)
        forth = (named["Actor1CountryCode"] == DYAD[0]) & (named["Actor2CountryCode"] == DYAD[1])
        back = (named["Actor1CountryCode"] == DYAD[1]) & (named["Actor2CountryCode"] == DYAD[0])
        kept.append(named[forth | back])
    rows = pd.concat(kept)
    series = rows.groupby(rows["SQLDATE"].str[:6])["GoldsteinScale"].mean()
    return {"months": len(series)}


RUNS = {"limit": run_limit, "detente": run_detente, "dyad": run_dyad, "pandas": run_pandas}


def _peak_kb() -> int:
    """Read the largest memory that this process has held; getrusage would count what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def measured(name: str, path: Path) -> dict[str, float | str]:
    done = subprocess.run(
        [sys.executable, __file__, "--run", name, "--file", path], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, nargs="+", default=[2_000_000, 20_000_000])
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options.add_argument(
        "--a-day", type=int, default=10_000, help="rows a day: the more there are, the more are joined"
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--without", nargs="*", default=[], choices=list(RUNS))
    options.add_argument("--run", choices=list(RUNS), help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.run:
        started = time.perf_counter()
        found = RUNS[given.run](given.file)
        seconds = time.perf_counter() - started
        peak = _peak_kb() / 1024
        print(json.dumps({"seconds": seconds, "peak_mb": peak, **found}))
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            path = Path(folder) / "gdelt.CSV"
            generate(path, rows, given.seed, given.a_day)
            load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
            print(f"{rows:,} rows, {path.stat().st_size / 1e9:.2f} GB; load {load}")
            for name in [name for name in RUNS if name not in given.without]:
                found = measured(name, path)
                if "missing" in found:
                    print(f"{name:10}{found['missing']}")
                    continue
                seconds, peak = float(found.pop("seconds")), float(found.pop("peak_mb"))
                print(f"{name:10}{rows / seconds:>12,.0f} rows/s {seconds:>8.1f} s {peak:>8,.0f} MB  {found}")


if __name__ == "__main__":
    main()
