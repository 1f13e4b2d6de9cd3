"""The commands of the ledger: `ledger`, `rebuild`."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.markup import escape
from rich.table import Table

from detente.cli.app import app
from detente.cli.options import (
    DEFAULT_RECORD,
    Coding,
    Day,
    Jobs,
    Model,
    OwnIssues,
    RecordPath,
    checked_dyad,
    day_of,
    existing_record,
    notices,
    rebuild_with_progress,
    screen,
    today,
)
from detente.coding import Stages
from detente.coding.parallel import make_coder
from detente.coding.parser import DEFAULT_MODEL
from detente.ledger import STATES, board, changes_of, ledger_reader, settle, view
from detente.ledger.checks import due
from detente.ledger.output import ledger_line, standing_line
from detente.ledger.trust import answers, kept_pledges
from detente.record import Record
from detente.vocabulary.issues import Issues, channels
from detente.vocabulary.tables import VocabularyError


class Kind(StrEnum):
    """The kinds of entries."""

    ASK = "ask"
    PLEDGE = "pledge"
    REFUSAL = "refusal"
    ASSESSMENT = "assessment"


class To(StrEnum):
    """What the ledger is written as."""

    CSV = "csv"
    JSONL = "jsonl"


_Words = Annotated[
    list[str],
    typer.Argument(metavar="STATE STATE | confirm ID STATE | undo ID | forget ID", help="A dyad; or a decision."),
]


@app.command()
def ledger(
    words: _Words,
    kind: Annotated[Kind | None, typer.Option(help="Only entries of this kind.")] = None,
    issue: Annotated[str | None, typer.Option(help="Only entries on this issue.")] = None,
    on: Day = None,
    show_channels: Annotated[bool, typer.Option("--channels", help="The board of channels instead.")] = False,
    assessments: Annotated[bool, typer.Option("--assessments", help="The assessments that are due.")] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="Pledges met, days to an answer, balance of asks.")
    ] = False,
    issues: OwnIssues = None,
    to: Annotated[To | None, typer.Option(help="Write csv or jsonl instead of a table.")] = None,
    record: RecordPath = DEFAULT_RECORD,
) -> None:
    """Show who asked, promised and refused what between two states, and what became of it.

    `confirm ID STATE` fixes the state of an entry, `undo ID` puts it back to open; both stick. `forget ID` drops that.
    """
    if words and words[0] in ("confirm", "undo", "forget"):
        _decide(words, record)
        return
    if len(words) != 2:
        raise typer.BadParameter("name two states, as in USA CHN; or confirm ID STATE, undo ID, forget ID")
    dyad = checked_dyad(*words)
    own = _own_issues(issues)
    with existing_record(record) as kept:
        if not kept.is_settled():
            settle(kept)
        day = day_of(on) or kept.last_report_date() or today()
        if show_channels:
            _show_board(kept, dyad, day, to)
            return
        frame = view(kept, day, own, dyad) if on or own else kept.ledger(*dyad)
        if assessments:
            _show_assessments(due(frame, kept.events(*dyad), day), to)
            return
    if summary:
        _show_summary(frame, day, to)
        return
    _show_entries(_chosen(frame, kind, issue), to)


def _own_issues(path: Path | None) -> Issues | None:
    if path is None:
        return None
    try:
        return Issues(path)
    except (OSError, VocabularyError) as error:
        raise typer.BadParameter(str(error)) from error


def _chosen(frame: pl.DataFrame, kind: Kind | None, issue: str | None) -> pl.DataFrame:
    if kind is not None:
        frame = frame.filter(pl.col("kind") == str(kind))
    return frame.filter(pl.col("issues").list.contains(issue)) if issue is not None else frame


def _decide(words: list[str], where: str) -> None:
    wanted = {"confirm": 3, "undo": 2, "forget": 2}[words[0]]
    if len(words) != wanted:
        raise typer.BadParameter("give confirm ID STATE, undo ID, or forget ID")
    state = {"confirm": words[-1], "undo": "open", "forget": None}[words[0]]
    if state is not None and state not in STATES:
        raise typer.BadParameter(f"{state!r} is no state; give one of: {', '.join(STATES)}")
    with existing_record(where) as kept:
        if words[1] not in {id_ for id_, _, _ in kept.entries()}:
            raise typer.BadParameter(f"{words[1]} is no entry of this record; `--to jsonl` shows the ids")
        kept.decide(words[1], state, today())
        settle(kept)
    screen.print(f"{words[1]}: {state or 'left to the reports'}")


def _write_lines(lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _write(lines: list[dict[str, Any]], to: To) -> None:
    if to is To.JSONL:
        _write_lines(lines)
        return
    flat = [{k: "; ".join(map(_cell, v)) if isinstance(v, list) else v for k, v in line.items()} for line in lines]
    sys.stdout.write(pl.DataFrame(flat, infer_schema_length=None).write_csv())


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['report']}[{value['start']}:{value['end']}] {value['text']}"
    return str(value)


def _show_entries(frame: pl.DataFrame, to: To | None) -> None:
    if to is not None:
        _write([ledger_line(row) for row in frame.iter_rows(named=True)], to)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "made", "by", "kind", "to", "what", "state", "since", "evidence"):
        table.add_column(heading, overflow="fold")
    for row in frame.iter_rows(named=True):
        kind = f"{row['firmness']} {row['kind']}" if row["firmness"] else row["kind"]
        shown = [change["text"] for change in row["changes"] if change["text"]]
        cells = (
            *(row["id"], row["made_on"].isoformat(), row["by"] or "", kind, row["to"] or "", row["what"], row["state"]),
            *(row["state_since"].isoformat() if row["state_since"] else "", shown[-1] if shown else ""),
        )
        table.add_row(*(escape(cell) for cell in cells))
    screen.print(table)


def _show_board(kept: Record, dyad: tuple[str, str], day: date, to: To | None) -> None:
    standing = board(changes_of(kept), *dyad, day)
    if to is not None:
        _write([standing_line(each) for each in standing], to)
        return
    names = {channel.key: channel.name for channel in channels()}
    table = Table(box=None, pad_edge=False)
    for heading in ("channel", "state", "since", "last told", "evidence"):
        table.add_column(heading, overflow="fold")
    for each in standing:
        last = max(change.since for change in each.evidence)
        shown = each.evidence[0].evidence.text
        cells = (names[each.channel], each.state, each.since.isoformat(), last.isoformat(), shown)
        table.add_row(*(escape(cell) for cell in cells))
    screen.print(table)


def _show_assessments(claims: list[dict[str, Any]], to: To | None) -> None:
    if to is not None:
        _write([ledger_line(claim) | {"record_says": claim["record_says"]} for claim in claims], to)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("made", "by", "speaker", "claim", "due", "the record says"):
        table.add_column(heading, overflow="fold")
    for claim in claims:
        cells = (
            claim["made_on"].isoformat(),
            claim["by"],
            claim["speaker"],
            claim["what"],
            claim["due_on"].isoformat(),
        )
        table.add_row(*(escape(cell or "") for cell in (*cells, claim["record_says"])))
    screen.print(table)


def _show_summary(frame: pl.DataFrame, day: date, to: To | None) -> None:
    shares, waits = kept_pledges(frame, day), answers(frame)
    if to is not None:
        _write([*shares.to_dicts(), *waits.to_dicts()] if to is To.JSONL else shares.to_dicts(), to)
        return
    table = Table(box=None, pad_edge=False, title="pledges met in time, with 90 % interval", title_justify="left")
    for heading in ("by", "issue", "period", "firmness", "pledges", "met", "share", "5 %", "95 %"):
        table.add_column(heading)
    for row in shares.iter_rows(named=True):
        figures = [f"{row[name]:.2f}" for name in ("share", "low", "high")]
        table.add_row(*(escape(str(row[n])) for n in ("by", "issue", "period", "firmness", "pledges", "met")), *figures)
    screen.print(table)
    screen.print("A pledge counts as met only where a later report shows it: the shares are lower bounds.")
    for row in waits.iter_rows(named=True):
        days = f", the median answer after {row['median_days']:.0f} days" if row["median_days"] is not None else ""
        screen.print(
            f"{row['by']} made {row['asks']} asks ({row['balance']:.0%} of all): {row['granted']} met or partly met, "
            f"{row['refused']} refused{days}"
        )


@app.command()
def rebuild(
    record: RecordPath = DEFAULT_RECORD,
    model: Model = DEFAULT_MODEL,
    stages: Coding = Stages.CLASSIFIER,
    jobs: Jobs = 1,
) -> None:
    """Code every report of a record again and settle its ledger; what an analyst decided stays."""
    with existing_record(record) as kept:
        outcome = rebuild_with_progress(
            kept, make_coder(model, stages, jobs, ledger_reader(classifier=stages is Stages.CLASSIFIER))
        )
    notices.print(f"{outcome.added:,} reports coded again with {outcome.events:,} events")
