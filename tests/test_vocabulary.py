"""The vocabulary's data files agree with each other and with PLOVER."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.vocabulary import officials, tables
from detente.vocabulary.accents import unaccented
from detente.vocabulary.event_types import EventType, QuadClass, intensity, modes, quad_class
from detente.vocabulary.issues import Issues
from detente.vocabulary.names import common_names, proper_names
from detente.vocabulary.triggers import triggers


def test_every_type_has_a_quad_class_and_a_trigger():
    assert {quad_class(kind) for kind in EventType} == set(QuadClass)
    assert {rule.event_type for rules in triggers().values() for rule in rules} == set(EventType)


def test_intensity_prefers_the_mode_and_has_the_sign_of_the_type():
    assert intensity(EventType.CONSULT, "visit") == 4
    assert intensity(EventType.COERCE, "ban") == intensity(EventType.COERCE) == -7
    for kind in EventType:
        for mode in modes(kind):
            assert -10 <= intensity(kind, mode) <= 10


def test_no_unknown_country_codes():
    states = {row["iso3"] for row in tables.rows("countries.tsv")} | {"UNO", "EUR", "IGO", "NGO", "IMG", "ISM", "MNC"}
    assert {o.country for o in officials.officials()} <= states
    assert {name.country for name in proper_names().values() if name.country} <= states


def test_sectors_are_plovers():
    known = {
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    }
    assert {n.sector for n in (*proper_names().values(), *common_names().values()) if n.sector} <= known
    assert {o.sector for o in officials.officials()} <= known


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("USA", "secretary of state", date(1972, 2, 21), "William Rogers"),
        ("USA", "president", date(1972, 2, 21), "Richard Nixon"),
        ("CHN", "foreign minister", date(2023, 6, 18), "Qin Gang"),
        ("CHN", "foreign minister", date(2023, 11, 15), "Wang Yi"),
        ("RUS", "president", date(2010, 6, 1), "Dmitry Medvedev"),
        ("FRA", "president", date(2000, 6, 1), "Jacques Chirac"),
    ],
)
def test_office_is_held_by_its_holder_of_that_day(country, office, day, name):
    assert officials.holder(country, office, day).name.split()[-1] == name.split()[-1]


def test_terms_end_after_they_begin():
    assert all(o.end is None or o.start <= o.end for o in officials.officials())


def test_short_name_goes_to_whoever_held_office_that_day():
    assert officials.on_day("Clinton", date(1996, 1, 1)).name == "Bill Clinton"
    assert officials.on_day("Clinton", date(2010, 1, 1)).name == "Hillary Clinton"


def test_the_president_moon_is_not_in_space():
    assert Issues().of("President Moon Jae-in spoke of a probe to the moon.") == ("space",)
    assert "space" not in Issues().of("President Moon Jae-in spoke of Japan.")


@given(st.text(max_size=40))
def test_letters_lose_their_accents_and_keep_their_places(text):
    bare = unaccented(text)
    assert len(bare) == len(text)
    assert unaccented(bare) == bare
    assert all(b == t for b, t in zip(bare, text, strict=True) if t.isascii())
