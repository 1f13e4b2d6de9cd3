"""The coder: reports in, events out."""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import islice

from spacy.tokens import Doc, Span

from detente.coding.anaphora import Antecedents
from detente.coding.attribution import find_attribution
from detente.coding.contexts import find_contexts
from detente.coding.grammar import Candidate, candidates
from detente.coding.mentions import Mention, Mentions
from detente.coding.parser import DEFAULT_MODEL, load_parser, parse, split_sentences
from detente.coding.parties import Memory, PartyFinder
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.model import Event, Evidence, Party, Report
from detente.vocabulary.event_types import modes

_REPORTS_AT_ONCE = 32


class Coder:
    """Codes reports by grammar: spaCy's parse, the trigger lexicon and the registry of parties.

    `model` is the name of an installed spaCy English pipeline.

    Raises:
        MissingModel: the pipeline is not installed.

    """

    name = "grammar"

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self._parser = load_parser(model)
        self._finder = PartyFinder(self._parser)
        self.version = f"{version('detente')}+{model}-{self._parser.meta['version']}"

    def code(self, report: Report) -> list[Event]:
        """Give the events of one report."""
        return next(self.code_all([report]))[1]

    def code_all(self, reports: Iterable[Report]) -> Iterator[tuple[Report, list[Event]]]:
        """Code a stream of reports, in order; memory is bounded by a few dozen reports."""
        stream = iter(reports)
        while batch := list(islice(stream, _REPORTS_AT_ONCE)):
            kept = [[s for s in split_sentences(self._parser, r.text) if self._worth_parsing(s)] for r in batch]
            parsed = parse(self._parser, (sentence for sentences in kept for sentence in sentences))
            for report, sentences in zip(batch, kept, strict=True):
                yield report, self._events(report, [(s, next(parsed)) for s in sentences])

    def _worth_parsing(self, sentence: Span) -> bool:
        return self._finder.may_hold_parties(sentence)

    def _events(self, report: Report, sentences: list[tuple[Span, Doc]]) -> list[Event]:
        memory, antecedents = Memory(), Antecedents()
        found: dict[tuple[object, ...], Event] = {}
        for sentence, doc in sentences:
            mentions = Mentions(doc, self._finder.find(doc, report.date, memory))
            for candidate in candidates(mentions, antecedents):
                event = self._event(report, sentence, mentions, candidate, memory)
                if event is not None:
                    found.setdefault(_identity(event), event)
            antecedents.leave(mentions)
        return list(found.values())

    def _event(
        self, report: Report, sentence: Span, mentions: Mentions, candidate: Candidate, memory: Memory
    ) -> Event | None:
        token, trigger = candidate.match.token, candidate.match.trigger
        when = event_date(token, report.date)
        status, event_type = resolve_status(token, trigger.event_type, when, report.date)
        actors = tuple(_party(m, memory) for m in candidate.roles.actors)
        recipients = tuple(_party(m, memory) for m in candidate.roles.recipients)
        if not any(p.country for p in actors):
            return None
        evidence = Evidence(
            report=report.id,
            sentence=sentence.text,
            start=sentence.start_char,
            end=sentence.end_char,
            trigger=candidate.match.text,
            attribution=find_attribution(token, mentions),
            confidence=candidate.confidence,
        )
        return Event(
            date=min(when.day, report.date) if event_type is not trigger.event_type else when.day,
            date_precision=when.precision,
            actors=actors,
            recipients=recipients,
            event_type=event_type,
            mode=trigger.mode if trigger.mode in modes(event_type) else None,
            contexts=find_contexts(sentence.text),
            status=status,
            confidence=candidate.confidence,
            coder=self.name,
            coder_version=self.version,
            evidence=(evidence,),
        )


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
