"""Charts, drawn with Altair."""

from pathlib import Path

import altair as alt
import polars as pl

_QUADS = ["material cooperation", "verbal cooperation", "verbal conflict", "material conflict"]
_COLOURS = ["#1b7f6b", "#7cc6a4", "#e9a15b", "#c0392b"]
_WIDTH = 860
Drawing = alt.LayerChart | alt.VConcatChart


def index_chart(series: pl.DataFrame, events: pl.DataFrame | None = None) -> Drawing:
    """Draw an index by month, and under it the events to hover over, on one time axis that a drag zooms.

    Args:
        series: `month, level` (or `week`, `day`), with `lower, upper` if the band between is to be drawn.
        events: `date, intensity, quad_class, what, sentence`; leave out for the line alone.

    """
    known = series.drop_nulls("level").rename({series.columns[0]: "month"})
    zoom = alt.selection_interval(encodings=["x"], bind="scales")
    line = (
        alt.Chart(known)
        .mark_line(interpolate="step-after", color="#243b53", strokeWidth=1.8)
        .encode(
            x=alt.X("month:T", title=None),
            y=alt.Y("level:Q", title="index"),
            tooltip=[alt.Tooltip("month:T", format="%B %Y"), alt.Tooltip("level:Q", format="+.2f")],
        )
    )
    zero = alt.Chart(pl.DataFrame({"level": [0.0]})).mark_rule(color="#b0b8c1").encode(y="level:Q")
    top: alt.LayerChart = alt.LayerChart(layer=[*_band(known), zero, line], width=_WIDTH, height=240)
    if events is None or events.is_empty():
        return top
    points = (
        alt.Chart(events)
        .mark_circle(size=38, opacity=0.75)
        .encode(
            x=alt.X("date:T", title=None),
            y=alt.Y("intensity:Q", title="intensity", scale=alt.Scale(domain=[-10, 10])),
            color=alt.Color("quad_class:N", title=None, scale=alt.Scale(domain=_QUADS, range=_COLOURS)),
            tooltip=["date:T", "what:N", "sentence:N"],
        )
        .properties(width=_WIDTH, height=150)
    )
    both = alt.VConcatChart(vconcat=[top.add_params(zoom), points], config=alt.Config(legend={"orient": "bottom"}))
    drawn: alt.VConcatChart = both.resolve_scale(x="shared")
    return drawn


def _band(known: pl.DataFrame) -> list[alt.Chart]:
    """Draw the interval behind the line, if there is one."""
    if "lower" not in known.columns:
        return []
    area = alt.Chart(known).mark_area(interpolate="step-after", color="#9fb3c8", opacity=0.45)
    return [area.encode(x="month:T", y="lower:Q", y2="upper:Q")]


def save_svg(chart: Drawing, path: Path) -> None:
    """Write a chart as an SVG file."""
    chart.save(str(path), format="svg")
