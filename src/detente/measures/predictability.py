"""How predictable a relationship is: what is known of next week's mix of events beyond the mix of all weeks before."""

import math
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import polars as pl

from detente.measures.daily import Array, once_each, sides_of
from detente.vocabulary.event_types import QuadClass

WINDOW = 52
_HALF_LIVES = (1.0, 3.0, 8.0, 26.0)  # weeks until a week counts half in an expert's view of the recent mix
_LEANS = (8.0, 32.0)  # how many events' worth climatology counts beside the recent mix
_LUMPS = (5.0, 50.0, math.inf)  # precision of a week's mix about the expected: low where events come in lumps
_START = 0.5  # Jeffreys's half an event of each kind before the first week
_KINDS = 2 * len(QuadClass)
_WEEKLY = {"week": pl.Date} | dict.fromkeys(
    ["events", "log_score", "climatology", "bits", "predictability"], pl.Float64
)


@dataclass(frozen=True, slots=True)
class _Foretold:
    """Per week: log probability (base e) of its mix as foretold and by climatology; foretold share of each kind."""

    score: Array
    climatology: Array
    shares: Array


def predictability(events: pl.DataFrame, window: int = WINDOW, until: date | None = None) -> pl.DataFrame:
    """Measure how well each week's mix of events was foretold from the weeks before, against climatology.

    The mix has eight kinds: two directions by four quad classes. Climatology is the mix of all weeks before. The
    forecast is a Bayesian mixture of climatology itself and of experts that see the recent mix, or the recent quad
    classes whoever acts, at several half-lives; over a whole record it can lose no more than one bit. Both are scored
    by the log probability of the week's counts given their sum (multinomial, or Dirichlet-multinomial where events
    come in lumps): more reporting by itself is nothing foretold. `docs/measures.md` has the formula.

    Args:
        events: the events of one dyad.
        window: weeks of the moving mean.
        until: later events are left out.

    Returns:
        `week` (Monday), `events` (their sum), `log_score`, `climatology` (bits, negative), `bits` (saved: their
        difference), `predictability` (mean of `bits` over the window, as far as it is filled); every week from the
        first event to the last.

    Raises:
        FrameError: the events are of several dyads.

    """
    kept = _placed(events, until)
    if kept.is_empty():
        return pl.DataFrame(schema=_WEEKLY)
    weeks, counts = _weekly(kept)
    foretold = _foretell(counts)
    bits = (foretold.score - foretold.climatology) / math.log(2)
    return pl.DataFrame(
        {
            "week": weeks,
            "events": counts.sum(axis=1),
            "log_score": foretold.score / math.log(2),
            "climatology": foretold.climatology / math.log(2),
            "bits": bits,
        },
        schema_overrides={"week": pl.Date},
    ).with_columns(predictability=pl.col("bits").rolling_mean(window, min_samples=1))


def surprise(events: pl.DataFrame, until: date | None = None) -> pl.DataFrame:
    """Give every event's surprise: -log2 of the share of events of its kind that its week was foretold to have.

    Args:
        events: the events of one dyad.
        until: later events are left out.

    Returns:
        `event, date, actor, recipient, event_type, quad_class, surprise` (bits), in order of time; a row for each
        direction of an event.

    Raises:
        FrameError: the events are of several dyads.

    """
    kept = _placed(events, until)
    names = ["event", "date", "actor", "recipient", "event_type", "quad_class"]
    if kept.is_empty():
        return kept.select(*names, surprise=pl.lit(None, pl.Float64))
    _, counts = _weekly(kept)
    shares = _foretell(counts).shares
    told = -np.log2(shares[kept["_week"].to_numpy(), kept["_kind"].to_numpy()])
    return kept.select(names).with_columns(surprise=pl.Series(told)).sort("date", "event", "actor")


def _placed(events: pl.DataFrame, until: date | None) -> pl.DataFrame:
    """Give each event the number of its week, from the first, and of its kind."""
    kept = once_each(events)
    if until is not None:
        kept = kept.filter(pl.col("date") <= until)
    if kept.is_empty():
        return kept
    sides = sides_of(kept)
    classes = pl.Enum([str(quad) for quad in QuadClass])
    week = pl.col("date").dt.truncate("1w")
    back = (pl.col("actor") == sides[1][0]).cast(pl.Int64)
    kind = back * len(QuadClass) + pl.col("quad_class").cast(classes).to_physical().cast(pl.Int64)
    return kept.with_columns(_week=(week - week.min()).dt.total_days() // 7, _kind=kind)


def _weekly(kept: pl.DataFrame) -> tuple[list[date], Array]:
    first = kept.select(pl.col("date").dt.truncate("1w").min()).item()
    week = kept["_week"].to_numpy()
    counts = np.zeros((int(week.max()) + 1, _KINDS))
    np.add.at(counts, (week, kept["_kind"].to_numpy()), kept["unit"].to_numpy())
    weeks = pl.date_range(first, pl.lit(first).dt.offset_by(f"{len(counts) - 1}w"), "1w", eager=True)
    return weeks.to_list(), counts


def _foretell(counts: Array) -> _Foretold:
    """Foretell each week from those before it; counts (T, K)."""
    before = np.vstack([np.zeros(counts.shape[1]), np.cumsum(counts, axis=0)[:-1]]) + _START
    usual = before / before.sum(axis=1, keepdims=True)
    views = [usual]
    for half_life, lean in product(_HALF_LIVES, _LEANS):
        recent = _recent(counts, half_life)
        views.append((recent + lean * usual) / (recent.sum(axis=1, keepdims=True) + lean))
        views.append(_of_either(recent, usual, lean))
    scores = np.stack([_log_probability(counts, view, lump) for view in views for lump in _LUMPS], axis=1)
    as_usual, others = len(_LUMPS), scores.shape[1] - len(_LUMPS)
    trust = np.concatenate([np.full(as_usual, 0.5 / as_usual), np.full(others, 0.5 / others)])
    score, weights = _mixed(scores, trust)
    climatology, _ = _mixed(scores[:, :as_usual], trust[:as_usual] * 2)
    by_view = weights.reshape(len(counts), len(views), as_usual).sum(axis=2)
    shares = np.einsum("tv,vtk->tk", by_view, np.stack(views))
    return _Foretold(score, climatology, shares)


def _of_either(recent: Array, usual: Array, lean: float) -> Array:
    """Lean the quad classes on their recent mix, whoever acts; who acts in each stays as usual."""
    halves = (len(recent), 2, len(QuadClass))
    classes, expected = (part.reshape(halves).sum(axis=1) for part in (recent, usual))
    moved = (classes + lean * expected) / (classes.sum(axis=1, keepdims=True) + lean)
    shares: Array = usual * np.tile(moved / expected, (1, 2))
    return shares


def _recent(counts: Array, half_life: float) -> Array:
    """Sum the weeks before each, one counting half as much as one a half-life later."""
    decay = 0.5 ** (1 / half_life)
    recent = np.zeros_like(counts)
    for week in range(1, len(counts)):
        recent[week] = decay * (recent[week - 1] + counts[week - 1])
    return recent


def _log_probability(counts: Array, shares: Array, lump: float) -> Array:
    """Give the log probability of each week's events, kind by kind in their order, given how many they are."""
    if math.isinf(lump):
        plain: Array = (counts * np.log(shares)).sum(axis=1)
        return plain
    total = counts.sum(axis=1)
    kinds = _log_gamma(lump * shares + counts) - _log_gamma(lump * shares)
    lumped: Array = kinds.sum(axis=1) + math.lgamma(lump) - _log_gamma(lump + total)
    return lumped


def _mixed(scores: Array, trust: Array) -> tuple[Array, Array]:
    """Mix experts (T, E) by Bayes: log probability (T,) of the mixture, and the experts' weights before each week."""
    past = np.vstack([np.zeros(scores.shape[1]), np.cumsum(scores, axis=0)[:-1]]) + np.log(trust)
    weights = np.exp(past - past.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    top = scores.max(axis=1)
    return top + np.log((weights * np.exp(scores - top[:, None])).sum(axis=1)), weights


def _log_gamma(values: Array) -> Array:
    flat: Array = np.array([math.lgamma(value) for value in values.ravel().tolist()])
    return flat.reshape(values.shape)
