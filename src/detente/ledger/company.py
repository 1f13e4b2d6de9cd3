"""The states of a report: which two it is about, who was asked, who was spoken of last."""

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from detente.coding.datelines import home_of
from detente.coding.mentions import Mention, Mentions, is_locative
from detente.coding.sentences import ReadSentence
from detente.ledger.words import REPORTING
from detente.vocabulary.names import Kind
from detente.vocabulary.states import is_state

_POSTED = frozenset({"diplomat", "embassy", "source", "observer", "analyst", "correspondent", "economist"})
NO_STATE = frozenset({"NGO", "IMG", "ISM", "MNC"})


class Company:
    """The states of a report: the two spoken of most, and the state that a word such as "ministry" last went with."""

    def __init__(self, sentences: Sequence[ReadSentence]) -> None:
        named = [m.party.country for s in sentences for m in taking_part(s.mentions) if m.party.country]
        counts = Counter(code for code in named if code not in NO_STATE)
        self.named = tuple(sorted(counts))
        self.told_of = tuple(sorted({m.party.country for s in sentences for m in s.mentions.all if m.party.country}))
        self.pair = tuple(sorted(code for code, _ in counts.most_common(2)))
        self.home = home_of(sentences[0].span.doc.text) if sentences else None
        self._by_noun: dict[str, str] = {}
        self.last_two: tuple[str, ...] = ()
        self.last_subject: str | None = None
        self.last_asked: str | None = None
        self.speech = False  # whether the sentence before told of words
        self.askers: dict[str, list[str]] = {}  # who asked a state for something, so far

    def note_ask(self, by: str, to: str) -> None:
        """Keep who asked whom, for the answer that comes later."""
        self.last_asked = to
        known = self.askers.setdefault(to, [])
        if by not in known:
            known.append(by)

    def leave(self, mentions: Mentions) -> None:
        """Keep what a sentence offers to the next."""
        for mention in mentions.all:
            if mention.party.country:
                head = mentions.doc[mention.head]
                self._by_noun[head.lemma_.lower()] = mention.party.country
        subjects = [m.party.country for m in mentions.all if m.party.country and _is_subject(mentions.doc[m.head])]
        if subjects:
            self.last_subject = subjects[0]
        self.speech = any(t.lemma_.lower() in REPORTING and t.pos_ == "VERB" for t in mentions.doc)
        states = [m.party.country for m in taking_part(mentions) if m.party.country and is_state(m.party.country)]
        distinct = tuple(dict.fromkeys(states))
        if len(distinct) == 2:
            self.last_two = distinct

    def of_noun(self, noun: str) -> str | None:
        """Give the state that a noun last went with, else the dateline's."""
        return self._by_noun.get(noun, self.home)

    def both(self) -> tuple[str, ...]:
        """Give the two states that "the two" means."""
        return self.last_two if len(self.last_two) == 2 else self.pair

    def other(self, code: str) -> str | None:
        """Give the other one of the two states."""
        both = self.pair if code in self.pair else self.last_two
        if code in both and len(both) == 2:
            return next((c for c in both if c != code), None)
        return self.last_subject if self.last_subject != code else None


def _is_subject(word: Token) -> bool:
    """Say whether a word is a subject, or qualifies one: "Canadian boats"."""
    if word.dep_ in ("amod", "compound", "nmod", "poss"):
        return word.dep_ == "poss" or word.head.dep_ in ("nsubj", "nsubjpass")
    return word.dep_ in ("nsubj", "nsubjpass")


def taking_part(mentions: Mentions) -> list[Mention]:
    """Give the mentions that do not only tell where something happened."""
    return [
        m
        for m in mentions.all
        if not (
            is_locative(m, mentions.doc)
            or _is_venue(m, mentions)
            or _is_site(m, mentions)
            or is_posted(m, mentions.doc)
        )
    ]


def _is_venue(mention: Mention, mentions: Mentions) -> bool:
    """Say whether a capital only names a thing or a place: "the Vienna agency", "the Berne talks"."""
    head = mentions.doc[mention.head]
    return mention.kind is Kind.CAPITAL and head.dep_ in ("compound", "nmod", "amod")


def is_posted(mention: Mention, doc: Doc) -> bool:
    """Say whether somebody works in a state without speaking for it: "a diplomat in Vienna"."""
    words = [t.lemma_.lower() for t in doc[mention.start : mention.end]]
    unnamed = not any(t.text.istitle() for t in doc[mention.start : mention.end - 1])
    return len(words) > 1 and unnamed and words[-2] in ("in", "at") and bool(_POSTED & set(words))


def _is_site(mention: Mention, mentions: Mentions) -> bool:
    """Say whether a building only tells where: "signed at the White House"."""
    head = mentions.doc[mention.head]
    return (
        mention.kind is Kind.BODY
        and head.dep_ == "pobj"
        and head.head.lower_ in ("at", "in")
        and head.head.head.tag_ == "VBN"
    )
