"""The findings of a dyad in numbers and sentences, for the terminal and the brief alike."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.measures import Claim, Low, claimed_low, index, lowest_since, sharpest_turns
from detente.vocabulary.states import state_name

_COUNTED = ("actual", "historical")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a dyad's events come to on a day.

    `counts`: `quad_class, forth, back` in events that took place; `series`: the monthly index; `turns`: the sharpest
    changes of the index with the event that carries each; `claim`: how probable it is that the latent level is the
    lowest of the whole record, None for other measures.
    """

    first: str
    second: str
    measure: str
    on: date
    counts: pl.DataFrame
    series: pl.DataFrame
    low: Low | None
    claim: Claim | None
    turns: pl.DataFrame

    @property
    def low_sentence(self) -> str:
        """Say where the index stands and since when it was not lower."""
        if self.low is None:
            return "No event has been coded yet."
        stands = f"In {month_name(self.low.month)} the {self.measure} index stood at {signed(self.low.level)}"
        if self.claim is not None:
            return f"{stands}{interval(self.series)}. {claim_sentence(self.claim)}"
        if self.low.lower_before is None:
            return f"{stands}, the lowest since the record begins in {month_name(self.low.first)}."
        return f"{stands}, the lowest since {month_name(self.low.lower_before)}."


def interval(series: pl.DataFrame) -> str:
    """Write the 90 % interval of a series' last level, in brackets; nothing for an index without intervals."""
    if "lower" not in series.columns:
        return ""
    lower, upper = series.select("lower", "upper").row(-1)
    return f" (90 % interval {signed(lower)} to {signed(upper)})"


def claim_sentence(claim: Claim) -> str:
    """Say how probable it is that a level is the lowest of so many years."""
    span = f"of {claim.years} years" if claim.whole else f"since the record begins in {month_name(claim.first)}"
    month = month_name(claim.month)
    if claim.month_lowest is None:
        return "There is no earlier month to compare with."
    if claim.year_lowest is None:
        return f"That is the lowest month {span} with probability {percent(claim.month_lowest)}."
    last = claim.lower_before
    earlier = "no earlier twelve months" if last is None else f"twelve months that ended in {month_name(last)}"
    return (
        f"The twelve months to {month} were the lowest {span} with probability {percent(claim.year_lowest)} "
        f"({earlier} were more likely lower than not); {month} by itself was the lowest month with probability "
        f"{percent(claim.month_lowest)}."
    )


def percent(probability: float) -> str:
    """Write a probability as a percentage, never as certainty that draws cannot give."""
    if probability < 0.005:
        return "under 1 %"
    return "over 99 %" if probability > 0.995 else f"{probability:.0%}".replace("%", " %")


def month_name(month: date) -> str:
    """Write a month as in "November 2023"."""
    return f"{month:%B %Y}"


def day_name(day: date) -> str:
    """Write a day as in "5 August 2022"."""
    return f"{day.day} {day:%B %Y}"


def signed(level: float) -> str:
    """Write a level with its sign, as in "+1.44", and a true minus."""
    return f"{level:+.2f}".replace("-", "\u2212")


def dyad_name(first: str, second: str) -> str:
    """Write a dyad as in "United States – China"."""
    return f"{state_name(first)} – {state_name(second)}"


def once_each(events: pl.DataFrame) -> pl.DataFrame:
    """Give each event of an events frame one row.

    Returns:
        The frame's other columns with `actors` and `recipients` (lists of states) and `mutual`, true of a reciprocal
        event, in the order of the frame.

    """
    kept = pl.exclude("event", "actor", "recipient", "weight").first()
    actors = pl.col("actor").unique(maintain_order=True)
    recipients = pl.col("recipient").drop_nulls().unique(maintain_order=True)
    mutual = pl.col("weight").first() < 1
    return events.group_by("event", maintain_order=True).agg(kept, actors=actors, recipients=recipients, mutual=mutual)


def summarise(events: pl.DataFrame, first: str, second: str, measure: str, on: date, turns: int = 5) -> Summary:
    """Summarise the events of a dyad up to a day.

    Args:
        events: the dyad's events frame, with `event` ids.
        first: the state named first.
        second: the other.
        measure: an index, by name.
        on: the day; later events are left out.
        turns: how many of the sharpest changes to give.

    """
    known = events.filter(pl.col("date") <= on)
    series = index(known, measure, on)
    low = lowest_since(series, on)
    claim = None
    if measure == "latent" and low is not None:
        claim = claimed_low(known, on, on.year - low.first.year + 1)
    moves = sharpest_turns(series, turns) if len(series) else pl.DataFrame()
    return Summary(first, second, measure, on, _counts(known, first), series, low, claim, _carried(moves, known))


def _counts(events: pl.DataFrame, first: str) -> pl.DataFrame:
    forth = pl.col("weight").filter(pl.col("actor") == first).sum()
    back = pl.col("weight").filter(pl.col("actor") != first).sum()
    took_place = events.filter(pl.col("status").is_in(_COUNTED))
    return took_place.group_by("quad_class").agg(forth=forth, back=back).sort("quad_class")


def _carried(turns: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Name, for each turn, the event of its month that moved the index most that way."""
    rows = []
    took_place = events.filter(pl.col("status").is_in(_COUNTED))
    for turn in turns.iter_rows(named=True):
        month = took_place.filter(pl.col("date").dt.truncate("1mo") == turn["month"])
        ranked = month.sort(pl.col("intensity") * pl.col("weight"), "event", descending=[turn["change"] > 0, False])
        rows.append(turn | {"event": ranked["event"][0] if len(ranked) else None})
    schema = {"month": pl.Date, "change": pl.Float64, "level": pl.Float64, "event": pl.String}
    return pl.DataFrame(rows, schema=schema)
