"""Published event data into one events frame: any number of files, none of which need fit in memory."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from detente.record.datasets.coding import Adapter, sift
from detente.record.datasets.files import members
from detente.record.datasets.problems import DatasetError
from detente.record.datasets.runs import Runs, Tally
from detente.record.datasets.tables import Fault, Table, read_tables

Progress = Callable[[int, int], None]
_HOPELESS = 10  # so many rows, all faulty, at a file's beginning: it is another kind of file


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: events written, files an earlier try had done, and what became of all rows."""

    events: int
    resumed: int
    tally: Tally

    @property
    def joined(self) -> int:
        """Count the rows that told of an event once more."""
        return self.tally.coded - self.events

    @property
    def exit_code(self) -> int:
        """Give 0 if every row and file was read, else 1."""
        return 1 if self.tally.faults or self.tally.problems else 0


def import_events(
    paths: list[Path],
    adapter: Adapter,
    out: Path,
    rejects: Path | None = None,
    between: frozenset[str] = frozenset(),
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Read a publisher's files and write one events frame (`frame.EVENTS`) as Parquet.

    Until it is done the work lies in `OUT.parts`; a stopped import goes on from there after the last file it finished.

    Args:
        paths: files, each plain, gzipped or zipped.
        adapter: the reader of the publisher's rows.
        out: the Parquet file to write.
        rejects: where faulty rows go, `OUT.rejects.tsv` unless given; no such file is left if there are none.
        between: keep only events between two of these parties; all if empty.
        progress: told how many bytes are read, and of how many.

    Raises:
        DatasetError: not one of the files is what it should be, and nothing is written; or `OUT.parts` is in use.

    """
    paths = list(dict.fromkeys(path.resolve() for path in paths))
    settings = json.dumps([adapter.dataset, adapter.settings, sorted(between)])
    runs = Runs(out.with_name(f"{out.name}.parts"), settings, paths)
    sizes = {path: _size(path) for path in paths}
    total, read, resumed, tally = sum(sizes.values()), 0, 0, Tally()
    for path in paths:
        found = runs.done(path)
        if found is None:
            found = _import_file(path, adapter, between, runs, partial(_progress_from, progress, read, total))
            runs.finish_file(path, found)
        else:
            resumed += 1
        tally.add(found)
        read += sizes[path]
        progress(read, total)
    if not tally.rows and tally.problems:
        runs.discard()
        raise DatasetError("\n".join(tally.problems))
    count = runs.write(out, rejects or out.with_suffix(".rejects.tsv"), adapter.source)
    return Imported(count, resumed, tally)


def _ahead(tables: Iterator[Table]) -> Iterator[Table]:
    """Read one table ahead, while the one before is coded."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, tables, None)
        while (table := coming.result()) is not None:
            coming = reader.submit(next, tables, None)
            yield table


def _progress_from(progress: Progress, before: int, total: int, here: int) -> None:
    progress(before + here, total)


def _size(path: Path) -> int:
    try:
        return sum(member.size for member in members(path))
    except DatasetError:
        return 0


def _import_file(
    path: Path, adapter: Adapter, between: frozenset[str], runs: Runs, progress: Callable[[int], None]
) -> Tally:
    tally, read = Tally(), 0
    try:
        for table in _ahead(read_tables(path, adapter.recognise)):
            _import_table(table, adapter, between, runs, tally)
            read += table.size
            progress(read)
    except DatasetError as error:
        tally.problems.append(str(error))
    except csv.Error as error:
        tally.problems.append(f"{path}: {error}; correct the file")
    return tally


def _import_table(table: Table, adapter: Adapter, between: frozenset[str], runs: Runs, tally: Tally) -> None:
    coded = sift(adapter.code(table.frame, table.layout), between)
    shown = table.raw(set(coded.faults)) if coded.faults else {}
    faults = table.faults + [Fault(line, reason, shown[line]) for line, reason in coded.faults.items()]
    faults.sort(key=lambda fault: fault.line)
    rows = table.frame.height + len(table.faults)
    if not tally.rows and len(faults) == rows >= _HOPELESS:
        what = f"{table.name} line {faults[0].line}: {faults[0].reason}"
        raise DatasetError(f"{what}; none of its first {rows:,} rows can be read: is this {adapter.dataset}?")
    reasons = Counter(_unnumbered(fault.reason) for fault in faults)
    tally.add(Tally(rows, coded.events.height, reasons, Counter(coded.left_out)))
    runs.add(coded.events, table.name, faults)


def _unnumbered(reason: str) -> str:
    return "wrong number of columns" if reason.endswith("found") else reason
