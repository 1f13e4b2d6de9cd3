"""The coder: reports in, events out."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from itertools import islice

from spacy.tokens import Doc, Span

from detente.coding.anaphora import Antecedents
from detente.coding.attribution import find_attribution
from detente.coding.classifier import TYPES, Classifier, Judgement
from detente.coding.contexts import find_contexts, paragraph
from detente.coding.dates import When
from detente.coding.judging import Verdict, decide
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions
from detente.coding.parser import DEFAULT_MODEL, load_parser, parse, split_sentences
from detente.coding.parties import Memory, PartyFinder
from detente.coding.proposals import Proposal, propose
from detente.coding.screening import Screen
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.model import Event, Evidence, Party, Report
from detente.vocabulary.event_types import modes

REPORTS_AT_ONCE = 32


class Stages(StrEnum):
    """Which stages decide: the grammar with the classifier, or the grammar alone."""

    CLASSIFIER = "classifier"
    GRAMMAR = "grammar"


class Coder:
    """Codes reports: spaCy's parse, trigger lexicon and registry of parties propose, the classifier decides.

    `model` is the name of an installed spaCy English pipeline; `stages` says whether the classifier takes part.

    Raises:
        MissingModel: the pipeline is not installed.

    """

    def __init__(self, model: str = DEFAULT_MODEL, stages: Stages = Stages.CLASSIFIER) -> None:
        self.name = str(stages)
        self._parser = load_parser(model)
        self._finder = PartyFinder(self._parser)
        self._screen = Screen(self._parser)
        self._classifier = Classifier() if stages is Stages.CLASSIFIER else None
        weights = f"+{self._classifier.version}" if self._classifier else ""
        self.version = f"{version('detente')}+{model}-{self._parser.meta['version']}{weights}"

    def code(self, report: Report) -> list[Event]:
        """Give the events of one report."""
        return next(self.code_all([report]))[1]

    def code_all(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[Event]]]:
        """Code a stream of reports, in order; memory is bounded by a few dozen reports."""
        stream = iter(reports)
        while batch := list(islice(stream, REPORTS_AT_ONCE)):
            kept = [self._worth_parsing(split_sentences(self._parser, r.text)) for r in batch]
            parsed = parse(self._parser, (sentence for sentences in kept for sentence in sentences))
            proposed = [
                self._proposals(report, [(s, next(parsed)) for s in sentences])
                for report, sentences in zip(batch, kept, strict=True)
            ]
            for report, (proposals, memory) in zip(batch, proposed, strict=True):
                judged = zip(proposals, self._judge(proposals), strict=True)
                yield report, self._events(report, list(judged), memory)

    def _worth_parsing(self, sentences: list[Span]) -> list[Span]:
        """Keep the sentences that may hold an event, and those that the next may refer to."""
        named = [self._finder.may_hold_parties(sentence) for sentence in sentences]
        told = [name and self._screen.may_hold_trigger(s) for name, s in zip(named, sentences, strict=True)]
        kept = []
        for i, sentence in enumerate(sentences):
            lends = i + 1 < len(sentences) and told[i + 1] and self._screen.refers_back(sentences[i + 1])
            if told[i] or (named[i] and lends):
                kept.append(sentence)
        return kept

    def _proposals(self, report: Report, sentences: list[tuple[Span, Doc]]) -> tuple[list[Proposal], Memory]:
        memory, antecedents = Memory(), Antecedents()
        found: list[Proposal] = []
        for sentence, doc in sentences:
            mentions = Mentions(doc, self._finder.find(doc, report.date, memory))
            found += propose(sentence, mentions, antecedents, silent=False)
            antecedents.leave(mentions)
        return found, memory

    def _judge(self, proposals: list[Proposal]) -> list[Judgement | None]:
        if self._classifier is None:
            return [None] * len(proposals)
        return _judged(proposals, self._classifier.judge([p.pair for p in proposals if p.pair is not None]))

    def _events(
        self, report: Report, proposals: list[tuple[Proposal, Judgement | None]], memory: Memory
    ) -> list[Event]:
        found: dict[tuple[object, ...], Event] = {}
        coded = [(p, self._event(report, p, judgement, memory)) for p, judgement in proposals]
        told = {_sides(event) for p, event in coded if event is not None and _as_read(p, event)}
        for proposal, event in coded:
            if event is None or (not _as_read(proposal, event) and _sides(event, turned=True) in told):
                continue
            found.setdefault(_identity(event), event)
        return list(found.values())

    def _event(self, report: Report, proposal: Proposal, judgement: Judgement | None, memory: Memory) -> Event | None:
        actors = tuple(_party(m, memory) for m in proposal.roles.actors)
        recipients = tuple(_party(m, memory) for m in proposal.roles.recipients)
        when = event_date(proposal.word, report.date)
        verdict = _verdict(proposal, judgement, when, report.date)
        if verdict is None or not any(p.country for p in actors):
            return None
        evidence = Evidence(
            report=report.id,
            sentence=proposal.sentence.text,
            start=proposal.sentence.start_char,
            end=proposal.sentence.end_char,
            trigger=proposal.candidate.match.text if proposal.candidate else proposal.word.text,
            attribution=find_attribution(proposal.word, proposal.mentions),
            confidence=verdict.confidence,
        )
        trigger = proposal.candidate.match.trigger if proposal.candidate else None
        changed = trigger is not None and verdict.event_type is not trigger.event_type
        return Event(
            date=min(when.day, report.date) if changed else when.day,
            date_precision=when.precision,
            actors=actors,
            recipients=recipients,
            event_type=verdict.event_type,
            mode=trigger.mode if trigger and trigger.mode in modes(verdict.event_type) else None,
            contexts=find_contexts(paragraph(report.text, evidence.start, evidence.end)),
            status=verdict.status,
            confidence=verdict.confidence,
            coder=self.name,
            coder_version=self.version,
            evidence=(evidence,),
        )


def _judged(proposals: list[Proposal], judgements: list[Judgement]) -> list[Judgement | None]:
    """Give the judgement of a pair to the reading that it bears out most, where a sentence has several of one pair.

    "Condemned the raid and expelled the envoy": the classifier sees the pair once; the other stays the grammar's.
    """
    judged = iter(judgements)
    found = [next(judged) if p.pair is not None else None for p in proposals]
    best: dict[tuple[int, MarkedPair], int] = {}
    for i, (proposal, judgement) in enumerate(zip(proposals, found, strict=True)):
        if judgement is None or proposal.pair is None:
            continue
        key = (proposal.sentence.start, proposal.pair)
        rival = best.setdefault(key, i)
        if _borne_out(proposal, judgement) > _borne_out(proposals[rival], judgement):
            best[key] = i
    return [j if i in set(best.values()) else None for i, j in enumerate(found)]


def _borne_out(proposal: Proposal, judgement: Judgement) -> float:
    kind = proposal.candidate.match.trigger.event_type if proposal.candidate else None
    return float(judgement.types[TYPES.index(kind)]) if kind else 0.0


def _verdict(proposal: Proposal, judgement: Judgement | None, when: When, reported: date) -> Verdict | None:
    """Let the grammar decide alone where there is no judgement, else both."""
    candidate = proposal.candidate
    if candidate is None:
        if judgement is None:
            return None
        status, _ = resolve_status(proposal.word, None, when, reported)
        return decide(judgement, None, status, proposal.construction)
    status, read = resolve_status(proposal.word, candidate.match.trigger.event_type, when, reported)
    if judgement is None:
        return Verdict(read, status, candidate.confidence)
    return decide(judgement, read, status, proposal.construction)


def _party(mention: Mention, memory: Memory) -> Party:
    """Give a mention's party; a group without a state ("police") is taken to belong to the state spoken of most."""
    party = mention.party
    if party.country is not None:
        return party
    return Party(memory.main_state(), party.sector, party.name, party.text)


def _as_read(proposal: Proposal, event: Event) -> bool:
    """Say whether the classifier left the type as the grammar read it."""
    return proposal.candidate is not None and proposal.candidate.match.trigger.event_type is event.event_type


def _sides(event: Event, *, turned: bool = False) -> tuple[object, ...]:
    """Give what tells one event of a sentence from another; `turned`, as if its recipient had acted.

    "Beijing rejected a U.S. request": asked for what runs from the request's side, the classifier answers REJECT too.
    """
    sides = [frozenset(p.country for p in side) for side in (event.actors, event.recipients)]
    return (event.evidence[0].start, event.event_type, *(reversed(sides) if turned else sides))


def _identity(event: Event) -> tuple[object, ...]:
    """Tell one event from another within a report."""
    sides = [frozenset((p.country, p.sector) for p in side) for side in (event.actors, event.recipients)]
    return (event.event_type, event.status, event.date, *sides)
