"""Any table with a small mapping file: which of its columns are ours, and how they are written.

The mapping is TOML. `[columns]` names, for each of our columns, the table's own: `date`, `actor` and `event` at least;
`recipient`, `mode`, `actor_sector`, `recipient_sector`, `id`, `status`, `confidence`, `weight` and `mentions` if there
are any. `[format]` says how they are written: `name` (goes to the frame's `source`), `date` (as strftime writes it; ISO
if not given), `events` (`CAMEO` or `PLOVER`), `actors` (`states`: ISO 3166 codes or names; or `CAMEO`), `separator`.
"""

import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from detente.record.datasets.coding import Adapter, faulty
from detente.record.datasets.layouts import Layout, named_columns
from detente.record.datasets.problems import DatasetError
from detente.record.datasets.resolving import Resolver, cameo_events, parties, plover_events
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
        by_name = Resolver(
            lambda name: (country_code(name.strip()) or organisation_code(name.strip()), None), "party", "sector"
        )
        self._parties = parties() if form["actors"] == "CAMEO" else by_name

    def recognise(self, head: bytes, file: str) -> Layout:
        """Find the mapping's columns in a table's header."""
        text = head.decode("utf-8-sig", "replace")
        needs = tuple(dict.fromkeys(self._columns.values()))
        separator = "\t" if "\t" in text.partition("\n")[0] else self._form["separator"]
        layout = Layout("mapping", (), needs, separator, header=True, quoted=separator == ",")
        names = named_columns(layout, text.splitlines()[:1] or [""])
        missing = [name for name in needs if name not in names]
        if missing:
            what = f"no column {', '.join(missing)}; the header has {', '.join(names)[:200]}"
            raise DatasetError(f"{file} line 1: {what}. Correct the mapping, or its separator")
        return Layout("mapping", names, needs, separator, header=True, quoted=separator == ",")

    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code a block; rows that agree in their id (or, without ids, in day, parties and code) are one event."""
        rows = raw.select("line", **{ours: pl.col(theirs) for ours, theirs in self._columns.items()})
        rows = rows.rename(
            {"date": "day", "event": "code"} | {name: f"{name}_text" for name in _NUMBERS if name in rows.columns}
        )
        rows = rows.with_columns(
            date=pl.col("day").str.slice(0, None).str.to_date(self._form["date"], strict=False),
            **{
                name: pl.col(f"{name}_text").cast(kind, strict=False)
                for name, kind in _NUMBERS.items()
                if name in self._columns
            },
        )
        rows = self._typed(rows)
        for side in ("actor", "recipient"):
            if side in self._columns:
                rows = self._sided(rows, side)
        identity = ["id"] if "id" in self._columns else ["code"]
        event = (
            pl.col("id")
            if "id" in self._columns
            else pl.concat_str(
                "day",
                "actor",
                *(["recipient"] if "recipient" in self._columns else []),
                "code",
                separator="-",
                ignore_nulls=True,
            )
        )
        return rows.with_columns(event=event, same=pl.struct(identity).hash(), fault=faulty(*self._tests()))

    def _typed(self, rows: pl.DataFrame) -> pl.DataFrame:
        typed = self._events.join(rows.rename({"mode": "given_mode"} if "mode" in rows.columns else {}), "code")
        if "mode" not in self._columns:
            return typed
        known = pl.concat_list("event_type", "given_mode").is_in(_MODES)
        return typed.with_columns(mode=pl.when(known).then("given_mode"))

    def _sided(self, rows: pl.DataFrame, side: str) -> pl.DataFrame:
        sector = f"{side}_sector"
        named = self._parties.join(rows.rename({sector: "given"} if sector in rows.columns else {}), side, f"{side}_")
        named = named.drop(side).rename({f"{side}_party": side})
        return named.with_columns(pl.col("given").alias(sector)).drop("given") if "given" in named.columns else named

    def _tests(self) -> list[tuple[pl.Expr, str]]:
        tests = [
            (pl.col("date").is_null(), f"date is not as {self._form['date']}"),
            (pl.col("known").is_null(), f"no such {self._form['events']} event"),
        ]
        if "status" in self._columns:
            unknown = ~pl.col("status").is_in([status.value for status in Status])
            tests.append((unknown.fill_null(True), f"status is none of {', '.join(Status)}"))
        for name in _NUMBERS:
            if name in self._columns:
                wrong = pl.col(f"{name}_text").is_not_null() & (pl.col(name).is_null() | (pl.col(name) < 0))
                tests.append((wrong, f"{name} is no number from 0"))
        return tests
