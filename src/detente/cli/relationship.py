"""Commands that show a relationship: `events`, `brief`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from detente.briefs import render_brief
from detente.cli.app import app
from detente.cli.options import (
    DEFAULT_RECORD,
    Day,
    Format,
    IndexMeasure,
    Measure,
    RecordPath,
    State,
    checked_dyad,
    day_of,
    existing_record,
    screen,
    today,
    write_frame,
)


@app.command()
def events(
    first: State,
    second: State,
    record: RecordPath = DEFAULT_RECORD,
    last: Annotated[int, typer.Option(help="How many, latest first.", min=1)] = 20,
    to: Annotated[Format | None, typer.Option(help="Write all of them as csv, jsonl or parquet instead.")] = None,
) -> None:
    """List what two states did to each other, each event with the sentence that says so."""
    dyad = checked_dyad(first, second)
    with existing_record(record) as kept:
        frame = kept.events(*dyad)
        evidence = kept.evidence(frame["event"].unique()).unique("event", keep="first", maintain_order=True)
    told = frame.join(evidence.select("event", "sentence", "report"), on="event", how="left", maintain_order="left")
    if to is not None:
        write_frame(told, to)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("date", "who", "did what", "to whom", "status", "sentence"):
        table.add_column(heading, overflow="fold")
    for row in told.sort("date", "event", descending=True).head(last).iter_rows(named=True):
        kind = f"{row['event_type']}{' ' + row['mode'] if row['mode'] else ''}"
        cells = (row["date"].isoformat(), row["actor"], kind, row["recipient"], row["status"], row["sentence"])
        table.add_row(*(escape(cell) for cell in cells))
    screen.print(table)


@app.command()
def brief(
    first: State,
    second: State,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
    measure: IndexMeasure = Measure.LATENT,
    on: Day = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Write the brief on two states: one HTML page that needs no network."""
    if out.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter("the brief is an HTML page: give --out FILE.html")
    dyad = checked_dyad(first, second)
    with existing_record(record) as kept:
        page = render_brief(kept, *dyad, measure=measure, on=day_of(on) or today())
    out.write_text(page, encoding="utf-8")
    screen.print(f"{out}")
