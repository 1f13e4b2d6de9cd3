"""The ledger against labelled passages: precision and recall by kind, firmness, issues, and follow-up links.

    python benchmarks/ledger.py benchmarks/data/ledger_dev.jsonl [--links benchmarks/data/ledger_links_dev.jsonl]

`docs/ledger-labels.md` says how the sets were labelled and how they are scored. Prints figures and no text, unless
`--errors` asks for the passages that differ, which is for the dev half. `--rules` reads by rules alone.
"""

import argparse
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from detente.coding import Coder, Stages
from detente.ledger import ledger_reader, settle
from detente.model import LedgerEntry, Report
from detente.record import Record

KINDS = ("ask", "pledge", "refusal", "assessment")
Key = tuple[str, str | None, str | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--links", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    passages(_read(options.file), errors=options.errors, rules=options.rules)
    if options.links:
        links(_read(options.links), errors=options.errors)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def passages(labelled: list[dict[str, Any]], *, errors: bool, rules: bool) -> None:
    reports = [Report(p["id"], p["text"], date.fromisoformat(p["date"])) for p in labelled]
    coder = Coder(stages=Stages.GRAMMAR, ledger=ledger_reader(classifier=not rules))
    read = {report.id: said.entries for report, _, said in coder.read_all(reports)}
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    firm = [0, 0]
    shared = [0, 0, 0]
    alike = [0, 0]
    false_alarms = empty = 0
    by_rule: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for passage in labelled:
        gold, ours = passage["entries"], _once(read[passage["id"]])
        found.update(e.kind for e in ours)
        wanted.update(e["kind"] for e in gold)
        pairs, missed, extra = _matched(gold, ours)
        right.update(e.kind for _, e in pairs)
        for entry in ours:
            by_rule[entry.construction][1] += 1
            by_rule[entry.construction][0] += entry not in extra
        for label, entry in pairs:
            if label["firmness"]:
                firm[0] += label["firmness"] == entry.firmness
                firm[1] += 1
            alike[0] += (label["start"], label["end"]) == (entry.evidence.start, entry.evidence.end)
            alike[1] += 1
            want, have = set(label["issues"]), set(entry.issues)
            shared[0] += len(want & have)
            shared[1] += len(want)
            shared[2] += len(have)
            if errors and (label["firmness"] != entry.firmness or not want <= have):
                print(
                    f"  differs: {label['firmness']} {label['issues']} read as {entry.firmness} {list(entry.issues)}"
                    f" | {entry.what.text} | {passage['text']}"
                )
        empty += not gold
        false_alarms += not gold and bool(ours)
        if errors and (missed or extra):
            print(f"{passage['id']} {passage['date']} {passage['text']}")
            for label in missed:
                print(f"    missed {label['kind']} {label['by']} -> {label['to']}")
            for entry in extra:
                print(f"    extra  {entry.kind} {entry.by} -> {entry.to} [{entry.what.text}] {entry.construction}")
    print(f"{len(labelled)} passages, {sum(wanted.values())} entries")
    print(f"{'kind':<12}{'labelled':>9}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}")
    for kind in KINDS:
        precision, recall = right[kind] / max(found[kind], 1), right[kind] / max(wanted[kind], 1)
        print(f"{kind:<12}{wanted[kind]:>9}{found[kind]:>7}{right[kind]:>7}{precision:>11.2f}{recall:>8.2f}")
    print(f"firmness of matched pledges: {firm[0]}/{firm[1]} = {firm[0] / max(firm[1], 1):.2f}")
    print(f"sentence of matched entries: {alike[0]}/{alike[1]} = {alike[0] / max(alike[1], 1):.2f}")
    print(
        f"issues of matched entries: precision {shared[0] / max(shared[2], 1):.2f}, "
        f"recall {shared[0] / max(shared[1], 1):.2f}"
    )
    print(f"passages without an entry that yielded one: {false_alarms}/{empty}")
    if errors:
        for rule, (good, all_) in sorted(by_rule.items()):
            print(f"{rule}\t{(good + 1) / (all_ + 2):.2f}\t{good}/{all_}")


def links(labelled: list[dict[str, Any]], *, errors: bool) -> None:
    """Follow the asks and pledges of each first passage into the later one, both alone in a record of their own."""
    coder = Coder(ledger=ledger_reader())
    linked = right = state_right = wanted = 0
    for pair in labelled:
        wanted += pair["linked"]
        reports = [
            Report(f"{pair['id']}-{n}", pair[n]["text"], date.fromisoformat(pair[n]["date"]))
            for n in ("first", "later")
        ]
        state = _state_after(coder, reports)
        if state is not None:
            linked += 1
            right += pair["linked"]
            state_right += pair["linked"] and pair["state"] == state
        if errors:
            verdict = "-" if state is None else "right" if pair["linked"] else "WRONG"
            print(
                f"{pair['id']} {verdict} labelled {pair['state']} read {state} | "
                f"{pair['first']['text']} || {pair['later']['text']}"
            )
    print(f"{len(labelled)} pairs, {wanted} linked")
    print(
        f"links: found {linked}, right {right}, precision {right / max(linked, 1):.2f}, "
        f"recall {right / max(wanted, 1):.2f}"
    )
    print(f"state of the links found right: {state_right}/{right} = {state_right / max(right, 1):.2f}")


def _state_after(coder: Coder, reports: list[Report]) -> str | None:
    with TemporaryDirectory() as folder, Record(Path(folder) / "record.sqlite") as record:
        for report, events, said in coder.read_all(reports):
            record.add(report, events, said)
        settle(record)
        found = record.ledger()
    first = reports[0].id
    for row in found.iter_rows(named=True):
        told = {e["report"] for e in row["evidence"]}
        answers = [c["state"] for c in row["changes"] if c["report"] == reports[1].id]
        if first in told and row["kind"] in ("ask", "pledge") and answers:
            return str(answers[-1])
    return None


def _once(entries: tuple[LedgerEntry, ...]) -> list[LedgerEntry]:
    """Count one entry for a kind, pair and sentence once, as the labels do."""
    kept: dict[tuple[object, ...], LedgerEntry] = {}
    for entry in entries:
        kept.setdefault((entry.kind, entry.by, entry.to, entry.what), entry)
    return list(kept.values())


def _matched(
    gold: list[dict[str, Any]], ours: list[LedgerEntry]
) -> tuple[list[tuple[dict[str, Any], LedgerEntry]], list[dict[str, Any]], list[LedgerEntry]]:
    """Match one to one on kind, by and to; those of the same sentence first."""
    pairs, left = [], list(ours)
    missed = []
    for label in gold:
        fits = [e for e in left if (e.kind, e.by, e.to) == (label["kind"], label["by"], label["to"])]
        fits.sort(key=lambda e: e.evidence.start != label["start"])
        if fits:
            pairs.append((label, fits[0]))
            left.remove(fits[0])
        else:
            missed.append(label)
    return pairs, missed, left


if __name__ == "__main__":
    main()
