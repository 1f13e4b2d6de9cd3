"""The brief: one HTML page that needs no network."""

import json
from datetime import date
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import vl_convert
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from detente.briefs.charts import index_chart
from detente.briefs.summary import Summary, dyad_name, month_name, summarise
from detente.ledger import board, view
from detente.record import Record
from detente.vocabulary.issues import channels
from detente.vocabulary.states import state_name

_LATEST = 40
_templates = Environment(loader=PackageLoader("detente.briefs"), autoescape=True)
_templates.filters["month"] = month_name
_templates.filters["state"] = state_name


def render_brief(record: Record, first: str, second: str, *, measure: str, on: date) -> str:
    """Render the brief on a dyad as it stands on a day.

    All text from reports is escaped; links are kept only where they are plain web addresses.
    """
    events = record.events(first, second).filter(pl.col("date") <= on)
    summary = summarise(events, first, second, measure, on)
    evidence = record.evidence(events["event"].unique())
    told = {row["event"]: row for row in evidence.iter_rows(named=True)}
    pieces: dict[str, list[dict[str, Any]]] = {}
    for row in evidence.iter_rows(named=True):
        pieces.setdefault(row["event"], []).append(row | {"link": web_address(row["url"])})
    latest = _once_each(events).sort("date", "event", descending=[True, False]).head(_LATEST)
    return _templates.get_template("brief.html.j2").render(
        title=dyad_name(first, second),
        summary=summary,
        counts=record.counts(),
        latest=list(latest.iter_rows(named=True)),
        pieces=pieces,
        turns=_turns(summary, told),
        board=board(record.channel_changes(), first, second, on),
        channel_names={channel.key: channel.name for channel in channels()},
        ledger=_ledger(record, first, second, on),
        chart=_embedded(summary, _to_hover(events, told)),
        version=version("detente"),
        bundle=Markup(_in_script(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))),
    )


def _ledger(record: Record, first: str, second: str, on: date) -> list[dict[str, Any]]:
    """Give the latest asks, pledges and refusals with what became of them by a day."""
    frame = view(record, on, None, (first, second)).filter(pl.col("kind") != "assessment")
    return frame.sort("made_on", "id", descending=[True, False]).head(_LATEST).to_dicts()


def web_address(url: str | None) -> str | None:
    """Keep an address only if it is a plain web address: reports may carry anything."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _once_each(events: pl.DataFrame) -> pl.DataFrame:
    """Give each event one row, its states joined."""
    actors = pl.col("actor").unique(maintain_order=True)
    recipients = pl.col("recipient").drop_nulls().unique(maintain_order=True)
    columns = ("date", "date_precision", "event_type", "mode", "quad_class", "intensity", "status", "confidence")
    kept = [pl.col(name).first() for name in columns]
    mutual = pl.col("weight").first() < 1
    return events.group_by("event", maintain_order=True).agg(*kept, actors=actors, recipients=recipients, mutual=mutual)


def _to_hover(events: pl.DataFrame, told: dict[str, Any]) -> pl.DataFrame:
    counted = _once_each(events).filter(pl.col("status").is_in(["actual", "historical"]))
    rows = [
        {
            "date": row["date"],
            "intensity": row["intensity"],
            "quad_class": row["quad_class"],
            "what": f"{'+'.join(row['actors'])} {row['event_type']}"
            + ("" if row["mutual"] else f" {'+'.join(row['recipients'])}"),
            "sentence": told[row["event"]]["sentence"],
        }
        for row in counted.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _turns(summary: Summary, told: dict[str, Any]) -> list[dict[str, Any]]:
    return [row | {"told": told.get(row["event"])} for row in summary.turns.iter_rows(named=True)]


def _embedded(summary: Summary, events: pl.DataFrame) -> Markup:
    """Give the chart as JSON that cannot end the script element it stands in."""
    spec = index_chart(summary.series, events).to_dict() if len(summary.series) else {}
    return Markup(json.dumps(spec, default=str).replace("<", "\\u003c"))


def _in_script(code: str) -> str:
    return code.replace("</script", "<\\/script")
