"""The entry classifier: what it reads, what it gives, and how it is pooled with the rules."""

from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from detente import Coder, Report, ledger_reader
from detente.coding import Stages
from detente.coding.classifier import FOLDER
from detente.coding.marking import LONGEST
from detente.ledger.classifier import KINDS, EntryClassifier, Opinion, weights
from detente.ledger.pooling import FEATURES, candidates, features, pooled
from detente.ledger.windows import HERE, PARTY, PARTY_END, Window, mark
from detente.model import LedgerEntry, Quote

WORDS = st.sampled_from("Chad urged Libya “talks” U.S. naïve 北京 [unused1] [SEP] … \u200b".split(" "))


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@cache
def classifier() -> EntryClassifier:
    return EntryClassifier()


def test_every_party_is_marked_and_the_sentence_too() -> None:
    marked = mark(
        tokenizer(), Window("Egypt waited. Libya told Egypt no.", 14, {"EGY": ((0, 5), (25, 30)), "LBY": ((14, 19),)})
    )
    assert tokenizer().decode(marked.ids, skip_special_tokens=False) == (
        "[CLS] [unused1] egypt [unused2] waited. [unused5] [unused1] libya [unused2] "
        "told [unused1] egypt [unused2] no. [SEP]"
    )
    assert (marked.focus, marked.parties) == (6, {"EGY": [1, 11], "LBY": [7]})


@given(st.lists(WORDS, min_size=2, max_size=300), st.data())
def test_a_window_of_any_text_keeps_the_mark_of_its_sentence(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    named = data.draw(st.lists(st.integers(0, len(words) - 1), max_size=8, unique=True))
    focus = data.draw(st.sampled_from(starts))
    parties = {f"P{i}": ((starts[i], starts[i] + len(words[i])),) for i in named}
    marked = mark(tokenizer(), Window(text, focus, parties))
    numbers = {name: tokenizer().token_to_id(name) for name in (HERE, PARTY, PARTY_END)}
    assert len(marked.ids) <= LONGEST
    assert marked.ids.count(numbers[HERE]) == 1
    assert marked.ids[marked.focus] == numbers[HERE]
    assert all(marked.ids[place] == numbers[PARTY] for places in marked.parties.values() for place in places)
    given_to_network = weights(marked)
    assert given_to_network["sentence"].sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "kind", "pair"),
    [
        ("Canada urged Mexico to free the miners.", "ask", ("CAN", "MEX")),
        ("Mexico was urged by Canada to free the miners.", "ask", ("CAN", "MEX")),
        ("Mexico promised Canada that it would free the miners by June.", "pledge", ("MEX", "CAN")),
        ("Mexico turned down a request from Canada.", "refusal", ("MEX", "CAN")),
    ],
)
def test_it_tells_who_asks_promises_and_refuses(text: str, kind: str, pair: tuple[str, str]) -> None:
    places = {code: (text.index(name), text.index(name) + 6) for code, name in (("CAN", "Canada"), ("MEX", "Mexico"))}
    opinion = classifier().judge(Window(text, 0, {code: (place,) for code, place in places.items()}))
    place = KINDS.index(kind)  # type: ignore[arg-type]
    assert max(opinion.pairs, key=lambda p: opinion.pairs[p][place]) == pair
    assert opinion.pairs[pair][place] > 0
    assert opinion.pairs[pair[::-1]][place] < 0
    assert opinion.firmness[pair].sum() == pytest.approx(1)


def test_a_sentence_that_names_nobody_is_judged_too() -> None:
    opinion = classifier().judge(Window("No one answered.", 0, {}))
    assert set(opinion.pairs) == {(None, None)}


def entry(kind: str, by: str | None, to: str | None, sure: float) -> LedgerEntry:
    quote = Quote("r", 0, 4, "text")
    day = date(2023, 6, 19)
    return LedgerEntry(kind, by, to, (), quote, None, day, None, None, None, sure, f"{kind}: sth", quote)  # type: ignore[arg-type]


PAIRS = [(a, b) for a in (None, "USA", "CHN", "JPN") for b in (None, "USA", "CHN", "JPN") if a != b or a is None]
SCORES = st.lists(st.floats(-8, 8, width=32), min_size=4, max_size=4).map(lambda s: np.array(s, np.float32))
OPINIONS = st.builds(
    lambda present, pairs: Opinion(present, pairs, {}), SCORES, st.fixed_dictionaries(dict.fromkeys(PAIRS, SCORES))
)
ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(KINDS),
        st.sampled_from(["USA", "CHN"]),
        st.sampled_from(["JPN", None]),
        st.floats(0.1, 0.9),
    ),
    max_size=4,
    unique_by=lambda e: (e.kind, e.by, e.to),
)


@given(OPINIONS, ENTRIES, st.randoms())
def test_pooling_rests_on_what_is_read_and_not_on_its_order(opinion: Opinion, read: list[LedgerEntry], random) -> None:  # type: ignore[no-untyped-def]
    kept = pooled(opinion, read)
    shuffled = random.sample(read, len(read))
    assert pooled(opinion, shuffled) == pytest.approx(kept)
    assert all(0 < chance <= 1 for chance in kept.values())
    assert all(len(features(c, opinion, read)) == len(FEATURES) for c in candidates(opinion, read))
    assert all(by is not None or kind == "assessment" for kind, (by, _) in kept)


@given(SCORES, SCORES, st.sampled_from(KINDS))
def test_a_surer_rule_makes_an_entry_no_less_sure(present: object, scores: object, kind: str) -> None:
    opinion = Opinion(present, {("USA", "CHN"): scores}, {})  # type: ignore[arg-type, dict-item]
    weak, strong = (pooled(opinion, [entry(kind, "USA", "CHN", sure)]) for sure in (0.3, 0.9))
    assert all(chance <= strong[found] + 1e-9 for found, chance in weak.items())


@cache
def coder() -> Coder:
    return Coder(stages=Stages.GRAMMAR, ledger=ledger_reader())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ties are the worst since the 1970s, said Bonnie Glaser of the German Marshall Fund. China protested.",
            ("assessment", "USA", "CHN"),
        ),
        (
            "John Kerry will travel to Beijing in July. American officers have warned of a possible conflict over "
            "Taiwan within the next four years.",
            ("assessment", "USA", "CHN"),
        ),
        ("A diplomat in Seoul said North Korea would test a device before summer.", ("assessment", None, "PRK")),
        ("Washington has been asking China for years to curb exports of the chemicals.", ("ask", "USA", "CHN")),
    ],
)
def test_rules_and_classifier_together_read_what_neither_would_be_sure_of(
    text: str, expected: tuple[str, str | None, str | None]
) -> None:
    (_, _, said) = next(iter(coder().read_all([Report("r", text, date(2023, 3, 1))])))
    assert [(e.kind, e.by, e.to) for e in said.entries] == [expected]


def test_a_vow_to_pay_back_is_no_pledge() -> None:
    text = "Japan struck South Korea from its list of trusted partners, and Seoul vowed to respond in kind."
    (_, _, said) = next(iter(coder().read_all([Report("r", text, date(2019, 8, 2))])))
    assert [e.kind for e in said.entries] == []
