"""What became of asks and pledges, told in later sentences that no event need be coded from."""

from datetime import date

import pytest

from detente import Coder, Record, Report, ledger_reader, settle
from detente.coding import Stages
from detente.ledger import board


@pytest.fixture(scope="module")
def coder():
    return Coder(stages=Stages.GRAMMAR, ledger=ledger_reader())


def record_of(coder, folder, told):
    record = Record(folder / "record.sqlite")
    reports = [Report(f"r{n}", text, day) for n, (day, text) in enumerate(told)]
    for report, events, said in coder.read_all(reports):
        record.add(report, events, said)
    settle(record)
    return record


def states(coder, folder, *told):
    with record_of(coder, folder, told) as record:
        rows = record.ledger().to_dicts()
    asked = [row for row in rows if row["kind"] in ("ask", "pledge")]
    return [row["state"] for row in asked if row["evidence"][0]["report"] == "r0"]


@pytest.mark.parametrize(
    ("first", "later", "state"),
    [
        (
            "Iraq undertook to let inspectors install cameras at two missile sites.",
            "Iraq accepted the cameras on Monday; the inspectors will install them at the missile sites this week.",
            "met",
        ),
        (
            "The Arab League called on Syria to withdraw its tanks from Daraa.",
            "Syrian tanks moved deeper into Daraa on Wednesday, residents said.",
            "refused",
        ),
        (
            "Libya agreed to pay $2.7 billion to the families of the Lockerbie victims.",
            "Libya has paid eight of the ten million dollars due to each Lockerbie family.",
            "partly met",
        ),
        (
            "Portugal asked Tanzania to close the guerrilla camps on the Mozambican border.",
            "The guerrilla camps in Tanzania stood empty after the last guerrillas surrendered on the border.",
            "overtaken",
        ),
        (
            "Japan and Russia agreed to build a joint bridge to the island of Sakhalin.",
            "Nothing has come of the joint bridge to Sakhalin that Japan and Russia planned.",
            "lapsed",
        ),
        (
            "Greece asked Turkey to reopen the seminary on Halki to students.",
            "Turkey told Greece that it has no intention of giving the seminary on Halki back to its students.",
            "refused",
        ),
    ],
)
def test_a_later_sentence_tells_what_became_of_it(coder, tmp_path, first, later, state):
    assert set(states(coder, tmp_path, (date(2005, 6, 14), first), (date(2006, 8, 10), later))) == {state}


@pytest.mark.parametrize(
    "later",
    [
        "Britain again demanded that Zimbabwe readmit the BBC's correspondents.",
        "Zimbabwe left the Commonwealth on Sunday.",
        "Kenya readmitted the BBC's correspondents on Sunday.",
    ],
)
def test_asking_again_or_another_matter_or_another_state_changes_nothing(coder, tmp_path, later):
    first = "Britain demanded that Zimbabwe readmit the BBC's correspondents."
    assert states(coder, tmp_path, (date(2003, 1, 20), first), (date(2003, 12, 7), later)) == ["open"]


def test_where_many_reports_tell_of_a_matter_none_is_taken_for_the_answer(coder, tmp_path):
    first = (date(2003, 1, 20), "Britain demanded that Zimbabwe readmit the BBC's correspondents.")
    answer = "Zimbabwe let the BBC's correspondents in on {}."
    one = (date(2003, 5, 1), answer.format("Monday"))
    folder = tmp_path / "one"
    folder.mkdir()
    assert states(coder, folder, first, one) == ["met"]
    many = [(date(2003, 5, n + 1), answer.format("Monday")) for n in range(9)]
    assert states(coder, tmp_path, first, *many) == ["open"]


def test_happenings_are_kept_as_they_were_read(coder, tmp_path):
    with record_of(coder, tmp_path, [(date(2003, 5, 1), "Zimbabwe freed two British sailors.")]) as record:
        (happening,) = record.happenings()
    assert happening.by == ("ZWE",)
    assert set(happening.named) == {"GBR", "ZWE"}
    assert happening.evidence.text == "Zimbabwe freed two British sailors."


@pytest.mark.parametrize(
    "held",
    [
        "The gathering in Honolulu, under the Military Maritime Consultative Agreement, was the first since 2021.",
        "American and Chinese officers met for maritime safety talks in Honolulu.",
        "The maritime talks between the United States and China were held in Honolulu.",
    ],
)
def test_a_session_that_was_held_opens_its_channel_again(coder, tmp_path, held):
    told = [
        (date(2022, 8, 5), "China cancelled the maritime safety talks with the United States."),
        (date(2024, 4, 5), f"Officers of the United States and China discussed accidents at sea. {held}"),
    ]
    with record_of(coder, tmp_path, told) as record:
        changes = record.channel_changes()
    states = {s.channel: s.state for s in board(changes, "USA", "CHN", date(2023, 1, 1))}
    assert states["maritime_talks"] in ("cut", "suspended")
    states = {s.channel: s.state for s in board(changes, "USA", "CHN", date(2024, 4, 6))}
    assert states["maritime_talks"] == "open"
