"""Checks on the fields of a report that every format shares."""

import re
from datetime import date, datetime, timedelta

from detente.model import Report
from detente.reading.problems import Unreadable

MAX_BYTES = 5_000_000
MAX_ID = 200
_ONE_DAY = timedelta(days=1)
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(raw: bytes) -> str:
    """Decode UTF-8, dropping a byte order mark.

    Raises:
        Unreadable: the bytes are not UTF-8.

    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 (byte {error.start})", "save it as UTF-8") from None


def parse_date(value: object, today: date) -> date:
    """Parse an ISO date or date-time and check that it has come; a day's grace covers time zones.

    Raises:
        Unreadable: not an ISO date, or in the future.

    """
    try:
        day = datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise Unreadable(f"date {str(value)[:40]!r} is not ISO", "write it as YYYY-MM-DD") from None
    if day > today + _ONE_DAY:
        raise Unreadable(f"date {day} is in the future", "correct the date of publication")
    return day


def clean(text: str) -> str:
    """Put U+FFFD for each control character and lone surrogate, white space apart.

    One for one, so that offsets count in the text as it was given.
    """
    return _UNFIT.sub(_unfit, text)


def _unfit(match: re.Match[str]) -> str:
    return match[0] if match[0].isspace() else "\ufffd"


def clean_text(text: str) -> str:
    """Clean the text of a report.

    Raises:
        Unreadable: there is nothing in it.

    """
    cleaned = clean(text)
    if not cleaned.replace("\ufffd", "").strip():
        raise Unreadable("no text", "give the report a text")
    return cleaned


def optional(value: object) -> str | None:
    """Give a metadata field as text, bounded; None when absent or empty."""
    text = clean(str(value).strip()[:2000]) if value is not None else ""
    return text or None


def build(
    *,
    id: str,
    text: str,
    day: date | None,
    default: date | None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    source: str | None = None,
) -> Report:
    """Put a report together, with the date of the call for one that has none of its own.

    Raises:
        Unreadable: no date is known, or the text is empty.

    """
    when = day or default
    if when is None:
        raise Unreadable("no date of publication", "add one, or pass --date YYYY-MM-DD")
    return Report(clean(id), clean_text(text), when, title, url, publisher, source)
