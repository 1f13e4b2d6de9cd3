"""Constructions of asking: somebody to do something, that somebody do it, that somebody must."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.parse import agents_of, has_to, infinitives, is_infinitive, says_must, subjects_of
from detente.ledger.readings import PERHAPS, Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import Frame, frames


def somebody_to_do(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "urged China to curb the flow": whom, and to do what."""
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
        if whom and (scene.states(whom) or scene.is_person_or_state(whom[0]) or scene.is_unnamed(whom[0])):
            return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verb)
    for verb in _to_see(token):
        own = subjects_of(verb)
        if own:
            known = tuple(own) if scene.states(own) else ()
            return Reading(frame, token, tuple(agents_of(token)), known, verb, with_subject=not known)
    wanted = [c for c in token.children if c.dep_ in ("ccomp", "xcomp") and c.tag_ in ("VBN", "VBD") and c.i > token.i]
    wanted = [v for v in wanted if not any(c.dep_ in ("aux", "mark") for c in v.children)]
    for verb in wanted if token.lemma_ in ("want", "like", "need") else ():
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
        known = whom and (scene.states(whom) or scene.is_person_or_state(whom[0]) or scene.is_unnamed(whom[0]))
        if known and verbs:
            return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verbs[0])
    for verb in (v for v in infinitives(token) if any(c.lower_ == "for" and c.dep_ == "mark" for c in v.children)):
        if "for" in frame.prepositions:
            subjects = [c for c in verb.children if c.dep_ == "nsubj"]
            return Reading(frame, token, tuple(agents_of(token)), tuple(subjects), verb, with_subject=True)
    return None


def somebody_against(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "cautioned Australia against sending ships": what it is not to do."""
    whom = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "dative") and scene.states([c])]
    for prep in (p for h in (token, *whom) for p in h.children if p.lower_ == "against"):
        for deed in prep.children:
            if deed.dep_ in ("pcomp", "pobj") and whom:
                return Reading(frame, token, tuple(agents_of(token)), tuple(whom), deed)
    return None


def somebody_over(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "presses China on fentanyl": whom, and on what."""
    for whom in token.children:
        if whom.dep_ in ("dobj", "nsubjpass") and scene.states([whom]) and scene.is_party(whom):
            for prep in (p for h in (token, whom) for p in h.children if p.lower_ in frame.prepositions):
                for matter in prep.children:
                    if matter.dep_ == "pobj":
                        return Reading(frame, token, tuple(agents_of(token)), (whom,), matter)
    return None


def _to_see(token: Token) -> list[Token]:
    """Give the verb of "would like to see China drop its tariffs"."""
    seen = [c for c in infinitives(token) if c.lemma_ in ("see", "have")]
    return [v for s in seen for v in s.children if v.dep_ == "ccomp" and v.tag_ in ("VB", "VBN", "VBG", "VBD", "VBP")]


def that_other(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "hopes that China will": a wish that another state act."""
    by = agents_of(token)
    for verb in (c for c in token.children if c.dep_ == "ccomp" and c.i > token.i):
        subjects = subjects_of(verb)
        states = scene.states(subjects)
        modal = any(c.dep_ == "aux" and c.lower_ in PERHAPS for c in verb.children)
        if len(states) == 1 and modal and states != scene.states(by):
            return Reading(frame, token, tuple(by), tuple(subjects), verb, with_subject=True)
    return None


def must(token: Token, scene: Scene) -> Reading | None:
    """Read "China must stop the flow, Garland said": a demand, where somebody else says so."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
        return None
    if not (any(says_must(c) for c in token.children) or has_to(token)):
        return None
    if token.dep_ in ("relcl", "acl") and has_to(token):
        return None
    subjects = subjects_of(token) or (subjects_of(token.head) if token.dep_ == "conj" else [])
    told = scene.audience(token) if any(s.pos_ == "PRON" for s in subjects) else []
    bound = told or scene.states(subjects)
    tellers, _ = scene.speaker(token)
    audience = scene.audience(token)
    if not subjects or not tellers:
        return None
    if len(bound) == 1 and bound == tellers:
        if not (audience and syntax.is_passive(token)):
            return None
        bound = []  # "India, he told the Americans, ought to be exempted"
    if token.lemma_ == "be" and not any(c.dep_ in ("acomp", "attr", "prep") for c in token.children):
        return None
    frame = frames()[("v", "must")][0]
    if not bound and not syntax.is_passive(token) and not audience:
        return None
    return Reading(frame, token, (), tuple(subjects) if bound else (), token, with_subject=True)


_SPANS = frozenset(
    {"until", "hours", "days", "deadline", "ultimatum", "weeks", "months", "month", "week", "year", "minutes"}
)


def somebody_until(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    """Read "gave Ottawa until Friday to release her": an ultimatum."""
    words = {t.lower_ for t in token.subtree}
    if not words & _SPANS:
        return None
    return somebody_to_do(token, frame, scene) or _given(token, frame, scene)


def _given(token: Token, frame: Frame, scene: Scene) -> Reading | None:
    whom = [c for c in token.children if c.dep_ in ("dative", "nsubjpass") and scene.states([c])]
    verbs = [t for t in token.subtree if t.pos_ == "VERB" and is_infinitive(t) and t.i > token.i]
    return Reading(frame, token, tuple(agents_of(token)), tuple(whom), verbs[0]) if whom and verbs else None
