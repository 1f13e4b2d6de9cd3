"""Commands that take reports: `read`, `code`."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import app
from detente.cli.options import (
    DEFAULT_RECORD,
    Coding,
    Format,
    GivenDate,
    Jobs,
    Model,
    OwnIssues,
    Paths,
    RecordPath,
    checked_date,
    checked_paths,
    coding_bar,
    ingest_with_progress,
    list_problems,
    notices,
    safe,
    screen,
)
from detente.coding import Stages
from detente.coding.output import write_csv, write_jsonl, write_parquet
from detente.coding.parallel import Read, make_coder
from detente.coding.parser import DEFAULT_MODEL
from detente.ledger import ledger_reader
from detente.ledger.output import entry_line
from detente.model import Event, LedgerEntry, Report
from detente.reading import Problem, read_reports
from detente.record import Record


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
    checked, day = checked_paths(paths), checked_date(date)
    with Record(record) as kept:
        try:
            outcome = ingest_with_progress(
                checked,
                kept,
                make_coder(model, stages, jobs, ledger_reader(classifier=stages is Stages.CLASSIFIER)),
                day,
            )
        except KeyboardInterrupt:
            notices.print("stopped; what was read is kept, and the same command goes on from here")
            raise typer.Exit(130) from None
        counts, name = kept.counts(), safe(kept.where)
    list_problems(outcome.problems)
    screen.print(
        f"{outcome.added:,} reports read with {outcome.events:,} events, {outcome.known:,} known already, "
        f"{len(outcome.problems):,} skipped; {name} holds {counts['reports']:,} reports, {counts['events']:,} events"
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
    ledger: Annotated[bool, typer.Option("--ledger", help="Write the ledger's entries and not the events.")] = False,
    issues: OwnIssues = None,
) -> None:
    """Code reports without a record: reports in, one line an event out; with `--ledger`, one line an entry.

    Exit code: 0 all coded, 1 some inputs skipped (each is listed), 2 wrong call.
    """
    checked, day = checked_paths(paths), checked_date(date)
    if to is Format.PARQUET and out is None and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is not for a screen; name a file with --out")
    if ledger and to is not Format.JSONL:
        raise typer.BadParameter("entries are written as jsonl; leave --to out")
    reader = ledger_reader(issues, classifier=stages is Stages.CLASSIFIER) if ledger else None
    coder, problems, words = make_coder(model, stages, jobs, reader), [], [0]

    def reports() -> Iterator[Report]:
        for item in read_reports(checked, default_date=day):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                words[0] += len(item.text.split())
                yield item

    started = time.perf_counter()
    with coding_bar(shown=out is not None or not sys.stdout.isatty()) as step:
        read = _counted(coder.read_all(reports()), step)
        if ledger:
            count = _write_entries((entry for _, _, said in read for entry in said.entries), out)
        else:
            count = _write((event for _, found, _ in read for event in found), to, out)
    seconds = time.perf_counter() - started
    list_problems(problems)
    what = "entries" if ledger else "events"
    speed = words[0] / max(seconds, 1e-9)
    notices.print(f"{count:,} {what} from {words[0]:,} words in {seconds:.1f} s ({speed:,.0f} words/s)")
    raise typer.Exit(1 if problems else 0)


def _counted(coded: Iterable[Read], step: Callable[[], None]) -> Iterator[Read]:
    for each in coded:
        yield each
        step()


def _write_entries(entries: Iterator[LedgerEntry], out: Path | None) -> int:
    count = 0
    with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as text:
        for entry in entries:
            text.write(json.dumps(entry_line(entry), ensure_ascii=False) + "\n")
            count += 1
    return count


def _write(events: Iterator[Event], to: Format, out: Path | None) -> int:
    if to is Format.PARQUET:
        with out.open("wb") if out else nullcontext(sys.stdout.buffer) as stream:
            return write_parquet(events, stream)
    write = write_jsonl if to is Format.JSONL else write_csv
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as text:
        return write(events, text)
