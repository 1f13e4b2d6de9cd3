"""What the commands share: their options, the checks of what they are given, and the two streams they print to."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from detente.briefs.printing import one_line
from detente.coding import Stages
from detente.coding.parallel import CodesReports
from detente.ingest import Outcome, ingest, rebuild
from detente.reading import Problem
from detente.record import Record, RecordError
from detente.vocabulary.states import is_state

screen = Console(highlight=False, soft_wrap=True)
notices = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    """What coded events are written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Measure(StrEnum):
    """The indices there are."""

    LATENT = "latent"
    GOLDSTEIN = "goldstein"
    TSINGHUA = "tsinghua"


class Period(StrEnum):
    """How far apart the levels of an index stand."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


Paths = Annotated[list[str], typer.Argument(help="JSONL, .txt or .html files, folders of them, or - for stdin.")]
RecordPath = Annotated[
    str, typer.Option("--record", envvar="DETENTE_RECORD", help="The record: a file, or a database URL.")
]
GivenDate = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The date of reports that carry none.")
]
Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day to look from; today if not given.")
]
State = Annotated[str, typer.Argument(help="ISO 3166 alpha-3 code, as in USA.", metavar="STATE")]
Model = Annotated[str, typer.Option(help="An installed spaCy English pipeline.")]
Coding = Annotated[Stages, typer.Option("--coder", help="Grammar and classifier together, or the grammar alone.")]
Jobs = Annotated[int, typer.Option(help="How many processes code at once.", min=1)]
IndexMeasure = Annotated[Measure, typer.Option(help="Which index.")]
EventsFile = Annotated[
    Path | None,
    typer.Option(
        "--events", help="Take events from this .parquet or .csv file, not from a record.", show_default=False
    ),
]
OwnIssues = Annotated[
    Path | None, typer.Option("--issues", help="Issues of your own: a TSV file with the columns issue, name, words.")
]
DEFAULT_RECORD = "detente.sqlite"


def day_of(given: datetime | None) -> date | None:
    """Give the day of a moment, None for None."""
    return given.date() if given else None


def checked_date(given: datetime | None) -> date | None:
    """Give the day that undated reports are to have; refuse one that has not come."""
    day = day_of(given)
    if day is not None and day > today() + timedelta(days=1):
        raise typer.BadParameter(f"--date {day} is in the future; give the day of publication")
    return day


def today() -> date:
    """Give the day it is."""
    return datetime.now(UTC).date()


def checked_paths(paths: list[str]) -> list[str]:
    """Refuse what is no file, folder or `-`."""
    for path in paths:
        if "://" in path:
            raise typer.BadParameter(f"{path}: web addresses are not read; save the page as .html and give the file")
        if path != "-" and not Path(path).exists():
            raise typer.BadParameter(f"{path} does not exist")
    return paths


def checked_dyad(first: str, second: str) -> tuple[str, str]:
    """Give two state codes in capitals; refuse others."""
    codes = first.upper(), second.upper()
    for code in codes:
        if not is_state(code):
            raise typer.BadParameter(f"{code} is no state known by its ISO 3166 alpha-3 code, as in USA")
    if codes[0] == codes[1]:
        raise typer.BadParameter("a dyad has two different states")
    return codes


def existing_record(where: str) -> Record:
    """Open a record that is there."""
    if "://" not in where and not Path(where).is_file():
        raise RecordError(f"{where}: no such record; make one with `detente read`, or name yours with --record")
    return Record(where)


def safe(text: str) -> str:
    """Give outside text as one line for a screen: no control characters, no markup."""
    return escape(one_line(text))


def list_problems(problems: list[Problem]) -> None:
    """Print a line for each input that was skipped."""
    for problem in problems:
        notices.print(f"skipped {safe(str(problem))}")


def _bar(total: bool, shown: bool = True) -> Progress:
    """Make a bar on standard error that is gone when it is done; none where nobody watches."""
    columns: list[ProgressColumn] = [SpinnerColumn(), TextColumn("{task.description}")]
    if total:
        columns.append(BarColumn())
    columns += [MofNCompleteColumn(), TextColumn("reports"), TimeElapsedColumn()]
    return Progress(*columns, console=notices, transient=True, disable=not (shown and notices.is_terminal))


def ingest_with_progress(
    paths: list[str], record: Record, coder: CodesReports, default: date | None = None, total: int | None = None
) -> Outcome:
    """Read and code into a record, showing how far it is."""
    with _bar(total is not None) as bar:
        task = bar.add_task("reading and coding", total=total)

        def show(outcome: Outcome) -> None:
            done = outcome.added + outcome.known
            bar.update(task, completed=done, description=f"coded {outcome.events:,} events")

        return ingest(paths, record, coder, default_date=default, progress=show)


def rebuild_with_progress(record: Record, coder: CodesReports) -> Outcome:
    """Code a record's reports again, showing how far it is."""
    with _bar(total=True) as bar:
        task = bar.add_task("coding again", total=record.counts()["reports"])
        return rebuild(record, coder, progress=lambda outcome: bar.update(task, completed=outcome.added))


@contextmanager
def coding_bar(*, shown: bool) -> Iterator[Callable[[], None]]:
    """Show how many reports are coded; what is given counts one more."""
    with _bar(total=False, shown=shown) as bar:
        task = bar.add_task("coding", total=None)
        yield lambda: bar.advance(task)


def write_frame(frame: pl.DataFrame, to: Format) -> None:
    """Write a frame to standard output."""
    if to is Format.PARQUET and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is not for a screen; send it to a file with >")
    if to is Format.CSV:
        sys.stdout.write(frame.write_csv())
    elif to is Format.JSONL:
        sys.stdout.write(frame.write_ndjson())
    else:
        frame.write_parquet(sys.stdout.buffer)
