"""The command line: thin over the library."""

import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from detente import demo
from detente.briefs import render_brief, summarise
from detente.briefs.charts import index_chart, save_svg
from detente.briefs.summary import dyad_name, month_name
from detente.coding import Stages
from detente.coding.output import write_csv, write_jsonl, write_parquet
from detente.coding.parallel import CodesReports, make_coder
from detente.coding.parser import DEFAULT_MODEL, MissingModel
from detente.ingest import Outcome, ingest
from detente.measures import index as measure_index
from detente.measures import lowest_since
from detente.model import Event, Report
from detente.reading import Problem, read_reports
from detente.record import Record, RecordError
from detente.vocabulary.states import is_state

app = typer.Typer(
    help="Reads reports about two governments and keeps the sourced record of their relationship.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
screen = Console(highlight=False, soft_wrap=True)
notices = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    """What coded events are written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Measure(StrEnum):
    """The indices there are."""

    GOLDSTEIN = "goldstein"
    TSINGHUA = "tsinghua"


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
DEFAULT_RECORD = "detente.sqlite"


def main() -> None:
    """Run the command line; a failure that the user can mend ends in one line and exit code 2."""
    try:
        app()
    except (RecordError, MissingModel) as error:
        notices.print(f"detente: {escape(str(error))}")
        sys.exit(2)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _today() -> date:
    return datetime.now(UTC).date()


def _checked_paths(paths: list[str]) -> list[str]:
    for path in paths:
        if "://" in path:
            raise typer.BadParameter(f"{path}: web addresses are not read; save the page as .html and give the file")
        if path != "-" and not Path(path).exists():
            raise typer.BadParameter(f"{path} does not exist")
    return paths


def _checked_dyad(first: str, second: str) -> tuple[str, str]:
    codes = first.upper(), second.upper()
    for code in codes:
        if not is_state(code):
            raise typer.BadParameter(f"{code} is no state known by its ISO 3166 alpha-3 code, as in USA")
    if codes[0] == codes[1]:
        raise typer.BadParameter("a dyad has two different states")
    return codes


def _existing_record(where: str) -> Record:
    if "://" not in where and not Path(where).is_file():
        raise RecordError(f"{where}: no such record; make one with `detente read`, or name yours with --record")
    return Record(where)


def _list_problems(problems: list[Problem]) -> None:
    for problem in problems:
        notices.print(f"skipped {escape(str(problem))}")


def _ingest_with_progress(
    paths: list[str], record: Record, coder: CodesReports, default: date | None = None, total: int | None = None
) -> Outcome:
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    with Progress(*columns, TimeElapsedColumn(), console=notices, transient=True) as bar:
        task = bar.add_task("reading and coding", total=total)

        def show(outcome: Outcome) -> None:
            bar.update(task, completed=outcome.added, description=f"coded {outcome.events:,} events")

        return ingest(paths, record, coder, default_date=default, progress=show)


@app.command()
def read(
    paths: Paths,
    record: RecordPath = DEFAULT_RECORD,
    date: GivenDate = None,
    model: Model = DEFAULT_MODEL,
    stages: Coding = Stages.CLASSIFIER,
    jobs: Jobs = 1,
) -> None:
    """Read reports and code them into the record; nothing is read twice, and a stopped reading goes on.

    Exit code: 0 all read, 1 some inputs skipped (each is listed), 2 wrong call.
    """
    with Record(record) as kept:
        outcome = _ingest_with_progress(_checked_paths(paths), kept, make_coder(model, stages, jobs), _day(date))
        counts = kept.counts()
    _list_problems(outcome.problems)
    screen.print(
        f"{outcome.added:,} reports read with {outcome.events:,} events, {outcome.known:,} known already, "
        f"{len(outcome.problems):,} skipped; {record} holds {counts['reports']:,} reports, {counts['events']:,} events"
    )
    raise typer.Exit(outcome.exit_code)


@app.command()
def code(
    paths: Paths,
    to: Annotated[Format, typer.Option(help="What to write.")] = Format.JSONL,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    date: GivenDate = None,
    model: Model = DEFAULT_MODEL,
    stages: Coding = Stages.CLASSIFIER,
    jobs: Jobs = 1,
) -> None:
    """Code reports without a record: reports in, one line an event out.

    Exit code: 0 all coded, 1 some inputs skipped (each is listed), 2 wrong call.
    """
    checked = _checked_paths(paths)
    if to is Format.PARQUET and out is None and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is not for a screen; name a file with --out")
    coder, problems, words = make_coder(model, stages, jobs), [], [0]

    def reports() -> Iterator[Report]:
        for item in read_reports(checked, default_date=_day(date)):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                words[0] += len(item.text.split())
                yield item

    started = time.perf_counter()
    events = (event for _, found in coder.code_all(reports()) for event in found)
    count = _write(events, to, out)
    seconds = time.perf_counter() - started
    _list_problems(problems)
    notices.print(
        f"{count:,} events from {words[0]:,} words in {seconds:.1f} s ({words[0] / max(seconds, 1e-9):,.0f} words/s)"
    )
    raise typer.Exit(1 if problems else 0)


def _write(events: Iterator[Event], to: Format, out: Path | None) -> int:
    if to is Format.PARQUET:
        with out.open("wb") if out else nullcontext(sys.stdout.buffer) as stream:
            return write_parquet(events, stream)
    write = write_jsonl if to is Format.JSONL else write_csv
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as text:
        return write(events, text)


@app.command()
def events(
    first: State,
    second: State,
    record: RecordPath = DEFAULT_RECORD,
    last: Annotated[int, typer.Option(help="How many, latest first.", min=1)] = 20,
    to: Annotated[Format | None, typer.Option(help="Write all of them as csv, jsonl or parquet instead.")] = None,
) -> None:
    """List what two states did to each other, each event with the sentence that says so."""
    dyad = _checked_dyad(first, second)
    with _existing_record(record) as kept:
        frame = kept.events(*dyad)
        evidence = kept.evidence(frame["event"].unique()).unique("event", keep="first", maintain_order=True)
    told = frame.join(evidence.select("event", "sentence", "report"), on="event", how="left", maintain_order="left")
    if to is not None:
        _write_frame(told, to)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("date", "who", "did what", "to whom", "status", "sentence"):
        table.add_column(heading, overflow="fold")
    for row in told.sort("date", "event", descending=True).head(last).iter_rows(named=True):
        kind = f"{row['event_type']}{' ' + row['mode'] if row['mode'] else ''}"
        cells = (row["date"].isoformat(), row["actor"], kind, row["recipient"], row["status"], row["sentence"])
        table.add_row(*(escape(cell) for cell in cells))
    screen.print(table)


def _write_frame(frame: pl.DataFrame, to: Format) -> None:
    if to is Format.CSV:
        sys.stdout.write(frame.write_csv())
    elif to is Format.JSONL:
        sys.stdout.write(frame.write_ndjson())
    else:
        frame.write_parquet(sys.stdout.buffer)


@app.command()
def index(
    first: State,
    second: State,
    measure: IndexMeasure = Measure.TSINGHUA,
    on: Day = None,
    to: Annotated[Format | None, typer.Option(help="Write the whole series as csv, jsonl or parquet.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the series into this SVG file.")] = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Say how good or bad a relationship stands, and since when it was not lower."""
    dyad = _checked_dyad(first, second)
    with _existing_record(record) as kept:
        series = measure_index(kept.events(*dyad), measure, _day(on))
    if plot is not None:
        save_svg(index_chart(series), plot)
        notices.print(f"drawn into {plot}")
    if to is not None:
        _write_frame(series, to)
        return
    low = lowest_since(series, _day(on) or _today()) if len(series) else None
    if low is None:
        screen.print(f"No events of {dyad_name(*dyad)} that count by then.")
        raise typer.Exit(1)
    since = f"lowest since {month_name(low.lower_before)}" if low.lower_before else "lowest since the record begins"
    screen.print(
        f"{month_name(low.month)}: {low.level:+.2f} ({measure}), {since} (record from {month_name(low.first)})"
    )


@app.command()
def brief(
    first: State,
    second: State,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
    measure: IndexMeasure = Measure.TSINGHUA,
    on: Day = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Write the brief on two states: one HTML page that needs no network."""
    if out.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter("the brief is an HTML page: give --out FILE.html")
    dyad = _checked_dyad(first, second)
    with _existing_record(record) as kept:
        page = render_brief(kept, *dyad, measure=measure, on=_day(on) or _today())
    out.write_text(page, encoding="utf-8")
    screen.print(f"{out}")


@app.command(name="demo")
def run_demo(folder: Annotated[Path, typer.Option(help="Where the record and the brief go.")] = Path("demo")) -> None:
    """Read and code the shipped US-China reports, 1969-2024, into a new record, and write the brief."""
    folder.mkdir(parents=True, exist_ok=True)
    path, page = folder / "record.sqlite", folder / "brief.html"
    for old in folder.glob("record.sqlite*"):
        old.unlink()
    total = sum(1 for _ in read_reports([demo.SHIPPED_REPORTS]))
    dyad = (demo.FIRST, demo.SECOND)
    with Record(path) as kept:
        outcome = _ingest_with_progress([demo.SHIPPED_REPORTS], kept, make_coder(), total=total)
        _list_problems(outcome.problems)
        on = kept.last_report_date() or _today()
        frame = kept.events(*dyad)
        _print_findings(kept, frame, *dyad, on=on)
        page.write_text(render_brief(kept, *dyad, measure=Measure.TSINGHUA, on=on), encoding="utf-8")
    screen.print(f"\nThe brief: [bold]{escape(str(page))}[/bold] (open it in a browser; it needs no network)")
    raise typer.Exit(outcome.exit_code)


def _print_findings(record: Record, frame: pl.DataFrame, first: str, second: str, *, on: date) -> None:
    summary = summarise(frame, first, second, Measure.TSINGHUA, on)
    counts = record.counts()
    found = f"{counts['reports']:,} reports, {counts['events']:,} events, {counts['evidence']:,} quoted passages"
    screen.print(f"[bold]{dyad_name(first, second)}[/bold]: {found}")
    table = Table(box=None, pad_edge=False)
    for heading in ("events that took place", f"{first} acts", f"{second} acts"):
        table.add_column(heading, justify="left" if heading.startswith("events") else "right")
    for row in summary.counts.iter_rows(named=True):
        table.add_row(row["quad_class"], f"{row['forth']:g}", f"{row['back']:g}")
    screen.print(table)
    screen.print(f"\n{summary.low_sentence}\n\nThe five sharpest turns:")
    evidence = record.evidence(summary.turns["event"].drop_nulls())
    told: dict[Any, Any] = {row["event"]: row["sentence"] for row in evidence.iter_rows(named=True)}
    for turn in summary.turns.iter_rows(named=True):
        sentence = escape(told.get(turn["event"], ""))
        screen.print(f"  {month_name(turn['month'])}  {turn['change']:+.2f}  {sentence}")


def _show_version(wanted: bool) -> None:
    if wanted:
        screen.print(version("detente"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Take the options that stand before a command."""
