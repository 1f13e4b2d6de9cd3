"""Where the ledger's lexicon holds in a parsed sentence: who asks, promises or refuses, whom, and what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.parse import (
    agents_of,
    asides,
    content_of,
    depth,
    has_particle,
    has_to,
    infinitives,
    is_infinitive,
    is_that_clause,
    negated,
    part_of_speech,
    prepositions_of,
    says_must,
    subjects_of,
    under_which,
)
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame, frames
from detente.vocabulary.tables import ledger_words, wordlists

_ADDRESSING = ("from", "of", "by")
_LIGHT = frozenset(wordlists()["light"])
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "'d"})
_PERHAPS = frozenset({"will", "would", "can", "could", "shall", "should", "must", "'ll", "might", "may"})
_HARM = frozenset(ledger_words()["harmful"])


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame that holds at a word.

    `content` is the head of what was asked or promised; `with_subject` says whether its subject is told with it.
    """

    frame: Frame
    token: Token
    by: tuple[Token, ...]
    to: tuple[Token, ...]
    content: Token
    with_subject: bool = False


def readings(scene: Scene) -> Iterator[Reading]:
    """Give the readings of a sentence; what another reading governs is its content and not a reading of its own."""
    taken: set[int] = set()
    claimed: set[int] = set()
    for token in sorted(scene.doc, key=lambda t: (depth(t), t.i)):
        if token.i in taken or token.i in claimed:
            continue
        reading = _reading(token, scene)
        if reading is None:
            continue
        taken |= {t.i for t in reading.content.subtree} - {t.i for t in asides(reading.content)}
        taken |= {reading.token.i}
        claimed |= {c.i for c in syntax.objects(token)} if token.pos_ == "VERB" else set()
        yield reading


def _reading(token: Token, scene: Scene) -> Reading | None:
    modal = _must(token, scene)
    if modal is not None:
        return modal
    pos = part_of_speech(token)
    if pos is None:
        return None
    for frame in frames().get((pos, token.lemma_.lower()), ()):
        if not all(has_particle(token, word) for word in frame.others):
            continue
        found = _CONSTRUCTIONS[frame.construction](token, frame, scene)
        if found is not None:
            return found
    return _will(token) or _will_be(token, scene) if pos == "v" else None


def _somebody_to_do(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    if frame.prepositions:
        return _through_preposition(token, frame, scene)
    passive = syntax.is_passive(token)
    if passive and token.lemma_ in ("expect", "want", "need", "require", "suppose"):
        return None
    addressees = [c for c in token.children if c.dep_ == ("nsubjpass" if passive else "dobj")]
    addressees = addressees or [c for c in token.children if c.dep_ == "dative"]
    if passive and not addressees:
        addressees = syntax.objects(token)
    found = infinitives(token) + [i for a in addressees for i in infinitives(a)]
    for verb in found:
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        whom = own or addressees
        if whom and (scene.states(whom) or scene.is_person_or_state(whom[0])):
            return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verb)
    wanted = [c for c in token.children if c.dep_ in ("ccomp", "xcomp") and c.tag_ in ("VBN", "VBD") and c.i > token.i]
    wanted = [v for v in wanted if not any(c.dep_ in ("aux", "mark") for c in v.children)]
    for verb in wanted if token.lemma_ == "want" else ():
        if subjects_of(verb):  # "wants the treaty revised"
            return Reading(frame, token, tuple(agents_of(token)), (), verb, with_subject=True)
    bases = [c for c in token.children if c.dep_ == "ccomp" and c.tag_ in ("VB", "VBP") and c.i > token.i]
    for verb in bases:
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        if own and scene.states(own) and is_infinitive(verb):
            return Reading(frame, token, tuple(agents_of(token)), tuple(own), verb)
    return None


def _through_preposition(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    for prep in (c for c in token.children if c.lower_ in frame.prepositions and c.i > token.i):
        if prep.dep_ == "mark":
            continue
        whom = [c for c in prep.children if c.dep_ in ("pobj", "dobj")]
        if not whom and syntax.is_passive(token):  # "was leaned on to cut the oil"
            whom = subjects_of(token)
        below = [c for c in prep.children if c.dep_ in ("pcomp", "xcomp")]
        verbs = [
            *infinitives(token),
            *(v for w in whom for v in infinitives(w)),
            *(v for v in below if is_infinitive(v)),
        ]
        verbs = [v for v in verbs if v.i > prep.i]
        if whom and verbs and (scene.states(whom) or scene.is_person_or_state(whom[0])):
            return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verbs[0])
    for verb in (v for v in infinitives(token) if any(c.lower_ == "for" and c.dep_ == "mark" for c in v.children)):
        if "for" in frame.prepositions:
            subjects = [c for c in verb.children if c.dep_ == "nsubj"]
            return Reading(frame, token, tuple(agents_of(token)), tuple(subjects), verb, with_subject=True)
    return None


def _that(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    before = [c for c in token.children if c.dep_ == "ccomp" and c.i < token.i] if frame.kind == "pledge" else []
    after = [c for c in token.children if c.dep_ in ("ccomp", "xcomp", "advcl") and c.i > token.i]
    for verb in (*after, *before):
        subjects = subjects_of(verb)
        if not subjects:
            continue
        modal = any(c.dep_ == "aux" and c.lower_ in _PERHAPS for c in verb.children)
        base = verb.tag_ in ("VB", "NN") or any(
            c.lower_ == "be" and c.dep_ in ("auxpass", "aux") for c in verb.children
        )
        plural = verb.tag_ == "VBP" and any(c.lower_ == "that" for c in verb.children)
        if frame.kind == "ask" and not (base or plural or has_to(verb) or any(says_must(c) for c in verb.children)):
            continue
        if frame.kind == "ask" and modal and not any(says_must(c) for c in verb.children):
            continue
        if frame.kind == "pledge" and not (modal or base):
            continue
        by = tuple(agents_of(token))
        to = (_to_of(token, scene) or tuple(subjects)) if frame.kind == "ask" else _objects_addressed(token, scene)
        return Reading(frame, token, by, to, verb, with_subject=True)
    return None


def _objects_addressed(token: Token, scene: Scene) -> tuple[Token, ...]:
    return tuple(c for c in token.children if c.dep_ in ("dobj", "dative") and scene.is_person_or_state(c))


def _that_other(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    by = agents_of(token)
    for verb in (c for c in token.children if c.dep_ == "ccomp" and c.i > token.i):
        subjects = subjects_of(verb)
        states = scene.states(subjects)
        modal = any(c.dep_ == "aux" and c.lower_ in _PERHAPS for c in verb.children)
        if len(states) == 1 and modal and states != scene.states(by):
            return Reading(frame, token, tuple(by), tuple(subjects), verb, with_subject=True)
    return None


def _something(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    things = syntax.prepositional(token) if frame.prepositions else _own_objects(token)
    if frame.prepositions:
        things = [
            t for p in frame.prepositions for c in prepositions_of(token) if c.lower_ == p for t in c.children
            if t.dep_ in ("pobj", "pcomp") and t.i > token.i
        ]  # fmt: skip
    for thing in things:
        if thing.pos_ in ("PRON", "DET") and thing.lower_ not in ("this", "that"):
            continue
        if not _fits(thing, frame) or (scene.mentions.at(thing) is not None and not frame.things):
            continue
        content = _inner(thing) if frame.kind == "refusal" else None
        whom = [o for o in _own_objects(token) if scene.states([o]) and o != thing] if frame.prepositions else []
        to = tuple(whom) or (_to_of(token, scene) if frame.kind == "ask" else ()) or _addressed(thing, scene)
        by = tuple(agents_of(token))
        if not by and frame.kind == "pledge":
            continue
        if content is not None and frame.kind == "refusal":
            return Reading(frame, token, by, to, content)
        return Reading(frame, token, by, to, thing)
    return None


def _own_objects(token: Token) -> list[Token]:
    if syntax.is_passive(token):
        found = [c for c in token.children if c.dep_ == "nsubjpass"]
        if found:
            return found
    return [c for c in syntax.objects(token) if c.dep_ != "attr"]


def _fits(thing: Token, frame: Frame) -> bool:
    words = {thing.lemma_.lower(), thing.lower_} | {c.lower_ for c in thing.conjuncts}
    words |= {c.lower_ for c in thing.children if c.dep_ == "compound"} if thing.lemma_ in ("work",) else set()
    if frame.things and not words & frame.things:
        return False
    return not words & frame.not_things


def _inner(thing: Token) -> Token | None:
    """Give what a refused request asked for, where the words say it: "a call to halt arms sales"."""
    for verb in infinitives(thing):
        return verb
    for prep in thing.children:
        if prep.dep_ == "prep" and prep.lower_ == "for" and prep.i > thing.i:
            for inner in prep.children:
                if inner.dep_ == "pobj":
                    below = infinitives(inner) or [v for v in infinitives(thing) if v.i > inner.i]
                    return below[0] if below else inner
                if inner.dep_ == "pcomp":
                    return inner
    return None


def _addressed(thing: Token, scene: Scene) -> tuple[Token, ...]:
    """Give the nouns that say of whom a thing is wanted, or whose request it was."""
    own = [c for c in thing.children if c.dep_ in ("poss", "amod", "compound", "nmod") and scene.mentions.of(c)]
    own += [c for c in thing.children if c.dep_ == "poss" and c.pos_ == "PRON"]
    below = [
        p for c in thing.children if c.dep_ in ("prep", "agent") and c.lower_ in _ADDRESSING
        for p in c.children if p.dep_ == "pobj" and scene.mentions.of(p)
    ]  # fmt: skip
    return tuple(own or below)


def _noun_of(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "raised its desire to resume", "gave an assurance that": what the noun holds was asked or promised."""
    for thing in _own_objects(token):
        if not _fits(thing, frame):
            continue
        content = content_of(thing) or next(iter(infinitives(token)), None)
        by = tuple(agents_of(token))
        if content is not None:
            whole = content.dep_ in ("ccomp", "acl") and bool(subjects_of(content))
            return Reading(frame, token, by, _to_of(token, scene), content, whole)
    return None


_OBTAINING = frozenset(ledger_words()["obtaining"])


def _obtained(token: Token, frame: Frame, thing: Token, content: Token, by: tuple[Token, ...]) -> Reading | None:
    """Read "won a promise from Peking that ...": whoever speaks in the promise gave it."""
    givers = [p for c in thing.children if c.lower_ == "from" for p in c.children if p.dep_ == "pobj"]
    givers += [p for c in token.children if c.lower_ == "from" for p in c.children if p.dep_ == "pobj"]
    givers = givers or [c for c in thing.children if c.dep_ in ("poss", "amod")] or subjects_of(content)
    if token.lemma_.lower() == "seek" or not givers:
        return None
    return Reading(frame, token, tuple(givers), by, content, bool(subjects_of(content)))


def _to_of(token: Token, scene: Scene) -> tuple[Token, ...]:
    found = [c for c in token.children if c.dep_ == "dative" and scene.mentions.of(c)]
    for prep in token.children:
        if prep.lower_ in ("to", "with", "of", "upon", "on", "from") and prep.dep_ in ("prep", "dative"):
            found += [p for p in prep.children if p.dep_ == "pobj" and scene.states([p]) and scene.mentions.at(p)]
    return tuple(found)


def _noun(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    content = content_of(token)
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
    if not by or content == token:
        return None
    to = _to_of(token, scene) if frame.kind == "ask" else ()
    if frame.kind == "ask" and not to and token.dep_ == "dobj" and verb.pos_ == "VERB":  # "carried to Moscow an appeal"
        to = _to_of(verb, scene)
    if to and content in to:
        return None
    return Reading(frame, token, tuple(by), to, content, is_that_clause(content))


def _must(token: Token, scene: Scene) -> Reading | None:
    """Read "China must stop the flow, Garland said": a demand, where somebody else says so."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
        return None
    if not (any(says_must(c) for c in token.children) or has_to(token)):
        return None
    subjects = subjects_of(token) or (subjects_of(token.head) if token.dep_ == "conj" else [])
    bound = scene.states(subjects)
    tellers, _ = scene.speaker(token)
    if not subjects or not tellers or (len(bound) == 1 and bound == tellers):
        return None
    if token.lemma_ == "be" and not any(c.dep_ in ("acomp", "attr", "prep") for c in token.children):
        return None
    frame = frames()[("v", "must")][0]
    if not bound and not syntax.is_passive(token):
        return None
    return Reading(frame, token, (), tuple(subjects), token, with_subject=True)


def _to_do(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    found = [v for v in infinitives(token) if v.dep_ in ("xcomp", "ccomp", "advcl", "acl")]
    if not found:
        return None
    if token.pos_ == "ADJ":
        verb = token.head if token.dep_ in ("acomp", "attr", "conj", "oprd") else None
        by = agents_of(verb) if verb is not None and verb.pos_ in ("AUX", "VERB") else []
        if not by and token.dep_ in ("amod", "acl", "relcl"):
            by = [token.head]
    else:
        by = agents_of(token)
        passive = [c for c in token.children if c.dep_ in ("nsubjpass", "nsubj")] if syntax.is_passive(token) else []
        if token.lemma_ == "prepare" and not passive:
            return None
        if token.lemma_ in ("intend", "mean") and passive:
            return None
        by = passive if passive and not by and token.lemma_ in _BOUND else by
    to = [
        p
        for c in token.children
        if c.lower_ in ("with", "to") and c.dep_ == "prep"
        for p in c.children
        if p.dep_ == "pobj"
    ]
    return Reading(frame, token, tuple(by), tuple(t for t in to if scene.states([t])), found[0])


_BOUND = frozenset(ledger_words()["bound"])


def _bare(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "Reagan refused": of what, the words before say."""
    if (
        any(c.dep_ in ("dobj", "xcomp", "ccomp", "prep", "nsubjpass", "prt", "advcl") for c in token.children)
        or token.pos_ != "VERB"
    ):
        return None
    if token.tag_ not in ("VBD", "VBZ") or token.dep_ not in ("ROOT", "conj", "parataxis", "ccomp"):
        return None
    return Reading(frame, token, tuple(agents_of(token)), (), token)


def _idiom(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "turned a deaf ear to the appeal", "dug in its heels": of what, the "to" phrase or the words before say."""
    if negated(token):
        return None
    for thing in syntax.prepositional(token):
        if thing.head.lower_ in ("to", "on", "for", "at") and thing.pos_ in ("NOUN", "PROPN"):
            to = (thing,) if scene.mentions.at(thing) else _addressed(thing, scene)
            return Reading(frame, token, tuple(agents_of(token)), to, _inner(thing) or thing)
    return Reading(frame, token, tuple(agents_of(token)), (), token)


def _to_do_jointly(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    reading = _to_do(token, frame, scene)
    return reading if reading is not None and len(scene.states(reading.by)) == 2 else None


def _doing(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    for verb in (*token.children, *(g for c in token.children if c.dep_ in ("prep", "prt") for g in c.children)):
        if verb.tag_ == "VBG" and verb.dep_ in ("xcomp", "pcomp", "ccomp", "dobj") and verb.i > token.i:
            return Reading(frame, token, tuple(agents_of(token)), (), verb)
    return None


def _no_to(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    for word in token.children:
        if word.lower_ == "no" and word.i > token.i:
            holders = [p for p in (*word.children, *token.children) if p.lower_ == "to" and p.i > word.i]
            for thing in (t for p in holders for t in p.children if t.dep_ in ("pobj", "pcomp")):
                return Reading(frame, token, tuple(agents_of(token)), _addressed(thing, scene), thing)
    return None


def _not(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "has not agreed to resume", "did not respond to requests", "made no commitment to"."""
    if not negated(token):
        return None
    agents = tuple(agents_of(token))
    if frame.things:
        for thing in syntax.prepositional(token) + _own_objects(token):
            if _fits(thing, frame):
                return Reading(frame, token, agents, _addressed(thing, scene), _inner(thing) or thing)
        return None
    if any(c.dep_ == "aux" and c.lower_ in ("might", "may") for c in token.children):
        return None
    if any(c.lower_ == "could" for c in token.children) and token.lemma_ not in ("accept", "allow", "consent", "grant"):
        return None
    found = infinitives(token)
    if found:
        return (
            None
            if found[0].lemma_.lower() in _HARM and token.lemma_ in ("promise", "pledge")
            else Reading(frame, token, agents, (), found[0])
        )
    for thing in [*(t for p in ("to", "on") for t in syntax.prepositional(token, p)), *_own_objects(token)]:
        if (thing.pos_ in ("NOUN", "VERB") or token.lemma_ == "accept") and token.lemma_ not in ("give", "allow"):
            return Reading(frame, token, agents, (), thing)
    return None


def _will(token: Token) -> Reading | None:
    """Read "China will reopen the line": who says so of himself promises it."""
    if not any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in token.children):
        return None
    if syntax.is_passive(token):
        return None
    if token.lemma_ == "be" and any(("a", c.lemma_.lower()) in frames() for c in token.children if c.dep_ == "acomp"):
        return None  # "would be ready to act": the adjective says what is promised
    subjects = subjects_of(token) or (subjects_of(token.head) if token.dep_ == "conj" else [])
    if not subjects or token.dep_ in ("advcl", "acl") or (token.dep_ == "relcl" and not under_which(token)):
        return None
    return Reading(frames()[("v", "will")][0], token, tuple(subjects), (), token)


def _will_be(token: Token, scene: Scene) -> Reading | None:
    """Read "the pilot will be released, Islamabad said": what a state says of a thing in its hands, it promises.

    "No talks would be held, Taipei said" is its refusal.
    """
    if not any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in token.children) or not syntax.is_passive(token):
        return None
    subjects = subjects_of(token)
    if not subjects or token.dep_ in ("relcl", "advcl", "acl") or any(c.dep_ == "agent" for c in token.children):
        return None
    return Reading(frames()[("v", "will")][0], token, (), (), token, with_subject=True)


def _be_to(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "China is to cut its tariffs": an act that was announced."""
    if token.tag_ not in ("VBZ", "VBP", "VBD"):
        return None
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    for verb in token.children:
        if verb.dep_ == "xcomp" and is_infinitive(verb) and verb.i > token.i and subjects and scene.states(subjects):
            return (
                Reading(frame, token, tuple(subjects), (), verb)
                if scene.mentions.at(subjects[0]) or scene.is_person_or_state(subjects[0])
                else None
            )
    return None


def _somebody_until(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "gave Ottawa until Friday to release her": an ultimatum."""
    words = {t.lower_ for t in token.subtree}
    if not words & {"until", "hours", "days", "deadline", "ultimatum", "weeks"}:
        return None
    return _somebody_to_do(token, frame, scene) or _given(token, frame, scene)


def _given(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    whom = [c for c in token.children if c.dep_ in ("dative", "nsubjpass") and scene.states([c])]
    verbs = [t for t in token.subtree if t.pos_ == "VERB" and is_infinitive(t) and t.i > token.i]
    return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verbs[0]) if whom and verbs else None


_Construction = Callable[[Token, Frame, Scene], Reading | None]
_CONSTRUCTIONS: dict[str, _Construction] = {
    "sb to do": _somebody_to_do,
    "that": _that,
    "that other": _that_other,
    "sth": _something,
    "noun ask": _noun_of,
    "noun pledge": _noun_of,
    "noun": _noun,
    "must": lambda token, frame, scene: None,
    "to do": _to_do,
    "to do joint": _to_do_jointly,
    "doing": _doing,
    "no to": _no_to,
    "bare": _bare,
    "idiom": _idiom,
    "not": _not,
    "will": lambda token, frame, scene: None,
    "be to": _be_to,
    "sb until": _somebody_until,
}
