from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from detente.coding.classifier import FOLDER
from detente.coding.marking import LONGEST, SOURCE, SOURCE_END, TARGET, TARGET_END, MarkedPair, tokenize

WORDS = st.sampled_from("Chad condemned Libya “talks” U.S. naïve 北京 [unused1] [SEP] … \u200b".split(" "))


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def marks(ids: list[int]) -> list[str]:
    names = {tokenizer().token_to_id(name): name for name in (SOURCE, SOURCE_END, TARGET, TARGET_END)}
    return [names[i] for i in ids if i in names]


def test_marks_stand_around_the_parties() -> None:
    tokens = tokenize(tokenizer(), MarkedPair("Egypt warned Libya.", (0, 5), (13, 18)))
    assert tokenizer().decode(tokens.ids, skip_special_tokens=False) == (
        "[CLS] [unused1] egypt [unused2] warned [unused3] libya [unused4]. [SEP]"
    )
    assert (tokens.source, tokens.target) == (1, 5)


@given(st.lists(WORDS, min_size=2, max_size=400), st.data())
def test_every_pair_keeps_its_marks_within_the_limit(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first, second = sorted(data.draw(st.lists(st.integers(0, len(words) - 1), min_size=2, max_size=2, unique=True)))
    starts = [sum(len(w) + 1 for w in words[:i]) for i in (first, second)]
    spans = [(start, start + len(words[i])) for start, i in zip(starts, (first, second), strict=True)]
    assume(all(text[a:b].strip() for a, b in spans))
    tokens = tokenize(tokenizer(), MarkedPair(text, spans[0], spans[1]))
    assert len(tokens.ids) <= LONGEST
    assert sorted(marks(tokens.ids)) == sorted([SOURCE, SOURCE_END, TARGET, TARGET_END])
    assert marks([tokens.ids[tokens.source], tokens.ids[tokens.target]]) == [SOURCE, TARGET]
