"""Which of all that was told later bears on an ask or a pledge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import exp, log

from detente.ledger.bearing import odds, told, wanted
from detente.model import Happening, LedgerEntry
from detente.vocabulary.issues import Issues

_ENOUGH = 0.6  # logarithm of the odds from which a sentence counts as an answer, where it is the only one
_RARITY = 0.5  # by how much more is asked, the more is told of whoever should act


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that bears on an entry, and how sure that is."""

    happening: Happening
    confidence: float
    only_words: bool  # it asks again, or talks about the matter, where no talks were wanted


class Answers:
    """All that a record tells, by the words in it. What it gives is a function of the set alone, not of its order."""

    def __init__(self, happenings: Iterable[Happening], issues: Issues) -> None:
        ordered = sorted(happenings, key=lambda h: (h.on, h.evidence.report, h.evidence.start))
        self._told = [(h, told(h, issues.of(h.evidence.text))) for h in ordered]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_state: dict[str, list[date]] = defaultdict(list)
        for i, (happening, text) in enumerate(self._told):
            for word in text.words:
                self._by_word[word].append(i)
            for code in happening.named:
                self._by_state[code].append(happening.on)

    def to(self, entry: LedgerEntry, after: date, until: date) -> Iterator[Found]:
        """Give the sentences told of days after one and until another that bear on an entry, in order of day."""
        ask = wanted(entry)
        alike = {i for word in ask.sentence for i in self._by_word.get(word, ())}
        bar = _ENOUGH + _RARITY * log(max(1, self._awaited(ask.doer, after, until)))
        for i in sorted(alike):
            happening, text = self._told[i]
            if not after < happening.on <= until or (text.named and not {ask.doer, ask.other} & text.named):
                continue
            score = odds(ask, text)
            if score >= bar:
                yield Found(happening, 1 / (1 + exp(bar - _ENOUGH - score)), text.asks or (text.talks and not ask.wants_talks))

    def _awaited(self, doer: str | None, after: date, until: date) -> int:
        """Count the sentences that name whoever should act: among many, one is less likely to be the answer."""
        return sum(after < day <= until for day in self._by_state.get(doer or "", ()))
