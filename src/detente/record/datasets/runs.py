"""Work in progress on disk: coded events in runs sorted by day, and which files they came from.

An import writes here and nowhere else until it is done, so that it can be stopped at any time and goes on where it
was. Runs are merged one stretch of days after another, which keeps memory flat however many rows there are.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.record.datasets.frame import CODED, EVENTS, finish, join_duplicates
from detente.record.datasets.problems import DatasetError
from detente.record.datasets.tables import Fault

_RUN_ROWS = 1_000_000
_STRETCH_ROWS = 400_000
_FAULTS_HELD = 100_000
_ROW_GROUP = 50_000
_MANIFEST = "manifest.json"
REJECTS_HEADER = "file\tline\treason\trow\n"


@dataclass(slots=True)
class Tally:
    """What became of a file's rows, or of all files'.

    `coded` counts the rows that are events (a row of several states is several); `problems` are what kept a file from
    being read to its end.
    """

    rows: int = 0
    coded: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add another's counts."""
        self.rows += other.rows
        self.coded += other.coded
        self.faults.update(other.faults)
        self.left_out.update(other.left_out)
        self.problems.extend(other.problems)

    def plain(self) -> dict[str, Any]:
        """Give what JSON can hold."""
        counts = {"rows": self.rows, "coded": self.coded, "problems": self.problems}
        return counts | {"faults": dict(self.faults), "left_out": dict(self.left_out)}


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


class Runs:
    """The folder of an import that is under way."""

    def __init__(self, folder: Path, settings: str, inputs: list[Path]) -> None:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _MANIFEST).is_file():
            raise DatasetError(f"{folder} is where work in progress would go, and holds other things; move it away")
        self._folder = folder
        self._fresh: dict[str, Any] = {"settings": settings, "files": {}, "runs": []}
        self._manifest = self._kept(inputs) or self._fresh
        self._pending: list[pl.DataFrame] = []
        self._faults: list[str] = []
        self._unsaved: list[str] = []
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write_manifest()
        self._tidy()

    def _kept(self, inputs: list[Path]) -> dict[str, Any] | None:
        """Read the manifest of an earlier try; None unless that was for the same files, unchanged."""
        path = self._folder / _MANIFEST
        if not path.is_file():
            return None
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        given = {str(path): _stamp(path) for path in inputs}
        same = all(given.get(name) == entry["stamp"] for name, entry in manifest["files"].items())
        return manifest if same and manifest["settings"] == self._fresh["settings"] else None

    def _tidy(self) -> None:
        """Remove what no manifest names: runs of a file that was not finished."""
        named = {_MANIFEST, *(f"{run}{end}" for run in self._manifest["runs"] for end in (".parquet", ".tsv"))}
        for path in self._folder.iterdir():
            if path.name not in named:
                path.unlink()

    def done(self, path: Path) -> Tally | None:
        """Give what became of a file that an earlier try finished."""
        entry = self._manifest["files"].get(str(path))
        if entry is None:
            return None
        kept = entry["tally"]
        counters = {name: Counter(kept[name]) for name in ("faults", "left_out")}
        return Tally(**(kept | counters))

    def add(self, events: pl.DataFrame, file: str, faults: list[Fault]) -> None:
        """Take a block's events and faulty rows."""
        self._pending.append(events)
        for fault in faults:
            row = fault.row.replace("\n", "\\n")
            self._faults.append(f"{file}\t{fault.line}\t{fault.reason}\t{row}\n")
        if sum(frame.height for frame in self._pending) > _RUN_ROWS or len(self._faults) > _FAULTS_HELD:
            self._flush()

    def finish_file(self, path: Path, tally: Tally) -> None:
        """Note that a file has been read; from here on another try leaves it out once its run is written."""
        self._manifest["files"][str(path)] = {"stamp": _stamp(path), "tally": tally.plain()}
        if self._unsaved or sum(frame.height for frame in self._pending) > _RUN_ROWS // 4:
            self._save()

    def _flush(self) -> None:
        if not self._pending and not self._faults:
            return
        name = f"run-{len(self._manifest['runs']) + len(self._unsaved):06d}"
        events = join_duplicates(pl.concat([pl.DataFrame(schema=CODED), *self._pending])).sort("date")
        events.write_parquet(self._folder / f"{name}.parquet", row_group_size=_ROW_GROUP, compression="lz4")
        (self._folder / f"{name}.tsv").write_text("".join(self._faults), encoding="utf-8")
        self._pending, self._faults = [], []
        self._unsaved.append(name)

    def _save(self) -> None:
        self._flush()
        self._manifest["runs"] += self._unsaved
        self._unsaved = []
        self._write_manifest()

    def _write_manifest(self) -> None:
        new = self._folder / f"{_MANIFEST}.new"
        new.write_text(json.dumps(self._manifest), encoding="utf-8")
        new.replace(self._folder / _MANIFEST)

    def write(self, out: Path, rejects: Path, source: str) -> int:
        """Join duplicates over all runs, write events and rejects, remove the folder; give the number of events."""
        self._save()
        count = self._merge(out, source)
        kept = [self._folder / f"{run}.tsv" for run in self._manifest["runs"]]
        if any(path.stat().st_size for path in kept):
            with rejects.open("w", encoding="utf-8") as stream:
                stream.write(REJECTS_HEADER)
                for path in kept:
                    with path.open(encoding="utf-8") as faults:
                        shutil.copyfileobj(faults, stream)
        else:
            rejects.unlink(missing_ok=True)
        self.discard()
        return count

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder)

    def _merge(self, out: Path, source: str) -> int:
        runs = [self._folder / f"{run}.parquet" for run in self._manifest["runs"]]
        parts: list[Path] = []
        count = 0
        for first, last in self._stretches(runs):
            rows = pl.scan_parquet(runs).filter(pl.col("date").is_between(first, last)).collect()
            events = finish(join_duplicates(rows), source)
            parts.append(self._folder / f"part-{len(parts):06d}.parquet")
            events.write_parquet(parts[-1])
            count += events.height
        written = self._folder / "events.parquet"
        if parts:
            pl.scan_parquet(parts).sink_parquet(written)
        else:
            pl.DataFrame(schema=EVENTS).write_parquet(written)
        shutil.move(written, out)
        return count

    @staticmethod
    def _stretches(runs: list[Path]) -> Iterator[tuple[date, date]]:
        """Cut the days into stretches that hold few enough rows to be joined in memory."""
        if not runs:
            return
        counts = pl.scan_parquet(runs).group_by("date").len().sort("date").collect(engine="streaming")
        first, last, held = None, None, 0
        for day, rows in counts.iter_rows():
            if first is not None and last is not None and held + rows > _STRETCH_ROWS:
                yield first, last
                first, held = None, 0
            first, last, held = first or day, day, held + rows
        if first is not None and last is not None:
            yield first, last
