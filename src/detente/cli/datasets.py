"""The command `import`: published event data into one events frame."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from detente.cli.app import app
from detente.cli.options import notices, screen
from detente.record.datasets import (
    Adapter,
    DatasetError,
    Gdelt,
    Icews,
    Imported,
    Phoenix,
    Polecat,
    import_events,
    read_mapping,
)
from detente.vocabulary.states import is_state


class Dataset(StrEnum):
    """The data sets that are read."""

    GDELT = "gdelt"
    ICEWS = "icews"
    POLECAT = "polecat"
    PHOENIX = "phoenix"
    MAPPING = "mapping"


_ADAPTERS: dict[Dataset, type[Adapter]] = {
    Dataset.GDELT: Gdelt,
    Dataset.ICEWS: Icews,
    Dataset.POLECAT: Polecat,
    Dataset.PHOENIX: Phoenix,
}


@app.command(name="import")
def import_(
    dataset: Annotated[Dataset, typer.Argument(help="Whose layout the files have; mapping for any other table.")],
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Files, zipped, gzipped or not.")],
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")],
    rejects: Annotated[
        Path | None, typer.Option(help="Where faulty rows go; beside OUT, as OUT.rejects.tsv, if not given.")
    ] = None,
    between: Annotated[
        str | None, typer.Option(help="Keep only events between two of these, as in USA,CHN; faster, and a small file.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The mapping file (TOML) of `import mapping`.")
    ] = None,
) -> None:
    """Read published event data into one events frame, which every measure takes with --events.

    A stopped import goes on where it was when it is called again.
    Exit code: 0 all read, 1 some rows or files skipped (rows are in the rejects file), 2 wrong call or no such data.
    """
    if (dataset is Dataset.MAPPING) != (mapping is not None):
        raise typer.BadParameter("--mapping FILE.toml goes with `import mapping`, and only with it")
    for written in (out, rejects or out):
        if not written.resolve().parent.is_dir():
            raise typer.BadParameter(f"there is no folder {written.resolve().parent}")
    states = _checked_states(between)
    started = time.perf_counter()
    try:
        adapter = read_mapping(mapping) if mapping is not None else _ADAPTERS[dataset]()
        found = _with_progress(files, adapter, out, rejects, states)
    except (DatasetError, OSError) as error:
        notices.print(f"detente: {escape(str(error))}")
        raise typer.Exit(2) from None
    _report(found, out, rejects or out.with_suffix(".rejects.tsv"), time.perf_counter() - started)
    raise typer.Exit(found.exit_code)


def _checked_states(between: str | None) -> frozenset[str]:
    if between is None:
        return frozenset()
    codes = frozenset(code.strip().upper() for code in between.split(","))
    for code in sorted(codes):
        if not is_state(code):
            raise typer.BadParameter(f"{code} is no state known by its ISO 3166 alpha-3 code, as in USA")
    if len(codes) < 2:
        raise typer.BadParameter("--between takes two states or more, as in USA,CHN")
    return codes


def _with_progress(
    files: list[Path], adapter: Adapter, out: Path, rejects: Path | None, between: frozenset[str]
) -> Imported:
    columns = [TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=notices, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return import_events(files, adapter, out, rejects, between, show)


def _report(found: Imported, out: Path, rejects: Path, seconds: float) -> None:
    tally = found.tally
    for problem in tally.problems:
        notices.print(f"skipped {escape(problem)}")
    for reason, count in sorted(tally.left_out.items()):
        notices.print(f"left out {count:,} rows: {escape(reason)}")
    for reason, count in sorted(tally.faults.items()):
        notices.print(f"rejected {count:,} rows: {escape(reason)}")
    if tally.faults:
        notices.print(f"the rejected rows are in {escape(str(rejects))}")
    if found.resumed:
        notices.print(f"{found.resumed:,} files were read by an earlier, stopped import")
    screen.print(
        f"{tally.rows:,} rows read in {seconds:.1f} s; {out} holds {found.events:,} events "
        f"({found.joined:,} rows told of one of them again)"
    )
