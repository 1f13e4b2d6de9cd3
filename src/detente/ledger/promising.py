"""Constructions of promising: to do something, that one will, and plain announcements."""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.firmness import any_word
from detente.ledger.parse import agents_of, has_to, infinitives, is_infinitive, says_must, subjects_of, under_which
from detente.ledger.readings import PERHAPS, Reading, to_of, told
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame, frames
from detente.vocabulary.tables import ledger_words

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "'d"})


def that(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "demanded that the ship be freed", "promised that it would": what a clause asks or promises."""
    before = [c for c in token.children if c.dep_ == "ccomp" and c.i < token.i] if frame.kind == "pledge" else []
    after = [c for c in token.children if c.dep_ in ("ccomp", "xcomp", "advcl") and c.i > token.i]
    if token.lemma_ == "let":  # "let Sullivan know that": what is known
        after = [c for k in after if k.lemma_ in ("know", "be") for c in k.children if c.dep_ == "ccomp"]
    if token.dep_ == "parataxis" and frame.kind == "pledge":
        before.append(token.head)
    elsewhere = [v for v in token.subtree if v.dep_ in ("acl", "relcl") and _opens_with_that(v, token)]
    for verb in (*after, *before, *elsewhere):
        subjects = subjects_of(verb)
        if not subjects:
            continue
        modal = any(c.dep_ == "aux" and c.lower_ in PERHAPS for c in verb.children)
        base = (verb.tag_ in ("VB", "NN") or (verb.lower_ == verb.lemma_ and verb.tag_ == "VBD")) or any(
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
        to = (to_of(token, scene) or tuple(subjects)) if frame.kind == "ask" else told(token, scene)
        return Reading(frame, token, by, to, verb, with_subject=True)
    return _misread_that(token, frame, scene) if frame.kind == "ask" else None


def _opens_with_that(verb: Token, token: Token) -> bool:
    """Say whether a clause that the parse hung on another noun can be what was agreed: "agreed in return that"."""
    phrase = verb.head.head
    opening = any(c.lower_ == "that" and c.dep_ in ("mark", "advmod") for c in verb.children)
    return opening and phrase.dep_ == "prep" and phrase.head == token


def _misread_that(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "demanded that Trump veto the bill" where the parse took the verb for a noun."""
    doc = token.doc
    marks = [t for t in doc[token.i + 1 : token.i + 6] if t.lower_ == "that"]
    named = [m for m in scene.mentions.all if marks and 0 <= m.start - marks[0].i - 1 <= 1]
    if not named or named[0].end >= len(doc) or not named[0].party.country:
        return None
    verb = doc[named[0].end]
    if verb.lower_ != verb.lemma_.lower() or verb.pos_ not in ("NOUN", "VERB"):
        return None
    return Reading(frame, token, tuple(agents_of(token)), (doc[named[0].end - 1],), verb, with_subject=True)


def to_do(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "agreed to resume", "is willing to talk", "refused to go"."""
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


def gapped(reading: Reading, scene: Scene) -> Iterator[Reading]:
    """Read on in "Tanzania pledged to leave, and Uganda to stop": each with what it promised."""
    if reading.frame.kind != "pledge" or reading.frame.construction not in ("to do", "sth", "noun pledge"):
        return
    for other in (*reading.content.children, *reading.token.children):
        if other.dep_ not in ("conj", "dep") or other.i <= reading.content.i:
            continue
        if is_infinitive(other) and other.pos_ in ("VERB", "AUX"):
            subjects, verb = subjects_of(other), other
        else:
            subjects, verb = [other], next(iter(infinitives(other)), other)
        if verb.pos_ in ("VERB", "AUX") and subjects and scene.states(subjects) and is_infinitive(verb):
            yield Reading(reading.frame, reading.token, tuple(subjects), (), verb)


def to_do_jointly(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "the two decided to resume": what binds only where both do it."""
    reading = to_do(token, frame, scene)
    return reading if reading is not None and len(scene.states(reading.by)) == 2 else None


def will(token: Token, scene: Scene) -> Reading | None:
    """Read "China will reopen the line": who says so of himself promises it."""
    if not any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in token.children):
        return None
    if any(c.dep_ == "aux" and c.lower_ == "have" for c in token.children) and scene.speaker(token)[1] is None:
        return None  # "will have doubled": a forecast
    if syntax.is_passive(token):
        return None
    if any_word("comes_about", [token]) and not any(scene.is_party(s) for s in subjects_of(token)):
        return None
    if token.lemma_ == "be" and any_word("allowed", token.children):
        return None
    if token.lemma_ == "be" and any(("a", c.lemma_.lower()) in frames() for c in token.children if c.dep_ == "acomp"):
        return None  # "would be ready to act": the adjective says what is promised
    subjects = subjects_of(token) or (subjects_of(token.head) if token.dep_ == "conj" else [])
    if any(c.lower_ == "no" for s in subjects for c in s.children) and scene.speaker(token)[1] is not None:
        return Reading(frames()[("v", "will")][0], token, (), (), token, with_subject=True)
    if not subjects or token.dep_ in ("advcl", "acl") or (token.dep_ == "relcl" and not under_which(token)):
        return None
    return Reading(frames()[("v", "will")][0], token, tuple(subjects), (), token)


def will_be(token: Token, scene: Scene) -> Reading | None:
    """Read "the pilot will be released, Islamabad said": what a state says of a thing in its hands, it promises.

    "No talks would be held, Taipei said" is its refusal.
    """
    if not any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in token.children):
        return None
    if token.lemma_ == "be" and (_there_is_no(token) or any_word("allowed", token.children)):
        return Reading(frames()[("v", "will")][0], token, (), (), token, with_subject=True)
    if not syntax.is_passive(token) and not any_word("comes_about", [token]):
        return None
    subjects = subjects_of(token)
    if not subjects or token.dep_ in ("relcl", "advcl", "acl") or any(c.dep_ == "agent" for c in token.children):
        return None
    return Reading(frames()[("v", "will")][0], token, (), (), token, with_subject=True)


def _there_is_no(token: Token) -> bool:
    """Read "there will be no new licences"."""
    absent = [c for c in token.children if c.dep_ in ("attr", "nsubj") and any(g.lower_ == "no" for g in c.children)]
    return bool(absent) and any(c.dep_ == "expl" for c in token.children)


def be_to(token: Token, frame: Frame, scene: Scene) -> Reading | None:
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
