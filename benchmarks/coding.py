"""How often is the coder right? PLV train (type) and gold standard records (dyad and type), grammar beside both stages.

    python benchmarks/coding.py --plv plv_train.jsonl --gsr gsr_dev.jsonl [--fit]

PLV rows: `text, source, target, type` with spans `[start, end, text]`; its YIELD is CONCEDE or RETREAT.
Gold standard rows: `text, date, source, target, reciprocal, type` with country codes. Confidence is scored with its
curve fitted on one half of the rows and read off on the other; `--fit` prints the curve of all rows, which is what
`vocabulary/data/votes.toml` holds, and the shares right by construction that `confidence.tsv` holds.
"""

import argparse
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from classify import PLV_TYPES, YIELD, Typed, plv_shares, rows_of, type_pairs
from detente.coding import Coder, Stages
from detente.coding.classifier import Classifier
from detente.model import Event, Report

ANCHORS = "anchors on the kept-back half: Universal PETRARCH 0.463, ZSP 0.824, ConfliBERT trained 0.867 (macro F1)"
_BINS = 10


def macro_f1(gold: list[str], found: list[str | None]) -> float:
    scores = []
    for kind in sorted(set(gold)):
        right = sum(g == f == kind for g, f in zip(gold, found, strict=True))
        scores.append(2 * right / (gold.count(kind) + found.count(kind)))
    return sum(scores) / len(scores)


def micro_f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found)


def given_pair(gold: list[str], typed: list[Typed]) -> None:
    answers: dict[str, list[str | None]] = {
        "grammar alone": [t.reading and YIELD.get(t.reading.event_type, str(t.reading.event_type)) for t in typed],
        "classifier alone": [PLV_TYPES[int(plv_shares(t.alone).argmax())] for t in typed],
        "both (shipped)": [PLV_TYPES[int(plv_shares(t.pooled).argmax())] for t in typed],
    }
    print("PLV, type given the pair")
    for name, found in answers.items():
        right = sum(g == f for g, f in zip(gold, found, strict=True))
        print(f"  {name:<18} macro F1 {macro_f1(gold, found):.3f}, accuracy {right / len(gold):.3f}")
    print(f"  ({ANCHORS})")


def curve(shares: npt.NDArray[Any], right: npt.NDArray[Any]) -> tuple[list[float], list[float]]:
    """Give a rising curve from pooled probability to share right: tenths of the rows, joined where they fall."""
    order = np.argsort(shares, kind="stable")
    blocks = [[shares[part].mean(), right[part].mean(), len(part)] for part in np.array_split(order, _BINS)]
    merged: list[list[float]] = []
    for block in blocks:  # pool adjacent violators
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (x, y, n), (u, v, m) = merged[-2], merged.pop()
            merged[-1] = [(x * n + u * m) / (n + m), (y * n + v * m) / (n + m), n + m]
    return [round(float(b[0]), 4) for b in merged], [round(float(b[1]), 4) for b in merged]


def calibration(gold: list[str], typed: list[Typed], fit: bool) -> None:
    shares = np.array([float(plv_shares(t.pooled).max()) for t in typed])
    right = np.array(
        [PLV_TYPES[int(plv_shares(t.pooled).argmax())] == g for t, g in zip(typed, gold, strict=True)], dtype=float
    )
    halves = np.arange(len(gold)) % 2
    confidence = np.zeros(len(gold))
    for half in (0, 1):
        knots = curve(shares[halves != half], right[halves != half])
        confidence[halves == half] = np.interp(shares[halves == half], *knots)
    number = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    print("Confidence, its curve fitted on the other half of PLV train")
    error = 0.0
    for b in sorted(set(number)):
        inside = number == b
        error += abs(confidence[inside].mean() - right[inside].mean()) * inside.mean()
        bar = "#" * round(40 * right[inside].mean())
        print(f"  said {confidence[inside].mean():.2f}  right {right[inside].mean():.2f}  n {inside.sum():>4}  {bar}")
    print(f"  expected calibration error {error:.3f}")
    if fit:
        pooled, shown = curve(shares, right)
        print(f"\n[calibration]\npooled = {[0.0, *pooled, 1.0]}\nright = {[0.0, *shown, shown[-1]]}")


def shares_by_construction(gold: list[str], typed: list[Typed]) -> None:
    counted: Counter[tuple[str, bool]] = Counter()
    for kind, t in zip(gold, typed, strict=True):
        if t.reading:
            counted[t.reading.construction, YIELD.get(t.reading.event_type, str(t.reading.event_type)) == kind] += 1
    print("\nconstruction\tshare_right\tevents")
    for name in sorted({key[0] for key in counted}):
        hits, misses = counted[name, True], counted[name, False]
        print(f"{name}\t{hits / (hits + misses):.2f}\t{hits + misses}")


def given_sentence(rows: list[dict[str, Any]], coder: Coder) -> tuple[int, int]:
    """Code bare sentences; the event told first is the answer. Returns how many were right and how many answered."""
    reports = (Report(str(i), row["text"], date(2010, 1, 1)) for i, row in enumerate(rows))
    right = answered = 0
    for row, (_, events) in zip(rows, coder.code_all(reports), strict=True):
        answered += bool(events)
        right += bool(events) and YIELD.get(events[0].event_type, str(events[0].event_type)) == row["type"]
    return right, answered


def countries(event: Event, row: dict[str, Any]) -> bool:
    """Say whether an event has the gold record's states, IGO standing for any organisation of states."""
    gold = [{p["code"] for p in row[side]} for side in ("source", "target")]
    igo = {"UNO": "IGO", "EUR": "IGO"}
    mine = [{igo.get(p.country or "", p.country) for p in side} for side in (event.actors, event.recipients)]
    gold = [{igo.get(c or "", c) for c in side} for side in gold]
    if row["reciprocal"]:
        return mine[0] | mine[1] == gold[0] | gold[1]
    return mine == gold


def gold_records(rows: list[dict[str, Any]], coder: Coder) -> tuple[int, int, int]:
    """Score dyad and type: gold records found, gold records, events coded."""
    found = coded = 0
    for row in rows:
        events = coder.code(Report(row["id"], row["text"], date.fromisoformat(row["date"])))
        coded += len(events)
        found += any(e.event_type == row["type"] and countries(e, row) for e in events)
    return found, len(rows), coded


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--plv", type=Path)
    options.add_argument("--gsr", type=Path)
    options.add_argument("--fit", action="store_true", help="print what the two data files hold")
    given = options.parse_args()
    coders = {f"{stages} coder": Coder(stages=stages) for stages in (Stages.GRAMMAR, Stages.CLASSIFIER)}
    if given.plv:
        rows = rows_of(given.plv)
        gold = [row["type"] for row in rows]
        typed = list(type_pairs(rows, Classifier()))
        given_pair(gold, typed)
        print("PLV, type given the bare sentence")
        for name, coder in coders.items():
            right, answered = given_sentence(rows, coder)
            print(f"  {name:<18} micro F1 {micro_f1(right, len(rows), answered):.3f}, "
                  f"precision {right / answered:.3f}, answered {answered} of {len(rows)}")  # fmt: skip
        calibration(gold, typed, given.fit)
        if given.fit:
            shares_by_construction(gold, typed)
    if given.gsr:
        print("Gold standard records, dyad and type")
        for name, coder in coders.items():
            found, records, coded = gold_records(rows_of(given.gsr), coder)
            print(f"  {name:<18} F1 {micro_f1(found, records, coded):.3f} "
                  f"({found} of {records} found, {coded} events coded)")  # fmt: skip


if __name__ == "__main__":
    main()
