"""ICEWS Coded Event Data: the yearly and weekly `.tab` files of Harvard Dataverse, doi:10.7910/DVN/28075.

Parties are names: a state in `Source Country`, an organisation in `Source Name`, what it is in `Source Sectors`. An
event id is used again on other days (it is unique with its day), so rows are one event only where all of these agree.
"""

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout
from detente.record.datasets.resolving import Resolver, cameo_events
from detente.vocabulary.spellings import country_code, icews_sector, organisation_code

# Codes that lost their leading zero to a spreadsheet: ICEWS writes three or four digits, and no code from 205 to 999
# has three.
_SHORTENED = r"^([0-9]{1,2}|2(0[5-9]|[1-9][0-9])|[3-9][0-9]{2})$"


class Icews(Adapter):
    """Reads rows of ICEWS."""

    dataset = "icews"
    source = "ICEWS"

    def __init__(self) -> None:
        self._events = cameo_events()
        self._states = Resolver(lambda name: (country_code(name.strip()),), "state")
        self._organisations = Resolver(lambda name: (organisation_code(name.strip()),), "organisation")
        self._sectors = Resolver(lambda names: (icews_sector(names),), "sector")

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block."""
        given = pl.col("CAMEO Code").str.strip_chars()
        code = pl.when(given.str.contains(_SHORTENED)).then(pl.lit("0") + given).otherwise(given)
        rows = raw.with_columns(
            date=pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
            code=code,
            event=pl.col("Event ID"),
        )
        rows = self._events.join(rows, "code")
        for side, publisher in (("actor", "Source"), ("recipient", "Target")):
            rows = self._states.join(rows, f"{publisher} Country", f"{side}_")
            rows = self._organisations.join(rows, f"{publisher} Name", f"{side}_")
            rows = self._sectors.join(rows, f"{publisher} Sectors", f"{side}_")
        return rows.with_columns(
            actor=pl.coalesce("actor_state", "actor_organisation"),
            recipient=pl.coalesce("recipient_state", "recipient_organisation"),
            same=pl.struct("event", "code").hash(),
            fault=faulty(
                (pl.col("date").is_null(), "date is not YYYY-MM-DD"),
                (pl.col("known").is_null(), "no such CAMEO event code"),
            ),
        )
