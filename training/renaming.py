"""The same windows told of other states, so that who asks is learned from the words and not from the names."""

from dataclasses import dataclass, replace
from functools import cache
from random import Random

from passages import Label, Seen

from detente.coding.marking import Chars
from detente.ledger.classifier import Pair
from detente.ledger.windows import Window
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.tables import rows, split

_ARTICLE = "the "


@cache
def _names() -> dict[str, dict[Kind, str]]:
    """Give what each state, its people and its capital are called, of states that have all three."""
    found = {}
    for row in rows("countries.tsv"):
        demonyms, capitals = split(row["demonyms"]), split(row["capital"])
        if demonyms and capitals:
            found[row["iso3"]] = {Kind.COUNTRY: row["name"], Kind.DEMONYM: demonyms[0], Kind.CAPITAL: capitals[0]}
    return found


@dataclass(frozen=True)
class _Named:
    """A place in a text that can take another state's name: `kind` of name, and the words that stay behind it."""

    start: int
    end: int
    kind: Kind
    rest: str


def renamed(one: Seen, chosen: Random) -> Seen | None:
    """Give a labelled window with other states in the place of its own; None if fewer than two can be renamed.

    A state can be where every mention of it is its name, its people or its capital, lower-case nouns after it included.
    """
    places = {code: _places(one.window, code) for code in one.window.parties}
    free = [code for code, found in places.items() if found is not None]
    if len(free) < 2:
        return None
    strangers = [code for code in _names() if code not in one.window.parties]
    others = dict(zip(free, chosen.sample(strangers, len(free)), strict=True))
    edits = sorted((n.start, n, code) for code in free for n in places[code] or ())
    text, last, focus = "", 0, one.window.focus
    moved: dict[str, list[Chars]] = {}
    kept = sorted((s, e, code) for code, spans in one.window.parties.items() if code not in others for s, e in spans)
    shifts: list[tuple[int, int]] = []
    for start, place, code in edits:
        if start < last:
            return None
        text += one.window.text[last:start]
        words = _names()[others[code]][place.kind] + place.rest
        moved.setdefault(others[code], []).append((len(text), len(text) + len(words)))
        text += words
        last = place.end
        shifts.append((place.end, len(text) - place.end))
    text += one.window.text[last:]

    def shifted(at: int) -> int:
        return at + next((shift for end, shift in reversed(shifts) if end <= at), 0)

    for start, end, code in kept:
        moved.setdefault(code, []).append((shifted(start), shifted(end)))
    labels = tuple(replace(label, pair=_renamed_pair(label, others)) for label in one.labels)
    parties = {code: tuple(sorted(spans)) for code, spans in moved.items()}
    return Seen(Window(text, shifted(focus), parties), labels)


def _renamed_pair(label: Label, others: dict[str, str]) -> Pair:
    by, to = label.pair
    return others.get(by or "", by), others.get(to or "", to)


def _places(window: Window, code: str) -> list[_Named] | None:
    found = []
    for start, end in window.parties[code]:
        words = window.text[start:end]
        named = next((n for n in (words, *_beginnings(words)) if n in proper_names()), None)
        kind = proper_names()[named].kind if named else Kind.NONE
        rest = words[len(named or "") :]
        if kind not in (Kind.COUNTRY, Kind.DEMONYM, Kind.CAPITAL) or rest != rest.lower():
            return None
        article = window.text[max(0, start - len(_ARTICLE)) : start].lower() == _ARTICLE and kind is Kind.COUNTRY
        found.append(_Named(start - len(_ARTICLE) * article, end, kind, rest))
    return found


def _beginnings(words: str) -> list[str]:
    parts = words.split(" ")
    return [" ".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
