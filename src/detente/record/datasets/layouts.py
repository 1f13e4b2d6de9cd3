"""Which columns a file has: the layouts of `layouts.toml`, recognised by a file's first lines."""

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from detente.record.datasets.problems import DatasetError

_LOOKED_AT = 50
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a publisher writes a table. `columns` is in the order of the file; `needs` are those that we read."""

    name: str
    columns: tuple[str, ...]
    needs: tuple[str, ...]
    separator: str = "\t"
    header: bool = False
    quoted: bool = False
    phantom: tuple[str, ...] = ()

    def count(self, line: str) -> int:
        """Count the fields of a line that quotes nothing."""
        return line.count(self.separator) + 1


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|") if "|" in text else text.split())


@cache
def layouts(dataset: str) -> tuple[Layout, ...]:
    """List the layouts in which a data set is published."""
    tables = tomllib.loads((files("detente.record.datasets") / "layouts.toml").read_text(encoding="utf-8"))
    found = []
    for name, table in tables.items():
        if table["dataset"] == dataset:
            base = tables.get(table.get("extends"), {})
            found.append(
                Layout(
                    name,
                    _words(base.get("columns", "")) + _words(table.get("columns", "")),
                    _words(table.get("needs", base.get("needs", ""))),
                    table.get("separator", "\t"),
                    table.get("header", False),
                    table.get("quoted", False),
                    _words(table.get("phantom", "")),
                )
            )
    return tuple(found)


def recognise(dataset: str, head: bytes, file: str) -> Layout:
    """Tell the layout of a file by its first lines.

    Raises:
        DatasetError: they are no lines of this data set.

    """
    lines = head.removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "replace").splitlines()[:_LOOKED_AT]
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise DatasetError(f"{file}: the file has no lines; fetch it again")
    if lines[0].lstrip().startswith("<"):
        raise DatasetError(
            f"{file} line 1: this is a web page (an error message?), not {dataset}; fetch the file again"
        )
    for layout in layouts(dataset):
        found = _by_header(layout, lines) if layout.header else _by_count(layout, lines)
        if found is not None:
            return found
    raise DatasetError(f"{file} line 1: {_described(dataset, lines[0])}")


def named_columns(layout: Layout, lines: list[str]) -> tuple[str, ...]:
    """Read the column names of a header; those of trailing separators are made up."""
    header = (
        next(csv.reader([lines[0]], delimiter=layout.separator)) if layout.quoted else lines[0].split(layout.separator)
    )
    names = tuple(name.strip() for name in header)
    if len(lines) > 1 and layout.phantom and layout.count(lines[1]) < len(names):
        names = tuple(name for name in names if name not in layout.phantom)
    return tuple(name or f"column {place}" for place, name in enumerate(names, start=1))


def _by_header(layout: Layout, lines: list[str]) -> Layout | None:
    names = named_columns(layout, lines)
    return replace(layout, columns=names) if set(layout.needs) <= set(names) else None


def _by_count(layout: Layout, lines: list[str]) -> Layout | None:
    usual = Counter(layout.count(line) for line in lines).most_common(1)[0][0]
    return layout if usual == len(layout.columns) else None


def _described(dataset: str, line: str) -> str:
    known = []
    for layout in layouts(dataset):
        if layout.header:
            sign = "a comma-separated" if layout.separator == "," else "a tab-separated"
            known.append(f"{sign} header with {', '.join(layout.needs[:4])} …")
        else:
            known.append(f"{len(layout.columns)} tab-separated columns")
    found = line.count("\t") + 1
    return (
        f"this is no {dataset} file, which has {' or '.join(known)}; found {found} column{'s' * (found != 1)}: "
        f"{line[:60]!r}. Is it another data set (mentions, knowledge graph)?"
    )
