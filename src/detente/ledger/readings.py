"""What holds at a word: who asks, promises or refuses, whom, and what; and whom a thing is addressed to."""

from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.parse import infinitives
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame


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


PERHAPS = frozenset({"will", "would", "can", "could", "shall", "should", "must", "'ll", "might", "may"})
_ADDRESSING = ("from", "of", "by")


def own_objects(token: Token) -> list[Token]:
    """Give the objects of a verb, of a passive its subject."""
    if syntax.is_passive(token):
        found = [c for c in token.children if c.dep_ == "nsubjpass"]
        if found:
            return found
    return [c for c in syntax.objects(token) if c.dep_ != "attr"]


def fits(thing: Token, frame: Frame) -> bool:
    """Say whether a noun is one of those that a frame wants."""
    words = {thing.lemma_.lower(), thing.lower_} | {c.lower_ for c in thing.conjuncts}
    if thing.i > 1 and thing.nbor(-1).text == "-":
        words.add(thing.doc[thing.i - 2 : thing.i + 1].text.lower())
    words |= {c.lower_ for c in thing.children if c.dep_ == "compound"} if thing.lemma_ in ("work",) else set()
    if frame.things and not words & frame.things:
        return False
    return not words & frame.not_things


def inner_of(thing: Token) -> Token | None:
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


def addressed(thing: Token, scene: Scene) -> tuple[Token, ...]:
    """Give the nouns that say of whom a thing is wanted, or whose request it was."""
    own = [c for c in thing.children if c.dep_ in ("poss", "amod", "compound", "nmod") and scene.mentions.of(c)]
    own += [c for c in thing.children if c.dep_ == "poss" and c.pos_ == "PRON"]
    below = [
        p for c in thing.children if c.dep_ in ("prep", "agent") and c.lower_ in _ADDRESSING
        for p in c.children if p.dep_ == "pobj" and scene.mentions.of(p)
    ]  # fmt: skip
    return tuple(own or below)


def to_of(token: Token, scene: Scene) -> tuple[Token, ...]:
    """Give the states that a verb or noun is addressed to: "to Moscow", "with Peking"."""
    found = [c for c in token.children if c.dep_ == "dative" and scene.mentions.of(c)]
    for prep in token.children:
        if prep.lower_ in ("to", "with", "of", "upon", "on", "from") and prep.dep_ in ("prep", "dative"):
            found += [p for p in prep.children if p.dep_ == "pobj" and scene.states([p]) and scene.mentions.at(p)]
    return tuple(found)


def told(token: Token, scene: Scene) -> tuple[Token, ...]:
    """Give the states that are told something: "assured Japan"."""
    return tuple(c for c in token.children if c.dep_ in ("dobj", "dative") and scene.is_person_or_state(c))
