"""The shipped record: enough of it, sourced, dated, and the coder makes something of it."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente import demo
from detente.ingest import ingest
from detente.measures import index
from detente.reading import Problem, read_reports
from detente.record import Record

ROWS = [json.loads(line) for line in Path(demo.SHIPPED_REPORTS).read_text(encoding="utf-8").splitlines()]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def test_there_are_enough_reports_over_the_whole_period():
    years = Counter(row["date"][:4] for row in ROWS)
    assert len(ROWS) >= 250
    assert set(map(str, range(1969, 2025))) <= set(years)
    assert sum(count for year, count in years.items() if year >= "2022") >= 90


def test_every_report_reads_and_names_its_source():
    assert not [item for item in read_reports([demo.SHIPPED_REPORTS]) if isinstance(item, Problem)]
    assert all(row["source"].strip() for row in ROWS)
    assert all(row["id"].startswith(f"uscn-{row['date']}") for row in ROWS)


def test_reports_are_short_and_all_different():
    assert all(15 <= len(row["text"].split()) <= 140 for row in ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)


def test_reports_stand_in_order_of_their_dates():
    assert [row["date"] for row in ROWS] == sorted(row["date"] for row in ROWS)
    assert all(date.fromisoformat(row["date"]) for row in ROWS)


def test_most_reports_hold_an_event(coder):
    sample = list(read_reports([demo.SHIPPED_REPORTS]))[::10]
    coded = [events for _, events in coder.code_all(sample)]
    assert sum(map(bool, coded)) >= 0.85 * len(sample)


@pytest.mark.slow
def test_known_turns_are_among_the_sharpest_of_the_latent_level(coder, tmp_path):
    with Record(tmp_path / "record.sqlite") as record:
        ingest([str(demo.SHIPPED_REPORTS)], record, coder)
        events = record.events(demo.FIRST, demo.SECOND)
    moved = index(events).with_columns(change=pl.col("level").diff()).drop_nulls("change").sort("change")
    falls = [f"{month:%Y-%m}" for month in moved["month"].head(25)]
    assert {"1989-06", "2018-09", "2020-07", "2023-02"} <= set(falls)
    assert "2023-11" in [f"{month:%Y-%m}" for month in moved["month"].tail(25)]


def test_links_are_web_addresses():
    assert all(re.fullmatch(r"https?://\S+", row["url"]) for row in ROWS if "url" in row)
