"""Telegraphic headlines: "Beijing to reopen border", "China to U.S.: stop arming Taiwan"."""

from spacy.tokens import Token

from detente.ledger.parse import is_infinitive, subjects_of
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import frames


def headline(token: Token, scene: Scene) -> Reading | None:
    """Read what a headline announces or orders in a bare infinitive; None for other words."""
    if token.dep_ != "ROOT" or token.tag_ != "VB":
        return None
    if is_infinitive(token):
        subjects = [s for s in subjects_of(token) if scene.is_party(s)]
        return Reading(frames()[("v", "be")][0], token, tuple(subjects), (), token) if subjects else None
    return _ordered(token, scene)


def _ordered(token: Token, scene: Scene) -> Reading | None:
    """Read "Iceland appeals to NATO: get the frigates out": the two parties before the colon."""
    colons = [t.i for t in scene.doc if t.text == ":" and t.i < token.i]
    named = [m for m in scene.mentions.all if m.party.country and colons and m.end <= colons[0]]
    if len(named) != 2 or any(scene.doc[m.end - 1].i > token.i for m in named):
        return None
    between = {t.lower_ for t in scene.doc[named[0].end : named[1].start]}
    if not between & {"to", "tells", "urges", "asks", "warns", "orders"}:
        return None
    asker, asked = (scene.doc[m.head] for m in named)
    return Reading(frames()[("v", "must")][0], token, (asker,), (asked,), token)
