"""The command `demo`: the shipped record, read and coded here and now."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.table import Table

from detente import demo
from detente.briefs import render_brief, summarise
from detente.briefs.summary import dyad_name, month_name, signed
from detente.cli.app import app
from detente.cli.options import Measure, ingest_with_progress, list_problems, safe, screen, today
from detente.coding.parallel import make_coder
from detente.ledger import ledger_reader
from detente.reading import read_reports
from detente.record import Record


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
        outcome = ingest_with_progress([demo.SHIPPED_REPORTS], kept, make_coder(ledger=ledger_reader()), total=total)
        list_problems(outcome.problems)
        on = kept.last_report_date() or today()
        frame = kept.events(*dyad)
        _print_findings(kept, frame, *dyad, on=on)
        page.write_text(render_brief(kept, *dyad, measure=Measure.LATENT, on=on), encoding="utf-8")
    screen.print(f"\nThe brief: [bold]{safe(str(page))}[/bold] (open it in a browser; it needs no network)")
    raise typer.Exit(outcome.exit_code)


def _print_findings(record: Record, frame: pl.DataFrame, first: str, second: str, *, on: date) -> None:
    summary = summarise(frame, first, second, Measure.LATENT, on)
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
        sentence = safe(told.get(turn["event"], ""))
        screen.print(f"  {month_name(turn['month'])}  {signed(turn['change'])}  {sentence}")
