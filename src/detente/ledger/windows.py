"""A sentence with what stands before it and the parties named there: what the entry classifier reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tokenizers import Tokenizer

from detente.coding.marking import LONGEST, Chars
from detente.coding.mentions import Mention
from detente.coding.sentences import ReadSentence
from detente.ledger.stand_ins import possible_parties

BEFORE = 2  # sentences that go before: who "he" or "the two sides" are stands there
# Vocabulary entries that the encoder never met in text; set in by position, so that no report can forge them.
PARTY, PARTY_END, HERE = "[unused1]", "[unused2]", "[unused5]"


@dataclass(frozen=True, slots=True)
class Window:
    """`text` ends with the sentence in question, which begins at `focus`; `parties` gives each code's places in it."""

    text: str
    focus: int
    parties: Mapping[str, tuple[Chars, ...]]


@dataclass(frozen=True, slots=True)
class Marked:
    """Token numbers of a window; the places of the mark before the sentence, and of those before each party."""

    ids: list[int]
    focus: int
    parties: dict[str, list[int]]


def windows(sentences: Sequence[ReadSentence], day: date) -> Iterator[Window]:
    """Give the window of each sentence that was read of a report of some day, in order."""
    named = [[(m.party.country, _place(m, read)) for m in read.mentions.all if m.party.country] for read in sentences]
    known = {code for places in named for code, _ in places}
    possible = [list(possible_parties(read, day, known)) for read in sentences]
    for here, read in enumerate(sentences):
        first = max(0, here - BEFORE)
        start = sentences[first].span.start_char
        parties: dict[str, list[Chars]] = {}
        for i in range(first, here + 1):
            offset = sentences[i].span.start_char - start
            for code, (begin, end) in [*named[i], *possible[i]]:
                parties.setdefault(code, []).append((offset + begin, offset + end))
        text = read.span.doc.text[start : read.span.end_char]
        yield Window(text, read.span.start_char - start, {code: tuple(found) for code, found in parties.items()})


def _place(mention: Mention, read: ReadSentence) -> Chars:
    words = read.mentions.doc[mention.start : mention.end]
    return words.start_char, words.end_char


def mark(tokenizer: Tokenizer, window: Window) -> Marked:
    """Give a window's tokens with its marks, at most `LONGEST`: what is too long loses its beginning."""
    encoding = tokenizer.encode(window.text, add_special_tokens=False)
    begins, ends = [s for s, _ in encoding.offsets], [e for _, e in encoding.offsets]
    inserts = [(sum(e <= window.focus for e in ends) if window.focus else 0, 1, HERE, "")]
    for code, places in window.parties.items():
        for start, end in places:
            inserts.append((sum(e <= start for e in ends), 2, PARTY, code))
            inserts.append((sum(s < end for s in begins), 0, PARTY_END, ""))
    inserts.sort()
    ids: list[int] = []
    at: list[tuple[int, str, str]] = []
    last = 0
    for place, _, token, code in inserts:
        ids += encoding.ids[last:place]
        last = place
        at.append((len(ids), token, code))
        ids.append(_number(tokenizer, token))
    ids += encoding.ids[last:]
    focus = next(i for i, token, _ in at if token == HERE)
    room = LONGEST - 2
    cut = min(max(len(ids) - room, 0), focus)
    kept = range(cut, min(len(ids), cut + room))
    parties: dict[str, list[int]] = {}
    for i, token, code in at:
        if token == PARTY and i in kept:
            parties.setdefault(code, []).append(i - cut + 1)
    first, final = tokenizer.encode("").ids
    return Marked([first, *ids[cut : kept.stop], final], focus - cut + 1, parties)


def _number(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"the tokenizer lacks {token}; it does not belong to these weights")
    return int(number)
