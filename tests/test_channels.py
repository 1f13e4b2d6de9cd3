"""Channels between two states: what opens, shuts and keeps them, and what is only planned."""

from datetime import date

import pytest

from detente import Coder, Record, Report, ledger_reader
from detente.coding import Stages
from detente.ledger import board, changes_of

DAY = date(2023, 6, 21)


@pytest.fixture(scope="module")
def coder():
    return Coder(stages=Stages.GRAMMAR, ledger=ledger_reader(classifier=False))


@pytest.fixture
def states(coder, tmp_path):
    """Give the states of the channels between two states after reports of some texts, a month apart."""

    def of(first, second, *texts):
        reports = [Report(f"r{n}", text, date(2023, 6 + n, 21)) for n, text in enumerate(texts)]
        with Record(tmp_path / "record.sqlite") as record:
            for report, events, said in coder.read_all(reports):
                record.add(report, events, said)
            standing = board(changes_of(record), first, second, date(2024, 1, 1))
        return {each.channel: each.state for each in standing}

    return of


@pytest.mark.parametrize(
    ("text", "open_channels"),
    [
        ("President Joe Biden spoke by telephone with Chinese President Xi Jinping on Tuesday.", {"leader_calls"}),
        ("Secretary of State Antony Blinken met Foreign Minister Qin Gang in Beijing.", {"foreign_ministry_talks"}),
        ("Secretary of State Antony Blinken met President Xi Jinping in Beijing.", set()),
        ("Secretary of State Antony Blinken will meet Foreign Minister Qin Gang in July.", set()),
    ],
)
def test_those_who_hold_an_office_keep_its_channel_by_meeting(states, text, open_channels):
    assert states("USA", "CHN", text) == dict.fromkeys(open_channels, "open")


def test_what_is_only_agreed_on_was_never_opened_until_it_is(states):
    agreed = "India and Pakistan agreed on Tuesday to set up a hotline between their armies."
    assert states("IND", "PAK", agreed)["hotline"] == "never opened"


def test_a_plan_changes_nothing_of_a_channel_that_is_known(states):
    cut = "Pakistan cut the hotline with India on Tuesday."
    agreed = "India and Pakistan agreed on Tuesday to set up a hotline between their armies."
    assert states("IND", "PAK", cut, agreed)["hotline"] == "cut"


@pytest.mark.parametrize(
    "text",
    [
        "The Greek foreign minister ended two days of talks with Turkey with no agreement on establishing diplomatic "
        "relations.",
        "Greek and Turkish negotiators ended three days of talks on North Korea's nuclear program.",
        "Turkey denied any link to the trade talks with Greece.",
        "Greece held talks with Turkey in Athens, where the premier said that trade had doubled.",
        "Ties are the worst since Greece and Turkey set up diplomatic relations, a Greek official said.",
    ],
)
def test_what_moves_no_channel(states, text):
    assert states("GRC", "TUR", text) == {}


def test_an_order_to_close_shuts_it(states):
    assert states("USA", "CHN", "The United States has given China 72 hours to close its consulate in Houston.") == {
        "consulates": "cut"
    }


def test_a_meeting_that_was_refused_keeps_no_channel(tmp_path):
    text = "Defense Minister Li Shangfu met Henry Kissinger, weeks after refusing to sit down with Lloyd Austin."
    told = [Report("r", text, date(2023, 7, 18))]
    with Record(tmp_path / "record.sqlite") as record:
        for report, events, said in Coder(ledger=ledger_reader(classifier=False)).read_all(told):
            record.add(report, events, said)
        assert all(each.state != "open" for each in board(changes_of(record), "USA", "CHN", date(2024, 1, 1)))
