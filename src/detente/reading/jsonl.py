"""Reports from JSON lines: `id`, `text`, `date`, optional `title`, `url`, `publisher`, `source`."""

import json
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from detente.model import Report
from detente.reading.fields import MAX_BYTES, MAX_ID, build, decode, optional, parse_date
from detente.reading.problems import Problem, Unreadable


def _bounded_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Give numbered lines; None for one that is too long, which is passed over without being held in memory."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) <= MAX_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES)
        yield number, None


def _parse(raw: bytes, default: date | None, today: date) -> Report:
    try:
        data = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:  # a bare ValueError: a number of thousands of digits
        column = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"broken JSON{column}", "correct the line") from None
    if not isinstance(data, dict):
        raise Unreadable("not a JSON object", "write one object a line with id, text and date")
    id_, text = data.get("id"), data.get("text")
    if not isinstance(id_, str | int) or isinstance(id_, bool) or not str(id_).strip() or len(str(id_)) > MAX_ID:
        raise Unreadable("no usable id", f"give the report an id of at most {MAX_ID} characters")
    if not isinstance(text, str):
        raise Unreadable("no text", "give the report a text")
    given = data.get("date")
    return build(
        id=str(id_).strip(),
        text=text,
        day=parse_date(given, today) if given not in (None, "") else None,
        default=default,
        title=optional(data.get("title")),
        url=optional(data.get("url")),
        publisher=optional(data.get("publisher")),
        source=optional(data.get("source")),
    )


def read_jsonl(
    stream: BinaryIO, name: str, default: date | None, today: date
) -> Iterator[tuple[int | None, Report | Problem]]:
    """Stream the reports of a JSONL file, and a problem for every line that is none, each with its line."""
    seen_any = False
    for number, line in _bounded_lines(stream):
        seen_any = True
        if line is None:
            what = f"line longer than {MAX_BYTES:,} bytes"
            yield number, Problem(name, number, what, "split it into reports, one a line")
        elif line.strip():
            try:
                yield number, _parse(line, default, today)
            except Unreadable as problem:
                yield number, problem.at(name, number)
    if not seen_any:
        yield None, Problem(name, None, "empty", "remove it or fill it")
