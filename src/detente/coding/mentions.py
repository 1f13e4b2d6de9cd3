"""A mention: words in a sentence that stand for a party."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.model import Party
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.stand_ins import cities, regions

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_POSTED_AT = frozenset({"to", "in", "at"})
_LANDS = (Kind.COUNTRY, Kind.CAPITAL, Kind.DEMONYM)
_LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "inside", "across", "off", "throughout"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` (exclusive) stand for `party`; `head` is the token the parse hangs them on."""

    start: int
    end: int
    head: int
    kind: Kind
    party: Party


class Mentions:
    """The mentions of one parsed sentence, found by token."""

    def __init__(self, doc: Doc, mentions: list[Mention]) -> None:
        self.doc = doc
        self.all = mentions
        self._at = {i: mention for mention in mentions for i in range(mention.start, mention.end)}

    def at(self, token: Token) -> Mention | None:
        """Give the mention that a token belongs to."""
        return self._at.get(token.i)

    def of(self, token: Token) -> list[Mention]:
        """Give the mentions that a noun stands for: itself, else its possessor or modifier ("Chinese proposal").

        Coordinated nouns ("China and Russia") and appositions add theirs.
        """
        found = self._own(token)
        for child in token.children:
            joined = child.dep_ == "conj" or (child.dep_ == "appos" and not found)
            if joined and child.i > token.i:
                found += [m for m in self.of(child) if m not in found]
        return found

    def _own(self, token: Token) -> list[Mention]:
        mention = self.at(token)
        if mention is not None:  # "Chinese and American officials": the first adjective stands outside the mention
            beside = [self.at(c) for c in token.children if c.dep_ == "amod" and c.i < mention.start]
            return [m for m in beside if m is not None] + [mention]
        for child in token.children:
            if child.dep_ in _MODIFIERS:
                inner = self.of(child)
                if inner:
                    return inner
        return []


def is_locative(mention: Mention, doc: Doc) -> bool:
    """Say whether a mention only tells where something happened ("in China", "outside Moscow")."""
    head = doc[mention.head]
    return head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE and mention.kind in (Kind.COUNTRY, Kind.CAPITAL)


def post_of(mention: Mention, doc: Doc) -> tuple[int, str] | None:
    """Give the state where an envoy of a mention serves, with its first token: China of "Japan's envoy in Beijing"."""
    for token in doc[mention.start : mention.end - 1]:
        first = token.i + 2 if token.nbor().lower_ == "the" else token.i + 1
        name = proper_names().get(doc[first : mention.end].text) if token.lower_ in _POSTED_AT else None
        if name is not None and name.country not in (None, mention.party.country) and name.kind in _LANDS:
            return first, str(name.country)
    return None


def scene_of(mentions: Mentions) -> str | None:
    """Give the one state in which a sentence says that something happened: "in Cairo", "at the embassy in Peking"."""
    places = {m.party.country for m in mentions.all if m.party.country and is_locative(m, mentions.doc)}
    places |= {post[1] for m in mentions.all if (post := post_of(m, mentions.doc)) is not None}
    spots = [place_at(t) for t in mentions.doc if t.dep_ == "pobj" and t.head.lower_ in _LOCATIVE]
    places |= {spot.party.country for spot in spots if spot is not None and spot.party.country}
    return places.pop() if len(places) == 1 else None


def place_at(token: Token) -> Mention | None:
    """Give the state of a city or region that is no name of a party, for where it only says who had the power there."""
    parts = [c for c in token.children if c.dep_ == "compound" and c.i < token.i]
    first = parts[0].i if parts else token.i
    for start, end in dict.fromkeys([(first, token.i + 1), (token.i, token.i + 1), *((c.i, c.i + 1) for c in parts)]):
        words = token.doc[start:end].text
        code = cities().get(words) or regions().get(words)
        if code is not None:
            return Mention(start, end, end - 1, Kind.CAPITAL, Party(code, None, None, words))
    return None


def head_of(doc: Doc, start: int, end: int) -> int:
    """Give the token of a span whose head lies outside it."""
    for i in range(end - 1, start - 1, -1):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return i
    return end - 1
