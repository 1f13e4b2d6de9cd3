"""Assessments: who foretells what until when, in whatever form the sentence says whose claim it is."""

from datetime import date

import polars as pl
import pytest

from detente import Coder, Report, ledger_reader
from detente.coding import Stages
from detente.ledger.checks import due
from dyads import dyad


@pytest.fixture(scope="module")
def coder():
    return Coder(stages=Stages.GRAMMAR, ledger=ledger_reader(classifier=False))


def foretold(coder, text, day=date(2016, 5, 3)):
    entries = next(iter(coder.read_all([Report("r", text, day)])))[2].entries
    return [e for e in entries if e.kind == "assessment"]


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("Japanese planners anticipate that China will declare a second air zone by the end of 2019.", "JPN", "CHN"),
        ("Russia may default on its debts within weeks, the American Treasury estimates.", "USA", "RUS"),
        ("A British scholar wagered that Moscow would be out of Afghanistan inside three years.", "GBR", "RUS"),
        ("Tehran will break the accord within a year, predicted officials in Riyadh.", "SAU", "IRN"),
        ("Pakistan could test a device this summer, in the opinion of a former C.I.A. officer.", "USA", "PAK"),
        ("Iran will have a bomb by 2018, according to Israel's defence minister.", "ISR", "IRN"),
        ("Pentagon: China's nuclear arsenal to double by 2030", "USA", "CHN"),
        ("Ukraine's economy would collapse by winter, a Kremlin adviser forecast.", "RUS", "UKR"),
        ("Western diplomats in Baghdad doubt that Iraq will attack Kuwait before the meeting.", None, "IRQ"),
        ("Japanese officers have warned of a possible clash with China within four years.", "JPN", "CHN"),
        ("China and the United States spoke. U.S. officers warned of war over Taiwan by 2027.", "USA", "CHN"),
        ("Relations with Islamabad have never been worse, an Indian minister said.", "IND", "PAK"),
        ("The Kremlin called its relations with Washington the worst in decades.", "RUS", "USA"),
        ("Ties with Beijing were at their chilliest in years, a Japanese minister acknowledged.", "JPN", "CHN"),
        ("U.S.-China relations have sunk to a 50-year low, an American official said.", "USA", "CHN"),
    ],
)
def test_a_claim_is_its_speakers_however_it_is_attributed(coder, text, by, to):
    assert [(e.by, e.to) for e in foretold(coder, text)] == [(by, to)]


@pytest.mark.parametrize(
    ("speaker", "by"),
    [
        ("an economist at Cornell", "USA"),
        ("Sato, a researcher at Keio University,", "JPN"),
        ("a Fudan professor", "CHN"),
        ("a China specialist at the Brookings Institution", "USA"),
        ("a Tbilisi-based analyst", "GEO"),
        ("an adviser to the Danish government", "DNK"),
        ("London's China watchers", "GBR"),
        ("a retired Chinese vice-minister", "CHN"),
        ("a diplomat in Seoul", None),
        ("a Brussels-based diplomat", None),
        ("a naval attaché in Tokyo", None),
        ("an exiled poet in Paris", None),
    ],
)
def test_a_speaker_is_of_the_state_where_he_works_if_the_words_say_one(coder, speaker, by):
    assert [e.by for e in foretold(coder, f"Iran will have a bomb by 2018, {speaker} said.")] == [by]


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan will decide on a test within days, its foreign minister told reporters.",
        "The summit will open in Geneva on Monday, a spokesman said.",
        "Beijing warned of retaliation against Washington by Friday.",
        "Saudi officials fear that Tehran will break the accord.",
        "Moscow will withdraw its troops by June, the two governments agreed.",
        "Beijing warned that Washington would pay a price if it went ahead with the sale next month.",
        "Washington gave Libya thirty days to hand over the suspects.",
        "She was the most senior American official to visit the island in 25 years, China said.",
        "China's exports will grow by 8 percent this year, economists expect.",
        "The tariffs would take effect in 30 days unless China closed the factories, an American envoy said.",
        "He declined to say when talks between India and Pakistan could start next year.",
    ],
)
def test_plans_threats_worries_and_prices_are_no_assessments(coder, text):
    assert foretold(coder, text) == []


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("by next spring", date(2017, 6, 20)),
        ("within nine to twelve months", date(2017, 5, 3)),
        ("as early as next November", date(2016, 11, 30)),
        ("in April, May or June", date(2016, 6, 30)),
        ("before the year is out", date(2016, 12, 31)),
        ("by the early 2030s", date(2033, 12, 31)),
        ("inside a decade", date(2026, 5, 3)),
        ("in a matter of weeks", date(2016, 5, 24)),
        ("before Christmas", date(2016, 12, 25)),
        ("before the summit", None),
    ],
)
def test_a_claim_can_be_checked_from_the_last_day_that_its_words_allow(coder, when, day):
    (claim,) = foretold(coder, f"Israel believes that Iran could have a bomb {when}.")
    assert claim.due_on == day
    assert claim.horizon in claim.evidence.text


def test_the_record_says_what_became_of_a_claim_of_war():
    claims = pl.DataFrame(
        {
            "id": ["a"], "kind": ["assessment"], "what": ["Russia will attack Ukraine before March"],
            "made_on": [date(2022, 2, 1)], "due_on": [date(2022, 2, 28)],
        }
    )  # fmt: skip
    events = pl.DataFrame(
        {
            "event": ["e1", "e2"], "date": [date(2022, 2, 24), date(2022, 3, 9)], "event_type": ["ASSAULT", "ASSAULT"],
            "status": ["actual", "actual"],
        }
    )  # fmt: skip
    assert due(claims, events, date(2022, 2, 27)) == []
    (row,) = due(claims, events, date(2022, 3, 1))
    assert row["record_says"].startswith("1 assault")


def test_a_claimed_low_is_quoted_with_the_time_that_it_is_measured_against(coder):
    (claim,) = foretold(coder, "Qin Gang of China described relations with Washington as at their lowest since 1979.")
    assert claim.what.text.endswith("lowest since 1979")
    assert claim.due_on == claim.made_on


@pytest.mark.parametrize("words", ["at their lowest in fifty years", "at a 50-year low", "at a five-decade low"])
def test_a_low_is_looked_up_in_the_record_with_its_probability(words):
    days = [date(1975 + n // 2, 1 + 6 * (n % 2), 3) for n in range(96)]
    kinds = ["AGREE"] * (len(days) - 1) + ["ASSAULT"]
    events = dyad([(day, ("AAA", "BBB"), kind, 1.0) for day, kind in zip(days, kinds, strict=True)])
    claims = pl.DataFrame(
        {
            "id": ["a"], "kind": ["assessment"], "what": [f"relations are {words}"],
            "made_on": [date(2022, 7, 31)], "due_on": [date(2022, 7, 31)],
        }
    )  # fmt: skip
    (row,) = due(claims, events, date(2023, 1, 1))
    assert "borne out" in row["record_says"]
    assert "% likely" in row["record_says"]


def test_a_comma_with_nothing_to_say_after_it_is_no_claim(coder):
    assert foretold(coder, "China China China China , States") == []
