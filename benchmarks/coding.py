"""How often is the grammar coder right? PLV train (type) and gold standard records (dyad and type).

    python benchmarks/coding.py --plv plv_train.jsonl --gsr gsr_dev.jsonl

PLV rows: `text, source, target, type` with spans `[start, end, text]`; its YIELD is CONCEDE or RETREAT.
Gold standard rows: `text, date, source, target, reciprocal, type` with country codes. The last table is what
`vocabulary/data/confidence.tsv` holds.
"""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from detente.coding import Coder
from detente.coding.anaphora import Antecedents
from detente.coding.grammar import candidates, construction
from detente.coding.pairs import in_time, type_of_pair, with_pair
from detente.coding.parser import load_parser, parse
from detente.coding.parties import Memory, PartyFinder
from detente.model import Event, Report

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
ANCHORS = "anchors on the kept-back half: Universal PETRARCH 0.463, ZSP 0.824, ConfliBERT trained 0.867 (macro F1)"


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def macro_f1(gold: list[str], found: list[str | None]) -> float:
    scores = []
    for kind in sorted(set(gold)):
        right = sum(g == f == kind for g, f in zip(gold, found, strict=True))
        scores.append(2 * right / (gold.count(kind) + found.count(kind)))
    return sum(scores) / len(scores)


def micro_f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found)


def given_pair(rows: list[dict[str, Any]]) -> tuple[list[str | None], Counter[tuple[str, bool]]]:
    """Type every marked pair; count, by construction, how often an event of just that pair had the right type."""
    parser = load_parser()
    finder = PartyFinder(parser)
    found: list[str | None] = []
    by_construction: Counter[tuple[str, bool]] = Counter()
    for row, doc in zip(rows, parse(parser, (parser.make_doc(r["text"])[:] for r in rows)), strict=True):
        known = finder.find(doc, date(2010, 1, 1), Memory())
        mentions, source, target = with_pair(doc, known, tuple(row["source"][:2]), tuple(row["target"][:2]))
        told = type_of_pair(mentions, source, target)
        found.append(YIELD.get(told[0], str(told[0])) if told else None)
        for candidate in candidates(mentions, Antecedents()):
            roles = candidate.roles
            if source in roles.actors and target in (*roles.recipients, *roles.actors):
                kind = in_time(candidate.match)
                by_construction[construction(candidate.match, roles), YIELD.get(kind, str(kind)) == row["type"]] += 1
    return found, by_construction


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
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plv", type=Path)
    options.add_argument("--gsr", type=Path)
    given = options.parse_args()
    coder = Coder()
    if given.plv:
        rows = rows_of(given.plv)
        gold = [row["type"] for row in rows]
        pair, by_construction = given_pair(rows)
        right = sum(g == f for g, f in zip(gold, pair, strict=True))
        print(f"PLV, type given the pair: macro F1 {macro_f1(gold, pair):.3f}, accuracy {right / len(gold):.3f}")
        print(f"  ({ANCHORS})")
        right, answered = given_sentence(rows, coder)
        print(f"PLV, type given the bare sentence: micro F1 {micro_f1(right, len(rows), answered):.3f}, "
              f"precision {right / answered:.3f}, answered {answered} of {len(rows)}")  # fmt: skip
    if given.gsr:
        found, records, coded = gold_records(rows_of(given.gsr), coder)
        print(f"Gold standard records, dyad and type: F1 {micro_f1(found, records, coded):.3f} "
              f"({found} of {records} found, {coded} events coded)")  # fmt: skip
    if given.plv:
        print("\nconstruction\tshare_right\tevents")
        for name in sorted({key[0] for key in by_construction}):
            hits, misses = by_construction[name, True], by_construction[name, False]
            print(f"{name}\t{hits / (hits + misses):.2f}\t{hits + misses}")


if __name__ == "__main__":
    main()
