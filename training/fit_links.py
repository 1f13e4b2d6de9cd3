"""Fit the model of follow-up links to the labelled pairs, cross-validate it, and write its two tables.

    python training/fit_links.py

Reads `benchmarks/data/ledger_links_*.jsonl` (pairs), the labelled passages and the shipped reports (how often each stem
is used); writes `ledger_links.tsv` and `stems.tsv` into the vocabulary. Beside the labelled pairs, passages of other
pairs that name one of the two parties count as not linked, at a small weight: most of what is told later is about
something else.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from logistic import fit

from detente.coding import Coder, Stages
from detente.ledger import bearing, ledger_reader
from detente.ledger.similarity import words_of
from detente.model import Happening, LedgerEntry, Report
from detente.vocabulary.issues import Issues

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "src/detente/vocabulary/data"
PAIRS = ("ledger_links_dev.jsonl", "ledger_links_held.jsonl")
TEXTS = (
    "benchmarks/data/ledger_dev.jsonl",
    "benchmarks/data/ledger_held.jsonl",
    "src/detente/data/us_china/reports.jsonl",
)
RIDGE, OTHERS, FOLDS, ROUNDS = 5.0, 0.02, 8, 5
MEMORY_DAYS = 1826
Floats = npt.NDArray[np.float64]


def main() -> None:
    """Fit, cross-validate, write."""
    _write_stems()
    pairs = [json.loads(line) for name in PAIRS for line in _lines(ROOT / "benchmarks/data" / name)]
    entries, later = _read(pairs)
    own = [(i, i, e) for i in range(len(pairs)) for e in entries[i]]
    others = list(_others(pairs, entries, later))
    x, label = _matrix(own, later), np.array([float(pairs[i]["linked"]) for i, _, _ in own])
    x_others = _matrix(others, later)
    _cross_validate(pairs, own, others, x, x_others, label)
    weights = _fit(x, x_others, label)
    named = [*zip(bearing.FEATURES, weights[:-1], strict=True), ("intercept", weights[-1])]
    table = ["feature\tweight", *(f"{name}\t{value:.3f}" for name, value in named)]
    (TABLES / "ledger_links.tsv").write_text("\n".join(table) + "\n", encoding="utf-8")
    print("\n".join(table))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _write_stems() -> None:
    """Count in how many sentences each stem stands; those that stand in one have the weight of unknown ones."""
    counts: Counter[str] = Counter()
    number = 0
    for name in TEXTS:
        for line in _lines(ROOT / name):
            for sentence in re.split(r"(?<=\.)\s+", json.loads(line)["text"]):
                number += 1
                counts.update(words_of(sentence))
    rows = [
        f"{stem}\t{log((number + 1) / (n + 1)) / log(number + 1):.3f}" for stem, n in sorted(counts.items()) if n > 1
    ]
    (TABLES / "stems.tsv").write_text("\n".join(["stem\tweight", *rows]) + "\n", encoding="utf-8")


def _read(pairs: list[dict[str, Any]]) -> tuple[list[list[LedgerEntry]], list[list[Happening]]]:
    reports = [
        Report(f"{p['id']}-{n}", p[n]["text"], date.fromisoformat(p[n]["date"]))
        for p in pairs
        for n in ("first", "later")
    ]
    coder = Coder(stages=Stages.GRAMMAR, ledger=ledger_reader())
    said = {report.id: said for report, _, said in coder.read_all(reports)}
    entries = [[e for e in said[f"{p['id']}-first"].entries if e.kind in ("ask", "pledge")] for p in pairs]
    return entries, [list(said[f"{p['id']}-later"].happenings) for p in pairs]


Case = tuple[int, int, LedgerEntry]


def _others(
    pairs: list[dict[str, Any]], entries: list[list[LedgerEntry]], later: list[list[Happening]]
) -> Iterator[Case]:
    for i, first in enumerate(pairs):
        for j, other in enumerate(pairs):
            days = (date.fromisoformat(other["later"]["date"]) - date.fromisoformat(first["first"]["date"])).days
            if other["first"]["text"][:40] == first["first"]["text"][:40] or not 0 < days < MEMORY_DAYS:
                continue
            named = {code for happening in later[j] for code in happening.named}
            yield from ((i, j, e) for e in entries[i][:1] if {e.by, e.to} & named)


def _matrix(cases: list[Case], later: list[list[Happening]]) -> Floats:
    issues = Issues()
    told = [[bearing.told(h, issues.of(h.evidence.text)) for h in hs] for hs in later]
    none = (0.0,) * len(bearing.FEATURES)
    rows = []
    for _, j, entry in cases:
        wanted = bearing.wanted(entry)
        found = [bearing.features(wanted, t) for t in told[j]]
        rows.append(max(found, default=none, key=lambda f: (f[0] + f[5], f)))
    return np.array(rows)


def _fit(x: Floats, others: Floats, label: Floats) -> Floats:
    weight = np.r_[np.ones(len(x)), np.full(len(others), OTHERS)]
    return fit(np.vstack([x, others]), np.r_[label, np.zeros(len(others))], weight, RIDGE)


def _cross_validate(
    pairs: list[dict[str, Any]], own: list[Case], others: list[Case], x: Floats, x_others: Floats, label: Floats
) -> None:
    """Print precision and recall of links by threshold; pairs with the same first passage stay together."""
    first: dict[str, int] = {}
    group = np.array([first.setdefault(p["first"]["text"][:30], len(first)) for p in pairs])
    linked = np.array([p["linked"] for p in pairs])
    random = np.random.default_rng(0)
    scores, scores_others = np.zeros(len(x)), np.zeros(len(x_others))
    for _ in range(ROUNDS):
        fold = random.integers(0, FOLDS, len(first))[group]
        of_own, of_others = fold[[i for i, _, _ in own]], fold[[i for i, _, _ in others]]
        of_later = fold[[j for _, j, _ in others]]
        for k in range(FOLDS):
            kept = (of_others != k) & (of_later != k)
            weights = _fit(x[of_own != k], x_others[kept], label[of_own != k])
            scores[of_own == k] += (x[of_own == k] @ weights[:-1] + weights[-1]) / ROUNDS
            scores_others[of_others == k] += (x_others[of_others == k] @ weights[:-1] + weights[-1]) / ROUNDS
    best = np.full(len(pairs), -np.inf)
    for (i, _, _), score in zip(own, scores, strict=True):
        best[i] = max(best[i], score)
    print(f"{len(pairs)} pairs, {linked.sum()} linked; {len(others)} passages of other pairs")
    print("threshold  precision  recall  others found")
    for threshold in (-0.5, 0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0):
        found = best > threshold
        precision, recall = (found & linked).sum() / max(found.sum(), 1), (found & linked).sum() / linked.sum()
        print(f"{threshold:9.2f}{precision:11.2f}{recall:8.2f}{(scores_others > threshold).mean():14.4f}")


if __name__ == "__main__":
    main()
