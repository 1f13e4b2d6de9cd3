"""Whose state those belong to who make claims: scholars, agencies and newspapers as well as officials."""

from spacy.tokens import Token

from detente.ledger.scene import Scene
from detente.vocabulary.names import Kind
from detente.vocabulary.tables import ledger_words

_SCHOLARLY = frozenset(ledger_words()["scholarly"])
_AMERICAN = frozenset(ledger_words()["american_titles"])
_DOCUMENTS = frozenset(ledger_words()["deeds_in_writing"])
_ENVOYS = frozenset({"diplomat", "ambassador", "envoy", "negotiator", "mediator"})
_HALVES = {"north": "PRK", "south": "KOR"}
_ORGANISATIONS = frozenset({"UNO", "EUR", "IGO"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "i", "we"})


def tells(teller: Token, scene: Scene) -> bool:
    """Say whether a word can be somebody who claims something: a person, a body, a paper; no place or time."""
    if teller.lemma_.lower() in _DOCUMENTS:
        return False
    if teller.pos_ == "PRON" or teller.lower_ in _PRONOUNS:
        return teller.lower_ in _PRONOUNS
    return teller.pos_ in ("NOUN", "PROPN", "ADJ") or scene.mentions.at(teller) is not None


def state_of(teller: Token, scene: Scene) -> str | None:
    """Give the state of whoever makes a claim; None where the words do not say."""
    half = next((c for c in (teller, *teller.children) if c.lower_ in _HALVES and c.tag_ != "RB"), None)
    if half is not None and scene.mentions.at(half) is None and "korea" in scene.report.text.lower():
        return _HALVES[half.lower_]
    above = _named_above(teller)
    if above is not None:
        return state_of(above, scene)
    code = scene.speaker_code(teller)
    if code in _ORGANISATIONS and teller.lemma_.lower() in _ENVOYS:
        return None
    if code is not None:
        return code
    return _by_place(teller, scene) or _by_title(teller)


def _named_above(teller: Token) -> Token | None:
    """Take "he" of "an Air Force general writes that he believes" for the general."""
    if teller.lower_ not in ("he", "she"):
        return None
    verbs = [a for a in teller.head.ancestors if a.pos_ == "VERB"]
    found = [s for v in verbs for s in v.children if s.dep_ == "nsubj" and s.pos_ in ("NOUN", "PROPN")]
    return found[0] if found else None


def _by_place(teller: Token, scene: Scene) -> str | None:
    """Take "a think tank in Beijing", "a Tokyo university" for one of that country."""
    if teller.lemma_.lower() not in _SCHOLARLY:
        return None
    places = [
        m for c in teller.subtree for m in scene.mentions.of(c) if m.kind in (Kind.CAPITAL, Kind.COUNTRY)
    ]  # fmt: skip
    return next((m.party.country for m in places if m.party.country), None)


def _by_title(teller: Token) -> str | None:
    """Take "a Republican senator", "a senior administration official" for an American: only one state has them."""
    words = {c.lower_ for c in (teller, *teller.children, *(g for c in teller.children for g in c.children))}
    return "USA" if words & _AMERICAN else None
