"""Answers without a word of refusing or promising: who was asked says that it would not be hurried, or nods."""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.firmness import any_word
from detente.ledger.parse import has_to, subjects_of
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import EntryKind, Frame
from detente.vocabulary.tables import ledger_words

_KINDS: tuple[EntryKind, ...] = ("refusal", "pledge")
_FRAMES = {kind: Frame(kind, "answer", (), (), frozenset(), frozenset(), None) for kind in _KINDS}
_SPOKEN = frozenset(ledger_words()["spoken_for"])
_SAYING = frozenset(ledger_words()["answering"])
_MODALS = frozenset({"will", "would", "can", "could", "shall", "should", "need", "wo", "ca", "must", "'d", "'ll"})
_FLAT = frozenset({"no", "nope", "nyet", "never", "not", "non"})
_BEFORE = frozenset({"now", "yet", "for", "until", "while", "without", "before", "on", "at", "so", "this", "if"})
_NOT = frozenset({"no", "none", "neither", "never", "nothing", "not", "n't", "nobody"})
_PREDICATES = ("acomp", "attr", "oprd", "dobj")
_OWN = frozenset({"we", "i", "it", "they", "he", "she"})
_CLAUSES = ("ccomp", "xcomp", "dep", "intj", "dobj", "advcl", "npadvmod", "neg")


def answers(scene: Scene, read: list[Reading]) -> Iterator[Reading]:
    """Read what a state that was asked before says or does, where no other reading of the sentence tells it."""
    told = {code for reading in read for code in scene.states(reading.by)}
    for verb in (t for t in scene.doc if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")):
        codes, tellers = _answering(verb, scene)
        if not any(code in scene.company.askers and code not in told for code in codes):
            continue
        for word in _words_of(verb, scene):
            kind = _says(word, verb)
            if kind and not any(word in r.content.subtree or word == r.token for r in read):
                yield Reading(_FRAMES[kind], word, tuple(tellers), (), word, with_subject=True)
                return


def _answering(verb: Token, scene: Scene) -> tuple[list[str], list[Token]]:
    """Give who answers with a verb: its subject, or whoever was asked if the words do not name it."""
    tellers = syntax.agents(verb)
    last = [scene.company.last_asked] if scene.company.last_asked else []
    if syntax.is_passive(verb):
        return (last, []) if verb.lemma_.lower() in _SAYING else ([], [])
    known = [t for t in tellers if t.pos_ in ("NOUN", "PROPN", "PRON") and not scene.is_of_the_people(t)]
    codes = scene.states(known)
    official = any(scene.mentions.at(t) or t.lemma_.lower() in _SPOKEN for t in known)
    if not codes and known and official and verb.lemma_.lower() in _SAYING:
        codes = last
    return codes, tellers


def _words_of(verb: Token, scene: Scene) -> list[Token]:
    """Give the words that can say yes or no: those said with a verb of saying, else the verb itself."""
    if verb.lemma_.lower() not in _SAYING:
        return [verb]
    heads = [c for c in verb.children if c.dep_ in _CLAUSES]
    if verb.dep_ in ("parataxis", "conj") or not heads:
        heads.append(verb.head)
    joined = [c for h in heads for c in h.children if c.dep_ == "conj" and h != verb]
    flat = [t for t in scene.doc[:3] if t.lower_ in _FLAT and t.i + 1 < len(scene.doc)]
    flat = [t for t in flat if t.nbor(1).is_punct or t.nbor(1).lower_ in _BEFORE]
    return [*flat, *(w for w in (*heads, *joined) if w != verb)]


def _says(word: Token, verb: Token) -> EntryKind | None:
    """Say whether a word of an answer refuses or promises."""
    if word.lower_ in _FLAT:
        return "refusal"
    if word.pos_ not in ("VERB", "AUX") or any_word("silence", [word]) or any_word("unknowing", [word]) or has_to(word):
        return None
    if any_word("answer_no", [word, *(c for c in word.children if c.dep_ in _PREDICATES)]) and not _denied(word):
        return "refusal"
    modal = any(c.dep_ == "aux" and c.lower_ in _MODALS for c in word.children)
    if _denied(word):
        going = any(c.lower_ == "going" for c in (word, *word.children))
        own = any(s.lower_ in _OWN for s in subjects_of(word))
        return "refusal" if word != verb and (modal or going or own or word.lemma_ == "be") else None
    if modal and any_word("persisting", [word]):
        return "refusal"
    bare = not any(c.dep_ in ("ccomp", "xcomp", "dobj", "aux") for c in word.children)
    return "pledge" if word == verb and bare and any_word("answer_yes", [word]) else None


def _denied(word: Token) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in _NOT for c in word.children):
        return True
    nouns = [*subjects_of(word), *(c for c in word.children if c.dep_ in ("dobj", "attr"))]
    return any(g.lower_ in ("no", "none") for n in nouns for g in n.children)
