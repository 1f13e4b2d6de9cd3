"""Constructions around a noun: something asked for or refused, and nouns that ask or promise by themselves."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.parse import (
    agents_of,
    content_of,
    infinitives,
    is_that_clause,
    is_time,
    prepositions_of,
    subjects_of,
)
from detente.ledger.readings import Reading, addressed, fits, inner_of, own_objects, to_of
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame
from detente.vocabulary.tables import ledger_words, wordlists

_CONTAINING = frozenset(ledger_words()["containing"])
_LIGHT = frozenset(wordlists()["light"])


def something(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "demanded an end to", "rejected the call": the thing asked for, promised or refused."""
    things = syntax.prepositional(token) if frame.prepositions else own_objects(token)
    if frame.prepositions:
        things = [
            t for p in frame.prepositions for c in prepositions_of(token) if c.lower_ == p for t in c.children
            if t.dep_ in ("pobj", "pcomp") and t.i > token.i
        ]  # fmt: skip
    for thing in things:
        if thing.pos_ in ("PRON", "DET") and thing.lower_ not in ("this", "that"):
            if token.lemma_ == "accept" and set(scene.states(agents_of(token))) & set(scene.company.askers):
                return Reading(frame, token, tuple(agents_of(token)), (), token)
            if frame.kind == "refusal" and thing.lower_ in ("it", "them", "either", "both") and frame.others:
                return Reading(frame, token, tuple(agents_of(token)), (), token)
            continue
        if is_time(thing) or not fits(thing, frame) or (scene.mentions.at(thing) is not None and not frame.things):
            continue
        if frame.kind == "refusal" and _is_claim(thing):
            continue
        content = inner_of(thing) if frame.kind == "refusal" else None
        whom = [o for o in own_objects(token) if scene.states([o]) and o != thing] if frame.prepositions else []
        to = tuple(whom) or (to_of(token, scene) if frame.kind == "ask" else ()) or addressed(thing, scene)
        by = tuple(agents_of(token))
        if not by and frame.kind == "pledge":
            continue
        if content is not None and frame.kind == "refusal":
            return Reading(frame, token, by, to, content)
        return Reading(frame, token, by, to, thing)
    return _asked_for_before(token, frame, scene) if frame.kind == "ask" and frame.prepositions else None


def _is_claim(thing: Token) -> bool:
    """Say whether a suggestion says what is the case, not what is to be done: "suggestions that it had known"."""
    told = [
        c for c in thing.children if c.dep_ in ("acl", "ccomp", "relcl") and any(m.lower_ == "that" for m in c.children)
    ]
    return any(
        c.tag_ in ("VBD", "VBZ") or any(a.tag_ in ("VBD", "VBZ") for a in c.children if a.dep_ in ("aux", "auxpass"))
        for c in told
    )


def _asked_for_before(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "has been asking for them", "the force that the Council asked for", "its release was called for"."""
    for prep in token.children:
        if prep.lower_ not in frame.prepositions or prep.dep_ not in ("prep", "prt"):
            continue
        below = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
        if any(c.pos_ != "PRON" for c in below):
            continue
        stranded = not below and (token.dep_ == "relcl" or syntax.is_passive(token))
        if below or stranded:
            things = [token.head] if token.dep_ == "relcl" else own_objects(token) if stranded else []
            content = things[0] if things else token
            to = _to_of_thing(content, scene) if things else ()
            return Reading(frame, token, tuple(agents_of(token)), to, content)
    return None


def _to_of_thing(thing: Token, scene: Scene) -> tuple[Token, ...]:
    return tuple(t for t in addressed(thing, scene) if scene.is_party(t))


def noun_of(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "raised its desire to resume", "gave an assurance that": what the noun holds was asked or promised."""
    for thing in own_objects(token):
        if not fits(thing, frame):
            continue
        own = syntax.prepositional(token, "for") if frame.kind == "ask" else []
        content = content_of(thing)
        if content is not None and scene.mentions.at(content) and own:
            content = own[0]  # "renewed its plea to Washington for help"
        content = content or next(iter([*infinitives(token), *own]), None)
        by = tuple(agents_of(token) or (addressed(thing, scene) if syntax.is_passive(token) else ()))
        if content is not None and token.lemma_.lower() in _OBTAINING:
            return _obtained(token, frame, thing, content, by)
        if content is not None:
            whole = content.dep_ in ("ccomp", "acl") and bool(subjects_of(content))
            return Reading(frame, token, by, to_of(token, scene), content, whole)
    return None


_OBTAINING = frozenset(ledger_words()["obtaining"])


def something_from(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "needs a treaty from Washington": what is wanted, and of whom."""
    for thing in own_objects(token):
        givers = [
            p for h in (thing, token) for c in h.children if c.lower_ in ("from", "of") for p in c.children
            if p.dep_ == "pobj" and scene.mentions.at(p)
        ]  # fmt: skip
        if givers and not scene.mentions.at(thing):
            return Reading(frame, token, tuple(agents_of(token)), tuple(givers), thing)
    return None


def somebody_something(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "guaranteed Ukraine safe passage": to whom something is promised."""
    whom = [c for c in token.children if c.dep_ == "dative" and scene.states([c])]
    things = [c for c in token.children if c.dep_ == "dobj" and c.i > token.i]
    if whom and things and fits(things[0], frame):
        return Reading(frame, token, tuple(agents_of(token)), tuple(whom), things[0])
    return None


def _obtained(token: Token, frame: Frame, thing: Token, content: Token, by: tuple[Token, ...]) -> Reading | None:
    """Read "won a promise from Peking that ...": whoever speaks in the promise gave it."""
    givers = [p for c in thing.children if c.lower_ == "from" for p in c.children if p.dep_ == "pobj"]
    givers += [p for c in token.children if c.lower_ == "from" for p in c.children if p.dep_ == "pobj"]
    givers = givers or [c for c in thing.children if c.dep_ in ("poss", "amod")] or subjects_of(content)
    if token.lemma_.lower() == "seek" or not givers:
        return None
    return Reading(frame, token, tuple(givers), by, content, bool(subjects_of(content)))


def noun(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "its promise to leave", "a request by Ankara for": a noun that asks or promises by itself."""
    content = content_of(token)
    if content is None and token.dep_ == "pobj" and token.head.lower_ == "under":  # "is under pressure to pay"
        content = next(iter(infinitives(token.head.head)), None)
    if (
        content is not None
        and frame.kind == "ask"
        and content.dep_ == "pobj"
        and content.head.lower_ in ("to", "on", "of")
    ):
        return None
    if content is None or token.dep_ in ("compound", "amod"):
        return None
    by = [c for c in token.children if c.dep_ in ("poss", "amod", "compound", "nmod") and scene.states([c])]
    for prep in token.children:
        if not by and prep.lower_ in ("by", "from") and prep.dep_ in ("prep", "agent"):
            by = [c for c in prep.children if c.dep_ == "pobj"]
    verb = token.head
    if not by and token.dep_ == "dobj" and verb.lemma_.lower() in _LIGHT | {"renew", "repeat", "reiterate", "reaffirm"}:
        by = agents_of(verb)
    if not by and token.dep_ == "dobj" and verb.lemma_.lower() in _CONTAINING:
        by = [a for a in agents_of(verb) if scene.states([a])]
    if not by and frame.kind == "pledge" and token.dep_ == "pobj" and token.head.lower_ in ("of", "at"):
        by = [a for a in agents_of(token.head.head) if scene.is_party(a)]  # "spoke of a willingness to"
    if not by or content == token:
        return None
    to = tuple(t for t in to_of(token, scene) if t not in by) if frame.kind == "ask" else ()
    if not to and token.dep_ == "pobj" and token.head.lower_ == "under":  # "is under pressure from Washington to pay"
        to = tuple(t for t in agents_of(token.head.head) if scene.states([t]))
    if frame.kind == "ask" and not to and token.dep_ == "dobj" and verb.pos_ == "VERB":  # "carried to Moscow an appeal"
        to = to_of(verb, scene)
    if to and content in to:
        return None
    return Reading(frame, token, tuple(by), to, content, is_that_clause(content))
