"""What a later passage makes of an ask or a pledge: met or partly, refused, broken, lapsed, overtaken by events."""

import re
from functools import cache
from typing import Literal

from detente.ledger.similarity import any_word_in
from detente.vocabulary.tables import ledger_words

Outcome = Literal["partly met", "met", "refused", "broken", "lapsed", "overtaken"]


def outcome(kind: str, what: str, text: str) -> Outcome:
    """Give what a passage that bears on an ask or a pledge makes of it, by the words in which it tells so.

    Args:
        kind: `ask` or `pledge`.
        what: what was asked or promised.
        text: the later passage.

    """
    if _says("overtaken", text):
        return "overtaken"
    if _says("lapsed", text):
        return "lapsed"
    contrary: Outcome = "broken" if kind == "pledge" else "refused"
    stops = any_word_in("ceasing", what) or "hold off" in what.lower() or "put off" in what.lower()
    if _says("reversed", text) or (stops and not any_word_in("ceasing", text) and _says("goes_on", text)):
        return contrary
    if kind == "pledge" and not stops and _says("broken", text):
        return contrary
    if _says("refused", text) and not _says("partly", text):
        return "refused"
    return "partly met" if _says("partly", text) else "met"


def _says(name: str, text: str) -> bool:
    return _pattern(name).search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(ledger_words()[name])})", re.I)
