"""Passages labelled with their ledger entries, and the windows that the entry classifier reads of them."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.coding import Coder, Stages
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.ledger.classifier import Pair
from detente.ledger.windows import Window, windows
from detente.model import Report, Said

FOLDER = Path(__file__).parent / "passages"
_TAG = re.compile(r"\s*\[(ask|refusal|assessment|pledge)(?:-(firm|vague|conditional))? ([A-Z]{3}|-) ([A-Z]{3}|-)\]")


@dataclass(frozen=True)
class Label:
    """An entry of a passage; `at` is a character of the sentence that holds it."""

    kind: str
    pair: Pair
    firmness: str | None
    at: int


@dataclass(frozen=True)
class Passage:
    """A short report with its entries."""

    report: Report
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Seen:
    """A window with the labels of its sentence."""

    window: Window
    labels: tuple[Label, ...]


def own_passages(folder: Path = FOLDER) -> list[Passage]:
    """Read a folder of `*.tsv`: a date and a text, in which a tag follows the words that hold an entry.

    Raises:
        ValueError: a line is not of that form.

    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            day, _, tagged = row.partition("\t")
            try:
                found.append(_passage(f"{path.stem}-{line}", date.fromisoformat(day), tagged))
            except ValueError as error:
                raise ValueError(f"{path.name} line {line}: {error}") from None
    return found


def _passage(name: str, day: date, tagged: str) -> Passage:
    text, last, labels = "", 0, []
    for tag in _TAG.finditer(tagged):
        text += tagged[last : tag.start()]
        last = tag.end()
        pair = (_party(tag[3]), _party(tag[4]))
        labels.append(Label(tag[1], pair, tag[2], len(text) - 1))
    text += tagged[last:]
    if not text.strip() or "[" in text:
        raise ValueError("a tag is not of the form [kind BY TO]")
    return Passage(Report(name, text, day), tuple(labels))


def _party(code: str) -> str | None:
    return None if code == "-" else code


def labelled_passages(path: Path) -> list[Passage]:
    """Read a labelled set of `benchmarks/data/`."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = tuple(Label(e["kind"], (e["by"], e["to"]), e["firmness"], e["start"]) for e in row["entries"])
        found.append(Passage(Report(row["id"], row["text"], date.fromisoformat(row["date"])), labels))
    return found


def seen(passages: Sequence[Passage]) -> Iterator[Seen]:
    """Give the labelled windows of passages."""
    for passage, spans in zip(passages, _windows(p.report for p in passages), strict=True):
        for window, start, end in spans:
            yield Seen(window, tuple(label for label in passage.labels if start <= label.at < end))


def _windows(reports: Iterable[Report]) -> Iterator[list[tuple[Window, int, int]]]:
    """Read reports as the ledger's reader meets them: windows with the places of their sentences."""
    read: list[list[tuple[Window, int, int]]] = []

    def collect(report: Report, sentences: Sequence[ReadSentence]) -> Said:
        spans = ((s.span.start_char, s.span.end_char) for s in sentences)
        read.append([(window, *span) for window, span in zip(windows(sentences, report.date), spans, strict=True)])
        return Said()

    coder = Coder(stages=Stages.GRAMMAR, ledger=LedgerReader(lambda _: True, collect))
    for _ in coder.read_all(reports):
        yield from read
        read.clear()
