"""Golden cases: what plain sentences must be coded as, all sixteen types and five statuses among them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from detente.model import Report
from detente.vocabulary.event_types import EventType, Status

CASES = list(csv.DictReader((Path(__file__).parent / "golden_events.tsv").open(encoding="utf-8"), delimiter="\t"))


def states(side):
    return {p.country for p in side}


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_sentence_is_coded_as_its_golden_case(coder, make_report, case):
    events = coder.code(make_report(case["text"]))
    wanted = (
        case["type"],
        case["status"],
        set(case["actors"].split("+")),
        set(filter(None, case["recipients"].split("+"))),
    )
    assert wanted in [(e.event_type, e.status, states(e.actors), states(e.recipients)) for e in events]


def test_golden_cases_cover_all_types_and_statuses():
    assert {c["type"] for c in CASES} == set(EventType)
    assert {c["status"] for c in CASES} == set(Status)


def test_plain_sentence_yields_one_event_only(coder, make_report):
    assert len(coder.code(make_report("The United States imposed sanctions on Russia on Tuesday."))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The South China Sea is warm in June.",
        "The New York Times won a prize.",
        "Trade between the United States and China grew by five percent.",
        "It rained all day.",
        "American officers warned of a possible conflict over Taiwan.",
        "",
    ],
)
def test_nothing_is_coded_where_nothing_happens(coder, make_report, text):
    assert coder.code(make_report(text)) == []


def test_official_is_resolved_to_the_office_held_that_day(coder, make_report):
    (event,) = coder.code(make_report("The Chinese foreign minister met Antony Blinken on Sunday."))
    assert {p.name for p in event.actors} == {"Qin Gang", "Antony Blinken"}


@pytest.mark.parametrize(
    ("text", "day", "names"),
    [
        ("Mr. Xi urged Mr. Biden to lift the tariffs.", date(2023, 11, 16), ("Xi Jinping", "Joe Biden")),
        ("Mr. Bush warned Mr. Chen against the referendum.", date(2003, 12, 9), ("George W. Bush", "Chen Shui-bian")),
        (
            "Mrs. Thatcher accused Mr. Brezhnev of aggression.",
            date(1980, 1, 9),
            ("Margaret Thatcher", "Leonid Brezhnev"),
        ),
    ],
)
def test_surname_after_an_honorific_is_whoever_leads_that_day(coder, text, day, names):
    (event,) = coder.code(Report("r", text, day))
    assert (event.actors[0].name, event.recipients[0].name) == names


def test_names_are_known_with_and_without_their_accents(coder):
    for name in ("Hugo Chávez", "Hugo Chavez"):
        (event,) = coder.code(Report("r", f"{name} condemned Colombia on Monday.", date(2010, 7, 23)))
        assert [p.country for p in event.actors] == ["VEN"]
        assert event.evidence[0].sentence.startswith(name)


def test_pronoun_takes_the_party_of_the_sentence_before(coder, make_report):
    text = "Foreign Ministry spokeswoman Mao Ning spoke in Beijing. She urged the United States to lift its sanctions."
    requests = [e for e in coder.code(make_report(text)) if e.event_type == "REQUEST"]
    assert [p.name for e in requests for p in e.actors] == ["Mao Ning"]


def test_whoever_was_asked_refuses(coder, make_report):
    text = "Foreign Minister Kang Kyung-wha asked her Japanese counterpart, Taro Kono, to wait, but he refused."
    told = {e.event_type: [p.country for p in e.actors] for e in coder.code(make_report(text))}
    assert told == {"REQUEST": ["KOR"], "REJECT": ["JPN"]}


def test_attribution_names_the_source(coder, make_report):
    text = "China rejected the American offer, a State Department spokesman said."
    (event,) = (e for e in coder.code(make_report(text)) if e.event_type == "REJECT")
    assert event.evidence[0].attribution == "State Department spokesman"


def test_event_told_twice_in_one_report_is_one_event(coder, make_report):
    text = "Russia attacked Ukraine on Monday. On Monday Russian troops had attacked Ukraine."
    attacks = [e for e in coder.code(make_report(text)) if e.event_type == "ASSAULT"]
    assert len({e.date for e in attacks}) == 1
