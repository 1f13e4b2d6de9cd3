"""Until when: the deadlines and spans of time that a text sets, against the day on which it was said."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.coding.dates import NUMBERS, month_end, moved_months
from detente.vocabulary.tables import ledger_words

_MONTHS = {name.lower(): i for i, name in enumerate(month_name) if name}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_MONTHS_NAMED = "|".join(name for name in month_name if name)
_YEAR = r"(?P<year>19\d\d|20\d\d|21\d\d)"
_NUMBER = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|sixty|ninety|half a dozen|a dozen|a few|few|a couple of|couple of|several|coming|half a|a hundred|hundred"  # noqa: E501 - a pattern is read whole
_COUNT = rf"(?:(?:{_NUMBER})\s*(?:to|or|-|–|and)\s*)?(?P<count>{_NUMBER})"
_UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|years?|decades?|hours?|generations?)"
_UNIT_ALONE = r"(?P<unit>days|weeks?|fortnight|months?|years?|decades?|hours|generation)"
_UNTIL = r"(?:by|before|until|till|no later than|not later than|prior to|through|to)"
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "hour": 0}
_FEW = {
    "few": 3, "a few": 3, "couple of": 2, "a couple of": 2, "several": 5, "coming": 3, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "half a dozen": 6, "a dozen": 12,
    "hundred": 100, "a hundred": 100,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Horizon:
    """Words that say until when, and the last day that they allow."""

    text: str
    due: date | None  # None where the words name an occasion and no day: "before the summit"


def find_horizon(text: str, said: date) -> Horizon | None:
    """Give the first deadline or span of time to come in a text; None where it sets none."""
    found = [
        (match.start(), read(match, said), match[0])
        for pattern, read in _EXPRESSIONS
        for match in pattern.finditer(text)
    ]
    ahead = [
        (start, due, words) for start, due, words in found
        if due is not None and due >= said and not (words.startswith("for ") and _PERFECT.search(text[:start]))
    ]  # fmt: skip
    if not ahead:
        return None
    start = min(a[0] for a in ahead)
    _, due, words = max((a for a in ahead if a[0] == start), key=lambda a: len(a[2]))
    return Horizon(words.strip(), due)


_PERFECT = re.compile(r"\b(?:has|have|had|['’]ve)\b[^,;]*$", re.I)  # "has been asking for years" looks back


def _month(m: re.Match[str]) -> int:
    return _MONTHS[m["month"].lower().rstrip(".")]


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, month_end(year, month))


def _calendar_day(m: re.Match[str], said: date) -> date | None:
    try:
        day = date(int(m["year"]) if m["year"] else said.year, _month(m), int(m["day"]))
    except ValueError:
        return None
    return day if m["year"] or day >= said else day.replace(year=said.year + 1) if (said - day).days > 120 else None


def _month_named(m: re.Match[str], said: date) -> date | None:
    month = _month(m)
    year = int(m["year"]) if m["year"] else said.year + (month < said.month)
    if m.re.groupindex.get("until") and m["until"] and m["until"].lower() == "before":
        return date(year, month, 1) - timedelta(days=1)
    return _end_of_month(year, month)


def _year(m: re.Match[str], said: date) -> date | None:
    year = int(m["year"])
    if m["until"] and m["until"].lower() == "before":
        return date(year - 1, 12, 31)
    return date(year, 12, 31)


def _span(m: re.Match[str], said: date) -> date | None:
    word = m["count"].lower() if m["count"] else "one"
    count = int(word) if word.isdigit() else _FEW.get(word) or NUMBERS.get(word, 1)
    return _later(said, m["unit"].lower().rstrip("s"), count)


def _later(said: date, unit: str, count: int) -> date | None:
    try:
        if unit in _DAYS:
            return said + timedelta(days=_DAYS[unit] * count)
        months = {"month": 1, "year": 12, "decade": 120, "generation": 300}[unit] * count
        return moved_months(said, months)
    except (ValueError, OverflowError):
        return None


def _end_of(m: re.Match[str], said: date) -> date | None:
    """Read "the end of the year", "later this month", "this decade", "the turn of the century"."""
    unit = m["unit"].lower().rstrip("s").replace("fall", "autumn")
    step = 1 if m["which"] and m["which"].lower() in ("next", "coming", "following") else 0
    if unit == "week":
        return said + timedelta(days=6 - said.weekday() + 7 * step)
    if unit == "month":
        later = moved_months(said.replace(day=1), step)
        return _end_of_month(later.year, later.month)
    if unit == "year":
        return date(said.year + step, 12, 31)
    if unit == "decade":
        return date(said.year // 10 * 10 + 9 + 10 * step, 12, 31)
    if unit == "century":
        return date(said.year // 100 * 100 + 99 + 100 * step, 12, 31)
    seasons = {"spring": (6, 20), "summer": (9, 22), "autumn": (12, 20), "fall": (12, 20), "winter": (3, 20)}
    month, day = seasons[unit]
    end = date(said.year + step, month, day)
    return end if end >= said else end.replace(year=end.year + 1)


def _part_of_year(m: re.Match[str], said: date) -> date | None:
    """Read "early next year", "in the first half of next year"."""
    month = {"early": 4, "mid": 8, "first half": 6, "first quarter": 3, "second quarter": 6, "third quarter": 9}
    year = said.year + 1 if "next" in m[0].lower() else said.year
    part = m["part"].lower()
    if part == "early":
        return _end_of_month(year, 4)
    return _end_of_month(year, month.get(part, 12))


def _month_ahead(m: re.Match[str], said: date) -> date | None:
    """Read "as early as next November", "in April, May or June": the month that comes next."""
    month = _month(m)
    return _end_of_month(said.year + (month < said.month), month)


def _one(m: re.Match[str], said: date) -> date | None:
    """Read "another year", "within weeks", "in a matter of months": one of the unit, a few of several."""
    unit = m["unit"].lower()
    return _later(said, unit.rstrip("s"), _FEW["few"] if unit.endswith("s") else 1)


def _decade(m: re.Match[str], said: date) -> date | None:
    part = {"early": 3, "mid": 6}.get((m["part"] or "").lower(), 9)
    return date(int(m["decade"]) + part, 12, 31)


def _feast(m: re.Match[str], said: date) -> date | None:
    month, day = {"christmas": (12, 25), "new year": (12, 31), "easter": (4, 25)}[m["feast"].lower()]
    on = date(said.year, month, day)
    return on if on >= said else on.replace(year=said.year + 1)


def scheduled(horizon: Horizon) -> bool:
    """Say whether a horizon is a day on a timetable, or of the telling, and no limit: "on Wednesday", "from May"."""
    return horizon.text.lower().startswith(("on ", "from ", "starting ", "effective "))


def find_occasion(text: str) -> Horizon | None:
    """Give the words that name an occasion until which something is foretold: "before the summit", "soon"."""
    match = _occasion().search(text)
    return Horizon(match[0].strip(" ,;"), None) if match else None


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile("|".join(ledger_words()["occasions"]), re.I)


def _near(m: re.Match[str], said: date) -> date | None:
    return said + timedelta(days=1 if m[0].lower() == "tomorrow" else 0)


def _weekday(m: re.Match[str], said: date) -> date | None:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    ahead = (names.index(m["weekday"].lower()) - said.weekday()) % 7
    return said + timedelta(days=ahead or 7)


_EXPRESSIONS = [
    (re.compile(rf"\b(?i:on|{_UNTIL}|from|starting|effective|for)\s+{_MONTH}\s+(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)(?:,?\s+{_YEAR})?"), _calendar_day),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?i:on|{_UNTIL}|from|for)\s+(?P<day>[12]\d|3[01]|0?[1-9])\s+{_MONTH}(?:\s+{_YEAR})?"), _calendar_day),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?P<until>(?i:by|before|until|no later than|in|into|past|beyond|through|till|during|from))\s+(?:the end of\s+|late\s+|early\s+|mid-?)?{_MONTH}(?:\s+{_YEAR})?\b(?!\s+\d)"), _month_named),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:the\s+)?(?P<until>(?i:by|before|until|no later than|in|around|as early as|as soon as))\s+(?:the end of\s+|about\s+|late\s+|early\s+|the year\s+)?{_YEAR}\b(?!-)"), _year),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:with)?in\s+(?:the\s+)?(?:next|coming|following)\s+(?:{_COUNT}\s+)?{_UNIT}\b", re.I), _span),
    (re.compile(rf"\b(?:over|during|for|in)\s+(?:the\s+)?(?:next|coming|following)\s+(?:{_COUNT}\s+)?{_UNIT}\b", re.I), _span),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:in|over|during)\s+the\s+(?P<count>coming)\s+{_UNIT}\b", re.I), _span),
    (re.compile(rf"\b(?:within(?: about| some| at most| only)?|inside|in under|(?:in|within)?\s*less than|for at least|in as little as)\s+(?:the\s+)?(?:next\s+)?{_COUNT}\s+{_UNIT}\b", re.I), _span),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\bin\s+(?:about\s+|another\s+)?{_COUNT}\s+{_UNIT}(?:'s?\s+time)?\b(?!\s+(?:ago|earlier|since))", re.I), _span),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\bfor\s+(?:another\s+|a further\s+)?{_COUNT}\s+{_UNIT}\b", re.I), _span),
    (re.compile(rf"\b{_COUNT}[- ]{_UNIT}\s+(?:deadline|timetable)\b", re.I), _span),
    (re.compile(rf"\b{_UNTIL}?\s*(?:the\s+)?(?:end|close|turn) of\s+(?:the|this|(?P<which>next|coming))\s+(?P<unit>week|month|year|decade|century|spring|summer|autumn|winter)\b", re.I), _end_of),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?:later\s+)?(?P<which>this|next|coming)\s+(?P<unit>week|month|year|decade|century|spring|summer|autumn|fall|winter)\b", re.I), _end_of),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?:in\s+)?(?:the\s+)?(?P<part>early|mid|first half|first quarter|second quarter|third quarter|second half)\s+(?:of\s+)?(?:the\s+)?(?:next|this|the)\s+year\b", re.I), _part_of_year),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?i:by|next|on|before)\s+(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"), _weekday),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\btomorrow\b", re.I), _near),
    (re.compile(rf"\b(?i:as early as|by|before|in|until|from)\s+(?P<which>next|this|this coming|the coming)\s+{_MONTH}\b"), _month_ahead),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?i:in|by)\s+(?:(?:{_MONTHS_NAMED}),?\s+(?:or\s+|and\s+)?)+{_MONTH}\b(?!\s+\d)"), _month_ahead),
    (re.compile(rf"\b(?:another|for)\s+{_UNIT_ALONE}\b", re.I), _one),
    (re.compile(rf"\b{_COUNT}\s+{_UNIT}\s+(?:from now|hence|ahead|to come)\b", re.I), _span),
    (re.compile(rf"\b{_COUNT}\s+{_UNIT}\s+(?:away|off|at (?:the )?most|at (?:the )?least|or (?:so|more|less))\b", re.I), _span),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:over|during|through|throughout|for|after|beyond|by|at least|at most|not .{{0,40}}?by)\s+(?:the\s+)?(?:next\s+)?{_COUNT}\s+{_UNIT}\b", re.I), _span),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:within|inside|in|matter\s+of)\s+(?:a\s+matter\s+of\s+|the\s+|a\s+)?{_UNIT_ALONE}\b", re.I), _one),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?:by|before|until|till|beyond|past|in|to|through|survive|outlast)\s+(?:the\s+)?(?:end of\s+|early\s+|late\s+|mid-?)?(?:the\s+)?(?:(?P<which>next|coming|this) )?(?P<unit>spring|summer|autumn|fall|winter)\b", re.I), _end_of),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?:by|in|into|before|until|through)\s+(?:the\s+)?(?P<part>early|mid|late)?[- ]?(?P<decade>(?:19|20|21)\d0)s\b", re.I), _decade),  # noqa: E501 - a pattern is read whole
    (re.compile(r"\b(?P<which>this|next|coming)?\s*(?P<unit>year)(?:['’]s[- ]end|[- ]end| is out)\b", re.I), _end_of),
    (re.compile(r"\b(?:by|before|until|at|this|next)\s+(?:the\s+)?(?P<feast>Christmas|New Year|Easter)\b", re.I), _feast),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?:(?:early|late|mid|spring|summer|autumn|winter|half|quarter)[- ](?:in\s+|of\s+)?|(?:half|quarter) of\s+)(?P<until>){_YEAR}\b", re.I), _year),  # noqa: E501 - a pattern is read whole
    (re.compile(rf"\b(?P<until>through|beyond|past|till|during|this side of|come|throughout)\s+{_YEAR}\b", re.I), _year),  # noqa: E501 - a pattern is read whole
]  # fmt: skip
