"""What later sentences tell that may answer an ask or a pledge: who acts in them, and whom they name."""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.coding.timing import event_date
from detente.ledger.parse import subjects_of
from detente.ledger.scene import Scene
from detente.model import Happening

_STATEMENTS = frozenset({"ROOT", "conj", "ccomp", "parataxis"})


def happenings(scene: Scene) -> Iterator[Happening]:
    """Give what a sentence tells, where it names a state or has one act: its subjects, and all states in it."""
    verbs = [t for t in scene.doc if t.pos_ in ("VERB", "AUX") and t.dep_ in _STATEMENTS]
    if not verbs:
        return
    acting = list(dict.fromkeys(code for verb in verbs for code in scene.states(subjects_of(verb))))
    named = dict.fromkeys([*acting, *(m.party.country for m in scene.mentions.all if m.party.country)])
    when = event_date(_telling(verbs), scene.report.date)
    yield Happening(
        by=tuple(sorted(acting)),
        named=tuple(sorted(named)),
        on=min(when.day, scene.report.date),
        evidence=scene.sentence(),
    )


def _telling(verbs: list[Token]) -> Token:
    """Give the verb of what is told, below a verb of saying."""
    return next((v for v in verbs if v.dep_ == "ccomp"), verbs[0])
