"""Set phrases that ask, promise or refuse whatever hangs on them: "no room for", "gave its word that"."""

from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Token
from spacy.vocab import Vocab

from detente.coding import syntax
from detente.ledger.parse import content_of, infinitives, negated
from detente.ledger.readings import Reading, addressed, to_of
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame, phrases
from detente.vocabulary.tables import ledger_words

_DENYING = frozenset({"no", "not", "n't", "never", "nor", "neither", "none"})
_ANSWERS = frozenset(ledger_words()["answers"])


def phrase_readings(scene: Scene) -> dict[int, Reading]:
    """Give the phrases of a sentence by the verb that each belongs to; the longest where several share one."""
    matcher = _matcher(scene.doc.vocab)
    found: dict[int, tuple[int, Reading]] = {}
    for number, start, end in matcher(scene.doc):
        frame = phrases()[int(scene.doc.vocab.strings[number])][0]
        root = scene.doc[start:end].root
        verb = next((t for t in (root, *root.ancestors) if t.pos_ in ("VERB", "AUX")), root)
        said = {t.lower_ for t in scene.doc[start:end]}
        if negated(verb) and not said & _DENYING and frame.kind != "refusal":
            continue
        if end - start > found.get(verb.i, (0, None))[0]:
            found[verb.i] = end - start, _reading(frame, verb, scene.doc[start], scene.doc[end - 1], scene)
    return {place: reading for place, (_, reading) in found.items()}


def _reading(frame: Frame, verb: Token, first: Token, last: Token, scene: Scene) -> Reading:
    by, to = [], list(to_of(verb, scene))
    tellers, _ = scene.speaker(verb)
    named = [scene.doc[m.head] for m in scene.mentions.all]
    between = [t for t in named if first.i <= t.i <= last.right_edge.i]
    for subject in syntax.agents(verb) or [c for c in verb.children if c.dep_ == "nsubjpass"]:
        codes = scene.states([subject])
        spoken_of = verb.lemma_ == "be" and tellers and not set(codes) & set(tellers)
        if (scene.is_party(subject) and codes and not spoken_of) or (
            subject.lemma_.lower() in _ANSWERS and scene.states([subject])
        ):
            by.append(subject)
        else:
            to += addressed(subject, scene)
    if frame.kind == "ask":
        to += [t for t in between if t not in by]
    content = _content(last) or _content(verb) or verb
    if content.pos_ not in ("VERB", "AUX"):
        to += addressed(content, scene)
    return Reading(frame, verb, tuple(by), tuple(to), content, with_subject=content == verb)


def _content(word: Token) -> Token | None:
    """Give what a phrase is about: what its last word governs."""
    below = [c for c in word.children if c.i > word.i and c.dep_ in ("pobj", "pcomp", "ccomp")]
    return next(iter([*infinitives(word), *below]), None) or (content_of(word) if word.pos_ == "NOUN" else None)


_MATCHERS: dict[int, Matcher] = {}


def _matcher(vocab: Vocab) -> Matcher:
    if id(vocab) not in _MATCHERS:
        matcher = Matcher(vocab)
        for number, (_, elements) in enumerate(phrases()):
            matcher.add(str(number), [_pattern(elements)], greedy="LONGEST")
        _MATCHERS[id(vocab)] = matcher
    return _MATCHERS[id(vocab)]


def _pattern(elements: tuple[str, ...]) -> list[dict[str, Any]]:
    pattern: list[dict[str, Any]] = []
    for element in elements:
        if element.startswith("*"):
            pattern += [{"IS_PUNCT": False, "OP": "?"}] * int(element[1:])
        else:
            pattern.append({"LEMMA": {"IN": element.split("|")}})
    return pattern
