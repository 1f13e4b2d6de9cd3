"""Who is named in a sentence: states, bodies, organisations, groups and officials in office on the day."""

from dataclasses import dataclass, field
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from detente.coding.mentions import Mention, head_of
from detente.model import Party
from detente.vocabulary import officials
from detente.vocabulary.names import Kind, Name, common_names, proper_names
from detente.vocabulary.tables import wordlists

_STATES = (Kind.COUNTRY, Kind.DEMONYM, Kind.CAPITAL, Kind.BODY, Kind.ORGANISATION)
_LINKING = frozenset({"of", "in", "from"})
_POSTED = frozenset({"ambassador", "ambassadors", "envoy", "embassy", "consulate", "consul", "mission"})
_GOVERNMENTS = frozenset({"administration", "government", "cabinet"})
_MODIFIER_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_MODIFIER_ROLES = frozenset({"amod", "compound", "nmod", "poss", "punct"})
_MONTHS = frozenset({"May", "March", "April", "June", "August"})
_HONORIFICS = frozenset(wordlists()["honorifics"])
_MAX_GAP = 3  # words between a state and the group it qualifies: "Chinese state-run media officials"
_MAX_NAME = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of tokens that the vocabulary knows."""

    start: int
    end: int
    name: Name | None  # None: an official, by `official`
    official: str = ""


@dataclass
class Memory:
    """What a report has told so far: people by the name that later sentences use, and the state spoken of most.

    `home` is the state that its dateline names.
    """

    people: dict[str, Party] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    home: str | None = None

    def note(self, party: Party) -> None:
        """Remember a party that was named in full."""
        if party.country:
            self.states[party.country] = self.states.get(party.country, 0) + 1

    def main_state(self) -> str | None:
        """Give the state named most often so far; None unless it is named twice as often as any other."""
        ranked = sorted(self.states.items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]


class PartyFinder:
    """Finds the parties of sentences; holds the compiled vocabulary (about 0.5 s to build)."""

    def __init__(self, parser: Language) -> None:
        self._proper = proper_names()
        self._common = common_names()
        self._people = officials.by_name()
        self._surnames = officials.by_surname()
        self._exact = PhraseMatcher(parser.vocab, attr="ORTH")
        names = [*self._proper, *(n for n in self._people if n not in self._proper and n not in _MONTHS)]
        self._exact.add("proper", [parser.make_doc(name) for name in names])
        self._lower = PhraseMatcher(parser.vocab, attr="LOWER")
        self._lower.add("common", [parser.make_doc(name) for name in self._common])

    def may_hold_parties(self, sentence: Span) -> bool:
        """Say, before any parse, whether a sentence names a party at all."""
        return bool(self._exact(sentence)) or any(_is_addressed(t) and t.text in self._surnames for t in sentence)

    def find(self, doc: Doc, day: date, memory: Memory) -> list[Mention]:
        """Find the mentions of a parsed sentence, left to right, and remember the people it names.

        A state with the groups, titles and names that follow it is one mention: "U.S. Treasury Secretary Janet Yellen".
        """
        pieces = self._pieces(doc, day, memory)
        found: list[Mention] = []
        index = 0
        while index < len(pieces):
            chain = _chain(doc, pieces, index)
            mention = self._mention(doc, chain, day, memory)
            if mention is not None:
                found.append(mention)
                memory.note(mention.party)
            index += len(chain)
        return found

    def _pieces(self, doc: Doc, day: date, memory: Memory) -> list[_Piece]:
        spans = [*self._exact(doc, as_spans=True), *self._lower(doc, as_spans=True)]
        proper = {span.label_ == "proper" and (span.start, span.end) for span in spans}
        pieces = []
        for span in filter_spans(sorted(spans, key=lambda s: s.label_ != "proper")):
            is_proper = (span.start, span.end) in proper
            piece = _Piece(span.start, span.end, self._name(span, is_proper), span.text if is_proper else "")
            longer = piece.name is None and _inside_longer_name(span)
            if not ((_is_verb(span) and not _is_place(piece)) or longer or _is_currency(span)):
                pieces.append(piece)
        taken = {i for piece in pieces for i in range(piece.start, piece.end)}
        for token in doc:
            if token.i in taken or token.pos_ != "PROPN":
                continue
            if token.text in memory.people:
                pieces.append(_Piece(token.i, token.i + 1, None, token.text))
            elif _is_addressed(token) and (meant := officials.bearing(token.text, day)):
                pieces.append(_Piece(token.i, token.i + 1, None, meant.name))
        kept = (p for p in pieces if p.name is None or p.name.kind is not Kind.NONE)
        return sorted(kept, key=lambda piece: piece.start)

    def _name(self, span: Span, is_proper: bool) -> Name | None:
        if is_proper and span.text in self._people and span.text not in self._proper:
            return None
        return self._proper.get(span.text) if is_proper else self._common.get(span.text.lower())

    def _mention(self, doc: Doc, chain: list[_Piece], day: date, memory: Memory) -> Mention | None:
        start, end = chain[0].start, chain[-1].end
        served = [p for place, p in enumerate(chain) if not (place and _is_post(doc, chain[place - 1], p))]
        states = [p.name for p in served if p.name and p.name.country and p.name.kind in _STATES]
        offices = [p.name for p in chain if p.name and p.name.kind is Kind.OFFICE]
        groups = [p.name for p in chain if p.name and p.name.kind in (Kind.GROUP, Kind.OFFICE)]
        country = states[0].country if states else next((o.country for o in offices if o.country), None)
        person = next((p.official for p in chain if p.name is None), "")
        sector = _sector([s.sector for s in states] + [g.sector for g in groups])
        name = next((s.name for s in states if s.kind in (Kind.BODY, Kind.ORGANISATION)), None)
        if not states and len(served) < len(chain) and not person:
            return None  # "the embassy in Washington": whose, the words do not say
        if person:
            governs = chain[-1].name is not None and doc[end - 1].lower_ in _GOVERNMENTS
            party = self._person(person, day, memory, doc[start:end].text, titled=bool(offices) or governs)
            if party is None:
                return None
            if governs:
                return Mention(
                    start, end, head_of(doc, start, end), Kind.BODY, Party(party.country, "GOV", None, party.text)
                )
            return Mention(start, end, head_of(doc, start, end), Kind.OFFICE, party)
        if offices or groups:
            end = _extend_over_name(doc, end) if offices or (groups and states) else end
            unnamed = doc[chain[-1].end : end].text or None
            if unnamed is None and country and offices:
                serving = officials.holder(country, offices[-1].name or "", day)
                unnamed = serving.name if serving else None
            name = unnamed or name
        if not states and end - start == 1 and doc[start].dep_ in ("amod", "compound"):
            return None  # "military talks": a quality, not a party
        text = doc[start:end].text
        kind = _kind(states, groups)
        party = Party(country, sector, name, text)
        if offices and end > chain[-1].end:
            memory.people.setdefault(doc[end - 1].text, party)
        return Mention(start, end, head_of(doc, start, end), kind, party)

    def _person(self, name: str, day: date, memory: Memory, text: str, *, titled: bool) -> Party | None:
        official = officials.on_day(name, day)
        if official is None or (" " not in name and not official.in_office(day)):
            known = memory.people.get(name)
            if known is not None:
                return Party(known.country, known.sector, known.name, text)
            # "President Bush" of a report that is dated later, or told from memory: whose, the surname still says
            country = officials.country_of(name) if titled else None
            return Party(country, "GOV", None, text) if country else None
        left_office = official.end is not None and official.end < day
        party = Party(official.country, "ELI" if left_office else official.sector, official.name, text)
        for short in {official.surname, official.name.split()[-1]}:
            memory.people[short] = party
        return party


def _chain(doc: Doc, pieces: list[_Piece], index: int) -> list[_Piece]:
    """Give the pieces from `index` on that make up one party."""
    chain = [pieces[index]]
    for piece in pieces[index + 1 :]:
        if not _continues(doc, chain, piece):
            break
        chain.append(piece)
    return chain


def _continues(doc: Doc, chain: list[_Piece], piece: _Piece) -> bool:
    last = chain[-1]
    gap = [doc[i] for i in range(last.end, piece.start)]
    if last.name is None:  # "the Bush administration"
        return doc[piece.start].lower_ in _GOVERNMENTS and all(t.lower_ in ("'s", "’s") for t in gap)
    is_state = piece.name is not None and piece.name.kind in _STATES
    if is_state and piece.name is not None and piece.name.kind is not Kind.BODY:
        words = [t.lower_ for t in gap if t.lower_ != "the"]
        if doc[last.end - 1].lower_ in _POSTED:
            return words in (["to"], ["in"])
        grouped = last.name.kind in (Kind.GROUP, Kind.OFFICE)
        return grouped and len(words) == 1 and words[0] in _LINKING and not _has_state(chain)
    if any(t.lower_ in ("'s", "’s") for t in gap[:1]):
        gap = gap[1:]
    if last.name.kind is Kind.CAPITAL and piece.name is not None:
        return False
    if piece.name is not None and not gap and doc[last.end - 1].pos_ == "NOUN" and last.name.kind is Kind.GROUP:
        return doc[piece.start].pos_ in ("NOUN", "PROPN")
    return len(gap) <= _MAX_GAP and all(_modifies(t) for t in gap)


def _is_post(doc: Doc, before: _Piece, piece: _Piece) -> bool:
    """Say whether a state is where an envoy serves and not whom he serves."""
    state = piece.name is not None and piece.name.kind in _STATES
    posted = doc[before.end - 1].lower_ in _POSTED
    return state and posted and any(doc[i].lower_ in ("to", "in") for i in range(before.end, piece.start))


def _has_state(chain: list[_Piece]) -> bool:
    return any(p.name is not None and p.name.country for p in chain)


def _modifies(token: Token) -> bool:
    return (token.pos_ in _MODIFIER_TAGS or token.text == "-") and token.dep_ in _MODIFIER_ROLES


def _is_addressed(token: Token) -> bool:
    """Say whether a name stands after "Mr.", "Mrs." or their like."""
    return token.i > 0 and token.nbor(-1).lower_.rstrip(".") in _HONORIFICS


def _inside_longer_name(span: Span) -> bool:
    """Say whether a bare surname is part of another name, as in "Ford Motor" or "Mackenzie Carter"."""
    if len(span) > 1:
        return False
    before, after = span[0].nbor(-1) if span.start else None, span[0].nbor(1) if span.end < len(span.doc) else None
    joined = [t for t in (before, after) if t is not None and t.pos_ == "PROPN" and t.dep_ == "compound"]
    if _is_addressed(span[0]):
        joined = [t for t in joined if t.i > span.start]
    return any(t.text.lower() not in common_names() for t in joined)


def _is_verb(span: Span) -> bool:
    return len(span) == 1 and span[0].pos_ in ("VERB", "AUX", "ADV", "ADP")


def _is_place(piece: _Piece) -> bool:
    """Say whether a piece is the name of a state or a capital, whatever the tagger took it for ("Peking")."""
    return piece.name is not None and piece.name.kind in (Kind.COUNTRY, Kind.CAPITAL)


def _is_currency(span: Span) -> bool:
    """Say whether a state's name only tells a currency: "US $50 million"."""
    return span.end < len(span.doc) and span.doc[span.end].text == "$" and span.root.dep_ != "dative"


def _sector(sectors: list[str | None]) -> str | None:
    """Give the most telling sector: a spokesman of the army speaks for the army."""
    known = [sector for sector in sectors if sector]
    return next((sector for sector in reversed(known) if sector != "GOV"), known[-1] if known else None)


def _kind(states: list[Name], groups: list[Name]) -> Kind:
    if groups:
        return Kind.GROUP
    return states[0].kind if states else Kind.GROUP


def _extend_over_name(doc: Doc, end: int) -> int:
    stop = end
    while stop < len(doc) and stop - end < _MAX_NAME and doc[stop].pos_ == "PROPN" and doc[stop].is_title:
        stop += 1
    return stop
