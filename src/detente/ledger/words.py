"""Words that several readers of the ledger share; and which sentences can say anything for it, before any parse."""

import re
from functools import cache

from detente.vocabulary.frames import frames
from detente.vocabulary.issues import channels
from detente.vocabulary.tables import ledger_words, wordlists

REPORTING = frozenset(wordlists()["reporting"]) | frozenset(ledger_words()["reporting"])
FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll"})
MAYBE = frozenset({"may", "might", "could"})

_STAND_INS = (
    r"(?:he|she|they|it|we|both|two|sides?|north|south|neither|ministry|embassy|spokes\w+|government|administration"
    r"|officials?|leaders?|ambassador|envoy)"
)
_SAYS_NO = (
    r"(?:\b(?:no|not|never|none|nothing|nope)\b|n[’']t\b)"
    r"(?=.*\b(?:answer|repl(?:y|ied)|respon|retort|sa(?:id|ys)\b|told\b))"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    verbs = sorted({word for _, word in frames()} - {"will", "must", "need", "have", "like"})
    said = re.compile(rf"\b(?:{'|'.join(_inflected(verb) for verb in verbs)}|will|must|should)\b", re.I)
    return said, re.compile(rf"\b{_STAND_INS}\b", re.I), re.compile(_SAYS_NO, re.I)


def _inflected(verb: str) -> str:
    stem = re.escape(verb[:-1] if verb.endswith(("e", "y")) else verb)
    return rf"{stem}\w{{0,4}}"


def may_say_something(sentence: str) -> bool:
    """Say whether a sentence that names no party may still ask, promise or refuse, or move a channel."""
    said, stands_in, says_no = _patterns()
    if says_no.search(sentence) or (said.search(sentence) and stands_in.search(sentence)):
        return True
    return any(channel.pattern.search(sentence) for channel in channels())
