"""Commands that measure a relationship: `index`, `predictability`, `compare`."""

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.table import Table

from detente import measures
from detente.briefs.charts import index_chart, save_svg
from detente.briefs.summary import claim_sentence, dyad_name, interval, month_name, percent, signed
from detente.cli.app import app
from detente.cli.events_files import events_of, prior_of
from detente.cli.options import (
    DEFAULT_RECORD,
    Day,
    EventsFile,
    Format,
    IndexMeasure,
    Measure,
    Period,
    RecordPath,
    State,
    checked_dyad,
    day_of,
    existing_record,
    notices,
    safe,
    screen,
    today,
    write_frame,
)
from detente.measures.turns import FALSE_SHARE

To = Annotated[Format | None, typer.Option(help="Write the whole series as csv, jsonl or parquet.")]


@app.command()
def index(
    first: State,
    second: State,
    measure: IndexMeasure = Measure.LATENT,
    on: Day = None,
    years: Annotated[int | None, typer.Option(help="Answer whether it is the lowest of so many years.", min=1)] = None,
    by: Annotated[Period, typer.Option(help="How far apart the levels stand (latent only).")] = Period.MONTH,
    by_side: Annotated[bool, typer.Option("--by-side", help="Each side's own level (latent only).")] = False,
    turns: Annotated[bool, typer.Option("--turns", help="List the turning points, with what carries them.")] = False,
    to: To = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the series into this SVG file.")] = None,
    events: EventsFile = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Say how good or bad a relationship stands, and since when it was not lower."""
    dyad, day = checked_dyad(first, second), day_of(on)
    if measure is not Measure.LATENT and (by is not Period.MONTH or by_side or years is not None):
        raise typer.BadParameter("--by, --by-side and --years go with the latent measure")
    if plot is not None and plot.suffix.lower() != ".svg":
        raise typer.BadParameter("the plot is an SVG file: give --plot FILE.svg")
    if by_side and plot is not None:
        raise typer.BadParameter("--plot draws one line: leave out --by-side")
    own = events_of(record, events, dyad)
    prior = prior_of(own, record, events) if measure is Measure.LATENT else None
    series = measures.index(own, measure, day, by=by.value, by_side=by_side, prior=prior)
    if plot is not None:
        save_svg(index_chart(series), plot)
        notices.print(f"drawn into {safe(str(plot))}")
    if turns:
        _give_turns(measures.turning_points(own, day, prior), to, record if events is None else None)
        return
    if _written(series, to, dyad):
        return
    for part in series.partition_by("actor", maintain_order=True) if by_side else [series]:
        _say_level(part, measure, by)
    if years is not None:
        _say_claim(measures.claimed_low(own, day or own["date"].max(), years, prior=prior))  # type: ignore[arg-type]


def _written(series: pl.DataFrame, to: Format | None, dyad: tuple[str, str]) -> bool:
    """Write a series if that is asked for; say so and end with exit code 1 where there is nothing to tell of."""
    if to is not None:
        write_frame(series, to)
    elif series.is_empty():
        screen.print(f"No events of {dyad_name(*dyad)} that count by then.")
        raise typer.Exit(1)
    return to is not None


@app.command()
def predictability(
    first: State,
    second: State,
    window: Annotated[int, typer.Option(help="Weeks of the moving mean.", min=1)] = 52,
    on: Day = None,
    surprises: Annotated[int, typer.Option(help="How many of the most surprising events to list.", min=0)] = 5,
    to: To = None,
    events: EventsFile = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Say how much of each week's mix of events the weeks before foretold, and which events surprised most."""
    dyad, day = checked_dyad(first, second), day_of(on)
    own = events_of(record, events, dyad)
    series = measures.predictability(own, window, day)
    if _written(series, to, dyad):
        return
    last = series.row(-1, named=True)
    saved, usual = series.select(pl.col("bits").mean(), -pl.col("climatology").mean()).row(0)
    screen.print(
        f"{dyad_name(*dyad)}, {min(window, len(series))} weeks to {last['week']:%d %B %Y}: "
        f"{last['predictability']:+.3f} bits a week saved against climatology"
    )
    screen.print(f"whole record ({len(series):,} weeks): {saved:+.3f} of {usual:.3f} bits a week")
    if surprises:
        screen.print("The most surprising events:")
        told = measures.surprise(own, day).sort(["surprise", "date", "event"], descending=[True, False, False])
        listed = told.unique("event", keep="first", maintain_order=True).head(surprises)
        sentences = _sentences(listed["event"].to_list(), record if events is None else None)
        for row in listed.iter_rows(named=True):
            what = f"{row['date']}  {row['surprise']:4.1f} bits  {row['actor']} {row['event_type']} {row['recipient']}"
            screen.print(f"  {what}  {safe(sentences.get(row['event'], ''))}".rstrip())


@app.command()
def compare(
    states: Annotated[list[str], typer.Argument(help="Pairs of states, compared with the first.", metavar="STATE...")],
    others: Annotated[bool, typer.Option("--with", help="Stands before the other pairs.")] = False,
    on: Day = None,
    to: To = None,
    events: EventsFile = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Put dyads on one scale: detente compare USA CHN --with JPN CHN RUS USA."""
    if len(states) < 4 or len(states) % 2 or not others:
        raise typer.BadParameter("give two states, --with and pairs of states: USA CHN --with JPN CHN RUS USA")
    dyads = [checked_dyad(first, second) for first, second in zip(states[::2], states[1::2], strict=True)]
    frame = events_of(record, events, None)
    found = measures.compare(frame, dyads, day_of(on))
    if to is not None:
        write_frame(found, to)
        return
    if found.is_empty():
        screen.print("No events of these dyads that count by then.")
        raise typer.Exit(1)
    table = Table(box=None, pad_edge=False)
    headings = ("dyad", "month", "level", "90 % interval", "in a year", "events", f"below {' '.join(dyads[0])}")
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("dyad", "month") else "right")
    for row in found.iter_rows(named=True):
        change = "" if row["change"] is None else signed(row["change"])
        worse = "" if row["worse"] is None else percent(row["worse"])
        span = f"{signed(row['lower'])} to {signed(row['upper'])}"
        level, events_in = signed(row["level"]), f"{row['events']:.0f}"
        name = f"{row['first']} {row['second']}"
        table.add_row(name, f"{row['month']:%b %Y}", level, span, change, events_in, worse)
    screen.print(table)


def _say_level(series: pl.DataFrame, measure: Measure, by: Period) -> None:
    """Print where a series stands at its end, and since when it was not lower."""
    side = f"{series['actor'][0]} to {series['recipient'][0]}, " if "actor" in series.columns else ""
    low = measures.lowest_since(series.rename({by.value: "month"}), today())
    if low is None:
        return
    name = month_name if by is Period.MONTH else str
    since = f"lowest since {name(low.lower_before)}" if low.lower_before else "lowest since the record begins"
    stands = f"{side}{name(low.month)}: {signed(low.level)}{interval(series)} ({measure})"
    screen.print(f"{stands}, {since} (record from {name(low.first)})")


def _say_claim(claim: measures.Claim | None) -> None:
    if claim is None:
        return
    screen.print(claim_sentence(claim))
    if not claim.whole:
        screen.print(f"A {claim.years}-year low? The record cannot tell: it begins in {month_name(claim.first)}.")
        return
    screen.print(f"A {claim.years}-year low? {'Yes' if claim.holds else 'No'}: " + _verdict(claim))


def _verdict(claim: measures.Claim) -> str:
    if claim.year_lowest is None:
        return "there are no earlier twelve months to compare with."
    return f"probability {percent(claim.year_lowest)} that no earlier twelve months were lower."


def _give_turns(found: pl.DataFrame, to: Format | None, record: str | None) -> None:
    """Write turning points, or list them with the sentences of their events."""
    if to is not None:
        write_frame(found if to is not Format.CSV else found.with_columns(pl.col("events").list.join(" ")), to)
        return
    if found.is_empty():
        screen.print(f"No turning point that is {percent(1 - FALSE_SHARE)} sure.")
    sentences = _sentences(found["events"].explode().drop_nulls().to_list(), record)
    for row in found.iter_rows(named=True):
        moved = f"{signed(row['before'])} to {signed(row['after'])}"
        spread = f"spread {row['spread_before']:.1f} to {row['spread_after']:.1f}"
        screen.print(f"{row['date']}  {row['kind']}: {moved}, {spread}; probability {percent(row['probability'])}")
        for event in row["events"]:
            screen.print(safe(f"    {sentences.get(event, event)}"))


def _sentences(ids: list[str], record: str | None) -> dict[Any, Any]:
    """Give the first sentence that tells of each event, where there is a record."""
    if record is None:
        return {}
    with existing_record(record) as kept:
        evidence = kept.evidence(ids).unique("event", keep="first", maintain_order=True)
    return dict(evidence.select("event", "sentence").iter_rows())
