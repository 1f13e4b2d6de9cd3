"""How firm a pledge is: conditional, vague or firm. `docs/ledger.md` states the rules in words."""

import re
from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from detente.ledger.words import MAYBE
from detente.vocabulary.frames import Firmness
from detente.vocabulary.tables import ledger_words


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words = sorted(ledger_words()[name], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?!\w)", re.I)


def firmness(head: Token, what: str, around: str, given: Firmness | None) -> Firmness:
    """Give the firmness of a pledge.

    Args:
        head: the verb or noun that says what is promised.
        what: its clause.
        around: the clause with the words that promise, which may hedge ("in principle", "if ...").
        given: the firmness that the promising word itself sets, None if it sets none.

    """
    if _pattern("conditions").search(around) or _hangs_on_condition(head):
        return "conditional"
    if _pattern("firm_phrases").search(what):
        return "firm"
    if given is not None:
        return given
    if _pattern("vague_phrases").search(around) or any(c.dep_ == "aux" and c.lower_ in MAYBE for c in head.children):
        return "vague"
    if any(c.dep_ == "neg" for c in head.children):
        return "firm"
    return "vague" if _hedged(head) else "firm"


_OPENS = frozenset({"if", "unless", "once", "provided", "after", "until"})
_GOING_ON = frozenset({"continue", "keep", "start", "begin", "go", "stay", "remain"})


def _hangs_on_condition(head: Token) -> bool:
    """Say whether a conditional clause hangs on what is promised or on a verb above it."""
    for verb in [head, *list(head.ancestors)[:3]]:
        for clause in (c for c in verb.children if c.dep_ == "advcl"):
            marks = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod")} | {clause.lower_}
            if marks & _OPENS and not (verb != head and marks & {"after", "until"} and clause.tag_ == "VBG"):
                return "after" not in marks or (verb in (head, head.head) and clause.tag_ != "VBG")
    return False


def _hedged(head: Token) -> bool:
    """Say whether what is promised is an act that nobody can check: "explore", "efforts", "to strengthen ties"."""
    words = ledger_words()["vague_verbs"]
    if head.lemma_.lower() in _GOING_ON:
        below = [c for c in head.children if c.dep_ in ("xcomp", "pcomp")]
        return any(c.lemma_.lower() in words or c.lemma_.lower() in ("talk", "meet") for c in below)
    return head.lemma_.lower() in words and all(_vague_too(c) for c in head.conjuncts)


def _vague_too(token: Token) -> bool:
    return token.pos_ != "VERB" or token.lemma_.lower() in ledger_words()["vague_verbs"]


def any_word(name: str, tokens: Iterable[Token]) -> bool:
    """Say whether one of a list's words stands among tokens, by lemma or as written."""
    words = frozenset(ledger_words()[name])
    return any(t.lemma_.lower() in words or t.lower_ in words for t in tokens)
