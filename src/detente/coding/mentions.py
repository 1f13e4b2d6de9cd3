"""A mention: words in a sentence that stand for a party."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.model import Party
from detente.vocabulary.names import Kind

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "inside", "across", "off", "throughout"})


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
    return head.dep_ == "pobj" and head.head.lower_ in LOCATIVE and mention.kind in (Kind.COUNTRY, Kind.CAPITAL)


def is_disputed(mention: Mention, doc: Doc) -> bool:
    """Say whether a state only is what others are at odds over: "a conflict over Taiwan"."""
    head = doc[mention.head]
    named = head.dep_ == "pobj" and mention.kind is Kind.COUNTRY
    return named and head.head.lower_ == "over" and head.head.head.pos_ == "NOUN"


def head_of(doc: Doc, start: int, end: int) -> int:
    """Give the token of a span whose head lies outside it."""
    for i in range(end - 1, start - 1, -1):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return i
    return end - 1
