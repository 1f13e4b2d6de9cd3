"""Whether a reading is an ask, a pledge, a refusal, or nothing that was said after all."""

from spacy.tokens import Token

from detente.ledger.announcing import arranged, gives, is_act, only_silent, promise, said_of_a_thing, threatens
from detente.ledger.firmness import any_word
from detente.ledger.parse import negated
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.ledger.words import FUTURE, MAYBE
from detente.vocabulary.frames import EntryKind, Firmness
from detente.vocabulary.tables import ledger_words, wordlists

_HINTING = frozenset({"hint", "indicate", "signal", "let", "concede"})
_CHOOSING = frozenset({"decide", "elect", "opt", "choose", "prefer"})
_MARKS = frozenset({"if", "unless", "whether", "lest"})
_DENYING = frozenset(ledger_words()["denying"])
_WISHING = frozenset(wordlists()["possible"]) - {"refuse", "decline", "reject", "able", "plan", "proposal", "order"}


def kind_of(reading: Reading, scene: Scene) -> tuple[EntryKind | None, Firmness | None]:  # noqa: PLR0912 - a list of cases
    """Give the kind of an entry with the firmness that its word sets; no kind where nothing was said after all."""
    frame, token, content = reading.frame, reading.token, reading.content
    given = frame.firmness
    if _denied(token):
        return None, None
    if frame.kind != "ask" and scene.told_privately(token):
        return None, None
    if frame.construction == "will":
        return (said_of_a_thing if not reading.by else promise)(reading, scene), given
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
        if frame.construction == "to do" and only_silent(content):
            return None, None
        return (None if no and frame.construction != "not" else "refusal"), None
    if frame.construction == "be to":
        return arranged(reading, scene), given
    if frame.construction == "that" and token.lemma_ in _HINTING and _says_no(content):
        return (None if any_word("harmful", [content]) else "refusal"), None
    if no:
        if token.lemma_ in _INTENDING:
            return ("refusal" if gives(content) else "pledge"), "vague"
        return ("refusal" if frame.construction in ("to do", "sth") and token.pos_ == "VERB" else None), None
    if token.lemma_ in ("seek", "plan"):
        return None, None
    if token.lemma_ in _PROMISING:
        harms = content.pos_ == "VERB" and any_word("hostile", [content]) and content.lemma_.lower() not in _CEASING
        return (None if harms and not negated(content) else "pledge"), given
    idle = token.lemma_ in _HINTING and any_word("stative", [content]) and not is_act(content, scene)
    if idle or threatens(content):
        return None, None
    if token.lemma_ in _CHOOSING and negated(content) and not any_word("harmful", [content]):
        return "refusal", None  # "has decided not to hand her over"
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
        if imagined(verb):
            return True
        if any(c.dep_ == "aux" and c.lower_ in MAYBE for c in own) and not (kind == "refusal" and negated(verb)):
            return True
        if token.lemma_ in ("like", "prefer", "welcome", "have"):
            return False
        if kind != "pledge" and any(c.dep_ == "aux" and c.lower_ in ("would", "should", "'d") for c in own):
            return kind != "refusal"
        if verb is not token and path.dep_ == "ccomp" and verb.lemma_.lower() not in _WISHING:
            return False
        if verb is not token and verb.pos_ in ("VERB", "NOUN") and verb.lemma_.lower() in _WISHING:
            return not (kind == "ask" and verb.lemma_ in ("try", "seek", "attempt"))
        path = verb
    return False


def imagined(verb: Token) -> bool:
    """Say whether a verb stands under an "if", or before its subject for want of one: "had Paris asked"."""
    return any(c.dep_ == "mark" and c.lower_ in _MARKS for c in verb.children) or _inverted(verb)


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
    if any(c.dep_ == "aux" and c.lower_ in FUTURE for c in token.children):
        return True
    return (
        token.tag_ == "VB"
        and token.dep_ == "xcomp"
        and token.head.lemma_.lower()
        in ("plan", "expect", "intend", "go", "be", "prepare", "want", "hope", "decline", "refuse")
    )
