"""Which of all that was told later bears on an ask or a pledge."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import exp

from detente.ledger.bearing import Told, Wanted, odds, share_of_what, told, wanted
from detente.model import Happening, LedgerEntry
from detente.vocabulary.issues import Issues

_UNRELATED = 0.05  # odds, a sentence, that what looks like an answer is about something else
_OF_WHAT = 0.3  # the share of what was asked or promised that a sentence must name where many could be the answer
_MANY = 20
_ENOUGH = 0.6  # the probability from which a sentence counts as the answer


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
        self._of_state: dict[str, list[date]] = defaultdict(list)
        for i, (happening, text) in enumerate(self._told):
            for word in text.words:
                self._by_word[word].append(i)
            for code in happening.named:
                self._of_state[code].append(happening.on)

    def to(self, entry: LedgerEntry, after: date, until: date) -> Iterator[Found]:
        """Give the sentences told of days after one and until another that bear on an entry, in order of day.

        All reports that could answer it compete, with each other and with there being no answer, which is the likelier
        the more is told of whoever should act: where many tell of the same matter, only one that stands out is taken.
        """
        ask = wanted(entry)
        best: dict[str, tuple[float, int]] = {}
        for i in sorted({i for word in ask.sentence for i in self._by_word.get(word, ())}):
            happening, text = self._told[i]
            if not after < happening.on <= until or not _concerns(ask, text):
                continue
            score, report = exp(odds(ask, text)), happening.evidence.report
            if report not in best or score > best[report][0]:
                best[report] = score, i
        awaited = self._awaited(ask.doer, after, until)
        total = 1 + _UNRELATED * awaited + sum(score for score, _ in sorted(best.values()))
        for score, i in sorted(best.values(), key=lambda found: found[1]):
            happening, text = self._told[i]
            vague = awaited > _MANY and share_of_what(ask, text) < _OF_WHAT
            if score / total >= _ENOUGH and not vague:
                yield Found(happening, score / total, text.asks or (text.talks and not ask.wants_talks))

    def _awaited(self, doer: str | None, after: date, until: date) -> int:
        """Count the sentences that name whoever should act: the more there are, the more are about something else."""
        days = self._of_state.get(doer or "", [])
        return bisect_right(days, until) - bisect_right(days, after)


def _concerns(ask: Wanted, text: Told) -> bool:
    """Say whether a sentence tells of one of the two states, and of no act of a third one alone."""
    sides = {ask.doer, ask.other}
    return not text.named or (bool(sides & text.named) and (not text.by or bool(sides & text.by)))
