"""When an event happened: the time words of its sentence against the date of the report."""

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model import DatePrecision


@dataclass(frozen=True, slots=True)
class When:
    """A day with its precision; `start` and `end` are the characters that told it, equal when nothing did."""

    day: date
    precision: DatePrecision
    start: int = 0
    end: int = 0


_MONTHS = [name.lower() for name in month_name[1:]]
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS, 1)} | {name[:3]: i for i, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBER["sept"] = 9
_WEEKDAYS = {name.lower(): i for i, name in enumerate(day_name)}
NUMBERS = {
    n: i
    for i, n in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
NUMBERS |= {"a": 1, "an": 1}

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)s?"
_PAST_WORDS = r"(?P<back>last|past|previous|earlier|next|coming|this)"

_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}


def month_end(year: int, month: int) -> int:
    """Give the last day of a month."""
    return monthrange(year, month)[1]


def moved_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1)))


def _calendar_day(m: re.Match[str], reported: date) -> When | None:
    """Read "June 19, 2023", "19 June", "Feb. 3": without a year, the nearest one, the past preferred."""
    month = _MONTH_NUMBER[m["month"].lower().rstrip(".")]
    year = int(m["year"]) if m["year"] else reported.year
    try:
        day = date(year, month, int(m["day"]))
    except ValueError:
        return None
    if not m["year"] and day - reported > timedelta(days=183):
        day = day.replace(year=year - 1)
    return When(day, "day")


def _month_of_year(m: re.Match[str], reported: date) -> When:
    """Read "in February", "since March 1972": without a year, the last such month, or the next after "will"."""
    month = _MONTH_NUMBER[m["month"].lower().rstrip(".")]
    if m["year"]:
        return When(date(int(m["year"]), month, 1), "month")
    year = reported.year - 1 if month > reported.month else reported.year
    return When(date(year, month, 1), "month")


def _year(m: re.Match[str], reported: date) -> When | None:
    year = int(m["year"])
    if year == reported.year:
        return None
    return When(date(year, 1, 1), "year")


def _weekday(m: re.Match[str], reported: date) -> When:
    """Read "on Thursday", "next Monday": the most recent such day up to the report's own."""
    back = (reported.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7
    if m["back"] and m["back"].lower() in ("next", "coming", "this"):
        return When(reported + timedelta(days=(7 - back) % 7 or 7), "day")
    if m["back"] and back == 0:
        back = 7
    return When(reported - timedelta(days=back), "day")


def _near_day(m: re.Match[str], reported: date) -> When:
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(m["near"].lower(), 0)
    return When(reported + timedelta(days=shift), "day")


def _ago(m: re.Match[str], reported: date) -> When | None:
    """Read "two weeks ago", "three years earlier", "a decade ago"."""
    word = m["count"].lower()
    count = int(word) if word.isdigit() else NUMBERS[word]
    return _moved(reported, m["unit"].lower(), -count)


def _relative(m: re.Match[str], reported: date) -> When | None:
    """Read "last month", "next week", "earlier this year"."""
    step = {"this": 0, "next": 1, "coming": 1}.get(m["back"].lower(), -1)
    if step == 0 and m["unit"].lower() not in ("month", "year"):
        return None
    return _moved(reported, m["unit"].lower(), step)


def _moved(reported: date, unit: str, count: int) -> When | None:
    try:
        if unit in _DAYS_IN:
            precision: DatePrecision = "day"
            return When(reported + timedelta(days=_DAYS_IN[unit] * count), precision)
        if unit == "month":
            return When(moved_months(reported, count).replace(day=1), "month")
        years = count * (10 if unit == "decade" else 1)
        return When(date(reported.year + years, 1, 1), "year")
    except (ValueError, OverflowError):
        return None


_Reader = Callable[[re.Match[str], date], When | None]
_EXPRESSIONS: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{_YEAR}\b)?"), _calendar_day),
    (re.compile(rf"\b{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR}\b)?"), _calendar_day),
    (re.compile(rf"\b(?i:in|since|during|of|last|until|from|by|late|early|mid-?)\s+{_MONTH}(?:\s+(?:of\s+)?{_YEAR})?\b"),
     _month_of_year),
    (re.compile(rf"\b{_MONTH}\s+{_YEAR}\b"), _month_of_year),
    (re.compile(rf"\b(?i:in|since|of|during|from|until|before|late|early|mid-)\s*{_YEAR}\b(?!-)"), _year),
    (re.compile(rf"\b(?:{_PAST_WORDS}\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b", re.I), _weekday),
    (re.compile(r"\b(?P<near>today|tonight|yesterday|overnight|tomorrow|last night)\b", re.I), _near_day),
    (re.compile(rf"\b{_COUNT}\s+{_UNIT}\s+(?:ago|earlier|before)\b", re.I), _ago),
    (re.compile(rf"\b(?:the\s+)?{_PAST_WORDS}\s+{_UNIT}\b", re.I), _relative),
]  # fmt: skip


def expressions(sentence: str, reported: date) -> Iterator[When]:
    """Give every time expression of a sentence, resolved against the day of the report, fullest reading first."""
    taken: list[tuple[int, int]] = []
    for pattern, read in _EXPRESSIONS:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken):
                continue
            when = read(match, reported)
            if when is not None:
                taken.append((start, end))
                yield When(when.day, when.precision, start, end)
