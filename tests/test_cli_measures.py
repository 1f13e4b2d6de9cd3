"""The commands that measure, on a file of events."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dyads import START, simulated

DETENTE = Path(sys.executable).parent / "detente"
FILE = "events.parquet"


def detente(*arguments, cwd):
    command = [str(DETENTE), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("files")
    frame = simulated(4, 900, lambda day: 3.0 if day < 500 else -3.0)
    codes = {"AAA": "USA", "BBB": "CHN"}
    frame = frame.with_columns(pl.col("actor", "recipient").replace(codes)).drop("row", "forth")
    other = frame.with_columns(pl.col("actor", "recipient").replace("USA", "JPN"), event=pl.format("j{}", "event"))
    both = pl.concat([frame, other.with_columns(intensity=pl.col("intensity") + 3)])
    both.write_parquet(where / FILE)
    both.drop("status", "weight").write_csv(where / "events.csv")
    return where


def test_a_level_is_told_with_its_interval_and_a_claim_with_its_probability(folder):
    said = detente("index", "USA", "CHN", "--events", FILE, "--years", 1, cwd=folder)
    assert said.returncode == 0, said.stderr
    assert "90 % interval" in said.stdout
    assert "A 1-year low? " in said.stdout
    short = detente("index", "USA", "CHN", "--events", FILE, "--years", 50, cwd=folder)
    assert "The record cannot tell" in short.stdout


def test_text_and_parquet_files_give_the_same_and_what_is_lacking_is_said(folder):
    parquet, text = (
        detente("index", "USA", "CHN", "--events", f, "--to", "csv", cwd=folder) for f in (FILE, "events.csv")
    )
    assert parquet.stdout == text.stdout
    assert "status is missing: actual is assumed" in text.stderr
    assert "status" not in parquet.stderr


def test_sides_weeks_and_turns(folder):
    sides = detente("index", "USA", "CHN", "--events", FILE, "--by-side", "--by", "week", "--to", "csv", cwd=folder)
    series = pl.read_csv(sides.stdout.encode())
    assert series.columns == ["actor", "recipient", "week", "level", "lower", "upper", "events", "news"]
    assert set(series["actor"]) == {"USA", "CHN"}
    turns = detente("index", "USA", "CHN", "--events", FILE, "--turns", "--to", "jsonl", cwd=folder)
    found = [json.loads(line) for line in turns.stdout.splitlines()]
    assert len(found) == 1
    assert abs((pl.Series([found[0]["date"]]).str.to_date()[0] - START).days - 500) <= 31
    assert "level" in detente("index", "USA", "CHN", "--events", FILE, "--turns", cwd=folder).stdout


def test_predictability_lists_surprises_and_dyads_are_compared(folder):
    said = detente("predictability", "USA", "CHN", "--events", FILE, "--window", 20, "--surprises", 3, cwd=folder)
    assert "bits a week saved against climatology" in said.stdout
    assert said.stdout.count(" bits  ") == 3
    table = detente("compare", "USA", "CHN", "--with", "JPN", "CHN", "--events", FILE, "--to", "csv", cwd=folder)
    found = pl.read_csv(table.stdout.encode())
    assert found["first"].to_list() == ["USA", "JPN"]
    assert found["worse"][1] < 0.05
    assert "JPN CHN" in detente("compare", "USA", "CHN", "--with", "JPN", "CHN", "--events", FILE, cwd=folder).stdout
