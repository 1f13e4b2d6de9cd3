"""Constructions of refusing: doing something, no to something, not agreeing, idioms."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.parse import agents_of, infinitives, negated
from detente.ledger.readings import Reading, addressed, fits, inner_of, own_objects
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame
from detente.vocabulary.tables import ledger_words

_HARM = frozenset(ledger_words()["harmful"])
_OBLIQUE = frozenset({"to", "at", "from", "of", "with", "against", "into", "over"})


def bare(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "Reagan refused": of what, the words before say."""
    if (
        any(c.dep_ in ("dobj", "xcomp", "ccomp", "nsubjpass", "prt", "advcl") for c in token.children)
        or any(c.dep_ == "prep" and c.lower_ in _OBLIQUE for c in token.children)
        or token.pos_ != "VERB"
    ):
        return None
    told = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "had") for c in token.children)
    if not (told or token.tag_ in ("VBD", "VBZ")) or token.dep_ not in ("ROOT", "conj", "parataxis", "ccomp"):
        return None
    return Reading(frame, token, tuple(agents_of(token)), (), token)


def idiom(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "turned a deaf ear to the appeal", "dug in its heels": of what, the "to" phrase or the words before say."""
    if negated(token):
        return None
    for thing in syntax.prepositional(token):
        if thing.head.lower_ in ("to", "on", "for", "at") and thing.pos_ in ("NOUN", "PROPN"):
            to = (thing,) if scene.mentions.at(thing) else addressed(thing, scene)
            return Reading(frame, token, tuple(agents_of(token)), to, inner_of(thing) or thing)
    return Reading(frame, token, tuple(agents_of(token)), (), token)


_NEAR = 5


def doing(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "ruled out sending troops"."""
    for verb in (*token.children, *(g for c in token.children if c.dep_ in ("prep", "prt") for g in c.children)):
        if (
            verb.tag_ == "VBG"
            and verb.dep_ in ("xcomp", "pcomp", "ccomp", "dobj", "advcl")
            and 0 < verb.i - token.i < _NEAR
        ):
            return Reading(frame, token, tuple(agents_of(token)), (), verb)
    return None


def no_to(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "said no to the talks"."""
    for word in token.children:
        if word.lower_ == "no" and word.i > token.i:
            holders = [p for p in (*word.children, *token.children) if p.lower_ == "to" and p.i > word.i]
            for thing in (t for p in holders for t in p.children if t.dep_ in ("pobj", "pcomp")):
                return Reading(frame, token, tuple(agents_of(token)), addressed(thing, scene), thing)
    return None


def _to_something(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "prep" for c in token.children)


def not_done(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "has not agreed to resume", "did not respond to requests", "made no commitment to"."""
    if not negated(token):
        return None
    if token.dep_ == "relcl" and syntax.is_passive(token):
        return None
    agents = tuple(agents_of(token))
    if frame.things:
        for thing in syntax.prepositional(token) + own_objects(token):
            if fits(thing, frame):
                return Reading(frame, token, agents, addressed(thing, scene), inner_of(thing) or thing)
        return None
    if any(c.dep_ == "aux" and c.lower_ in ("might", "may") for c in token.children):
        return None
    if (
        any(c.lower_ == "could" for c in token.children)
        and token.lemma_ not in ("accept", "allow", "consent", "grant", "commit")
        and not _to_something(token)
    ):
        return None
    found = infinitives(token)
    if found:
        return (
            None
            if found[0].lemma_.lower() in _HARM and token.lemma_ in ("promise", "pledge")
            else Reading(frame, token, agents, (), found[0])
        )
    if (token.lemma_ == "accept" or _to_something(token)) and any(c.lower_ in ("can", "could") for c in token.children):
        return Reading(frame, token, agents, (), token)
    for thing in [*(t for p in ("to", "on") for t in syntax.prepositional(token, p)), *own_objects(token)]:
        if (thing.pos_ in ("NOUN", "VERB") or token.lemma_ == "accept") and token.lemma_ not in ("give", "allow"):
            return Reading(frame, token, agents, (), thing)
    return None
