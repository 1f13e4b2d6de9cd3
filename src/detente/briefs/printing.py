"""Text from outside, made fit to be shown."""

import re
import unicodedata

# They can make a line read other than it is stored: overrides and isolates of direction, and invisible marks.
_UNSHOWN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def one_line(text: str) -> str:
    """Give text as one line: white space as single blanks, U+FFFD for what steers a terminal or turns the line."""
    line = " ".join(text.split())
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") or _UNSHOWN.match(c) else c for c in line)
