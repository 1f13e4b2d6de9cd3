"""The ledger's labelled sets keep their conventions (docs/ledger-labels.md); failures name ids, never the held text."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.vocabulary import tables

ROOT = Path(__file__).parents[1]
DATA = ROOT / "benchmarks" / "data"
HALVES = ("dev", "held")
SETS = (*HALVES, "fresh", "kept", "sealed", "blind")
KINDS = {"ask", "pledge", "refusal", "assessment"}
FIRMNESS = {"firm", "conditional", "vague"}
STATES = {"met", "partly met", "refused", "broken", "lapsed", "overtaken"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def documented_issues() -> set[str]:
    table = (ROOT / "docs" / "ledger-labels.md").read_text(encoding="utf-8").split("| key | covers |")[1]
    cells = [line.split("|")[1] for line in table.split("\n\n")[0].splitlines() if line.startswith("| `")]
    return {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}


def faults(text: str, entry: dict[str, Any], codes: set[str], issues: set[str]) -> list[str]:
    start, end = entry["start"], entry["end"]
    kind, firmness, by, to = entry["kind"], entry["firmness"], entry["by"], entry["to"]
    sound = {
        "sentence": text[start:end] == text[start:end].strip() != "" and (start == 0 or text[start - 1] == " "),
        "kind": kind in KINDS,
        "firmness": firmness in FIRMNESS if kind == "pledge" else firmness is None,
        "by": by in codes or (by is None and kind == "assessment"),
        "to": to is None or to in codes - {by},
        "issues": set(entry["issues"]) <= issues,
    }
    return [name for name, holds in sound.items() if not holds]


@pytest.mark.parametrize("half", SETS)
def test_every_entry_is_a_sentence_of_its_passage_in_documented_words(half: str) -> None:
    issues = documented_issues()
    codes = {row["iso3"] for row in tables.rows("countries.tsv")} | {"UNO", "EUR", "IGO"}
    found = [
        (row["id"], fault)
        for row in rows(f"ledger_{half}.jsonl")
        for entry in row["entries"]
        for fault in faults(row["text"], entry, codes, issues)
    ]
    assert found == []


@pytest.mark.parametrize("half", (*HALVES, "fresh"))
def test_every_pair_of_reports_is_in_order_and_has_a_state_if_linked(half: str) -> None:
    for row in rows(f"ledger_links_{half}.jsonl"):
        assert date.fromisoformat(row["first"]["date"]) < date.fromisoformat(row["later"]["date"]), row["id"]
        assert (row["state"] in STATES) if row["linked"] else row["state"] is None, row["id"]


@pytest.mark.parametrize(
    ("name", "series"), [("ledger", "ledger"), ("ledger", "wire"), ("ledger", "form"), ("ledger_links", "link")]
)
def test_the_halves_were_parted_by_the_rule_and_not_by_choice(name: str, series: str) -> None:
    half_of = {
        row["id"]: half for half in HALVES for row in rows(f"{name}_{half}.jsonl") if row["id"].startswith(series)
    }
    order = sorted(half_of, key=lambda identifier: hashlib.sha256(identifier.encode()).hexdigest())
    assert [half_of[identifier] for identifier in order] == [HALVES[place % 2] for place in range(len(order))]


def test_no_passage_is_in_two_sets() -> None:
    texts = [row["text"] for half in SETS for row in rows(f"ledger_{half}.jsonl")]
    assert len(texts) == len(set(texts))


def test_no_passage_that_the_classifier_learns_from_is_in_a_set_that_measures_it() -> None:
    tag = re.compile(
        r"\s*\[(?:ask|refusal|assessment|pledge-(?:firm|vague|conditional)) (?:[A-Z]{3}|-) (?:[A-Z]{3}|-)\]"
    )
    files = [f for folder in ("passages", "weighing") for f in (ROOT / "training" / folder).glob("*.tsv")]
    rows_learned = [row for file in files for row in file.read_text("utf-8").splitlines()]
    learned = {tag.sub("", row.partition("\t")[2]) for row in rows_learned}
    assert len(learned) == len(rows_learned)
    assert not [text for text in learned if "[" in text or not text.strip()]
    assert not [row["id"] for half in SETS for row in rows(f"ledger_{half}.jsonl") if row["text"] in learned]
