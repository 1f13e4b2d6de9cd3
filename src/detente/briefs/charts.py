"""Charts, drawn with Altair."""

from pathlib import Path
from typing import Any

import altair as alt
import polars as pl

_QUADS = ["material cooperation", "verbal cooperation", "verbal conflict", "material conflict"]
_COLOURS = ["#1b7f6b", "#7cc6a4", "#e9a15b", "#c0392b"]
_INK, _FAINT, _RULE = "#243b53", "#52606d", "#b0b8c1"
_WIDTH = 860
_LOOK: dict[str, Any] = {
    "font": "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    "legend": {"orient": "bottom", "labelColor": _FAINT},
    "axis": {
        "gridColor": "#e8ecf0",
        "domainColor": _RULE,
        "tickColor": _RULE,
        "labelColor": _FAINT,
        "titleColor": _FAINT,
        "titleFontWeight": "normal",
    },
    "view": {"stroke": None},
}
Drawing = alt.LayerChart | alt.VConcatChart


def index_chart(series: pl.DataFrame, events: pl.DataFrame | None = None) -> Drawing:
    """Draw an index by month, and under it the events to hover over, on one time axis that a drag zooms.

    Args:
        series: `month, level` (or `week`, `day`), with `lower, upper` if the band between is to be drawn.
        events: `date, intensity, quad_class, what, sentence`; leave out for the line alone.

    """
    known = series.drop_nulls("level").rename({series.columns[0]: "month"})
    known = known.with_columns(end=pl.col("month").dt.offset_by("1mo"))
    layers = [*_band(known), _zero(), _line(known)]
    if events is None or events.is_empty():
        return alt.LayerChart(layer=layers, width=_WIDTH, height=240, config=alt.Config(**_LOOK))
    zoom = alt.selection_interval(encodings=["x"], bind="scales")
    layers = [*_band(known), _zero(), _line(known).add_params(zoom), _months(known)]
    top = alt.LayerChart(layer=layers, width=_WIDTH, height=240)
    both = alt.VConcatChart(vconcat=[top, _points(events)], config=alt.Config(**_LOOK))
    drawn: alt.VConcatChart = both.resolve_scale(x="shared")
    return drawn


def _zero() -> alt.Chart:
    rule: alt.Chart = alt.Chart(pl.DataFrame({"level": [0.0]})).mark_rule(color=_RULE).encode(y="level:Q")
    return rule


def _line(known: pl.DataFrame) -> alt.Chart:
    """Draw the level as steps; the last month is as long as the others."""
    end = known.tail(1).with_columns(month=pl.col("end"))
    line: alt.Chart = (
        alt.Chart(pl.concat([known, end]).select("month", "level"))
        .mark_line(interpolate="step-after", color=_INK, strokeWidth=1.8)
        .encode(x=alt.X("month:T", title=None), y=alt.Y("level:Q", title="index"))
    )
    return line


def _months(known: pl.DataFrame) -> alt.Chart:
    """Lay an unseen column over each month to hover over: a line itself has one tooltip for all its months."""
    columns: alt.Chart = (
        alt.Chart(known)
        .mark_rect(opacity=0)
        .encode(
            x=alt.X("month:T", title=None),
            x2="end:T",
            tooltip=[
                alt.Tooltip("month:T", format="%B %Y"),
                alt.Tooltip("level:Q", title="index", format="+.2f"),
            ],
        )
    )
    return columns


def _points(events: pl.DataFrame) -> alt.Chart:
    points: alt.Chart = (
        alt.Chart(events, width=_WIDTH, height=150)
        .mark_circle(size=38, opacity=0.75)
        .encode(
            x=alt.X("date:T", title=None),
            y=alt.Y("intensity:Q", title="intensity", scale=alt.Scale(domain=[-10, 10])),
            color=alt.Color("quad_class:N", title=None, scale=alt.Scale(domain=_QUADS, range=_COLOURS)),
            tooltip=[
                alt.Tooltip("date:T", format="%-d %B %Y"),
                alt.Tooltip("what:N", title="event"),
                alt.Tooltip("intensity:Q", format="+.1f"),
                alt.Tooltip("sentence:N"),
            ],
        )
    )
    return points


def _band(known: pl.DataFrame) -> list[alt.Chart]:
    """Draw the interval behind the line, if there is one."""
    if "lower" not in known.columns:
        return []
    area = alt.Chart(known).mark_area(interpolate="step-after", color="#9fb3c8", opacity=0.45)
    return [area.encode(x="month:T", y="lower:Q", y2="upper:Q")]


def save_svg(chart: Drawing, path: Path) -> None:
    """Write a chart as an SVG file."""
    chart.save(str(path), format="svg")
