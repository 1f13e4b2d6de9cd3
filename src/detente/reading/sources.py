"""Where reports come from: files by their ending, folders, standard input."""

import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from detente.model import Report
from detente.reading.documents import read_html, read_text
from detente.reading.fields import MAX_BYTES
from detente.reading.jsonl import read_jsonl
from detente.reading.problems import Problem, Unreadable

_READERS = {".txt": read_text, ".html": read_html, ".htm": read_html}
ENDINGS = (".jsonl", *_READERS)
STDIN = "-"
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*["{\[])')
_Found = tuple[int | None, Report | Problem]  # with the line it stands on, where lines are reports


def _one_document(path: Path, id_: str, default: date | None, today: date) -> Report:
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES:,} bytes", "split it into reports")
    if not raw.strip():
        raise Unreadable("empty", "remove it or fill it")
    return _READERS[path.suffix.lower()](raw, id_, default, today)


def _read_file(path: Path, id_: str, default: date | None, today: date) -> Iterator[_Found]:
    name = str(path)
    try:
        if path.suffix.lower() == ".jsonl":
            with path.open("rb") as stream:
                yield from read_jsonl(stream, name, default, today)
        elif path.suffix.lower() in _READERS:
            yield None, _one_document(path, id_, default, today)
        else:
            yield None, Problem(name, None, f"unknown kind {path.suffix!r}", f"give one of {', '.join(ENDINGS)}")
    except Unreadable as problem:
        yield None, problem.at(name)
    except OSError as error:
        yield None, _not_open(name, error)


def _read_stdin(stream: BinaryIO, default: date | None, today: date) -> Iterator[_Found]:
    """Take standard input as JSONL if it opens like JSON, else as one plain text."""
    head = _head(stream)
    if not head.removeprefix(BOM_UTF8).strip():
        yield None, Problem("stdin", None, "empty", "pipe JSONL or text into the command")
        return
    if _JSON.match(head):
        yield from read_jsonl(_Chained(head, stream), "stdin", default, today)
        return
    raw = head + stream.read(MAX_BYTES + 1 - len(head))
    try:
        if len(raw) > MAX_BYTES:
            raise Unreadable(f"larger than {MAX_BYTES:,} bytes", "pipe JSONL, one report a line")
        yield None, read_text(raw, "stdin", default, today)
    except Unreadable as problem:
        yield None, problem.at("stdin")


def _head(stream: BinaryIO) -> bytes:
    """Read up to the end of the first line that holds anything, or as much as one report may have."""
    head = b""
    while not head.removeprefix(BOM_UTF8).strip():
        line = stream.readline(MAX_BYTES + 1 - len(head))
        if not line:
            break
        head += line
    return head


class _Chained(BytesIO):
    """A stream whose first lines were read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__(first)
        self._rest = rest

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if line.endswith(b"\n"):
            return line
        left = -1 if size is None or size < 0 else size - len(line)
        return line + self._rest.readline(left)


def _files(path: Path) -> Iterator[tuple[Path, str] | Problem]:
    """Give the files under a path in a fixed order, each with the id that a document in it takes."""
    if not path.is_dir():
        yield path, path.name
        return
    closed: list[OSError] = []
    walked = [Path(folder, name) for folder, _, names in os.walk(path, onerror=closed.append) for name in names]
    for error in closed:
        yield _not_open(str(error.filename), error)
    for file in sorted(walked):
        wanted = file.suffix.lower() in ENDINGS and not file.name.startswith(".")
        if wanted and (file.is_file() or not file.exists()):  # neither pipe nor device; a dangling link is told of
            yield file, file.relative_to(path).as_posix()


def _not_open(name: str, error: OSError) -> Problem:
    return Problem(name, None, error.strerror or "cannot be read", "check the path and its permissions")


def _all(paths: Iterable[str], default: date | None, today: date) -> Iterator[tuple[str, _Found]]:
    for given in paths:
        if given == STDIN:
            yield from (("stdin", found) for found in _read_stdin(sys.stdin.buffer, default, today))
            continue
        empty = True
        for item in _files(Path(given)):
            empty = False
            if isinstance(item, Problem):
                yield given, (None, item)
            else:
                yield from ((str(item[0]), found) for found in _read_file(*item, default, today))
        if empty:
            yield given, (None, Problem(given, None, "no reports in it", f"put {', '.join(ENDINGS)} files there"))


def read_reports(
    paths: Iterable[str], *, default_date: date | None = None, today: date | None = None
) -> Iterator[Report | Problem]:
    """Stream the reports of files, folders and standard input (`-`), and a `Problem` for each input that is none.

    Reports come in the order of the arguments; folders are read in the order of their file names. A second report
    with an id that was seen in this call is a problem. `default_date` dates reports that carry no date.
    """
    now = today or date.today()
    seen: set[str] = set()
    for file, (line, item) in _all(paths, default_date, now):
        if isinstance(item, Problem):
            yield item
        elif item.id in seen:
            yield Problem(file, line, f"id {item.id!r} was seen before", "give every report an id of its own")
        else:
            seen.add(item.id)
            yield item
