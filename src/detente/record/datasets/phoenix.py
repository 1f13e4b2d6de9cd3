"""Phoenix event data: the Cline Center's historical set (CSV) and the Open Event Data Alliance's daily files.

Columns: variable descriptions of the Cline Center Historical Phoenix Event Data; phoenixdata.org/description for the
daily files. Both were filtered by their makers to one event a day, dyad and code.
"""

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout
from detente.record.datasets.resolving import cameo_events, parties

_REAL_TIME = {
    "EventID": "eid",
    "SourceActorFull": "source",
    "TargetActorFull": "target",
    "EventCode": "code",
    "EventRootCode": "root_code",
}


class Phoenix(Adapter):
    """Reads rows of both sets."""

    dataset = "phoenix"
    source = "Phoenix"

    def __init__(self) -> None:
        self._parties, self._events = parties(), cameo_events()

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block; the root code tells where a code has lost its leading zero."""
        historical = layout.name == "phoenix-historical"
        rows = raw if historical else raw.rename(_REAL_TIME)
        padded = [pl.col(name).str.zfill(width) for name, width in (("year", 4), ("month", 2), ("day", 2))]
        day = pl.concat_str(*padded) if historical else pl.col("Date")
        root = pl.col("root_code").str.zfill(2)
        code = pl.when(pl.col("code").str.starts_with(root)).then("code").otherwise(pl.lit("0") + pl.col("code"))
        rows = rows.with_columns(date=day.str.to_date("%Y%m%d", strict=False), code=code, event=pl.col("eid"))
        rows = self._events.join(rows, "code")
        rows = self._parties.join(rows, "source", "actor_")
        rows = self._parties.join(rows, "target", "recipient_")
        return rows.rename({"actor_party": "actor", "recipient_party": "recipient"}).with_columns(
            same=pl.struct("event", "code").hash(),
            fault=faulty(
                (pl.col("date").is_null(), "no such day"),
                (pl.col("known").is_null(), "no such CAMEO event code"),
            ),
        )
