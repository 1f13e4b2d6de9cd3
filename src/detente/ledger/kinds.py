"""Whether a reading is an ask, a pledge, a refusal, or nothing that was said after all."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.firmness import any_word
from detente.ledger.parse import negated
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import EntryKind, Firmness
from detente.vocabulary.tables import ledger_words, wordlists

_PASSIVE_TOLD = frozenset({"told", "informed", "assured", "said", "announced"})
_HINTING = frozenset({"hint", "indicate", "signal", "let", "concede"})
_MARKS = frozenset({"if", "unless", "whether", "lest"})
_MAYBE = frozenset({"may", "might", "could"})
_FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll"})
_DENYING = frozenset(ledger_words()["denying"])
_BELIEVING = frozenset(ledger_words()["believing"])
_WISHING = frozenset(wordlists()["possible"]) - {"refuse", "decline", "reject", "able", "plan", "proposal", "order"}
_EASING = frozenset(ledger_words()["easing"])
_OFFICIAL = frozenset(ledger_words()["official"])
_MEETING = frozenset(ledger_words()["meeting_verbs"])
_REGARDLESS = frozenset({"regardless", "anyway", "nevertheless", "all the same"})


def kind_of(reading: Reading, scene: Scene) -> tuple[EntryKind | None, Firmness | None]:  # noqa: PLR0912 - a list of cases
    """Give the kind of an entry with the firmness that its word sets; no kind where nothing was said after all."""
    frame, token, content = reading.frame, reading.token, reading.content
    given = frame.firmness
    if _denied(token):
        return None, None
    if frame.construction == "will":
        return (_said_of_a_thing if not reading.by else _promise)(reading, scene), given
    if frame.construction == "must":
        return "ask", None
    if frame.construction in ("phrase", "answer"):
        return (None if _supposed(token) else frame.kind), given
    if _unreal(token, frame.kind) and frame.construction != "noun":
        return None, None
    no = negated(token)
    if token.lemma_ == "expect" and frame.construction == "sb to do" and not scene.audience(token):
        return None, None  # a forecast, unless it is said to the other's face
    if frame.kind == "ask":
        return (None if no or _ahead(token) else "ask"), None
    if frame.kind == "refusal":
        if frame.construction == "to do" and _only_silent(content):
            return None, None
        return (None if no and frame.construction != "not" else "refusal"), None
    if frame.construction == "be to":
        return _arranged(reading, scene), given
    if frame.construction == "that" and token.lemma_ in _HINTING and _says_no(content):
        return (None if any_word("harmful", [content]) else "refusal"), None
    if no:
        if token.lemma_ in _INTENDING:
            return ("refusal" if _gives(content) else "pledge"), "vague"
        return ("refusal" if frame.construction in ("to do", "sth") and token.pos_ == "VERB" else None), None
    if token.lemma_ in ("seek", "plan"):
        return None, None
    if token.lemma_ in _PROMISING:
        harms = content.pos_ == "VERB" and any_word("hostile", [content]) and content.lemma_.lower() not in _CEASING
        return (None if harms and not negated(content) else "pledge"), given
    if _threatens(content) or (
        frame.construction == "that" and token.lemma_ in _HINTING and any_word("stative", [content])
    ):
        return None, None
    return "pledge", given


_INTENDING = frozenset(ledger_words()["intending"])
_PROMISING = frozenset(ledger_words()["promising"])
_CEASING = frozenset(ledger_words()["ceasing_acts"])


def _denied(token: Token) -> bool:
    path = token
    for above in token.ancestors:
        if (
            path.dep_ in ("ccomp", "pcomp", "xcomp", "acl", "dobj")
            and above.lemma_.lower() in _DENYING
            and path != token
        ):
            return True
        if path.dep_ in ("ccomp", "pcomp", "xcomp") and above.lemma_.lower() in _DENYING and above.pos_ == "VERB":
            return True
        path = above
    return False


def _unreal(token: Token, kind: str) -> bool:
    """Say whether a word tells of what is only imagined, wished or asked for: "if Peking asked", "could agree"."""
    path = token
    for verb in [token, *token.ancestors]:
        if verb is not token and path.dep_ not in (
            "xcomp",
            "pcomp",
            "acl",
            "prep",
            "pobj",
            "dobj",
            "ccomp",
            "acomp",
            "attr",
            "conj",
        ):
            return False
        own = list(verb.children)
        if verb is not token and path.dep_ == "conj":
            path = verb
            continue
        if any(c.dep_ == "mark" and c.lower_ in _MARKS for c in own):
            return True
        if any(c.dep_ == "aux" and c.lower_ in _MAYBE for c in own) and not (kind == "refusal" and negated(verb)):
            return True
        if _inverted(verb):
            return True
        if token.lemma_ in ("like", "prefer", "welcome", "have"):
            return False
        if kind != "pledge" and any(c.dep_ == "aux" and c.lower_ in ("would", "should", "'d") for c in own):
            return kind != "refusal"
        if verb is not token and path.dep_ == "ccomp" and verb.lemma_.lower() not in _WISHING:
            return False
        if verb is not token and verb.pos_ in ("VERB", "NOUN") and verb.lemma_.lower() in _WISHING:
            return True
        path = verb
    return False


def _supposed(token: Token) -> bool:
    """Say whether a set phrase stands below an "if" or is only wished for."""
    path = token
    for verb in (token, *token.ancestors):
        if any(c.dep_ == "mark" and c.lower_ in _MARKS for c in verb.children):
            return True
        if path.dep_ not in ("xcomp", "ccomp", "conj", "acomp", "attr", "prep", "pcomp", "pobj"):
            return False
        path = verb
    return False


def _says_no(verb: Token) -> bool:
    """Read "let it be known that none would be set": a hint that denies."""
    return negated(verb) or any(s.lower_ == "none" for s in verb.children)


def _inverted(verb: Token) -> bool:
    """Read "Had Peking asked": a condition without "if"."""
    auxiliaries = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")]
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    return (
        bool(auxiliaries and subjects) and auxiliaries[0].i < subjects[0].left_edge.i and auxiliaries[0].text.istitle()
    )


def _ahead(token: Token) -> bool:
    """Say whether an ask is yet to come: "will urge", "plans to ask", "is expected to call for"."""
    if any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in token.children):
        return True
    return (
        token.tag_ == "VB"
        and token.dep_ == "xcomp"
        and token.head.lemma_.lower()
        in ("plan", "expect", "intend", "go", "be", "prepare", "want", "hope", "decline", "refuse")
    )


def _only_silent(content: Token) -> bool:
    if content.lemma_.lower() in ledger_words()["silence"]:
        return not any(c.dep_ == "prt" for c in content.children) or content.lemma_ == "rule"
    if content.lemma_.lower() == "take" and any(o.lemma_.lower() == "question" for o in syntax.objects(content)):
        return True
    if content.lemma_.lower() in ("discuss", "talk"):
        return any(t.tag_ in ("WDT", "WP", "WRB") and t.dep_ != "nsubj" for t in content.subtree)
    return False


def _arranged(reading: Reading, scene: Scene) -> EntryKind | None:
    verb = reading.content
    if any_word("timetable", [verb]) or any_word("stative", [verb]) or _threatens(verb) or syntax.is_passive(verb):
        return None
    return None if negated(reading.token) else "pledge"


def _promise(reading: Reading, scene: Scene) -> EntryKind | None:
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
    if no and (_only_silent(verb) or any_word("unsaid", [verb])):
        return None
    if no:
        if any(c.dep_ == "advcl" for c in verb.children) and any(c.lower_ in ("unless", "until") for c in verb.subtree):
            return "refusal"
        return "pledge" if any_word("harmful", [verb]) else "refusal" if verb.lemma_ not in ("be",) else None
    if words & _REGARDLESS or "ahead" in words:
        return "refusal"
    if verb.lemma_ == "be" and any_word("leaving", verb.children):
        return "pledge"
    if _is_act(verb, scene):
        return None if _threatens(verb) else "pledge"
    if any_word("stative", [verb]) or _threatens(verb) or (any_word("timetable", [verb]) and _only_meets(verb)):
        return None
    return "pledge"


def _is_act(verb: Token, scene: Scene) -> bool:
    """Say whether a verb that only tells where somebody is, by itself, is an act here: "stay out of", "stand by Japan"."""
    particles = {c.lower_ for c in verb.children if c.dep_ in ("prep", "prt", "advmod", "acomp")}
    if verb.lemma_ in ("stay", "remain", "keep", "stand", "go", "come") and particles & _HOLDING:
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
    if verb.dep_ == "conj" and any(c.lower_ in _FUTURE | {"would"} for c in verb.head.children):
        return True
    told = any(c.lower_ == "will" for c in verb.children)
    return any_word("bargains", verb.doc) and told and not any_word("stative", [verb])


def _unsaid(verb: Token) -> bool:
    """Read "did not say that it would"."""
    return verb.dep_ == "ccomp" and any(c.dep_ == "neg" for c in verb.head.children)


def _said_of_a_thing(reading: Reading, scene: Scene) -> EntryKind | None:
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
    allowed = verb.lemma_ == "be" or _gives(verb) or any_word("comes_about", [verb])
    return "pledge" if allowed and not _hypothetical_would(verb, scene) else None


def _gives(verb: Token) -> bool:
    return any_word("gives", [verb])


def _hypothetical_would(verb: Token, scene: Scene) -> bool:
    """Tell "said it would deny visas", a plan told in the past, and "would X, it said", from a mere supposition."""
    would = any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in verb.children)
    if not would:
        return False
    if verb.dep_ in ("ccomp", "parataxis", "conj", "ROOT") and scene.speaker(verb)[1] is not None:
        return False
    if verb.dep_ == "ROOT" and (scene.company.speech or (scene.company.last_subject and _gives(verb))):
        return False
    return not (verb.dep_ == "conj" and verb.head.pos_ == "VERB")


def _threatens(head: Token) -> bool:
    """Say whether what is announced does harm; ending a burden does none, ending a benefit does."""
    if any_word("ceasing_acts", [head]) and any_word("benefits", syntax.objects(head)) and not negated(head):
        return True
    if head.lemma_ in ("defend", "protect", "safeguard") and any(c.pos_ == "PROPN" for c in syntax.objects(head)):
        return False
    if any(any_word("preventing", [i]) for o in syntax.objects(head) for i in o.children):
        return False
    things = [*syntax.objects(head), *(t for t in head.subtree if t.dep_ in ("dobj", "pobj"))]
    if head.pos_ == "VERB" and any_word("hostile", [head]) and not negated(head):
        return not any_word("burdens", things)
    taken = syntax.objects(head) if head.pos_ == "VERB" else [head]
    return any_word("hostile_things", taken) and head.lemma_ not in _EASING and not negated(head)
