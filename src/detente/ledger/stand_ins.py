"""Whom the words of a sentence may stand for beside the parties that it names: candidates for the entry classifier."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from spacy.tokens import Doc, Token

from detente.coding.datelines import dateline
from detente.coding.marking import Chars
from detente.coding.mentions import Mention
from detente.coding.places import post_of
from detente.coding.sentences import ReadSentence
from detente.vocabulary.names import proper_names
from detente.vocabulary.stand_ins import cities, regions, stand_ins, state_of_surname
from detente.vocabulary.tables import ledger_words, wordlists

_TITLES = frozenset(wordlists()["honorifics"]) | frozenset(ledger_words()["ranks"])
_SEATS_OF_LEARNING = frozenset(ledger_words()["seats_of_learning"])
_MONTHS = frozenset({"May", "March", "April", "June", "August", "MAY", "MARCH", "APRIL", "JUNE", "AUGUST"})
_SHORTEST = 3
_SHOUTED = 0.7  # share of a headline's letters that are capitals


def possible_parties(read: ReadSentence, day: date, named: Collection[str]) -> Iterator[tuple[str, Chars]]:
    """Give codes of parties with the places (in the sentence's characters) of the words that may stand for them.

    `named` has the codes of the parties that the report names thereabouts.
    """
    doc = read.mentions.doc
    yield from (post for m in read.mentions.all if m.party.country for post in _post(m, doc))
    taken = {i for m in read.mentions.all if m.party.country for i in range(m.start, m.end)}
    shouted, dated = _shouted(doc), dateline(doc.text)
    if dated is not None and dated.state is not None:
        yield dated.state, (dated.start, dated.end)
    start = 0
    while start < len(doc):
        end, codes = _phrase(doc, start, taken, named, shouted)
        if not codes and start not in taken:
            end, codes = start + 1, _surname(doc[start], day, shouted)
        place = (doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        yield from ((code, place) for code in codes)
        start = end


def _post(mention: Mention, doc: Doc) -> Iterator[tuple[str, Chars]]:
    """Give the state where an envoy serves: candidates beside the one that he serves."""
    post = post_of(mention, doc)
    if post is not None:
        place = doc[post[0] : mention.end]
        yield post[1], (place.start_char, place.end_char)


def _phrase(
    doc: Doc, start: int, taken: Collection[int], named: Collection[str], shouted: bool
) -> tuple[int, tuple[str, ...]]:
    """Give the end of the longest known phrase that begins at a token, with the codes it may mean."""
    for end in range(min(start + _longest(), len(doc)), start, -1):
        if any(i in taken for i in range(start, end)):
            continue
        words = doc[start:end].text
        codes = _meant(_spoken(words) if shouted else words, named, shouted)
        if codes and not _within_longer_name(doc, start, end):
            return end, codes
    return start + 1, ()


def _meant(words: str, named: Collection[str], shouted: bool) -> tuple[str, ...]:
    for spelling in (words, words[:1].lower() + words[1:]):  # "The alliance" begins a sentence
        found = stand_ins().get(spelling)
        if found is not None and (not found.beside or not found.beside.isdisjoint(named)):
            return found.codes
    place = cities().get(words) or regions().get(words)
    if place is not None:
        return (place,)
    name = proper_names().get(words) if shouted else None
    return (name.country,) if name is not None and name.country else ()


def _surname(token: Token, day: date, shouted: bool) -> tuple[str, ...]:
    if len(token) < _SHORTEST or not (token.pos_ == "PROPN" or shouted) or not token.text[0].isupper():
        return ()
    if token.text in _MONTHS:
        return ()
    titled = token.i > 0 and token.nbor(-1).lower_.rstrip(".") in _TITLES
    if not shouted and (_first_name(token) if titled else _within_longer_name(token.doc, token.i, token.i + 1)):
        return ()
    state = state_of_surname(_spoken(token.text) if shouted else token.text, day, titled=titled)
    return (state,) if state else ()


def _first_name(token: Token) -> bool:
    """Say whether another name follows a name: "Senator Richard G. Lugar"."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return after is not None and after.pos_ == "PROPN" and after.text[0].isupper()


def _within_longer_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether a name goes on before or after: "Jimmy Carter", "South Shetland", "Kerry Group"."""
    if not doc[start].text[0].isupper():
        return False
    before = doc[start - 1] if start else None
    alone = end - start == 1 and doc[start].text not in cities() and doc[start].lower_.rstrip(".") not in _TITLES
    after = doc[end] if alone and end < len(doc) and doc[end].text not in _SEATS_OF_LEARNING else None
    return any(t is not None and t.pos_ == "PROPN" and t.text[0].isupper() and not t.is_upper for t in (before, after))


def _spoken(words: str) -> str:
    return " ".join(word.capitalize() if len(word) > 1 else word for word in words.split(" "))


def _shouted(doc: Doc) -> bool:
    letters = [c for c in doc.text if c.isalpha()]
    return sum(c.isupper() for c in letters) > _SHOUTED * len(letters)


@cache
def _longest() -> int:
    return max(len(words.split(" ")) for words in (*stand_ins(), *cities(), *regions())) + 1
