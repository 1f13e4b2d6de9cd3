"""Labelled sentences: our own, in marked form, and those of other sets with spans."""

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from detente.coding.marking import MarkedPair

FOLDER = Path(__file__).parent / "sentences"
_MARK = re.compile(r"\{([AR]) ([^{}]*)\}")


@dataclass(frozen=True)
class Labelled:
    """A marked pair with what happens from source to target. `types` are the answers that count as right."""

    pair: MarkedPair
    types: tuple[str, ...]
    mode: str | None
    status: str | None


def own_sentences(folder: Path = FOLDER) -> list[Labelled]:
    """Read all files of `folder`, in the order of their names.

    Raises:
        ValueError: a row is not `type, mode, status, text` with one `{A ...}` and one `{R ...}`.

    """
    return [labelled for path in sorted(folder.glob("*.tsv")) for labelled in read_tsv(path)]


def split(rows: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Give the sentences to learn from and the tenth that is kept back to measure, told apart by a hash of the text.

    A sentence that is marked in several ways goes to one side with all its marks.
    """
    kept = [int(hashlib.sha256(row.pair.text.encode()).hexdigest(), 16) % 10 == 0 for row in rows]
    sides = list(zip(rows, kept, strict=True))
    return [row for row, back in sides if not back], [row for row, back in sides if back]


def read_tsv(path: Path) -> list[Labelled]:
    """Read one file of marked sentences."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            pair = unmark(row["text"])
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path}:{number}: {error}") from error
        found.append(Labelled(pair, (row["type"],), row.get("mode") or None, row.get("status") or None))
    return found


def unmark(text: str) -> MarkedPair:
    """Take the marks out of a sentence and give their places."""
    spans: dict[str, tuple[int, int]] = {}
    plain, last = "", 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        spans[match[1]] = (len(plain), len(plain) + len(match[2]))
        plain, last = plain + match[2], match.end()
    if set(spans) != {"A", "R"} or len(_MARK.findall(text)) != 2:
        raise ValueError(f"need one {{A ...}} and one {{R ...}}: {text[:60]!r}")
    return MarkedPair(plain + text[last:], spans["A"], spans["R"])


def spanned_sentences(path: Path) -> list[Labelled]:
    """Read JSONL rows `text, source, target, type` with spans `[start, end, ...]`; YIELD is CONCEDE or RETREAT."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        (a, b, *_), (c, d, *_) = row["source"], row["target"]
        types = ("CONCEDE", "RETREAT") if row["type"] == "YIELD" else (row["type"],)
        found.append(Labelled(MarkedPair(row["text"], (a, b), (c, d)), types, None, None))
    return found
