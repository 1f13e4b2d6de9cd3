"""Whether what a later sentence tells bears on an ask or a pledge: the odds of a model over features one can read.

Logistic regression, fitted by `training/fit_links.py` on the labelled pairs; its weights are in
`vocabulary/data/ledger_links.tsv`, how telling each stem is in `stems.tsv`.
"""

from dataclasses import dataclass
from functools import cache

from detente.ledger.similarity import any_word_in, words_of
from detente.model import Happening, LedgerEntry
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.tables import ledger_words, rows

FEATURES = (
    "share", "special", "other issue", "weight", "words", "doer acts", "other acts", "others act",
    "asks", "talks",
)  # fmt: skip
_HEAVIEST, _MOST_WORDS = 8, 4
_RARE = 1.0  # the weight of a stem that the table does not know


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry asks or promises, as far as it is compared: who should act, for whom, in which words, on what."""

    doer: str | None
    other: str | None
    what: frozenset[str]
    sentence: frozenset[str]
    issues: frozenset[str]
    wants_talks: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a later sentence tells, as far as it is compared."""

    by: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]
    issues: frozenset[str]
    asks: bool
    talks: bool


def wanted(entry: LedgerEntry) -> Wanted:
    """Give what is compared of an entry; the names of the two states themselves tell nothing."""
    doer, other = (entry.to, entry.by) if entry.kind == "ask" else (entry.by, entry.to)
    own = _names_of(entry.by) | _names_of(entry.to)
    return Wanted(
        doer, other, words_of(entry.what.text) - own, words_of(entry.evidence.text) - own,
        frozenset(entry.issues) - {"diplomatic"}, any_word_in("gatherings", entry.what.text),
    )  # fmt: skip


def told(happening: Happening, issues: tuple[str, ...]) -> Told:
    """Give what is compared of a later sentence."""
    text = happening.evidence.text
    return Told(
        frozenset(happening.by), frozenset(happening.named), words_of(text), frozenset(issues),
        _says("asking", text), _says("talking", text),
    )  # fmt: skip


def features(entry: Wanted, later: Told) -> tuple[float, ...]:
    """Give the features of a pair, in the order of `FEATURES`, each about 0 to 1."""
    shared = entry.sentence & later.words
    special = bool(entry.issues & later.issues)
    acts = entry.doer in later.by
    return (
        share_of_what(entry, later),
        float(special),
        float(bool(entry.issues) and not special),
        sum(map(weight, sorted(shared))),
        min(_MOST_WORDS, len(shared)) / _MOST_WORDS,
        float(acts),
        float(entry.other in later.by and not acts),
        float(bool(later.by) and not later.by & {entry.doer, entry.other}),
        float(later.asks),
        float(later.talks and not entry.wants_talks),
    )


def share_of_what(entry: Wanted, later: Told) -> float:
    """Give how much of what was asked or promised a sentence names, 0 to 1."""
    return _share(entry.what & later.words, entry.what)


def odds(entry: Wanted, later: Told) -> float:
    """Give the logarithm of the odds that a later sentence bears on an entry, in a pair as the labelled ones are."""
    model = _model()
    values = zip(FEATURES, features(entry, later), strict=True)
    return model["intercept"] + sum(model[name] * value for name, value in values)


def weight(stem: str) -> float:
    """Give how telling a stem is, 0 to 1: inverse document frequency (Sparck Jones 1972) in what we have written."""
    return _weights().get(stem, _RARE)


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    heaviest = sum(sorted(map(weight, whole), reverse=True)[:_HEAVIEST])
    return min(1.0, sum(map(weight, sorted(part))) / heaviest) if heaviest else 0.0


def _says(name: str, text: str) -> bool:
    """Say whether a word of a list stands in a text in just that form."""
    return not _forms(name).isdisjoint(text.lower().replace(",", " ").replace(".", " ").split())


@cache
def _forms(name: str) -> frozenset[str]:
    return frozenset(ledger_words()[name])


@cache
def _names_of(code: str | None) -> frozenset[str]:
    kinds = (Kind.COUNTRY, Kind.DEMONYM, Kind.CAPITAL)
    names = (text for text, name in proper_names().items() if name.country == code and name.kind in kinds)
    return words_of(" ".join(names)) if code else frozenset()


@cache
def _model() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("ledger_links.tsv")}


@cache
def _weights() -> dict[str, float]:
    return {row["stem"]: float(row["weight"]) for row in rows("stems.tsv")}
