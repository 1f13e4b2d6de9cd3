"""Answers without a word of refusing: who was asked says "no", that it would not be hurried, that it will go on."""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame
from detente.vocabulary.tables import ledger_words

_FRAME = Frame("refusal", "answer", (), (), frozenset(), frozenset(), None)
_SAYING = frozenset(ledger_words()["answering"])
_NOUNS = frozenset({"answer", "reply", "response", "retort", "verdict"})
_SILENT = frozenset(ledger_words()["silence"]) | {"know", "think", "see", "remember", "understand"}
_GOING_ON = frozenset(ledger_words()["persisting"])
_MODALS = frozenset({"will", "would", "can", "could", "shall", "should", "need", "wo", "ca", "must", "'d", "'ll"})
_FLAT = frozenset({"no", "nope", "nyet", "never", "not", "non"})


def answers(scene: Scene, read: list[Reading]) -> Iterator[Reading]:
    """Read what a state that was asked before says, where no other reading tells of it."""
    spoken = {code for reading in read for code in scene.states(reading.by)}
    for verb in (t for t in scene.doc if t.lemma_.lower() in _SAYING and t.pos_ == "VERB"):
        tellers = syntax.agents(verb)
        if syntax.is_passive(verb):
            codes = [scene.company.last_asked] if scene.company.last_asked else []
        else:
            codes = scene.states(tellers) or _unnamed(tellers, scene)
        by = [code for code in codes if code in scene.company.askers and code not in spoken]
        said = next((w for w in _told(verb, scene) if _refuses(w)), None)
        if by and said is not None and not any(said in r.content.subtree or said == r.token for r in read):
            yield Reading(_FRAME, said, tuple(tellers), (), said, with_subject=True)
            return


def _unnamed(tellers: list[Token], scene: Scene) -> list[str]:
    """Give the state last asked, for "the spokesman" and the like."""
    known = [t for t in tellers if t.pos_ in ("NOUN", "PROPN", "PRON") and not scene.is_private(t)]
    return [scene.company.last_asked] if known and scene.company.last_asked else []


def _told(verb: Token, scene: Scene) -> list[Token]:
    """Give the words of what is said with a verb: the clauses below it, or those that it stands beside."""
    heads = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "dep", "intj", "dobj", "advcl", "npadvmod", "neg")]
    if verb.dep_ in ("parataxis", "conj") or not heads:
        heads.append(verb.head)
    joined = [c for h in heads for c in h.children if c.dep_ == "conj" and h != verb]
    flat = [t for t in scene.doc[:3] if t.lower_ in _FLAT and t.i + 1 < len(scene.doc)]
    flat = [t for t in flat if t.nbor(1).text in (",", ".", ":", ";", "!", "-") or t.nbor(1).lower_ in _TIMES]
    return [*(f for f in flat), *(w for w in (*heads, *joined) if w != verb)]


_TIMES = frozenset({"now", "yet", "for", "until", "while", "without", "before", "on", "at", "so", "this"})


def _refuses(word: Token) -> bool:
    if word.lower_ in _FLAT:
        return True
    if word.pos_ not in ("VERB", "AUX") or word.lemma_.lower() in _SILENT:
        return False
    modal = any(c.dep_ == "aux" and c.lower_ in _MODALS for c in word.children)
    going = any(c.lower_ == "going" for c in (word, *word.children))
    denied = any(c.dep_ == "neg" or c.lower_ in ("no", "none", "neither", "never") for c in word.children)
    denied = denied or any(g.lower_ == "no" for c in word.children if c.dep_ in ("nsubjpass", "nsubj", "dobj", "attr") for g in c.children)
    if denied:
        return modal or going or word.lemma_ == "be"
    return modal and word.lemma_.lower() in _GOING_ON
