"""What every publisher's reader gives: rows coded into our terms, each with its fault if it has one."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import polars as pl

from detente.record.datasets.frame import coded
from detente.record.datasets.layouts import Layout, recognise
from detente.record.datasets.tables import LINE

NO_TYPE = "statements and appeals (CAMEO 01, 02), which PLOVER drops"
NO_ACTOR = "no state or international organisation acts"
NOT_BETWEEN = "not between the states that were asked for"


def faulty(*tests: tuple[pl.Expr, str]) -> pl.Expr:
    """Name the first fault that a row has; null if it has none."""
    return pl.coalesce([pl.when(test).then(pl.lit(reason)) for test, reason in tests])


class Adapter(ABC):
    """Reads one publisher's rows. An adapter remembers the codes it has read and nothing else."""

    dataset: str
    source: str
    settings: str = ""

    def recognise(self, head: bytes, file: str) -> Layout:
        """Tell the layout of a file by its first bytes; raise DatasetError if it has none of the publisher's."""
        return recognise(self.dataset, head, file)

    @abstractmethod
    def code(self, raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Code rows of text: columns of `frame.CODED` as far as the publisher has them, `line` and `fault`."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A block's events; faulty rows by line; others left out, counted by reason."""

    events: pl.DataFrame
    faults: dict[int, str]
    left_out: dict[str, int]


def sift(rows: pl.DataFrame, between: frozenset[str] = frozenset()) -> Coded:
    """Part coded rows into events, faulty ones, and those that are nothing for an events frame.

    With `between`, only events of two different parties among these are kept.
    """
    bad = rows.filter(pl.col("fault").is_not_null())
    good = rows.filter(pl.col("fault").is_null())
    typed = good.filter(pl.col("event_type").is_not_null())
    acted = typed.filter(pl.col("actor").is_not_null())
    wanted = acted
    if between:
        inside = [pl.col(side).is_in(sorted(between)) for side in ("actor", "recipient")]
        wanted = acted.filter(*inside, pl.col("actor") != pl.col("recipient"))
    left_out = {NO_TYPE: good.height - typed.height, NO_ACTOR: typed.height - acted.height}
    left_out |= {NOT_BETWEEN: acted.height - wanted.height}
    return Coded(
        coded(wanted),
        dict(zip(bad[LINE], bad["fault"], strict=True)),
        {reason: count for reason, count in left_out.items() if count},
    )
