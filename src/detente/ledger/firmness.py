"""How firm a pledge is: conditional, vague or firm. `docs/ledger.md` states the rules in words."""

import re
from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

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
    if _pattern("conditions").search(around):
        return "conditional"
    if _pattern("firm_phrases").search(what):
        return "firm"
    if given is not None:
        return given
    if _hedged(head) or _pattern("vague_phrases").search(around):
        return "vague"
    return "firm"


def _hedged(head: Token) -> bool:
    """Say whether what is promised is an act that nobody can check: "explore", "efforts", "to strengthen ties"."""
    words = ledger_words()["vague_verbs"]
    return head.lemma_.lower() in words and all(_vague_too(c) for c in head.conjuncts)


def _vague_too(token: Token) -> bool:
    return token.pos_ != "VERB" or token.lemma_.lower() in ledger_words()["vague_verbs"]


def any_word(name: str, tokens: Iterable[Token]) -> bool:
    """Say whether one of a list's words stands among tokens, by lemma or as written."""
    words = frozenset(ledger_words()[name])
    return any(t.lemma_.lower() in words or t.lower_ in words for t in tokens)
