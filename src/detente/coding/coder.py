"""The coder: reports in, events out."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from itertools import islice

from spacy.tokens import Doc, Span

from detente.coding.anaphora import Antecedents
from detente.coding.attribution import find_attribution
from detente.coding.classifier import TYPES, Classifier, Judgement
from detente.coding.contexts import find_contexts, paragraph
from detente.coding.datelines import home_of
from detente.coding.dates import When
from detente.coding.judging import Verdict, decide, parted
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions
from detente.coding.parser import DEFAULT_MODEL, load_parser, parse, split_sentences
from detente.coding.parties import Memory, PartyFinder
from detente.coding.places import scene_of
from detente.coding.proposals import Proposal, propose
from detente.coding.screening import Screen
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.model import Event, Evidence, Party, Report, Said
from detente.vocabulary.accents import unaccented
from detente.vocabulary.event_types import modes, quad_class

REPORTS_AT_ONCE = 32


class Stages(StrEnum):
    """Which stages decide: the grammar with the classifier, or the grammar alone."""

    CLASSIFIER = "classifier"
    GRAMMAR = "grammar"


_Sentence = tuple[Span, Doc, bool]  # as it stands in the report, parsed, and whether it may tell of events


@dataclass(frozen=True, slots=True)
class _Read:
    """What the grammar made of a report, while the classifier's judgement is waited for."""

    report: Report
    proposals: list[Proposal]
    memory: Memory
    said: Said


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
        self._screen = Screen(self._parser)
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
        with ThreadPoolExecutor(max_workers=1) as beside:  # while one report is judged, the next is parsed
            waiting: deque[tuple[_Read, Future[list[Judgement | None]]]] = deque()
            for report, sentences in self._parsed(reports):
                read = self._read(report, sentences)
                waiting.append((read, beside.submit(self._judge, read.proposals)))
                while waiting and (len(waiting) > REPORTS_AT_ONCE or waiting[0][1].done()):
                    yield self._finished(*waiting.popleft())
            while waiting:
                yield self._finished(*waiting.popleft())

    def _parsed(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[_Sentence]]]:
        stream = iter(reports)
        while batch := list(islice(stream, REPORTS_AT_ONCE)):
            kept = [self._worth_parsing(split_sentences(self._parser, unaccented(r.text))) for r in batch]
            parsed = parse(self._parser, (sentence for sentences in kept for sentence, _ in sentences))
            for report, sentences in zip(batch, kept, strict=True):
                yield report, [(sentence, next(parsed), tells) for sentence, tells in sentences]

    def _read(self, report: Report, sentences: list[_Sentence]) -> _Read:
        """Read one report's parsed sentences by grammar."""
        memory, antecedents = Memory(home=home_of(report.text)), Antecedents()
        proposals: list[Proposal] = []
        read: dict[int, Mentions] = {}
        for sentence, doc, tells in sentences:
            if tells:
                mentions = read[sentence.start] = Mentions(doc, self._finder.find(doc, report.date, memory))
                proposals += propose(sentence, mentions, antecedents)
                antecedents.leave(mentions)
        return _Read(report, proposals, memory, self._said(report, sentences, read, memory))

    def _finished(self, read: _Read, judging: Future[list[Judgement | None]]) -> tuple[Report, list[Event], Said]:
        judged = list(zip(read.proposals, judging.result(), strict=True))
        return read.report, self._events(read.report, judged, read.memory), read.said

    def _worth_parsing(self, sentences: list[Span]) -> list[tuple[Span, bool]]:
        """Keep the sentences that may hold an event, and those that the next may refer to: these are marked True.

        With a reader for the ledger, what may hold an entry is kept besides.
        """
        named = [self._finder.may_hold_parties(sentence) for sentence in sentences]
        told = [name and self._screen.may_hold_trigger(s) for name, s in zip(named, sentences, strict=True)]
        kept = []
        for i, sentence in enumerate(sentences):
            lends = i + 1 < len(sentences) and told[i + 1] and self._screen.refers_back(sentences[i + 1])
            tells = told[i] or (named[i] and lends)
            if tells or (self._ledger is not None and (named[i] or self._ledger.worth_parsing(sentence.text))):
                kept.append((sentence, tells))
        return kept

    def _said(self, report: Report, sentences: list[_Sentence], read: dict[int, Mentions], memory: Memory) -> Said:
        if self._ledger is None:
            return Said()
        all_read = []
        for span, doc, _ in sentences:
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
        coded = [(p, self._event(report, p, judgement, memory)) for p, judgement in proposals]
        told = {_sides(event): p for p, event in coded if event is not None and _as_read(p, event)}
        for proposal, event in coded:
            if event is None:
                continue
            kept = self._reconsidered(report, proposal, event, told, memory)
            if kept is not None:
                found.setdefault(_identity(kept), kept)
        return list(found.values())

    def _reconsidered(
        self,
        report: Report,
        proposal: Proposal,
        event: Event,
        told: Mapping[tuple[object, ...], Proposal],
        memory: Memory,
    ) -> Event | None:
        """Give an event, unless the classifier took it for another that the sentence tells in other words.

        "Summoned the envoy and demanded a halt": if both are ACCUSE to it, the second stays the REQUEST that was read.
        But what was read as the contrary ("suspended" its "talks") is part of what is told, unless it has a subject of
        its own ("Powell expressed regret, but the administration refused to apologise").
        """
        if _as_read(proposal, event):
            return event
        if _sides(event, turned=True) in told:
            return None
        if _sides(event) not in told:
            return event
        read = proposal.candidate.match.trigger.event_type
        apart = quad_class(read) is quad_class(event.event_type) or _by_itself(proposal, told[_sides(event)])
        return self._event(report, proposal, None, memory) if apart else None

    def _event(self, report: Report, proposal: Proposal, judgement: Judgement | None, memory: Memory) -> Event | None:
        when = event_date(proposal.word, report.date)
        verdict = _verdict(proposal, judgement, when, report.date)
        if verdict is None:
            return None
        trigger = proposal.candidate.match.trigger
        changed = verdict.event_type is not trigger.event_type
        roles = parted(proposal.roles, verdict.event_type) if changed else proposal.roles
        actors = tuple(_party(m, proposal.mentions, memory) for m in roles.actors)
        recipients = tuple(_party(m, proposal.mentions, memory) for m in roles.recipients)
        if not any(p.country for p in actors):
            return None
        evidence = Evidence(
            report=report.id,
            sentence=report.text[proposal.sentence.start_char : proposal.sentence.end_char],
            start=proposal.sentence.start_char,
            end=proposal.sentence.end_char,
            trigger=proposal.candidate.match.text,
            attribution=find_attribution(proposal.word, proposal.mentions),
            confidence=verdict.confidence,
        )
        return Event(
            date=min(when.day, report.date) if changed else when.day,
            date_precision=when.precision,
            actors=actors,
            recipients=recipients,
            event_type=verdict.event_type,
            mode=trigger.mode if trigger.mode in modes(verdict.event_type) else None,
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
    return float(judgement.types[TYPES.index(proposal.candidate.match.trigger.event_type)])


def _verdict(proposal: Proposal, judgement: Judgement | None, when: When, reported: date) -> Verdict | None:
    """Let the grammar decide alone where there is no judgement, else both."""
    candidate = proposal.candidate
    status, read = resolve_status(proposal.word, candidate.match.trigger.event_type, when, reported)
    if judgement is None:
        return Verdict(read, status, candidate.confidence)
    return decide(judgement, read, status, proposal.construction)


def _party(mention: Mention, mentions: Mentions, memory: Memory) -> Party:
    """Give a mention's party; a group without a state ("police") is of the dateline's, else of that spoken of most.

    Crowds are taken to be at home where the sentence puts them: "students marched on the U.S. embassy in Seoul".
    """
    party = mention.party
    if party.country is not None:
        return party
    home = scene_of(mentions) if party.sector in _CROWDS else None
    return Party(home or memory.home or memory.main_state(), party.sector, party.name, party.text)


_CROWDS = frozenset({"CVL", "EDU", "LAB", "OPP", "REL", "AGR"})


def _by_itself(proposal: Proposal, told: Proposal) -> bool:
    """Say whether a reading is of a clause joined to another, with a subject of its own."""
    subjects = [c for c in proposal.word.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON"]
    joined = proposal.word.dep_ == "conj" and proposal.word.head == told.word
    return joined and any(proposal.roles.actors[0] in proposal.mentions.of(subject) for subject in subjects)


def _as_read(proposal: Proposal, event: Event) -> bool:
    """Say whether the classifier left the type as the grammar read it."""
    return proposal.candidate.match.trigger.event_type is event.event_type


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
