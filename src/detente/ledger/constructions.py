"""Where the ledger's lexicon holds in a parsed sentence: who asks, promises or refuses, whom, and what."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger import asking, promising, refusing, things
from detente.ledger.headlines import headline
from detente.ledger.parse import asides, depth, has_particle, part_of_speech, subjects_of
from detente.ledger.phrases import phrase_readings
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame, frames


def readings(scene: Scene) -> Iterator[Reading]:
    """Give the readings of a sentence; what another reading governs is its content and not a reading of its own."""
    fixed = phrase_readings(scene)
    taken: set[int] = set()
    claimed: set[int] = set()
    for token in sorted(scene.doc, key=lambda t: (depth(t), t.i)):
        if token.i in taken or token.i in claimed:
            continue
        reading = fixed.get(token.i) or _reading(token, scene)
        if reading is None:
            continue
        taken |= {t.i for t in reading.content.subtree} - {t.i for t in _stated_apart(reading)}
        taken |= {reading.token.i}
        claimed |= {c.i for c in syntax.objects(token)} if token.pos_ == "VERB" else set()
        yield reading
        yield from promising.gapped(reading, scene)


def _stated_apart(reading: Reading) -> list[Token]:
    """Give the words below a content that can tell something of their own."""
    found = asides(reading.content)
    if reading.content == reading.token:
        found += [t for s in subjects_of(reading.token) for t in s.subtree]
    return found


def _reading(token: Token, scene: Scene) -> Reading | None:
    modal = asking.must(token, scene)
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
    if pos != "v":
        return None
    return promising.will(token, scene) or promising.will_be(token, scene) or headline(token, scene)


_Construction = Callable[[Token, Frame, Scene], Reading | None]


_CONSTRUCTIONS: dict[str, _Construction] = {
    "sb to do": asking.somebody_to_do,
    "that": promising.that,
    "that other": asking.that_other,
    "sth": things.something,
    "noun ask": things.noun_of,
    "noun pledge": things.noun_of,
    "noun": things.noun,
    "must": lambda token, frame, scene: None,
    "to do": promising.to_do,
    "to do joint": promising.to_do_jointly,
    "doing": refusing.doing,
    "no to": refusing.no_to,
    "bare": refusing.bare,
    "idiom": refusing.idiom,
    "not": refusing.not_done,
    "will": lambda token, frame, scene: None,
    "be to": promising.be_to,
    "sb until": asking.somebody_until,
    "sth from": things.something_from,
    "sb against": asking.somebody_against,
    "sb sth": things.somebody_something,
    "sb over": asking.somebody_over,
}
