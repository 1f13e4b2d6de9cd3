"""Asks, pledges and refusals by mechanism: phrases, answers, headlines, and whom the words leave to the report."""

from datetime import date

import pytest

from detente import Coder, Report, ledger_reader
from detente.coding import Stages
from detente.coding.parser import load_parser, split_sentences
from detente.vocabulary.frames import phrases


@pytest.fixture(scope="module")
def entries():
    coder = Coder(stages=Stages.GRAMMAR, ledger=ledger_reader(classifier=False))

    def of(text, day):
        return next(iter(coder.read_all([Report("r", text, day)])))[2].entries

    return of


@pytest.fixture(scope="module")
def read(entries):
    def kinds_and_parties(text, day=date(2023, 6, 1)):
        return [(e.kind, e.by, e.to) for e in entries(text, day) if e.kind != "assessment"]

    return kinds_and_parties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. to let Huawei buy chips", ("pledge", "USA", "CHN")),
        ("China to U.S.: stop arming Taiwan", ("ask", "CHN", "USA")),
        ("China, U.S. agree to restart climate talks", ("pledge", "CHN", "USA")),
        ("China, U.S. agree to restart climate talks", ("pledge", "USA", "CHN")),
        ("U.S. presses China on fentanyl", ("ask", "USA", "CHN")),
    ],
)
def test_headlines(read, text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "China proposed on Monday that both armies fall back. New Delhi replied that its men would remain there.",
            ("refusal", "IND", "CHN"),
        ),
        (
            "Israel asked the Americans for bombs. They will not get them from us, a Pentagon official said.",
            ("refusal", "USA", "ISR"),
        ),
        (
            'The European Union called for a pause. "Not until Friday," Israel\'s defence minister told its envoys.',
            ("refusal", "ISR", "EUR"),
        ),
        (
            "Australia asked China to end the curbs on barley. They would be trimmed, Beijing's ambassador answered.",
            ("pledge", "CHN", "AUS"),
        ),
        ("Seoul asked for a bigger say in nuclear planning. Biden agreed.", ("pledge", "USA", "KOR")),
    ],
)
def test_whoever_was_asked_answers_in_the_next_sentence(read, text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tehran said there would be no direct talks with the United States.", ("refusal", "IRN", "USA")),
        ("Sovereignty is not for negotiation, Britain told Argentina.", ("refusal", "GBR", "ARG")),
        ("Ankara is holding out against Sweden's entry into NATO.", ("refusal", "TUR", "SWE")),
        ("Moscow gave a frosty no to the American draft.", ("refusal", "RUS", "USA")),
        ("Washington is not prepared to discuss Guantanamo with Havana.", ("refusal", "USA", "CUB")),
        ("Germany gave Poland its word that the mines would be cleared.", ("pledge", "DEU", "POL")),
        ("Bogota has bowed to American demands that it take back migrants.", ("ask", "USA", "COL")),
        ("Manila has put pressure on Beijing to withdraw its boats.", ("ask", "PHL", "CHN")),
        ("It was up to Pakistan to close the camps, the State Department spokesman said.", ("ask", "USA", "PAK")),
    ],
)
def test_set_phrases(read, text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beijing asked the Biden administration to lift the ban.", ("ask", "CHN", "USA")),
        ("The Chinese embassy in Canberra cautioned Australia against sending ships.", ("ask", "CHN", "AUS")),
        ("Canberra would like to see China drop its tariffs on barley.", ("ask", "AUS", "CHN")),
        ("Seoul is under pressure from Washington to pay more for the garrison.", ("ask", "USA", "KOR")),
        ("Pyongyang needs a guarantee from the Americans.", ("ask", "PRK", "USA")),
        ("Tanzania pledged to pull its men back, and Uganda to stop the raids.", ("pledge", "UGA", "TZA")),
        ("The United States is to pay China $28 million for the embassy.", ("pledge", "USA", "CHN")),
        ("Moscow announced that its troops would leave Georgia by May.", ("pledge", "RUS", "GEO")),
        ("Turkey would stay out of the sea if Greece did not drill there, Ankara said.", ("pledge", "TUR", "GRC")),
        ("Brazil turned down an Argentine offer of mediation.", ("pledge", "ARG", "BRA")),
        ("The foreign ministers of Russia and Ukraine agreed to begin talks.", ("pledge", "UKR", "RUS")),
        ("Greece's request was brushed aside in Ankara.", ("refusal", "TUR", "GRC")),
    ],
)
def test_parties_that_the_construction_leaves_open(read, text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The European Union will impose duties on Chinese cars from July.",
        "Analysts say that China will not accept American troops in Korea.",
        "South Korean farmers refused to leave the fields near the American base.",
        "Poland will hold an election in October.",
        "China will have doubled its warheads by 2030, a CIA estimate holds.",
        "Turkey and Greece agreed that the talks had been useful.",
        "The ministry in Tokyo declined to give details of the call with Seoul.",
        "Japan said it would cut off aid to India over the tests.",
        "Pakistan rejected suggestions that it had known of the raid by the Americans.",
        "South Korea expects the North to reopen the border within weeks.",
    ],
)
def test_what_is_no_entry(read, text):
    assert read(text) == []


def test_pronouns_that_hang_on_each_other_mean_nobody(read):
    text = """Biden and Xi spoke. "If we don't get moving, they're going to eat our lunch," the president said."""
    assert read(text) == []


def test_a_place_in_dispute_is_spoken_about_and_not_addressed(read):
    found = read("Beijing told Sullivan that it would welcome him. It demanded that no more arms be sent to Taiwan.")
    assert ("ask", "CHN", "USA") in found


def test_an_offer_waits_for_the_other(entries):
    text = "Uganda offered to free the passengers held from Israel."
    found = entries(text, date(1976, 7, 1))
    assert [e.firmness for e in found if e.kind == "pledge"] == ["conditional"]


def test_a_quotation_opens_a_sentence_of_its_own():
    parsed = split_sentences(load_parser(), 'He asked for more. "Not yet," said the minister. "Never."')
    assert [s.text for s in parsed] == ["He asked for more.", '"Not yet," said the minister.', '"Never."']


def test_every_phrase_can_be_matched():
    assert len(phrases()) > 100
    for frame, elements in phrases():
        assert frame.kind in ("ask", "pledge", "refusal")
        assert elements and not elements[0].startswith("*") and not elements[-1].startswith("*")
        assert all(e.lstrip("*").isdigit() for e in elements if e.startswith("*"))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("President Nixon's visit to China will begin on February 21, the White House said.", date(1971, 11, 29)),
        (
            "China agreed to establish relations with the United States on January 1.",
            date(1971, 11, 29),
        ),
        ("China agreed on November 15 to resume talks with the United States.", date(1971, 11, 15)),
    ],
)
def test_the_day_of_an_act_is_not_the_day_of_its_promise(entries, text, made):
    found = entries(text, date(1971, 11, 29))
    assert {e.made_on for e in found} == {made}


def test_what_is_over_sets_no_time(entries):
    text = (
        "China and the United States agreed to hold more talks after two days of meetings that ended on Friday. "
        "China asked Japan to free the crew by Monday."
    )
    found = entries(text, date(2023, 11, 11))
    assert {(e.kind, e.horizon) for e in found} == {("pledge", None), ("ask", "by Monday")}
