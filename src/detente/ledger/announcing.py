"""Whether what is announced - "will", "is to" - promises, refuses, threatens, or only tells a timetable."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.firmness import any_word
from detente.ledger.parse import negated, subjects_of
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.ledger.words import FUTURE
from detente.vocabulary.frames import EntryKind
from detente.vocabulary.tables import ledger_words

_PASSIVE_TOLD = frozenset({"told", "informed", "assured", "said", "announced"})
_BELIEVING = frozenset(ledger_words()["believing"])
_EASING = frozenset(ledger_words()["easing"])
_OFFICIAL = frozenset(ledger_words()["official"])
_MEETING = frozenset(ledger_words()["meeting_verbs"])
_REGARDLESS = frozenset({"regardless", "anyway", "nevertheless", "all the same"})


def only_silent(content: Token) -> bool:
    """Say whether a refusal is only silence: "refused to say"."""
    if content.lemma_.lower() in ledger_words()["silence"]:
        return not any(c.dep_ == "prt" for c in content.children) or content.lemma_ == "rule"
    if content.lemma_.lower() == "take" and any(o.lemma_.lower() == "question" for o in syntax.objects(content)):
        return True
    told = content.lemma_ in ("discuss", "give", "offer", "provide")
    if told and any_word("particulars", syntax.objects(content)):
        return True
    if content.lemma_.lower() in ("discuss", "talk"):
        return any(t.tag_ in ("WDT", "WP", "WRB") and t.dep_ != "nsubj" for t in content.subtree)
    return False


def arranged(reading: Reading, scene: Scene) -> EntryKind | None:
    """Judge "China is to cut its tariffs": an announced act is promised."""
    verb = reading.content
    if any_word("timetable", [verb]) or any_word("stative", [verb]) or threatens(verb) or syntax.is_passive(verb):
        return None
    return None if negated(reading.token) else "pledge"


def promise(reading: Reading, scene: Scene) -> EntryKind | None:
    """Judge "China will reopen the line": a promise, a refusal, or neither."""
    verb = reading.token
    states = scene.states(reading.by)
    subject = reading.by[0]
    if not states or not scene.is_party(subject):
        return None
    if not _speaks_for(states, verb, scene):
        return None
    words = {t.lower_ for t in verb.children}
    no = negated(verb)
    if _hypothetical_would(verb, scene) and not (no and verb.dep_ == "ROOT"):
        return None
    if no and (only_silent(verb) or any_word("unsaid", [verb])):
        return None
    if no:
        if any(c.dep_ == "advcl" for c in verb.children) and any(c.lower_ in ("unless", "until") for c in verb.subtree):
            return "refusal"
        return "pledge" if any_word("harmful", [verb]) else "refusal" if verb.lemma_ not in ("be",) else None
    if words & _REGARDLESS or "ahead" in words:
        return "refusal"
    if verb.lemma_ == "be" and any_word("leaving", verb.children):
        return "pledge"
    if is_act(verb, scene):
        return None if threatens(verb) else "pledge"
    if any_word("staged", syntax.objects(verb)) and verb.lemma_ in ("hold", "conduct", "stage", "run"):
        return None
    if any_word("stative", [verb]) or threatens(verb) or (any_word("timetable", [verb]) and _only_meets(verb)):
        return None
    return "pledge"


def is_act(verb: Token, scene: Scene) -> bool:
    """Say whether a verb that by itself only tells where somebody is tells an act: "stay out of", "stand by Japan"."""
    particles = {c.lower_ for c in verb.children if c.dep_ in ("prep", "prt", "advmod", "acomp")}
    if verb.lemma_ in ("stay", "remain", "keep", "stand", "go", "come") and particles & _HOLDING:
        return True
    if verb.lemma_ in ("leave", "go", "depart", "quit", "return", "come") and any_word("forces", subjects_of(verb)):
        return True
    things = [o for o in syntax.objects(verb) if scene.mentions.at(o) is None]
    return verb.lemma_ in ("leave", "meet") and any_word("kept", things)


_HOLDING = frozenset(
    {"out", "off", "away", "within", "below", "under", "in", "by", "behind", "after", "without", "clear"}
)


def _only_meets(verb: Token) -> bool:
    if any(c.lower_ in ("back", "along", "ahead") for c in verb.children):
        return False
    return verb.lemma_.lower() in _MEETING


def _speaks_for(states: list[str], verb: Token, scene: Scene) -> bool:
    """Say whether what a state will do is said by itself, or by nobody else than the report."""
    beside = [c for t in (verb, *verb.ancestors) for c in t.children if c.dep_ == "parataxis"]
    believed = [a for a in (*verb.ancestors, *beside) if a.lemma_.lower() in _BELIEVING and a.pos_ == "VERB"]
    if believed or _unsaid(verb):
        return False
    tellers, words = scene.speaker(verb)
    if tellers:
        return bool(set(tellers) & set(states)) or _struck(verb)
    return words is None or _official(words)


def _official(words: str) -> bool:
    """Say whether the words for a teller mean somebody who speaks for a state."""
    return any(word in _OFFICIAL for word in words.lower().split()) or words[:1].isupper() or words in _PASSIVE_TOLD


def _struck(verb: Token) -> bool:
    """Say whether what the other side tells was agreed when they met: "China will buy more, Trump said after talks"."""
    if verb.dep_ == "conj" and any(c.lower_ in FUTURE | {"would"} for c in verb.head.children):
        return True
    told = any(c.lower_ == "will" for c in verb.children)
    return any_word("bargains", verb.doc) and told and not any_word("stative", [verb])


def _unsaid(verb: Token) -> bool:
    """Read "did not say that it would"."""
    return verb.dep_ == "ccomp" and any(c.dep_ == "neg" for c in verb.head.children)


def said_of_a_thing(reading: Reading, scene: Scene) -> EntryKind | None:
    """Judge "the pilot will be released": a pledge of the state that says so, a refusal if it says no."""
    verb = reading.token
    tellers, words = scene.speaker(verb)
    if (
        words is None
        or not (tellers or _official(words))
        or any(a.lemma_.lower() in _BELIEVING for a in verb.ancestors)
    ):
        return None
    if negated(verb) or (verb.lemma_ == "be" and not any(c.dep_ == "acomp" for c in verb.children)):
        return "refusal" if not any_word("harmful", [verb]) else "pledge"
    asked = bool(set(tellers) & set(scene.company.askers)) and not any_word("harsh", [verb])
    allowed = verb.lemma_ == "be" or gives(verb) or any_word("comes_about", [verb]) or asked
    return "pledge" if allowed and not _hypothetical_would(verb, scene) else None


def gives(verb: Token) -> bool:
    """Say whether a verb gives something that another wants."""
    return any_word("gives", [verb])


def _hypothetical_would(verb: Token, scene: Scene) -> bool:
    """Tell "said it would deny visas", a plan told in the past, and "would X, it said", from a mere supposition."""
    would = any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in verb.children)
    if not would:
        return False
    if verb.dep_ in ("ccomp", "parataxis", "conj", "ROOT") and scene.speaker(verb)[1] is not None:
        return False
    if verb.dep_ == "ROOT" and (scene.company.speech or (scene.company.last_subject and gives(verb))):
        return False
    return not (verb.dep_ == "conj" and verb.head.pos_ == "VERB")


def threatens(head: Token) -> bool:
    """Say whether what is announced does harm; ending a burden does none, ending a benefit does."""
    if any_word("ceasing_acts", [head]) and any_word("benefits", syntax.objects(head)) and not negated(head):
        return True
    if head.lemma_ in ("defend", "protect", "safeguard") and any(c.pos_ == "PROPN" for c in syntax.objects(head)):
        return False
    if any(any_word("preventing", [i]) for o in syntax.objects(head) for i in o.children):
        return False
    things = [*syntax.objects(head), *(t for t in head.subtree if t.dep_ in ("dobj", "pobj"))]
    if head.pos_ == "VERB" and any_word("hostile", [head]) and not negated(head):
        return any_word("adding", [head]) or not any_word("burdens", things)
    taken = syntax.objects(head) if head.pos_ == "VERB" else [head]
    return any_word("hostile_things", taken) and head.lemma_ not in _EASING and not negated(head)
