"""Which sentences are worth a parse: those whose words could make up an event at all.

A parse costs forty times what this costs. The test is a necessary one: a rule of the lexicon can hold only where its
head word stands, with its companions and with one of the words of each condition; where a form may belong to several
lemmas, all count.
"""

from spacy.language import Language
from spacy.tokens import Span

from detente.vocabulary.triggers import Trigger, triggers

_REFERRING = frozenset({"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "both", "two", "sides"})


class Screen:
    """Tells, before any parse, whether a sentence may hold an event; `parser` lends its tables of word forms."""

    def __init__(self, parser: Language) -> None:
        tables = parser.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
        self._endings = [rule for rules in tables.get_table("lemma_rules").values() for rule in rules]
        self._irregular = list(tables.get_table("lemma_exc").values())
        self._rules: dict[str, list[Trigger]] = {}
        for (_, word), rules in triggers().items():
            self._rules.setdefault(word, []).extend(rules)
        self._lemmas_of: dict[str, frozenset[str]] = {}

    def may_hold_trigger(self, sentence: Span) -> bool:
        """Say whether any rule of the trigger lexicon could hold in a sentence."""
        words = frozenset[str]().union(*(self._lemmas(token.lower_) for token in sentence))
        return any(rule.possible(words) for word in words & self._rules.keys() for rule in self._rules[word])

    def refers_back(self, sentence: Span) -> bool:
        """Say whether a sentence has a word that may stand for a party of the sentence before."""
        return any(token.lower_ in _REFERRING for token in sentence)

    def _lemmas(self, form: str) -> frozenset[str]:
        """Give a form with all lemmas it may belong to."""
        known = self._lemmas_of.get(form)
        if known is None:
            regular = {form[: len(form) - len(old)] + new for old, new in self._endings if form.endswith(old)}
            irregular = {lemma for table in self._irregular for lemma in table.get(form, ())}
            known = self._lemmas_of[form] = frozenset({form} | regular | irregular)
        return known
