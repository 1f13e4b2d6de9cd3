"""Reports from single documents: plain text and saved web pages, one report a file."""

import logging
import re
from datetime import date

import trafilatura
from trafilatura.settings import Document

from detente.model import Report
from detente.reading.fields import build, decode, optional, parse_date
from detente.reading.problems import Unreadable

_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
# Only a date that the page states: the extensive search takes any date in it, a copyright notice's too.
_STATED_DATE = {"original_date": True, "extensive_search": False}
_LEAST_ARTICLE = 40  # characters; less is a cookie banner or a menu, not an article

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _date_in_name(id_: str, today: date) -> date | None:
    match = _DATE_IN_NAME.search(id_)
    return parse_date(match[1], today) if match else None


def read_text(raw: bytes, id_: str, default: date | None, today: date) -> Report:
    r"""Take a plain text file as one report; a date in its name is its date.

    Line ends become `\n`, as any program that opens the file as text has them: offsets count in that.

    Raises:
        Unreadable: not UTF-8, empty, or without a date.

    """
    text = decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    return build(id=id_, text=text, day=_date_in_name(id_, today), default=default)


def read_html(raw: bytes, id_: str, default: date | None, today: date) -> Report:
    """Take the article out of a saved web page, with its title, address and date from the page's metadata.

    Raises:
        Unreadable: not UTF-8, no article in the page, or no date.

    """
    page = trafilatura.bare_extraction(
        decode(raw),
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_STATED_DATE,
    )
    article = page.text if isinstance(page, Document) else None
    if not isinstance(page, Document) or article is None or len(article) < _LEAST_ARTICLE:
        raise Unreadable("no article in the page", "save the article's own page, or its text as .txt")
    found = page.date
    return build(
        id=id_,
        text=article,
        day=parse_date(found, today) if found else _date_in_name(id_, today),
        default=default,
        title=optional(page.title),
        url=optional(page.url),
        publisher=optional(page.sitename),
    )
