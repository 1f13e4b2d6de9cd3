"""What became of asks and pledges: a pure function of all entries, events, channels and decisions.

Every later passage that answers an entry is weighed against it; the order in which reports were read plays no part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detente.ledger.candidates import Answers
from detente.ledger.deeds import Deed
from detente.ledger.folding import Folded
from detente.ledger.outcomes import outcome
from detente.ledger.similarity import Weights, any_word_in, words_of
from detente.model import Quote

State = Literal["open", "partly met", "met", "refused", "broken", "lapsed", "overtaken"]
STATES: tuple[State, ...] = ("open", "partly met", "met", "refused", "broken", "lapsed", "overtaken")
MEMORY = timedelta(days=1826)  # how long an answer can be awaited where no day was set
GRACE = timedelta(days=31)
_ENOUGH = 0.4
_ENOUGH_ALONE = 0.5  # where the passage does not say with whom


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an entry's state: to what, when, how sure, and the passage that shows it; None: the calendar."""

    state: State
    on: date
    confidence: float
    evidence: Quote | None


@dataclass(frozen=True, slots=True)
class Followed:
    """An entry with the state it is in and the changes that led there, in order of day."""

    folded: Folded
    state: State
    changes: tuple[Change, ...]
    decided: str | None


def follow(
    entries: Iterable[Folded], deeds: Iterable[Deed], answers: Answers, decisions: Mapping[str, str], on: date
) -> list[Followed]:
    """Give every entry the state it is in on a day.

    Args:
        entries: folded entries.
        deeds: coded acts and words that can answer one.
        answers: the sentences that may tell what became of one.
        decisions: an analyst's states, by the id of any passage of an entry.
        on: the day to look from; what happened later is left out.

    """
    by_actor: dict[str, list[Deed]] = defaultdict(list)
    deeds = sorted(deeds, key=lambda d: (d.on, d.id))
    for deed in deeds:
        if deed.on <= on:
            for actor in deed.by:
                by_actor[actor].append(deed)
    entries = list(entries)
    weights = Weights([*(e.entry.what.text for e in entries), *{d.evidence: d.text for d in deeds}.values()])
    return [_followed(entry, by_actor, answers, decisions, on, weights) for entry in entries if entry.made_on <= on]


def _followed(
    folded: Folded,
    by_actor: Mapping[str, list[Deed]],
    answers: Answers,
    decisions: Mapping[str, str],
    on: date,
    weights: Weights,
) -> Followed:
    decided = next((decisions[id_] for id_, _, _ in sorted(folded.told, key=lambda t: t[0]) if id_ in decisions), None)
    entry = folded.entry
    changes: list[Change] = []
    actor = entry.to if entry.kind == "ask" else entry.by
    if entry.kind in ("ask", "pledge") and actor:
        refusals = {deed.evidence: deed.confidence for deed in by_actor.get(actor, []) if deed.does == "refuses"}
        for deed in by_actor.get(actor, []):
            denied = deed.does == "promises" and refusals.get(deed.evidence, 0) > deed.confidence
            change = None if denied else _answer(folded, deed, weights)
            if change is not None:
                changes.append(change)
        changes = _in_effect([*changes, *_told(folded, answers, on, {c.evidence for c in changes}, refusals)])
        lapsed = _lapsed(folded, changes, on)
        changes += [lapsed] if lapsed else []
    state = changes[-1].state if changes else "open"
    return Followed(folded, _checked(decided) or state, tuple(changes), decided)


def _checked(decided: str | None) -> State | None:
    return next((state for state in STATES if state == decided), None)


def _answer(folded: Folded, deed: Deed, weights: Weights) -> Change | None:
    """Give the change that a deed makes to an entry; None if it makes none."""
    entry = folded.entry
    told_in = {quote.report for _, _, e in folded.told for quote in (e.evidence,)}
    if deed.evidence.report in told_in or not folded.made_on < deed.on <= _until(folded):
        return None
    other = entry.by if entry.kind == "ask" else entry.to
    among = (deed.by | deed.others) if len(deed.by) > 1 else deed.others
    if among and other and other not in among:
        return None
    likeness = _likeness(folded, deed, weights)
    if likeness < (_ENOUGH if among and other else _ENOUGH_ALONE):
        return None
    if deed.does == "meets" and not _wants_talks(folded):
        return None
    state = _state_after(entry.kind, deed)
    if state is None:
        return None
    if deed.does in ("does", "meets", "begins"):
        said = outcome(entry.kind, entry.what.text, deed.evidence.text)
        state = said if said in ("partly met", "lapsed", "overtaken") else state
    return Change(state, deed.on, round(min(0.95, deed.confidence * (0.5 + likeness / 2)), 3), deed.evidence)


def _told(
    folded: Folded, answers: Answers, on: date, known: set[Quote | None], refusals: Collection[Quote]
) -> Iterator[Change]:
    """Give the changes that later sentences tell of in so many words, beside those known from coded acts.

    What was read as a refusal of whoever should act is no fulfilment, whatever its words.
    """
    entry = folded.entry
    reports = {e.evidence.report for _, _, e in folded.told}
    for found in answers.to(entry, folded.made_on, min(on, _until(folded))):
        quote = found.happening.evidence
        state = outcome(entry.kind, entry.what.text, quote.text)
        state = "refused" if quote in refusals and state in ("met", "lapsed") else state
        idle = found.only_words and state in ("met", "partly met")
        if quote.report not in reports and quote not in known and not idle:
            yield Change(state, found.happening.on, round(found.confidence * entry.confidence, 3), quote)


def _until(folded: Folded) -> date:
    due = folded.entry.due_on
    return max(due + GRACE, folded.made_on + MEMORY) if due else folded.made_on + MEMORY


def _likeness(folded: Folded, deed: Deed, weights: Weights) -> float:
    """Give how much a deed speaks of what an entry does: shared issues and words, 0 to 1."""
    entry = folded.entry
    ours, theirs = set(entry.issues), set(deed.issues)
    special = (ours & theirs) - {"diplomatic"}
    wanted, told = words_of(entry.what.text), words_of(deed.text)
    both = wanted & told
    if len(both) < min(_FEWEST, len(wanted)) or both <= words_of(_TOPICS):
        return 0.0
    shared = weights.share(both, wanted)
    if ours - {"diplomatic"} and not special and shared < _SAME_WORDS:
        return 0.0
    if (
        _ceases(" ".join(entry.what.text.split()[:_OPENING]))
        and deed.does in ("does", "begins", "meets")
        and not _ceases(deed.text)
    ):
        return 0.0
    return min(1.0, 0.25 * bool(special) + shared) if shared >= _LEAST else 0.0


def _ceases(text: str) -> bool:
    """Say whether a text speaks of stopping, freeing or lifting something."""
    return any_word_in("ceasing", text)


_FEWEST, _OPENING, _LEAST = 2, 5, 0.25
_TOPICS = "taiwan island trade military exports sanctions relations ties north korea nuclear human rights arms sales"
_SAME_WORDS = 0.5
_TALKS = words_of("talks hotline meet meeting dialogue group committee visit call") | frozenset({"group"})


def _wants_talks(folded: Folded) -> bool:
    """Say whether what was asked or promised is itself a meeting, a call or a group that meets."""
    text = folded.entry.what.text.lower()
    return bool(words_of(text) & _TALKS) or "group" in text or "meet" in text


def _state_after(kind: str, deed: Deed) -> State | None:
    if deed.does == "refuses":
        return "refused"
    if deed.does == "promises":
        return "partly met" if kind == "ask" else None
    if deed.does in ("does", "meets"):
        return "met"
    if deed.does == "begins":
        return "partly met"
    return "broken" if kind == "pledge" else "refused"


def _in_effect(changes: list[Change]) -> list[Change]:
    """Keep the changes that change something, in order of day: what is met stays met unless it is broken."""
    kept: list[Change] = []
    state: State = "open"
    ordered = sorted(changes, key=lambda c: (c.on, -c.confidence, c.state, c.evidence.report if c.evidence else ""))
    for change in ordered:
        if change.state == state or (state == "met" and change.state != "broken"):
            continue
        kept.append(change)
        state = change.state
    return kept


def _lapsed(folded: Folded, changes: list[Change], on: date) -> Change | None:
    """Say that the time ran out, where a pledge or ask set one and nothing came of it."""
    due = folded.entry.due_on
    if due is None or due + GRACE > on or any(c.on <= due + GRACE for c in changes):
        return None
    if changes:
        return None
    return Change("lapsed", due, 0.5, None)
