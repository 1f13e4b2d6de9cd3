"""Whose state those belong to who make claims: scholars, agencies and newspapers as well as officials."""

from itertools import takewhile

from spacy.tokens import Token

from detente.ledger.scene import Scene
from detente.ledger.seats import ENVOYS, scholarly, seat, studies_a_state, words_before
from detente.vocabulary.tables import ledger_words

_AMERICAN = frozenset(ledger_words()["american_titles"])
_DOCUMENTS = frozenset(ledger_words()["deeds_in_writing"])
_LIKELY_AMERICAN = frozenset(ledger_words()["likely_american"])
_REGIONAL = tuple(tuple(word.split(":")) for word in ledger_words()["regional"])
_SPEAKERS = frozenset(ledger_words()["speakers"])
_PARTS = frozenset({"thirds", "third", "half", "most", "many", "some", "majority", "several", "few", "one", "number"})
_HALVES = {"north": "PRK", "south": "KOR"}
_ORGANISATIONS = frozenset({"UNO", "EUR", "IGO"})
_PRONOUNS = frozenset(
    {
        "nobody",
        "none",
        "everybody",
        "everyone",
        "many",
        "few",
        "most",
        "some",
        "he",
        "she",
        "it",
        "they",
        "who",
        "i",
        "we",
    }
)


def tells(teller: Token, scene: Scene) -> bool:
    """Say whether a word can be somebody who claims something: a person, a body, a paper; no place or time."""
    if teller.lemma_.lower() in _DOCUMENTS:
        return False
    if teller.pos_ == "PRON" or teller.lower_ in _PRONOUNS:
        return teller.lower_ in _PRONOUNS
    return teller.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or scene.mentions.at(teller) is not None


def is_somebody(teller: Token, scene: Scene) -> bool:
    """Say whether a word means people: a party, a person by trade, a pronoun."""
    trade = teller.lemma_.lower() in _SPEAKERS or scholarly(_people(teller))
    return trade or teller.lower_ in _PRONOUNS or scene.mentions.at(teller) is not None or teller.pos_ == "PROPN"


def states_of(teller: Token, scene: Scene) -> list[str]:
    """Give the states of whoever makes a claim, several for "American and Israeli officials"."""
    first = state_of(teller, scene)
    named = scene.states([teller]) if scene.mentions.of(teller) else []
    return named if len(named) > 1 and first in named else [first] if first else []


def state_of(teller: Token, scene: Scene) -> str | None:
    """Give the state of whoever makes a claim; None where the words do not say."""
    teller = _people(teller)
    half = half_of_korea(teller, scene) or next((h for c in teller.children if (h := half_of_korea(c, scene))), None)
    if half is not None:
        return half
    above = _named_above(teller)
    if above is not None:
        return state_of(above, scene)
    if teller.lemma_.lower() in ENVOYS and teller.i + 1 < len(scene.doc) and teller.nbor().lower_ == "in":
        return _before(teller, scene) or _by_title(teller, scene)  # "diplomats in Tokyo" are of anywhere
    if studies_a_state(teller, scene):
        return _whose(teller, scene) or seat(teller, scene)
    code = scene.speaker_code(teller)
    if code in _ORGANISATIONS and teller.lemma_.lower() in ENVOYS:
        return None
    return code or _before(teller, scene) or _of_owner(teller, scene) or _by_title(teller, scene) or seat(teller, scene)


def half_of_korea(token: Token, scene: Scene) -> str | None:
    """Give which Korea "the North" or "the South" is, in a report that speaks of Korea."""
    if token.lower_ not in _HALVES or scene.mentions.at(token) is not None or token.pos_ not in ("NOUN", "PROPN"):
        return None
    named = any(word in scene.report.text for word in ("Korea", "Seoul", "Pyongyang"))
    return _HALVES[token.lower_] if named else None


def _people(teller: Token) -> Token:
    """Give the people of "two-thirds of American experts", "a group of scholars"."""
    if scholarly(teller) or teller.pos_ == "PRON":
        return teller
    partitive = teller.lower_ in _PARTS or teller.pos_ == "NUM"
    below = [p for c in teller.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
    return below[0] if partitive and below else teller


def _of_owner(teller: Token, scene: Scene) -> str | None:
    """Take "its prime minister", "an official there" for one of the state named before."""
    near = {t.lower_ for t in (*teller.children, *scene.doc[max(0, teller.i - 3) : teller.i])}
    if not near & {"its", "their", "there"}:
        return None
    before = [m.party.country for m in scene.mentions.all if m.end <= teller.i and m.party.country]
    return before[0] if before else scene.company.last_subject


def _named_above(teller: Token) -> Token | None:
    """Take "he" of "an Air Force general writes that he believes" for the general."""
    if teller.lower_ not in ("he", "she"):
        return None
    verbs = [a for a in teller.head.ancestors if a.pos_ == "VERB"]
    found = [s for v in verbs for s in v.children if s.dep_ == "nsubj" and s.pos_ in ("NOUN", "PROPN")]
    return found[0] if found else None


def _before(teller: Token, scene: Scene) -> str | None:
    """Give the state that stands in the words right before a teller; "Brussels-based" says where, not whose he is."""
    words = takewhile(lambda token: token.lower_ != "based", words_before(teller))
    named = (scene.mentions.at(token) for token in words)
    return next((m.party.country for m in named if m is not None and m.party.country), None)


def _whose(teller: Token, scene: Scene) -> str | None:
    """Take "Tokyo's China hands" for Japanese."""
    owners = [m for c in teller.children if c.dep_ == "poss" for m in scene.mentions.of(c)]
    return next((m.party.country for m in owners if m.party.country), None)


def _by_title(teller: Token, scene: Scene) -> str | None:
    """Take "a Republican senator", "a senior administration official" for an American: only one state has them."""
    words = {c.lower_ for c in (teller, *teller.children, *(g for c in teller.children for g in c.children))}
    words |= {teller.lemma_.lower()}
    regional = next((code for name, code in _REGIONAL if name in words), None)
    if regional or words & _AMERICAN:
        return regional or "USA"
    return "USA" if words & _LIKELY_AMERICAN and "USA" in scene.company.pair else None
