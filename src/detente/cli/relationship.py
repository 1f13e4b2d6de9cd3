"""Commands that show a relationship: `events`, `brief`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding

from detente.briefs import render_brief
from detente.briefs.summary import once_each
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
    safe,
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
    latest = once_each(told).sort("date", "event", descending=True).head(last)
    for row in latest.iter_rows(named=True):
        to_whom = "" if row["mutual"] else f" {'+'.join(row['recipients'])}"
        mode = f" ({row['mode']})" if row["mode"] else ""
        status = "" if row["status"] == "actual" else f", {row['status']}"
        who = "+".join(row["actors"])
        screen.print(f"{row['date']}  [bold]{who} {row['event_type']}{mode}{to_whom}[/bold]{status}")
        screen.print(
            Padding(f"{safe(row['sentence'])} [dim]{safe(row['report'])}[/dim]", (0, 0, 0, 12)), soft_wrap=False
        )


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
    screen.print(safe(str(out)))
