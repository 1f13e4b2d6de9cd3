"""Letters without their accents: reports write Chávez and Chavez, Bogotá and Bogota."""

import unicodedata
from functools import cache

_STROKES = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}  # no accents to Unicode


def unaccented(text: str) -> str:
    """Give a text with the Latin letters bare and all else as it is; every character stays in its place."""
    return text if text.isascii() else "".join(map(_bare, text))


@cache
def _bare(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    if parts[0].isascii() and parts[0].isalpha() and all(map(unicodedata.combining, parts[1:])):
        return parts[0]
    return _STROKES.get(character, character)
