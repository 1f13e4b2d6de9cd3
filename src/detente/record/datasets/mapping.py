"""Any table with a small mapping file: which of its columns are ours, and how they are written.

The mapping is TOML. `[columns]` names, for each of our columns, the table's own: `date`, `actor` and `event` at least;
`recipient`, `mode`, `actor_sector`, `recipient_sector`, `id`, `status`, `confidence`, `weight` and `mentions` if there
are any. `[format]` says how they are written: `name` (goes to the frame's `source`), `date` (as strftime writes it; ISO
if not given), `events` (`CAMEO` or `PLOVER`), `actors` (`states`: ISO 3166 codes or names; or `CAMEO`), `separator`.
A file is CSV (or tab-separated, which its header shows) or Parquet.
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout, named_columns
from detente.record.datasets.problems import DatasetError
from detente.record.datasets.resolving import Resolver, Values, cameo_events, parties, plover_events
from detente.vocabulary.event_types import EventType, Status, modes
from detente.vocabulary.spellings import country_code, organisation_code

_REQUIRED = ("date", "actor", "event")
_OPTIONAL = (
    "recipient",
    "mode",
    "actor_sector",
    "recipient_sector",
    "id",
    "status",
    "confidence",
    "weight",
    "mentions",
)
_FORMAT = {"name": "mapping", "date": "%Y-%m-%d", "events": "PLOVER", "actors": "states", "separator": ","}
_CHOICES = {"events": ("CAMEO", "PLOVER"), "actors": ("states", "CAMEO")}
_NUMBERS = {"confidence": pl.Float64, "weight": pl.Float64, "mentions": pl.Int64}
_TEXTS = {
    "date": "day",
    "event": "code",
    "mode": "mode_text",
    "actor": "actor_text",
    "recipient": "recipient_text",
    "actor_sector": "actor_given",
    "recipient_sector": "recipient_given",
}
_MODES = [[kind.value, mode] for kind in EventType for mode in sorted(modes(kind))]


def read_mapping(path: Path) -> "Mapping":
    """Read a mapping file.

    Raises:
        DatasetError: it is no TOML, lacks a column that it must name, or has a word that it may not have.

    """
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DatasetError(f"{path}: {error}; correct the mapping") from None
    columns, form = tables.get("columns", {}), tables.get("format", {})
    _check(path, set(tables) - {"columns", "format"}, "table", ("columns", "format"))
    _check(path, set(columns) - {*_REQUIRED, *_OPTIONAL}, "column", (*_REQUIRED, *_OPTIONAL))
    _check(path, set(form) - set(_FORMAT), "format", tuple(_FORMAT))
    for name in _REQUIRED:
        if name not in columns:
            raise DatasetError(f"{path}: [columns] does not say which column is {name}; add it, as in {name} = '…'")
    for name, allowed in _CHOICES.items():
        if form.get(name, allowed[0]) not in allowed:
            raise DatasetError(f"{path}: {name} = {form[name]!r} in [format]; it can be {' or '.join(allowed)}")
    return Mapping(columns, _FORMAT | form, text)


def _check(path: Path, unknown: set[str], kind: str, known: tuple[str, ...]) -> None:
    if unknown:
        raise DatasetError(f"{path}: no such {kind}: {', '.join(sorted(unknown))}; there are {', '.join(known)}")


class Mapping(Adapter):
    """Reads a table's rows as a mapping file says."""

    dataset = "mapping"

    def __init__(self, columns: dict[str, str], form: dict[str, Any], text: str) -> None:
        self._columns, self._form = columns, form
        self.source, self.settings = form["name"], text
        self._events = cameo_events() if form["events"] == "CAMEO" else plover_events()
        self._parties = parties() if form["actors"] == "CAMEO" else Resolver(_named_party, "party", "sector")

    def recognise(self, head: bytes, file: str) -> Layout:
        """Find the mapping's columns in a table's header."""
        header = head.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
        needs = tuple(dict.fromkeys(self._columns.values()))
        separator = "\t" if "\t" in header else self._form["separator"]
        layout = Layout("mapping", (), needs, separator, header=True, quoted=separator != "\t")
        names = named_columns(layout, [header])
        missing = [name for name in needs if name not in names]
        if missing:
            what = f"no column {', '.join(missing)}; the header has {', '.join(names)[:200]}"
            raise DatasetError(f"{file} line 1: {what}. Correct the mapping, or its separator")
        return replace(layout, columns=names)

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block; rows that agree in their id (or, without ids, in all that is said) are one event."""
        rows = self._ours(raw)
        rows = self._events.join(rows, "code")
        for side in ("actor", "recipient"):
            rows = self._parties.join(rows, f"{side}_text", f"{side}_")
        known = pl.concat_list("event_type", "mode_text").is_in(_MODES)
        said = pl.concat_str("day", "actor_text", "recipient_text", "code", separator="-", ignore_nulls=True)
        return rows.with_columns(
            actor=pl.col("actor_party"),
            recipient=pl.col("recipient_party"),
            mode=pl.when(known).then("mode_text").otherwise("mode"),
            event=pl.coalesce("id", said),
            same=pl.coalesce(pl.col("id"), pl.concat_str("code", "mode_text", "status", ignore_nulls=True)).hash(),
            **{f"{side}_sector": pl.coalesce(f"{side}_given", f"{side}_sector") for side in ("actor", "recipient")},
            fault=faulty(*self._tests()),
        )

    def _ours(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Give the columns our names; those that the mapping does not have are null, the status `actual`."""
        mapped = {name: pl.col(theirs) for name, theirs in self._columns.items()}
        unmapped = dict.fromkeys((*_REQUIRED, *_OPTIONAL), pl.lit(None, pl.String)) | {"status": pl.lit("actual")}
        rows = raw.select("line", **(unmapped | mapped)).rename(_TEXTS | {name: f"{name}_text" for name in _NUMBERS})
        numbers = {name: pl.col(f"{name}_text").cast(kind, strict=False) for name, kind in _NUMBERS.items()}
        day = pl.coalesce(pl.col("day").str.to_date(form, strict=False) for form in (self._form["date"], "%Y-%m-%d"))
        return rows.with_columns(date=day, **numbers)

    def _tests(self) -> list[tuple[pl.Expr, str]]:
        statuses = [status.value for status in Status]
        return [
            (pl.col("date").is_null(), f"date is not as {self._form['date']}"),
            (pl.col("known").is_null(), f"no such {self._form['events']} event"),
            (~pl.col("status").is_in(statuses).fill_null(False), f"status is none of {', '.join(statuses)}"),
            *((_is_wrong(name), f"{name} is no number from 0") for name in _NUMBERS),
        ]


def _named_party(name: str) -> Values:
    return country_code(name.strip()) or organisation_code(name.strip()), None


def _is_wrong(name: str) -> pl.Expr:
    return pl.col(f"{name}_text").is_not_null() & (pl.col(name).is_null() | (pl.col(name) < 0))
