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
from detente.coding.contexts import find_contexts
from detente.coding.dates import When
from detente.coding.judging import Verdict, decide
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions
from detente.coding.parser import DEFAULT_MODEL, load_parser, parse, split_sentences
from detente.coding.parties import Memory, PartyFinder
from detente.coding.proposals import Proposal, propose
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.model import Event, Evidence, Party, Report, Said
from detente.vocabulary.event_types import modes

REPORTS_AT_ONCE = 32


class Stages(StrEnum):
    """Which stages decide: the grammar with the classifier, or the grammar alone."""

    CLASSIFIER = "classifier"
    GRAMMAR = "grammar"


class Coder:
    """Codes reports: spaCy's parse, trigger lexicon and registry of parties propose, the classifier decides.

    `model` is the name of an installed spaCy English pipeline; `stages` says whether the classifier takes part;
    `ledger` reads the ledger's entries off the same parse.

    Raises:
        MissingModel: the pipeline is not installed.

    """

    def __init__(
        self, model: str = DEFAULT_MODEL, stages: Stages = Stages.CLASSIFIER, ledger: LedgerReader | None = None
    ) -> None:
        self.name = str(stages)
        self._ledger = ledger
        self._parser = load_parser(model)
        self._finder = PartyFinder(self._parser)
        self._classifier = Classifier() if stages is Stages.CLASSIFIER else None
        weights = f"+{self._classifier.version}" if self._classifier else ""
        self.version = f"{version('detente')}+{model}-{self._parser.meta['version']}{weights}"

    def code(self, report: Report) -> list[Event]:
        """Give the events of one report."""
        return next(self.code_all([report]))[1]

    def code_all(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[Event]]]:
        """Code a stream of reports, in order; memory is bounded by a few dozen reports."""
        for report, events, _ in self.read_all(reports):
            yield report, events

    def read_all(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[Event], Said]]:
        """Code a stream of reports, in order, and read what each says for the ledger, if there is a reader for it."""
        stream = iter(reports)
        while batch := list(islice(stream, REPORTS_AT_ONCE)):
            kept = [[s for s in split_sentences(self._parser, r.text) if self._worth_parsing(s)] for r in batch]
            parsed = parse(self._parser, (sentence for sentences in kept for sentence in sentences))
            pairs = [[(s, next(parsed)) for s in sentences] for sentences in kept]
            proposed = [self._proposals(report, each) for report, each in zip(batch, pairs, strict=True)]
            for report, each, (proposals, memory, read) in zip(batch, pairs, proposed, strict=True):
                judged = zip(proposals, self._judge(proposals), strict=True)
                events = self._events(report, list(judged), memory)
                yield report, events, self._said(report, each, read, memory)

    def _worth_parsing(self, sentence: Span) -> bool:
        if self._finder.may_hold_parties(sentence):
            return True
        return self._ledger is not None and self._ledger.worth_parsing(sentence.text)

    def _proposals(
        self, report: Report, sentences: list[tuple[Span, Doc]]
    ) -> tuple[list[Proposal], Memory, dict[int, Mentions]]:
        """Propose the events of the sentences that name a party; those that do not tell of none."""
        memory, antecedents = Memory(), Antecedents()
        found: list[Proposal] = []
        read: dict[int, Mentions] = {}
        for sentence, doc in sentences:
            if not self._finder.may_hold_parties(sentence):
                continue
            mentions = Mentions(doc, self._finder.find(doc, report.date, memory))
            read[sentence.start] = mentions
            found += propose(sentence, mentions, antecedents, silent=self._classifier is not None)
            antecedents.leave(mentions)
        return found, memory, read

    def _said(
        self, report: Report, sentences: list[tuple[Span, Doc]], read: dict[int, Mentions], memory: Memory
    ) -> Said:
        if self._ledger is None:
            return Said()
        all_read = []
        for span, doc in sentences:
            mentions = read.get(span.start) or Mentions(doc, self._finder.find(doc, report.date, memory))
            all_read.append(ReadSentence(span, mentions))
        return self._ledger.read(report, all_read)

    def _judge(self, proposals: list[Proposal]) -> list[Judgement | None]:
        if self._classifier is None:
            return [None] * len(proposals)
        return _judged(proposals, self._classifier.judge([p.pair for p in proposals if p.pair is not None]))

    def _events(
        self, report: Report, proposals: list[tuple[Proposal, Judgement | None]], memory: Memory
    ) -> list[Event]:
        found: dict[tuple[object, ...], Event] = {}
        for proposal, judgement in proposals:
            event = self._event(report, proposal, judgement, memory)
            if event is not None:
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
            contexts=find_contexts(proposal.sentence.text),
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


def _identity(event: Event) -> tuple[object, ...]:
    """Tell one event from another within a report."""
    sides = [frozenset((p.country, p.sector) for p in side) for side in (event.actors, event.recipients)]
    return (event.event_type, event.status, event.date, *sides)
