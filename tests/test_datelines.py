"""Datelines: where a dispatch comes from, and whose the ministries and police are that it does not name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import Coder, Report, ledger_reader
from detente.coding import Stages
from detente.coding.datelines import dateline, home_of


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("SEOUL - The ministry spoke.", "KOR"),
        ("NEW DELHI, Feb. 3 (Reuters) - The ministry spoke.", "IND"),
        ("TEL AVIV, Israel (AP) -- The army spoke.", "ISR"),
        ("SAN JOSE, Costa Rica — The president spoke.", "CRI"),
        ("CAMBRIDGE, Mass. – A dean spoke.", "USA"),
        ("BOGOTÁ, 3 de marzo - The president spoke.", "COL"),
        ("KUNMING - The police spoke.", "CHN"),
        ("Talks fail again\n\nTEHRAN, Oct. 3 (AP) - The ministry spoke.", "IRN"),
        ("GENEVA - The delegation spoke.", None),
        ("UNITED NATIONS, Jan. 5 - The delegation spoke.", None),
        ("SMALLVILLE - The mayor spoke.", None),
        ("Seoul - and Tokyo too - spoke.", None),
        ("The ministry spoke.", None),
    ],
)
def test_a_dispatch_is_at_home_where_it_is_dated_from(text, home):
    assert home_of(text) == home


@given(st.text(alphabet="SEOUL ,.-–—()\nab3", max_size=60))
def test_a_dateline_is_a_place_in_its_text(text):
    found = dateline(text)
    assert found is None or text[found.start : found.end].isupper()


@pytest.fixture(scope="module")
def read():
    coder = Coder(stages=Stages.GRAMMAR, ledger=ledger_reader(classifier=False))
    return lambda text: next(iter(coder.read_all([Report("r", text, date(1995, 6, 12))])))


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("MOSCOW (AP) - The government expelled two American diplomats.", "RUS", "USA"),
        ("MANILA, March 3 - Talks were put off. The foreign ministry summoned the Chinese ambassador.", "PHL", "CHN"),
        ("ANKARA - The army shelled Syrian villages.", "TUR", "SYR"),
        ("BEIJING - The Pentagon accused China of cheating.", "USA", "CHN"),
    ],
)
def test_bodies_without_a_state_are_of_the_datelines(read, text, actor, recipient):
    _, events, _ = read(text)
    assert [([p.country for p in e.actors], [p.country for p in e.recipients]) for e in events] == [
        ([actor], [recipient])
    ]


def test_an_ask_of_a_ministry_is_its_states(read):
    _, _, said = read("PEKING - The Foreign Ministry called on the United States to hand over the two men.")
    assert [(e.kind, e.by, e.to) for e in said.entries] == [("ask", "CHN", "USA")]


def test_the_words_quoted_begin_after_the_dateline(read):
    _, _, said = read("BEIJING, June 12 (Wire) - Relations with Moscow are the best since 1955, an official said.")
    assert [e.what.text for e in said.entries] == ["Relations with Moscow are the best since 1955"]
