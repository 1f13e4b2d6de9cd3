"""Where those who make claims work: the state of a scholar, an adviser, a banker that no adjective tells."""

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from detente.ledger.scene import Scene
from detente.vocabulary.names import Kind
from detente.vocabulary.tables import ledger_words

ENVOYS = frozenset(ledger_words()["posted_abroad"])
_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "PART"})
_JOINING = frozenset({"-", "based"})  # "vice-minister", "a Tbilisi-based analyst"
_SCHOLARLY = frozenset(ledger_words()["scholarly"]) | frozenset(ledger_words()["outside"])
_STUDENTS = _SCHOLARLY | frozenset(ledger_words()["students_of_states"])
_STRANGERS = frozenset(ledger_words()["strangers"])
_SERVANTS = frozenset(ledger_words()["servants"])
_AT = frozenset({"at", "in", "from", "with"})
_DESCRIBING = frozenset({"appos", "compound", "nmod", "poss", "amod"})
_CITY_STATES = frozenset({"HKG", "MAC", "SGP"})  # their names are their adjectives


def scholarly(teller: Token) -> bool:
    """Say whether a teller is of a kind that speaks for no government."""
    return teller.lemma_.lower() in _SCHOLARLY


def studies_a_state(teller: Token, scene: Scene) -> bool:
    """Say whether a state named before a scholar is what he studies: "a China specialist", "Iran watchers"."""
    if teller.lemma_.lower() not in _STUDENTS or teller.i == 0:
        return False
    mention = scene.mentions.at(teller.nbor(-1))
    if mention is None or mention.party.country in _CITY_STATES:
        return False
    return mention.kind is Kind.COUNTRY and mention.party.text.istitle()


def seat(teller: Token, scene: Scene) -> str | None:
    """Take "an economist at Cornell", "a scholar in Shanghai" for one of the state where he works, if it is one.

    What he writes or talks about ("of", "on", "for") is no seat; an envoy's post is none.
    """
    if teller.lemma_.lower() in ENVOYS or any(c.lower_ in _STRANGERS for c in teller.children):
        return None
    serves = _AT | ({"to"} if teller.lemma_.lower() in _SERVANTS else set())
    words = list(_beside(teller, serves | {"of"}))
    places = {(t.idx, t.idx + len(t)) for t in words}
    found = {code for code, start, end in scene.stand_ins if any(start <= b and e <= end for b, e in places)}
    governed = [t for t in words if (t.dep_ == "pobj" and t.head.lower_ in serves) or _based_there(t)]
    mentions = [m for t in governed if (m := scene.mentions.at(t)) is not None]
    found |= {m.party.country for m in mentions if m.party.country}
    return next(iter(found)) if len(found) == 1 else None


def words_before(teller: Token) -> Iterator[Token]:
    """Give the adjectives and nouns right before a teller, the nearest first, whatever the parse hung them on."""
    for token in reversed(teller.doc[: teller.i]):
        if token.pos_ not in _NOMINAL and token.lower_ not in _JOINING:
            return
        yield token


def _based_there(place: Token) -> bool:
    """Say whether a place is that of "a Tbilisi-based specialist"."""
    return [t.lower_ for t in place.doc[place.i + 1 : place.i + 3]] == ["-", "based"]


def _beside(teller: Token, linking: Collection[str]) -> Iterator[Token]:
    """Give the words that say what a teller is and where: not whom he tells or what he does besides."""
    yield from words_before(teller)
    yield teller
    below = [c for c in teller.children if c.dep_ in _DESCRIBING or (c.dep_ == "prep" and c.lower_ in linking)]
    for child in below:
        yield from (t for t in child.subtree if not any(a.dep_ == "relcl" for a in (t, *t.ancestors) if a.i > teller.i))
