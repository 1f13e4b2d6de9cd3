"""The values that flow through Détente: reports, parties, events, ledger entries, and the evidence for them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.vocabulary.event_types import EventType, QuadClass, Status, intensity, quad_class
from detente.vocabulary.frames import EntryKind, Firmness

DatePrecision = Literal["day", "month", "year"]
How = Literal["act", "word", "aside"]
ChannelState = Literal["open", "suspended", "cut", "refused", "resuming", "never opened"]


@dataclass(frozen=True, slots=True)
class Report:
    """One news report. `text` is what offsets count in; `date` is the day of publication."""

    id: str
    text: str
    date: date
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who acts or is acted upon.

    `country` is an ISO 3166 alpha-3 code, or UNO, EUR, IGO, NGO, IMG, ISM, MNC; `sector` is PLOVER's
    primary sector; `name` the official or organisation it was resolved to; `text` the words in the report.
    """

    country: str | None
    sector: str | None
    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that an event was read from: `report.text[start:end] == sentence`."""

    report: str
    sentence: str
    start: int
    end: int
    trigger: str
    attribution: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, and how we know.

    A reciprocal event (a meeting, a signing) has all its parties as actors and no recipients.
    `confidence` is the probability that type and parties are right.
    """

    date: date
    date_precision: DatePrecision
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    event_type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    status: Status
    confidence: float
    coder: str
    coder_version: str
    evidence: tuple[Evidence, ...]

    @property
    def quad_class(self) -> QuadClass:
        """Verbal or material, cooperation or conflict."""
        return quad_class(self.event_type)

    @property
    def intensity(self) -> float:
        """Score on the conflict-cooperation scale, -10 to +10."""
        return intensity(self.event_type, self.mode)


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a report: `report.text[start:end] == text`."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one passage says was asked, promised, refused or foretold.

    `by` and `to` are ISO 3166 alpha-3 codes or PLOVER sectors; `what` is a clause in the report's own words; `horizon`
    the words that say until when, `due_on` the last day that they allow; `firmness` is None but for pledges.
    `construction` names the rule that read it, which is what `confidence` rests on.
    """

    kind: EntryKind
    by: str | None
    to: str | None
    issues: tuple[str, ...]
    what: Quote
    firmness: Firmness | None
    made_on: date
    due_on: date | None
    horizon: str | None
    speaker: str | None
    confidence: float
    construction: str
    evidence: Quote


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says for the ledger."""

    entries: "tuple[LedgerEntry, ...]" = ()
    changes: "tuple[ChannelChange, ...]" = ()
    happenings: "tuple[Happening, ...]" = ()


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """What one passage says of a channel between two states, from the day `since` on; `by` is who did it, if known.

    `told` says how: `act` (the change itself), `word` (announced or agreed), `aside` (a state that is only mentioned).
    """

    channel: str
    dyad: tuple[str, str]
    state: ChannelState
    since: date
    precision: DatePrecision
    told: How
    by: str | None
    confidence: float
    evidence: Quote


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one passage tells of a meeting or a call that took place: when, between whom, and in what word."""

    on: date
    precision: DatePrecision
    parties: tuple[Party, ...]
    trigger: str
    confidence: float
    evidence: Quote


@dataclass(frozen=True, slots=True)
class Happening:
    """What one sentence tells, as far as it may answer an earlier ask or pledge: who acts in it, and whom it names."""

    by: tuple[str, ...]
    named: tuple[str, ...]
    on: date
    evidence: Quote
