"""Every event quotes its sentence exactly, whatever surrounds it."""

import itertools
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.coding.parser import split_sentences
from detente.model import Report

SENTENCES = st.sampled_from(
    [
        "China rejected a U.S. request for a meeting.",
        "“We will respond,” said Wang Yi; the United States imposed sanctions on China.",
        "Mr. Blinken met Gen. Li Shangfu at 3 p.m. in Singapore.",
        "Élysée officials said France condemned Russia!",
        "Nicolás Maduro expelled the American chargé d'affaires from Bogotá.",
        "Did Japan protest? No. 2 of the list: Russia attacked Ukraine...",
        "(Reuters) - Israel bombed Syria",
        "中国 and the United States held talks 🙂.",
    ]
)
NOISE = st.text(alphabet=st.sampled_from(list(" \n\t\"'.!?–—-,;:()[]0aZé中🙂\u00a0\u200b\u2028")), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NOISE, SENTENCES), min_size=1, max_size=5))
def test_offsets_give_the_sentence(coder, parts):
    text = "".join(noise + sentence for noise, sentence in parts)
    report = Report("r", text, date(2023, 6, 21))
    for event in coder.code(report):
        told = event.evidence[0]
        assert text[told.start : told.end] == told.sentence
        assert told.trigger
        assert 0 <= event.confidence <= 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_apart(coder, text):
    spans = [(s.start_char, s.end_char) for s in split_sentences(coder._parser, text)]
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_coded_without_an_error(coder, text):
    coder.code(Report("r", text, date(2023, 6, 21)))


def test_same_report_gives_same_events(coder):
    text = "China rejected a U.S. request. Blinken urged Beijing to talk."
    report = Report("r", text, date(2023, 6, 21))
    assert coder.code(report) == coder.code(report)
