"""Pronouns and definite descriptions, where their party can be told."""

from spacy.tokens import Token

from detente.coding.mentions import Mention, Mentions, is_disputed
from detente.model import Party
from detente.vocabulary.names import Kind
from detente.vocabulary.tables import wordlists

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_COLLECTIVE = frozenset({"it", "its", "they", "their"})
_BOTH = frozenset({"sides", "countries", "nations", "governments", "powers", "leaders", "militaries"})
_ASKING = frozenset(wordlists()["asks"])
_ANSWERING = frozenset(wordlists()["answers"])
_BOTH_MARKS = frozenset({"two", "both"})
_SOURCES = (Kind.COUNTRY, Kind.CAPITAL, Kind.BODY, Kind.ORGANISATION)


def _whoever_was_asked(token: Token, mentions: Mentions) -> Party | None:
    """Take "he" of "she asked her counterpart, Taro Kono, to wait, but he refused" for whoever was asked."""
    answer, ask = token.head, token.head.head
    if answer.dep_ != "conj" or answer.lemma_ not in _ANSWERING or ask.lemma_ not in _ASKING:
        return None
    named = [m for c in ask.children if c.dep_ in ("dobj", "dative") for t in (c, *c.children) for m in mentions.of(t)]
    return next((m.party for m in named if m.party.country), None)


class Antecedents:
    """What the sentences read so far offer to a pronoun."""

    def __init__(self) -> None:
        self._person: Party | None = None
        self._state: Party | None = None
        self._states: list[Party] = []

    def resolve(self, token: Token, mentions: Mentions) -> list[Mention]:
        """Give the parties that a pronoun or "both sides" stands for; none where it cannot be told."""
        word = token.lower_
        if word in _PERSONAL:
            asked = _whoever_was_asked(token, mentions)
            return self._stand_in(token, asked or self._earlier_person(token, mentions) or self._person)
        if word in _COLLECTIVE and token.dep_ in ("nsubj", "nsubjpass", "poss"):  # elsewhere "it" is often a thing
            return self._stand_in(token, self._earlier_state(token, mentions) or self._state)
        if word in _BOTH and any(c.lower_ in _BOTH_MARKS for c in token.children) and len(self._states) == 2:
            return [m for state in self._states for m in self._stand_in(token, state)]
        return []

    def counterpart(self, actors: tuple[Mention, ...], mentions: Mentions) -> Mention | None:
        """Give the one other state that a sentence, or else the sentence before, speaks of besides the actor's.

        "China rejected the accusation": whose it was stands next to it.
        """
        own = {m.party.country for m in actors}
        named = [m for m in mentions.all if m.party.country and not is_disputed(m, mentions.doc)]
        others = {m.party.country: m for m in named if m.party.country not in own}
        if len(others) == 1:
            return next(iter(others.values()))
        states = {party.country for party in self._states}
        if others or not own < states:
            return None
        other = next(party for party in self._states if party.country not in own)
        return self._stand_in(mentions.doc[actors[0].head], other, spoken=other.text)[0]

    def leave(self, mentions: Mentions) -> None:
        """Keep what the sentence just read offers to the next: its subjects before its other parties."""
        ranked = sorted(mentions.all, key=lambda m: mentions.doc[m.head].dep_ not in ("nsubj", "nsubjpass"))
        people = [m for m in ranked if m.kind is Kind.OFFICE]
        states = [m for m in ranked if m.kind in _SOURCES]
        if people:
            self._person = people[0].party
        if states:
            self._state = states[0].party
        distinct = {m.party.country: m.party for m in mentions.all if m.party.country}
        if len(distinct) == 2:
            self._states = [Party(code, None, None, party.text) for code, party in distinct.items()]

    @staticmethod
    def _earlier_person(token: Token, mentions: Mentions) -> Party | None:
        people = [m for m in mentions.all if m.kind is Kind.OFFICE and m.end <= token.i]
        return people[0].party if people else None

    @staticmethod
    def _earlier_state(token: Token, mentions: Mentions) -> Party | None:
        states = [m for m in mentions.all if m.kind in _SOURCES and m.end <= token.i]
        subjects = [m for m in states if mentions.doc[m.head].dep_ in ("nsubj", "nsubjpass")]
        return subjects[0].party if subjects else None

    @staticmethod
    def _stand_in(token: Token, party: Party | None, spoken: str | None = None) -> list[Mention]:
        if party is None:
            return []
        meant = Party(party.country, party.sector, party.name, spoken or token.text)
        return [Mention(token.i, token.i + 1, token.i, Kind.OFFICE if party.name else Kind.COUNTRY, meant)]
