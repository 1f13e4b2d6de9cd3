"""Accuracy on our own labelled sets: event type (sentences kept back from training), status, dates.

    python benchmarks/own_sets.py

Types: `training/sentences`, the tenth that training never sees. Status: `data/status.tsv`, the auxiliary modes. Dates:
`data/dates.tsv`, day and precision of the event that a given word tells, on the day of the report.
`baseline.toml` holds what this prints; a test holds the coder to it.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from classify import mark_pairs
from detente.coding.classifier import TYPES, Classifier
from detente.coding.dates import When
from detente.coding.judging import pooled_status, pooled_types
from detente.coding.mentions import Mention, Mentions
from detente.coding.pairs import LOOSE, Reading, linking_word, read_pair
from detente.coding.parser import load_parser, parse
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.vocabulary.event_types import EventType, Status

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "training"))
from sentences import Labelled, own_sentences, read_tsv, split  # noqa: E402

REPORTED = date(2024, 6, 17)  # the status set has no dates of its own; later than any year it names


def types(classifier: Classifier) -> tuple[float, float, int]:
    """Give macro F1 over PLOVER's 16 types and NONE, the share right, and the number of sentences."""
    _, kept = split(own_sentences())
    said = [TYPES[int(j.types.argmax())] for j in classifier.judge([row.pair for row in kept])]
    gold = [row.types[0] for row in kept]
    scores = []
    for kind in sorted(set(gold)):
        right = sum(g == s == kind for g, s in zip(gold, said, strict=True))
        scores.append(2 * right / (gold.count(kind) + said.count(kind)))
    share = sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold)
    return sum(scores) / len(scores), share, len(gold)


def statuses(classifier: Classifier) -> Iterator[tuple[Labelled, Status, Status]]:
    """Give each sentence of the status set with what the grammar alone and both stages say of the marked pair."""
    rows = read_tsv(HERE / "data" / "status.tsv")
    pairs = [row.pair for row in rows]
    for row, marked, judgement in zip(rows, mark_pairs(pairs), classifier.judge(pairs), strict=True):
        reading = read_pair(*marked)
        alone = grammar_status(reading, *marked)
        shares = pooled_types(judgement, reading and reading.event_type, reading.construction if reading else "")
        kind = EventType(TYPES[int(shares[:-1].argmax())])
        yield row, alone, pooled_status(judgement, alone, kind)


def grammar_status(reading: Reading | None, mentions: Mentions, source: Mention, target: Mention) -> Status:
    """Read the status at the trigger between the two, else at the verb that joins them."""
    if reading is None or reading.construction == LOOSE:
        word = linking_word(mentions, source, target)
        return resolve_status(word, None, event_date(word, REPORTED), REPORTED)[0]
    word = reading.match.token
    return resolve_status(word, reading.match.trigger.event_type, event_date(word, REPORTED), REPORTED)[0]


def dates() -> Iterator[tuple[dict[str, str], When]]:
    """Give each row of the date set with the date that the coder reads."""
    with (HERE / "data" / "dates.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    parser = load_parser()
    for row, doc in zip(rows, parse(parser, (parser.make_doc(r["text"])[:] for r in rows)), strict=True):
        start = row["text"].index(row["trigger"])
        word = doc.char_span(start, start + len(row["trigger"]), alignment_mode="expand")
        assert word is not None
        yield row, event_date(word.root, date.fromisoformat(row["reported"]))


def figures() -> dict[str, float]:
    """Give every figure that the baseline holds."""
    classifier = Classifier()
    macro, share, _ = types(classifier)
    told = list(statuses(classifier))
    dated = list(dates())
    return {
        "type_macro_f1": macro,
        "type_accuracy": share,
        "status_accuracy": sum(row.status == both for row, _, both in told) / len(told),
        "status_accuracy_grammar": sum(row.status == alone for row, alone, _ in told) / len(told),
        "date_accuracy": sum((w.day.isoformat(), str(w.precision)) == (r["date"], r["precision"]) for r, w in dated)
        / len(dated),
    }


def main() -> None:
    for name, value in figures().items():
        print(f"{name} = {value:.4f}")


if __name__ == "__main__":
    main()
