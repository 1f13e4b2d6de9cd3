"""A sentence with its two parties marked, as token numbers: what the classifier reads.

Four vocabulary entries that the encoder never met in text stand before and after the source and the target. They are
set in by position, so that nothing written in a report can forge them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

Chars = tuple[int, int]
SOURCE, SOURCE_END, TARGET, TARGET_END = "[unused1]", "[unused2]", "[unused3]", "[unused4]"
LONGEST = 128


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """Two parties in a sentence, by characters `(start, end)`."""

    text: str
    source: Chars
    target: Chars


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token numbers of a marked sentence, with the places of the source's and the target's mark."""

    ids: list[int]
    source: int
    target: int


def tokenize(tokenizer: Tokenizer, pair: MarkedPair) -> Tokens:
    """Give a marked sentence's tokens, at most `LONGEST`, cut around the pair where the sentence is longer."""
    encoding = tokenizer.encode(pair.text, add_special_tokens=False)
    inserts = sorted(
        (_place(encoding.offsets, at, closing), order, _number(tokenizer, mark))
        for order, (mark, at, closing) in enumerate(
            (
                (SOURCE, pair.source[0], False),
                (TARGET, pair.target[0], False),
                (TARGET_END, pair.target[1], True),
                (SOURCE_END, pair.source[1], True),
            )
        )
    )
    ids: list[int] = list(encoding.ids)
    for place, _, mark_id in reversed(inserts):
        ids.insert(place, mark_id)
    ids = _window(ids, {mark_id for _, _, mark_id in inserts})
    first, last = tokenizer.encode("").ids
    ids = [first, *ids, last]
    return Tokens(ids, ids.index(_number(tokenizer, SOURCE)), ids.index(_number(tokenizer, TARGET)))


def _number(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"the tokenizer lacks {token}; it does not belong to these weights")
    return int(number)


def _place(offsets: Sequence[Chars], at: int, closing: bool) -> int:
    """Give how many tokens stand before a character, a token that the span's end cuts counting as before it."""
    if closing:
        return sum(start < at for start, _ in offsets)
    return sum(end <= at for _, end in offsets)


def _window(ids: list[int], marks: set[int]) -> list[int]:
    room = LONGEST - 2
    if len(ids) <= room:
        return ids
    places = [i for i, token in enumerate(ids) if token in marks]
    if places[-1] - places[0] >= room:
        middle = ids[places[0] : places[-1] + 1]
        return [t for i, t in enumerate(middle) if t in marks or i < room - len(marks)]
    start = max(0, min(len(ids) - room, (places[0] + places[-1] - room) // 2))
    return ids[start : start + room]
