"""The brief: one HTML page that needs no network."""

import json
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import vl_convert
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from detente.briefs.charts import index_chart
from detente.briefs.printing import one_line
from detente.briefs.summary import Summary, day_name, dyad_name, month_name, once_each, signed, summarise
from detente.ledger import board, changes_of, view
from detente.record import Record
from detente.vocabulary.issues import channels
from detente.vocabulary.states import state_name

_LATEST = 40
_templates = Environment(loader=PackageLoader("detente.briefs"), autoescape=True)
_templates.filters["month"] = month_name
_templates.filters["state"] = state_name
_templates.filters["one_line"] = one_line
_templates.filters["day"] = day_name
_templates.filters["signed"] = signed
_DRAW = """
const spec = JSON.parse(document.getElementById("spec").textContent);
if (spec.$schema) vegaEmbed("#chart", spec, {actions: false, renderer: "svg"});
"""


def _in_script(code: str) -> str:
    return code.replace("</script", "<\\/script")


@cache
def _scripts() -> tuple[Markup, ...]:
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return tuple(Markup(_in_script(code)) for code in (bundle, _DRAW))


def _policy() -> str:
    """Give the page's security policy: it loads nothing, and runs no script but ours.

    Vega compiles its expressions, hence `unsafe-eval`; no expression in the page comes from a report.
    """
    digests = (b64encode(sha256(code.encode()).digest()).decode() for code in _scripts())
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'unsafe-eval' {allowed}"


def render_brief(record: Record, first: str, second: str, *, measure: str, on: date) -> str:
    """Render the brief on a dyad as it stands on a day.

    All text from reports is escaped; links are kept only where they are plain web addresses.
    """
    events = record.events(first, second).filter(pl.col("date") <= on)
    summary = summarise(events, first, second, measure, on)
    evidence = record.evidence(events["event"].unique())
    told: dict[str, Any] = {}  # the earliest piece of each event
    pieces: dict[str, list[dict[str, Any]]] = {}
    for row in evidence.iter_rows(named=True):
        told.setdefault(row["event"], row)
        pieces.setdefault(row["event"], []).append(row | {"link": web_address(row["url"])})
    latest = once_each(events).sort("date", "event", descending=[True, False]).head(_LATEST)
    return _templates.get_template("brief.html.j2").render(
        title=dyad_name(first, second),
        summary=summary,
        counts=record.counts(),
        latest=list(latest.iter_rows(named=True)),
        pieces=pieces,
        turns=_turns(summary, pieces),
        board=board(changes_of(record), first, second, on),
        channel_names={channel.key: channel.name for channel in channels()},
        ledger=_ledger(record, first, second, on),
        chart=_embedded(summary, _to_hover(events, told)),
        version=version("detente"),
        scripts=_scripts(),
        policy=_policy(),
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


def _to_hover(events: pl.DataFrame, told: dict[str, Any]) -> pl.DataFrame:
    counted = once_each(events).filter(pl.col("status").is_in(["actual", "historical"]))
    rows = [
        {
            "date": row["date"],
            "intensity": row["intensity"],
            "quad_class": row["quad_class"],
            "what": f"{'+'.join(row['actors'])} {row['event_type']}"
            + ("" if row["mutual"] else f" {'+'.join(row['recipients'])}"),
            "sentence": one_line(told[row["event"]]["sentence"]),
        }
        for row in counted.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def _turns(summary: Summary, pieces: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [row | {"pieces": pieces.get(row["event"], [])[:1]} for row in summary.turns.iter_rows(named=True)]


def _embedded(summary: Summary, events: pl.DataFrame) -> Markup:
    """Give the chart as JSON that cannot end the script element it stands in."""
    spec = index_chart(summary.series, events).to_dict() if len(summary.series) else {}
    return Markup(json.dumps(spec, default=str).replace("<", "\\u003c"))
