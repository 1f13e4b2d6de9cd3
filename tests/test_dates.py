"""Dates of events: time words against the day of the report (a Wednesday), with their precision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.dates import expressions

WEDNESDAY = date(2023, 6, 21)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("China protested on Monday", date(2023, 6, 19), "day"),
        ("China protested on Wednesday", date(2023, 6, 21), "day"),
        ("China protested last Wednesday", date(2023, 6, 14), "day"),
        ("China will protest next Friday", date(2023, 6, 23), "day"),
        ("China protested yesterday", date(2023, 6, 20), "day"),
        ("China protested on Feb. 3", date(2023, 2, 3), "day"),
        ("China protested on 3 February 2021", date(2021, 2, 3), "day"),
        ("China protested on December 25", date(2022, 12, 25), "day"),
        ("China protested in February", date(2023, 2, 1), "month"),
        ("China protested in November", date(2022, 11, 1), "month"),
        ("China protested in March 1972", date(1972, 3, 1), "month"),
        ("China protested in 1989", date(1989, 1, 1), "year"),
        ("In February China protested", date(2023, 2, 1), "month"),
        ("In 1989 China protested", date(1989, 1, 1), "year"),
        ("China protested last month", date(2023, 5, 1), "month"),
        ("China protested two weeks ago", date(2023, 6, 7), "day"),
        ("China protested a decade ago", date(2013, 1, 1), "year"),
    ],
)
def test_time_words_resolve_against_the_report(text, day, precision):
    (when,) = expressions(text, WEDNESDAY)
    assert (when.day, when.precision) == (day, precision)


@pytest.mark.parametrize("text", ["Boeing sold 1980 seats", "on February 30", "May I come in", "he is 31", "in 2023"])
def test_other_numbers_and_impossible_days_are_no_dates(text):
    assert list(expressions(text, WEDNESDAY)) == []


@given(st.text(alphabet="0123456789 JuneFebruarylastweeksagoyr.,", max_size=80), st.dates(date(1900, 1, 1)))
def test_any_text_resolves_without_an_error(text, reported):
    for when in expressions(text, reported):
        assert 0 <= when.start < when.end <= len(text)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("China rejected the treaty that Russia signed in 1972.", "REJECT", WEDNESDAY),
        ("The first such visit since 1949, Blinken visited China on Sunday.", "CONSULT", date(2023, 6, 18)),
        ("The United States said on Tuesday that China had rejected the treaty.", "REJECT", date(2023, 6, 20)),
        ("China urged the United States to leave by June 2025.", "REQUEST", WEDNESDAY),
    ],
)
def test_only_what_hangs_on_the_event_dates_it(coder, make_report, text, kind, day):
    assert day in [e.date for e in coder.code(make_report(text)) if e.event_type == kind]
