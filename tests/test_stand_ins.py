"""Words that may stand for a party: who they may mean, where, and when."""

from datetime import date

import pytest

from detente.coding import Coder, Stages
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.ledger.windows import Window, windows
from detente.model import Report, Said
from detente.vocabulary import tables
from detente.vocabulary.names import proper_names
from detente.vocabulary.stand_ins import cities, stand_ins, state_of_surname


@pytest.fixture(scope="module")
def read():
    met: list[list[Window]] = []

    def collect(report: Report, sentences: list[ReadSentence]) -> Said:
        met.append(list(windows(sentences, report.date)))
        return Said()

    coder = Coder(stages=Stages.GRAMMAR, ledger=LedgerReader(lambda _: True, collect))

    def of(text, day=date(2023, 6, 1)):
        met.clear()
        list(coder.read_all([Report("r", text, day)]))
        return met[-1]

    return of


def meant(window):
    return {code: [window.text[s:e] for s, e in places] for code, places in window.parties.items()}


@pytest.mark.parametrize(
    ("text", "day", "code", "words"),
    [
        ("Seoul said that the North would test again.", date(2013, 1, 5), "PRK", "North"),
        ("A scholar in Shanghai expects no war.", date(2005, 1, 5), "CHN", "Shanghai"),
        ("China wants the mainland and the island to talk.", date(2005, 1, 5), "TWN", "island"),
        ("Secretary Haig told Peking that arms might be sold.", date(1981, 6, 16), "USA", "Haig"),
        ("Raimondo had been asked to lift the rules.", date(2023, 8, 29), "USA", "Raimondo"),
        ("The alliance promised Kyiv new shells.", date(2023, 8, 29), "IGO", "The alliance"),
        ("MOSCOW WARNS AGAINST MISSILES", date(1983, 8, 29), "RUS", "MOSCOW"),
        ("Japan's ambassador to Beijing expects no thaw.", date(2012, 10, 19), "CHN", "Beijing"),
        ("A historian at Fudan University expects no thaw with Japan.", date(2012, 10, 19), "CHN", "Fudan"),
        ("Relations with China have not been as bad since Nixon's visit.", date(2020, 5, 24), "USA", "Nixon"),
    ],
)
def test_words_that_stand_for_a_party_are_its_places(read, text, day, code, words):
    (window,) = read(text, day)
    assert words in meant(window)[code]


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("A wind from the North brought snow to Norway.", date(2013, 1, 5), "PRK"),
        ("The island of Crete waits for Turkey to answer.", date(2013, 1, 5), "TWN"),
        ("Raimondo had been asked to sing in Italy.", date(1975, 8, 29), "USA"),
        ("Japan's exports will rise in May and June.", date(2018, 4, 1), "GBR"),
        ("Nixon sings in Japan.", date(1965, 4, 1), "USA"),
    ],
)
def test_the_same_words_elsewhere_stand_for_nobody(read, text, day, code):
    (window,) = read(text, day)
    assert code not in window.parties


def test_what_the_words_name_is_no_stand_in(read):
    (window,) = read("South Korea and North Korea will meet in Washington.")
    assert {code: words for code, words in meant(window).items() if code in ("KOR", "PRK")} == {
        "KOR": ["South Korea"],
        "PRK": ["North Korea"],
    }


def test_places_of_earlier_sentences_are_of_the_whole_window(read):
    *_, last = read("Kerry flew to Beijing. China was asked to burn less coal. Xie Zhenhua gave Kerry no promise.")
    assert meant(last)["USA"] == ["Kerry", "Kerry"]


def test_every_code_is_a_known_party():
    known = {row["iso3"] for row in tables.rows("countries.tsv")} | {"UNO", "EUR", "IGO"}
    assert set(cities().values()) <= known
    assert {code for one in stand_ins().values() for code in (*one.codes, *one.beside)} <= known
    assert all(row["source"] for file in ("cities.tsv", "stand_ins.tsv") for row in tables.rows(file))


def test_no_city_bears_a_name_that_means_another_party():
    assert not {name for name in cities() if name in proper_names() or name in stand_ins()}


def test_a_surname_that_two_states_officials_bear_is_nobodys():
    assert state_of_surname("Kim", date(2018, 6, 12), titled=True) is None
    assert state_of_surname("Haig", date(1981, 6, 16), titled=False) == "USA"
    assert state_of_surname("Haig", date(2021, 6, 16), titled=False) is None
