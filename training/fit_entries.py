"""Fit how rules and entry classifier are pooled, cross-validate it, and write the table.

    python training/fit_entries.py

Reads `ledger_fresh.jsonl` and `ledger_kept.jsonl` of `benchmarks/data/` and the passages of `weighing/`, which the
classifier has not learned from; writes `entry_votes.tsv` into the vocabulary.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from logistic import Floats, fit
from passages import Passage, labelled_passages, own_passages

from detente.coding import Coder, Stages
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.ledger.classifier import KINDS, Opinion
from detente.ledger.extract import read_report
from detente.ledger.pooling import FEATURES, Candidate, candidates, features
from detente.ledger.words import may_say_something
from detente.model import LedgerEntry, Report, Said
from detente.vocabulary.frames import EntryKind
from detente.vocabulary.issues import Issues

ROOT = Path(__file__).parents[1]
MEASURED = [ROOT / f"benchmarks/data/ledger_{name}.jsonl" for name in ("fresh", "kept")]
WEIGHING = ROOT / "training/weighing"
TABLE = ROOT / "src/detente/vocabulary/data/entry_votes.tsv"
RIDGE, FOLDS = 2.0, 8
RISING = [FEATURES.index("read_odds") - 1]  # a surer rule makes no entry less sure

Case = tuple[int, Candidate, tuple[float, ...], bool]


def main() -> None:
    """Fit, cross-validate, write."""
    passages = [passage for path in MEASURED for passage in labelled_passages(path)] + own_passages(WEIGHING)
    cases = list(_cases(passages))
    table = ["\t".join(["kind", *FEATURES])]
    print(f"{len(passages)} passages, {len(cases)} candidates")
    print(f"{'kind':<12}{'threshold':>10}{'precision':>11}{'recall':>8}")
    for kind in KINDS:
        own = [case for case in cases if case[1][0] == kind]
        wanted = sum(label.kind == kind for passage in passages for label in passage.labels)
        _cross_validate(kind, own, wanted)
        weights = _fit(own)
        table.append("\t".join([kind, *(f"{weight:.3f}" for weight in weights)]))
    TABLE.write_text("\n".join(table) + "\n", encoding="utf-8")


def _cases(passages: Sequence[Passage]) -> Iterator[Case]:
    """Give every candidate of every sentence with its features, and whether the passage holds it."""
    met: dict[str, list[tuple[Opinion, list[LedgerEntry]]]] = {p.report.id: [] for p in passages}

    def read(report: Report, sentences: Sequence[ReadSentence], issues: Issues) -> Said:
        def note(opinion: Opinion, entries: Sequence[LedgerEntry], _: frozenset[EntryKind]) -> dict[Candidate, float]:
            met[report.id].append((opinion, list(entries)))
            return {(e.kind, (e.by, e.to)): e.confidence for e in entries}

        return read_report(report, sentences, issues=issues, pooling=note)

    coder = Coder(stages=Stages.GRAMMAR, ledger=LedgerReader(may_say_something, partial(read, issues=Issues())))
    list(coder.read_all(passage.report for passage in passages))
    for number, passage in enumerate(passages):
        gold = {(label.kind, label.pair) for label in passage.labels}
        for opinion, entries in met[passage.report.id]:
            for candidate in candidates(opinion, entries):
                yield number, candidate, features(candidate, opinion, entries), candidate in gold


def _fit(cases: Sequence[Case]) -> Floats:
    x, label = np.array([case[2][1:] for case in cases]), np.array([float(case[3]) for case in cases])
    weights = fit(x, label, np.ones(len(x)), RIDGE, RISING)
    return np.r_[weights[-1], weights[:-1]]


def _cross_validate(kind: str, cases: Sequence[Case], wanted: int) -> None:
    scores = np.zeros(len(cases))
    fold = np.array([case[0] % FOLDS for case in cases])
    for k in range(FOLDS):
        weights = _fit([case for case, f in zip(cases, fold, strict=True) if f != k])
        scores[fold == k] = np.array([case[2] for case, f in zip(cases, fold, strict=True) if f == k]) @ weights
    right = np.array([case[3] for case in cases])
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        found = 1 / (1 + np.exp(-scores)) >= threshold
        precision, recall = (found & right).sum() / max(found.sum(), 1), (found & right).sum() / wanted
        print(f"{kind:<12}{threshold:>10}{precision:>11.2f}{recall:>8.2f}")


if __name__ == "__main__":
    main()
