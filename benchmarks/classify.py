"""Name the event type between marked spans, as the shipped coder would.

    python benchmarks/classify.py FILE.jsonl [--plover] [--coder classifier|grammar]

Reads JSONL rows `id, text, source, target`, a span being `[start, end, ...]` or the words themselves, and prints
`{"id", "type"}` lines. Types are the 15 of the PLV set, where YIELD is CONCEDE or RETREAT (`--plover`: the 16).
Every pair is taken to have an event, so NONE is no answer.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from detente.coding.classifier import NONE, TYPES, Classifier, Shares
from detente.coding.coder import Stages
from detente.coding.judging import pooled_types
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions
from detente.coding.pairs import Reading, read_pair, with_pair
from detente.coding.parser import load_parser, parse
from detente.coding.parties import Memory, PartyFinder

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
PLV_TYPES = tuple(dict.fromkeys(YIELD.get(name, name) for name in TYPES if name != NONE))
_SOME_DAY = date(2010, 1, 1)


@dataclass
class Typed:
    """Probabilities of one pair by the classifier alone and by both stages; `reading` is the grammar's own."""

    alone: Shares
    pooled: Shares
    reading: Reading | None


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def span(row: dict[str, Any], side: str) -> tuple[int, int]:
    given = row[side]
    if isinstance(given, str):
        start = row["text"].find(given)
        if start < 0:
            raise SystemExit(f"{row.get('id')}: {side} {given!r} does not stand in the text")
        return start, start + len(given)
    return int(given[0]), int(given[1])


def type_pairs(rows: list[dict[str, Any]], classifier: Classifier) -> Iterator[Typed]:
    pairs = [MarkedPair(row["text"], span(row, "source"), span(row, "target")) for row in rows]
    for reading, judgement in zip(read_pairs(pairs), classifier.judge(pairs), strict=True):
        pooled = pooled_types(judgement, reading and reading.event_type, reading.construction if reading else "")
        yield Typed(judgement.types, pooled, reading)


def read_pairs(pairs: list[MarkedPair]) -> Iterator[Reading | None]:
    """Let the grammar read marked pairs."""
    for marked in mark_pairs(pairs):
        yield read_pair(*marked)


def mark_pairs(pairs: list[MarkedPair]) -> Iterator[tuple[Mentions, Mention, Mention]]:
    """Parse sentences and set their marked pairs among the mentions."""
    parser = load_parser()
    finder = PartyFinder(parser)
    for pair, doc in zip(pairs, parse(parser, (parser.make_doc(p.text)[:] for p in pairs)), strict=True):
        yield with_pair(doc, finder.find(doc, _SOME_DAY, Memory()), pair.source, pair.target)


def plv_shares(shares: Shares) -> Shares:
    """Give the probabilities of the set's 15 types, given that there is an event."""
    folded = np.zeros(len(PLV_TYPES))
    for name, share in zip(TYPES, shares, strict=True):
        if name != NONE:
            folded[PLV_TYPES.index(YIELD.get(name, name))] += share
    return folded / folded.sum()


def name_of(typed: Typed, plover: bool) -> str:
    return TYPES[int(typed.pooled[:-1].argmax())] if plover else PLV_TYPES[int(plv_shares(typed.pooled).argmax())]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--plover", action="store_true", help="print PLOVER's 16 types, not the set's 15")
    options.add_argument("--coder", choices=[str(s) for s in Stages], default=str(Stages.CLASSIFIER))
    given = options.parse_args()
    rows = rows_of(given.file)
    if given.coder == Stages.GRAMMAR:
        pairs = [MarkedPair(row["text"], span(row, "source"), span(row, "target")) for row in rows]
        kinds = [str(r.event_type) if r else NONE for r in read_pairs(pairs)]
        names = kinds if given.plover else [YIELD.get(kind, kind) for kind in kinds]
    else:
        names = [name_of(typed, given.plover) for typed in type_pairs(rows, Classifier())]
    for row, name in zip(rows, names, strict=True):
        print(json.dumps({"id": row.get("id"), "type": name}))


if __name__ == "__main__":
    main()
