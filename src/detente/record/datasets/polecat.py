"""POLECAT: the yearly and weekly tab-separated files of Harvard Dataverse, doi:10.7910/DVN/AJGVIT.

Its types and modes are PLOVER's own. A party may be several states (`USA; CHN`): such an event becomes a row for each
pair, as in the record; one with several actors and no recipient is reciprocal and its pairs weigh one half each way.
"""

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout
from detente.record.datasets.resolving import Resolver, Values
from detente.vocabulary.event_types import EventType, modes
from detente.vocabulary.spellings import country_code

_NOTHING = ["", "None", "NULL", "NA"]


def _type_and_mode(text: str) -> Values:
    kind, _, mode = text.partition("/")
    if kind not in EventType.__members__:
        return None, None, None
    return kind, (mode if mode in modes(EventType(kind)) else None), "yes"


def _listed(column: str) -> pl.Expr:
    parts = pl.col(column).fill_null("").str.replace_all("|", ";", literal=True).str.split(";")
    return parts.list.eval(pl.element().str.strip_chars().filter(~pl.element().str.strip_chars().is_in(_NOTHING)))


def _spread(parties: str, sectors: str) -> pl.Expr:
    """Give each party its sector: by position where there are as many, the one there is to all, else none."""
    wanted = pl.col(parties).list.len()
    one = pl.when(pl.col(sectors).list.len() == 1).then(pl.col(sectors).list.first())
    return pl.when(pl.col(sectors).list.len() == wanted).then(pl.col(sectors)).otherwise(one.repeat_by(wanted))


def _or_nobody(column: str) -> pl.Expr:
    nobody = pl.lit(None, pl.String).implode()
    return pl.when(pl.col(column).list.len() > 0).then(pl.col(column)).otherwise(nobody)


class Polecat(Adapter):
    """Reads rows of POLECAT."""

    dataset = "polecat"
    source = "POLECAT"

    def __init__(self) -> None:
        self._events = Resolver(_type_and_mode, "event_type", "mode", "known")
        self._states = Resolver(lambda name: (country_code(name),), "code")

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block: a row for each pair of actor and recipient."""
        mode = pl.col("Event Mode").fill_null("").str.to_lowercase()
        rows = raw.select(
            "line",
            date=pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
            event=pl.col("Event ID"),
            code=pl.col("Event Type").str.strip_chars().str.to_uppercase() + "/" + mode.str.strip_chars(),
            actor_name=_listed("Actor Country"),
            actor_sector=_listed("Primary Actor Sector"),
            recipient_name=_listed("Recipient Country"),
            recipient_sector=_listed("Primary Recipient Sector"),
        )
        rows = self._events.join(rows, "code")
        return self._named(_pairs(rows)).with_columns(
            code=pl.col("code").str.strip_suffix("/").str.strip_suffix("/none"),
            same=pl.struct("event", "code").hash(),
            fault=faulty(
                (pl.col("date").is_null(), "date is not YYYY-MM-DD"),
                (pl.col("known").is_null(), "no such PLOVER event type"),
            ),
        )

    def _named(self, rows: pl.DataFrame) -> pl.DataFrame:
        for side in ("actor", "recipient"):
            rows = self._states.join(rows, f"{side}_name", f"{side}_")
        named = rows.rename({"actor_code": "actor", "recipient_code": "recipient"})
        return named.filter(~(pl.col("reciprocal") & pl.col("actor").eq_missing(pl.col("recipient"))))


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    reciprocal = (pl.col("recipient_name").list.len() == 0) & (pl.col("actor_name").list.len() > 1)
    both = rows.with_columns(
        reciprocal=reciprocal,
        actor_sector=_spread("actor_name", "actor_sector"),
        recipient_sector=_spread("recipient_name", "recipient_sector"),
    )
    turned = pl.col("reciprocal")
    full = both.with_columns(
        recipient_name=pl.when(turned).then("actor_name").otherwise("recipient_name"),
        recipient_sector=pl.when(turned).then("actor_sector").otherwise("recipient_sector"),
        weight=pl.when(turned).then(0.5).otherwise(1.0),
    ).with_columns(
        _or_nobody(side + part).alias(side + part) for side in ("actor", "recipient") for part in ("_name", "_sector")
    )
    exploded = full.explode("actor_name", "actor_sector")
    return exploded.explode("recipient_name", "recipient_sector")
