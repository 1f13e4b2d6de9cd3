"""GDELT event files, 1.0 and 2.0.

Columns: GDELT Data Format Codebook V 1.03 (25 August 2013; 57 fields to March 2013, 58 since) and the Event Database
Data Format Codebook V2.0 (19 February 2015; 61 fields). Rows that share day, dyad, event root and place are one event:
GDELT codes every sentence, so that one visit makes a row for USA–CHN, for USAGOV–CHN and for USA–CHNGOV. An event of m
mentions weighs m / (m + 1): what is mentioned once is likelier a misreading, and however much is written of an event,
it weighs less than two events that are mentioned once each.
"""

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout
from detente.record.datasets.resolving import cameo_events, parties

_REDUCED = {
    "Date": "SQLDATE",
    "Source": "Actor1Code",
    "Target": "Actor2Code",
    "CAMEOCode": "EventCode",
    "NumArts": "NumMentions",
    "NumEvents": "rows",
    "ActionGeoLat": "ActionGeo_Lat",
    "ActionGeoLong": "ActionGeo_Long",
}
_STAMP = r"^\d{8}(\d{6})?$"


class Gdelt(Adapter):
    """Reads GDELT's rows."""

    dataset = "gdelt"
    source = "GDELT"

    def __init__(self) -> None:
        self._parties, self._events = parties(), cameo_events()

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block."""
        full = _completed(raw) if layout.name == "gdelt-1-reduced" else raw.with_columns(rows=pl.lit("1"))
        id_ = pl.col("GLOBALEVENTID")
        place = [pl.col(name).cast(pl.Float32, strict=False) for name in ("ActionGeo_Lat", "ActionGeo_Long")]
        rows = full.select(
            "line",
            "Actor1Code",
            "Actor2Code",
            date=pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False),
            code=pl.col("EventCode"),
            event=id_,
            tie=pl.coalesce(id_.cast(pl.UInt64, strict=False), id_.hash()),
            mentions=pl.col("NumMentions").cast(pl.Int64, strict=False),
            rows=pl.col("rows").cast(pl.Int64, strict=False),
            same=pl.struct(pl.col("EventCode").str.slice(0, 2), *place).hash(),
            stamped=pl.col("DATEADDED").str.contains(_STAMP).fill_null(False),
        )
        rows = self._events.join(rows, "code")
        for column, side in (("Actor1Code", "actor"), ("Actor2Code", "recipient")):
            rows = self._parties.join(rows, column, side + "_")
        return rows.rename({"actor_party": "actor", "recipient_party": "recipient"}).with_columns(
            fault=faulty(
                (pl.col("date").is_null(), "date is not YYYYMMDD"),
                (pl.col("known").is_null(), "no such CAMEO event code"),
                (pl.col("mentions").is_null() | (pl.col("mentions") < 1), "mentions are no number from 1"),
                (pl.col("rows").is_null(), "events are no number"),
                (~pl.col("stamped"), "DATEADDED is no date: columns are missing or displaced"),
            )
        )


def _completed(raw: pl.DataFrame) -> pl.DataFrame:
    """Give rows of the reduced file ids of their own and a stamp; its article counts stand for mentions."""
    event = pl.concat_str("SQLDATE", "Actor1Code", "Actor2Code", "EventCode", separator="-", ignore_nulls=True)
    return raw.rename(_REDUCED).with_columns(GLOBALEVENTID=event, DATEADDED="SQLDATE")
