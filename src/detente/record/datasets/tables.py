"""A file as frames of text, block by block, with the rows that have too few or too many fields set apart."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import StringIO
from pathlib import Path

import polars as pl

from detente.record.datasets.files import Block, first_bytes, members, read_blocks, unpacking
from detente.record.datasets.layouts import Layout

LINE = "line"
_HEAD_BYTES = 2**16
_PARQUET, _PARQUET_ROWS = b"PAR1", 200_000

Recognise = Callable[[bytes, str], Layout]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was set aside: its line, why, and the row as it stands in the file."""

    line: int
    reason: str
    row: str


@dataclass(frozen=True, slots=True)
class Table:
    """A block as text.

    `frame` has the needed columns and `line`; `faults` are the rows that fit no columns; `size` is the block's bytes;
    `raw` gives rows by their lines as they stand in the file.
    """

    name: str
    layout: Layout
    frame: pl.DataFrame
    faults: list[Fault]
    size: int
    raw: Callable[[set[int]], dict[int, str]]


def read_tables(path: Path, recognise: Recognise) -> Iterator[Table]:
    """Give the tables in a file (a zip may hold several), block by block, every value as text, null if empty.

    Raises:
        DatasetError: the file is empty, breaks off, or is not recognised.

    """
    if first_bytes(path) == _PARQUET:
        yield from _read_parquet(path, recognise)
        return
    for member in members(path):
        with unpacking(member.name), member.open() as stream:
            layout = recognise(stream.read(_HEAD_BYTES), member.name)
        for block in read_blocks(member, quoted=layout.quoted):
            frame, faults = _read_block(block, layout)
            yield Table(member.name, layout, frame, faults, len(block.data), partial(_raw_rows, block, layout))


def _read_parquet(path: Path, recognise: Recognise) -> Iterator[Table]:
    table = pl.scan_parquet(path)
    names, total = table.collect_schema().names(), table.select(pl.len()).collect().item()
    layout = recognise("\t".join(names).encode(), str(path))
    for start in range(0, total, _PARQUET_ROWS):
        days = pl.selectors.datetime().cast(pl.Date)
        rows = table.slice(start, _PARQUET_ROWS).select(layout.needs).with_columns(days)
        text = rows.select(pl.all().cast(pl.String)).collect()
        frame = text.with_columns(_numbered(start + 1, text.height))
        size = path.stat().st_size * text.height // total
        yield Table(str(path), layout, frame, [], size, partial(_joined_rows, frame))


def _joined_rows(frame: pl.DataFrame, lines: set[int]) -> dict[int, str]:
    rows = frame.filter(pl.col(LINE).is_in(list(lines)))
    text = rows.select(pl.concat_str(pl.exclude(LINE).fill_null(""), separator="\t")).to_series()
    return dict(zip(rows[LINE], text, strict=True))


def _read_block(block: Block, layout: Layout) -> tuple[pl.DataFrame, list[Fault]]:
    data, first = block.data, block.first
    if first == 1 and layout.header:
        end = data.find(b"\n") + 1 or len(data)
        data, first = data[end:], 2
    if _even(data, layout):
        frame = _parse(data, layout)
        return frame.with_columns(_numbered(first, frame.height)), []
    numbers, rows, faults = [], [], []
    for line, row, fields in _records(Block(data, first), layout):
        if fields == len(layout.columns):
            numbers.append(line)
            rows.append(row)
        elif row.strip():
            faults.append(Fault(line, f"{len(layout.columns)} columns expected, {fields} found", row))
    frame = _parse("\n".join(rows).encode() + b"\n" if rows else b"", layout)
    return frame.with_columns(pl.Series(LINE, numbers, dtype=pl.Int64)), faults


def _raw_rows(block: Block, layout: Layout, lines: set[int]) -> dict[int, str]:
    return {line: row for line, row, _ in _records(block, layout) if line in lines}


def _numbered(first: int, height: int) -> pl.Expr:
    return pl.int_range(first, first + height, dtype=pl.Int64).alias(LINE)


def _even(data: bytes, layout: Layout) -> bool:
    """Say whether every line of a block has as many fields as there are columns; a tenth of what parsing costs."""
    if layout.quoted:
        return _all_fit(data, layout)
    ends = data if data.endswith(b"\n") or not data else data + b"\n"
    left = ends.translate(None, _all_but(layout.separator))
    line = layout.separator.encode() * (len(layout.columns) - 1) + b"\n"
    return left == line * (len(left) // len(line))


@cache
def _all_but(separator: str) -> bytes:
    return bytes(byte for byte in range(256) if byte not in (ord(separator), ord("\n")))


def _all_fit(data: bytes, layout: Layout) -> bool:
    wanted = len(layout.columns)
    return all(fields == wanted and span == 1 for fields, span in _spans(data, layout))


def _spans(data: bytes, layout: Layout) -> Iterator[tuple[int, int]]:
    reader = csv.reader(StringIO(data.decode("utf-8", "replace"), newline=""), delimiter=layout.separator)
    before = 0
    for row in reader:
        yield len(row), reader.line_num - before
        before = reader.line_num


def _records(block: Block, layout: Layout) -> Iterator[tuple[int, str, int]]:
    """Give each record's line, text and number of fields."""
    text = block.data.decode("utf-8", "replace")
    if not layout.quoted:
        for number, row in enumerate(text.split("\n"), start=block.first):
            if row:
                yield number, row.rstrip("\r"), layout.count(row)
        return
    lines = text.split("\n")
    at = 0
    for fields, span in _spans(block.data, layout):
        yield block.first + at, "\n".join(lines[at : at + span]), fields
        at += span


def _parse(data: bytes, layout: Layout) -> pl.DataFrame:
    if not data:
        return pl.DataFrame(schema=dict.fromkeys(layout.needs, pl.String))
    text = pl.scan_csv(
        data,
        separator=layout.separator,
        has_header=False,
        schema=dict.fromkeys(layout.columns, pl.String),
        quote_char='"' if layout.quoted else None,
        encoding="utf8-lossy",
        truncate_ragged_lines=True,
    )
    return text.select(layout.needs).collect()
