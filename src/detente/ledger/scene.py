"""Who is meant in a sentence: states by their code; pronouns, "the two", "the ministry" resolved in the report."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from spacy.tokens import Span, Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.datelines import dateline
from detente.coding.mentions import Mention, is_locative
from detente.coding.sentences import ReadSentence
from detente.ledger.company import NO_STATE, Company, is_posted, taking_part
from detente.ledger.stand_ins import possible_parties
from detente.ledger.words import REPORTING
from detente.model import Quote, Report
from detente.vocabulary.names import Kind
from detente.vocabulary.tables import ledger_words

__all__ = ["Company", "Scene", "taking_part"]

_PAIRS = frozenset(ledger_words()["pairs"])
_FIRST = frozenset({"we", "i", "us", "our", "my", "me"})
_PLAIN = frozenset({"clear", "plain", "known", "understood"})
_SINGLE = frozenset({"it", "he", "she"})
_TWO = frozenset({"two", "both", "2"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_OTHER = frozenset({"counterpart", "counterparts", "other"})
_PEOPLE = frozenset(ledger_words()["people"])
_FOR_STATE = frozenset(ledger_words()["for_state"])
_OBSERVERS = frozenset(ledger_words()["observers"])
_TITLES = frozenset(ledger_words()["titles"])
_SOCIETIES = frozenset(ledger_words()["societies"])
_DESCRIBED = frozenset(ledger_words()["described"])
_OWN_PEOPLE = frozenset(ledger_words()["own_people"])
_UNNAMED = frozenset(ledger_words()["unnamed"])
# What two states may speak about, more than whom they address.
_DISPUTED = frozenset({"GIB", "FLK", "HKG", "ESH", "TWN"})
_SAID = ("ccomp", "parataxis", "advcl", "dep", "xcomp")
_PRIVATE = frozenset({"MED", "BUS", "CVL", "EDU", "NGO", "MNC", "LAB", "REL", "HLH", "CRM", "OPP"})


def _tellers(verb: Token) -> list[Token]:
    """Give who says something, also after the verb: "answered the embassy"."""
    if syntax.agents(verb) or syntax.is_passive(verb):
        return syntax.agents(verb)
    said_before = any(c.dep_ in ("ccomp", "advcl", "parataxis") and c.i < verb.i for c in verb.children)
    return [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i][:1] if said_before else []


def _reports(verb: Token, said: Token) -> bool:
    """Say whether a verb reports a clause below it: "said", "was told", "made it clear", "was quoted as saying"."""
    if verb.lemma_.lower() in REPORTING or verb.lemma_ == "quote":
        return bool(_tellers(verb)) or syntax.is_passive(verb)
    made_plain = verb.lemma_ == "make" and any(c.lower_ in _PLAIN for c in verb.children if c.i < said.i)
    return made_plain and bool(_tellers(verb))


_IN_MIND = 400  # characters
_ENDS = re.compile(r"""(?<=[.!?])["”’)]*\s""")


class Scene:
    """One sentence of a report with its company."""

    def __init__(self, report: Report, read: ReadSentence, company: Company, antecedents: Antecedents) -> None:
        self.report = report
        self.span: Span = read.span
        self.mentions = read.mentions
        self.doc = read.mentions.doc
        self.company = company
        self._read = read
        self._antecedents = antecedents
        self._asked: set[int] = set()  # words whose states are being looked for

    @cached_property
    def opening(self) -> int:
        """The first token after a dateline."""
        dated = dateline(self.doc.text)
        return next((t.i for t in self.doc if dated is not None and t.idx >= dated.close), 0)

    @cached_property
    def stand_ins(self) -> tuple[tuple[str, int, int], ...]:
        """Codes of parties with the characters that may stand for them: institutes, cities, surnames."""
        possible = possible_parties(self._read, self.report.date, self.company.told_of)
        return tuple((code, start, end) for code, (start, end) in possible)

    def states(self, tokens: Iterable[Token]) -> list[str]:
        """Give the codes of the parties that nouns stand for, each once."""
        found: list[str] = []
        for token in tokens:
            found += [code for code in self._states(token) if code not in found]
        return found

    def _states(self, token: Token) -> list[str]:
        """Give the codes that a noun stands for; none where that hangs on itself: "we" on "they", "they" on "we"."""
        if token.i in self._asked:
            return []
        self._asked.add(token.i)
        try:
            return self._meant_by(token)
        finally:
            self._asked.remove(token.i)

    def _meant_by(self, token: Token) -> list[str]:
        own = self.mentions.of(token)
        if not own and self._means_both(token):
            return list(self.company.both())
        if token.lower_ in _OTHER or token.lemma_.lower() in _OTHER:
            return self._counterpart_of(token)
        found = [code for mention in own for code in self._codes(mention)]
        if not found:
            found = [c for m in own if m.party.sector not in _PRIVATE for c in self._owners(token, m)]
        found += [code for m in own for code in self._joined(m) if code not in found]
        owners = [c for c in token.children if c.dep_ == "poss" and c.pos_ == "PRON"]
        if not found and owners and token.pos_ == "NOUN":
            whose = [
                code for c in owners for m in self._antecedents.resolve(c, self.mentions) for code in self._codes(m)
            ]
            single = self.company.last_subject if owners[0].lower_ in ("his", "her", "its") else None
            return whose or ([single] if single else [])
        if found or own:
            return found
        if token.lemma_.lower() in _DESCRIBED and any(c.lower_ == "the" for c in token.children):
            before = [m.party.country for m in self.mentions.all if m.end <= token.i and m.party.country]
            meant = before[0] if before else self.company.last_subject
            return [meant] if meant else []
        if token.lower_ in _FIRST and token.pos_ == "PRON":
            return self.speaker(token)[0]
        if token.lower_ in ("north", "south") and token.text.istitle() and not self.mentions.at(token):
            return ["PRK" if token.lower_ == "north" else "KOR"]
        told = self._teller_above(token)
        if told and token.lower_ not in _THEY:
            return told
        if token.lower_ in _THEY and self._plural_before(token):
            return list(self.company.both())
        resolved = [code for m in self._antecedents.resolve(token, self.mentions) for code in self._codes(m)]
        if resolved or told:
            return resolved or told
        alone = token.pos_ == "PRON" and token.lower_ in _SINGLE and token.dep_ in ("nsubj", "nsubjpass")
        return [self.company.last_subject] if alone and self.company.last_subject else []

    def _owners(self, token: Token, own: Mention) -> list[str]:
        """Give the states of those whose a nameless party is: "Xi's government", "the Reagan administration"."""
        beside = [c for c in token.children if c.dep_ in ("poss", "compound", "amod", "nmod")]
        outside = [c for c in beside if not own.start <= c.i < own.end]
        return [code for c in outside for m in self.mentions.of(c) for code in self._codes(m)]

    def _joined(self, mention: Mention) -> list[str]:
        """Give the states joined to one inside a mention: "foreign ministers of Russia and Ukraine"."""
        inside = self.doc[mention.start : mention.end]
        joined = [c for t in inside for c in t.conjuncts if t.i != mention.head and c.i >= mention.end]
        return [code for c in joined for m in [self.mentions.at(c)] if m for code in self._codes(m)]

    def _teller_above(self, token: Token) -> list[str]:
        """Take "he" of "Germany's chancellor said he would" for whoever said so."""
        verb = token.head
        if token.pos_ != "PRON" or token.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp":
            return []
        tellers = [t for t in syntax.agents(verb.head) if t.i < token.i and t.pos_ != "PRON"]
        unnamed = [self.company.last_asked] if tellers and self.company.last_asked else []
        return self.states(tellers) or unnamed

    def _codes(self, mention: Mention) -> list[str]:
        if mention.party.sector in _PRIVATE or is_posted(mention, self.doc):
            return []
        if mention.party.country:
            return [mention.party.country]
        if mention.party.text.lower() == "secretary-general":
            return ["UNO"]
        noun = self.doc[mention.head].lemma_.lower()
        known = self.company.of_noun(noun)
        return [known] if known else []

    def _means_both(self, token: Token) -> bool:
        """Say whether a word means both states: "the two", "both", "both sides", "neither government"."""
        word = token.lower_
        if word in _TWO or word == "neither":
            return token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj", "appos")
        marks = {c.lower_ for c in token.children}
        return (word in _PAIRS and bool(marks & (_TWO | {"neither", "these"}))) or word == "sides"

    def _counterpart_of(self, token: Token) -> list[str]:
        owner = [code for c in token.children if c.dep_ == "poss" for code in self._states(c)]
        own = [code for m in self.mentions.of(token) for code in self._codes(m)]
        if own and own != owner:
            return own
        other = self.other(owner[0]) if owner else None
        return [other] if other else own

    def _plural_before(self, token: Token) -> bool:
        """Say whether "they" can mean both sides: the subject before it has several states, or means both."""
        subjects = [t for t in self.doc[: token.i] if t.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return len(self._states(subjects[-1])) > 1 if subjects[-1].lower_ not in _THEY else False
        return True

    def other(self, code: str, content: tuple[int, int] = (0, 0), besides: Sequence[str] = ()) -> str | None:
        """Give the one other state that a sentence speaks of outside a content, else in it, else the report does."""
        present = [m for m in taking_part(self.mentions) if m.party.country not in (None, code, *besides, *NO_STATE)]
        outside = [m for m in present if not content[0] <= m.start < content[1]]
        fellow = self.company.other(code)
        fellow = None if fellow in besides else fellow
        central = [m for m in present if m.party.country not in _DISPUTED]
        for group in (outside, central):
            named = list(dict.fromkeys(m.party.country for m in group if m.party.country))
            if fellow in named:
                return fellow
            if len(named) == 1 or (named and group is outside):
                return named[0]
        places = [m.party.country for m in self.mentions.all if is_locative(m, self.doc)]
        rest = [c for c in (*(m.party.country for m in present), *places) if c not in (None, code, *besides, *NO_STATE)]
        return fellow or next(iter(rest), None)

    def named_in(self, span: tuple[int, int], code: str) -> list[str]:
        """Give the other states that take part in a span, each once."""
        within = (m.party.country for m in taking_part(self.mentions) if span[0] <= m.start < span[1])
        return list(dict.fromkeys(c for c in within if c is not None and c != code and c not in NO_STATE))

    def speaker(self, token: Token) -> tuple[list[str], str | None]:
        """Give who says what a word belongs to: codes and words; nothing when the report speaks for itself."""
        for verb in (c for t in (token, *token.ancestors) for c in t.children if c.dep_ == "parataxis"):
            if verb.lemma_.lower() in REPORTING and (_tellers(verb) or syntax.is_passive(verb)):
                return self._heard(verb)
        path = token
        for verb in token.ancestors:
            if path.dep_ in _SAID and verb.pos_ == "VERB" and _reports(verb, path):
                return self._heard(verb)
            path = verb
        for word in self.doc:
            if word.lower_ == "according":
                sources = [p for c in word.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"]
                if sources:
                    return self._codes_and_words(sources)
        return [], None

    def _heard(self, verb: Token) -> tuple[list[str], str]:
        tellers = syntax.objects(verb) if verb.lemma_ == "quote" else _tellers(verb)
        return self._codes_and_words(tellers) if tellers else ([], verb.text)

    def _codes_and_words(self, tellers: list[Token]) -> tuple[list[str], str]:
        """Give the states of tellers, none for those who speak for nobody, and the first one's words."""
        states = [] if self.is_of_the_people(tellers[0]) else self.states(tellers)
        return states, self._words(tellers[0])

    def told_privately(self, token: Token) -> bool:
        """Say whether only people who speak for no state tell what a word belongs to: "analysts say"."""
        tellers, words = self.speaker(token)
        return not tellers and words is not None and words.lower().rstrip("s") in _OBSERVERS

    def audience(self, token: Token) -> list[str]:
        """Give who is told what a word belongs to: "told India that it wants", "assured the Poles that"."""
        path = token
        for verb in token.ancestors:
            if path.dep_ not in ("ccomp", "conj", "xcomp", "acomp", "attr", "parataxis", "advcl"):
                return []
            if path.dep_ in ("ccomp", "parataxis") and verb.lemma_.lower() in REPORTING:
                told = [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c != path]
                told += [p for c in verb.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"]
                codes = self.states(t for t in told if self.is_person_or_state(t))
                if codes:
                    return codes
            path = verb
        return []

    def _words(self, token: Token) -> str:
        mention = self.mentions.at(token)
        return mention.party.name or mention.party.text if mention else token.text

    def is_person_or_state(self, token: Token) -> bool:
        """Say whether a noun itself is a party, and not a thing that a party's name qualifies."""
        mention = self.mentions.at(token)
        if mention is None:
            known = token.lemma_.lower() in _DESCRIBED and bool(self._states(token))
            return token.pos_ == "PRON" or known or self._means_both(token)
        return mention.kind is not Kind.DEMONYM or token.pos_ in ("NOUN", "PROPN")

    def is_party(self, token: Token) -> bool:
        """Say whether a noun is a party or its own people: "Peking", "he", "its negotiators"."""
        if self.is_person_or_state(token):
            return True
        return token.lemma_.lower() in _OWN_PEOPLE and bool(self.states([token]))

    def speaker_code(self, teller: Token) -> str | None:
        """Give the state of whoever makes a claim, private persons included; None where the words do not say."""
        mention = self.mentions.at(teller)
        if mention is not None and mention.party.country:
            return mention.party.country
        found = self._states(teller)
        beside = [
            m.party.country
            for c in teller.children
            if c.dep_ in ("amod", "compound", "poss", "nmod")
            for m in self.mentions.of(c)
        ]
        beside += [
            m.party.country for c in teller.children if c.dep_ == "prep" and c.lower_ in ("in", "of", "from", "at")
            for p in c.children if p.dep_ == "pobj" for m in self.mentions.of(p)
            if m.kind is not Kind.CAPITAL or teller.lemma_.lower() == "official"
        ]  # fmt: skip
        codes = [code for code in (*beside, *found) if code]
        if codes or teller.lemma_.lower() not in _FOR_STATE:
            return codes[0] if codes else None
        before = [
            m.party.country for m in self.mentions.all
            if m.end <= teller.i and m.party.country and self.doc[m.head].dep_ in ("nsubj", "nsubjpass")
        ]  # fmt: skip
        return before[-1] if before else self.company.home or self.company.last_subject

    def is_named_somebody(self, token: Token) -> bool:
        """Say whether a noun means people who are no party here: journalists, firms, someone not known."""
        if self.is_private(token):
            return True
        mention = self.mentions.at(token)
        if mention is not None and mention.party.sector == "GOV":
            return False
        return token.pos_ == "PROPN" or (
            token.pos_ == "NOUN" and token.tag_ == "NNS" and token.lemma_.lower() in _PEOPLE
        )

    def is_unknown_name(self, token: Token | None) -> bool:
        """Say whether a noun is a surname that no list of officials knows: "Gromyko", "General Zhang"."""
        if token is None or token.pos_ != "PROPN" or not token.text.istitle() or self.mentions.at(token) is not None:
            return False
        beside = [c for c in token.children if c.dep_ in ("compound", "nmod", "amod", "conj")]
        titled = all(c.pos_ == "PROPN" and c.i == token.i - 1 and c.lower_ in _TITLES for c in beside)
        return titled and token.lower_ not in _SOCIETIES

    def is_private(self, token: Token) -> bool:
        """Say whether a noun is a mention of people who speak for no state."""
        mention = self.mentions.at(token)
        return mention is not None and mention.party.sector in _PRIVATE

    def is_unnamed(self, token: Token) -> bool:
        """Say whether a noun means states or fighters that are not named: "claimants", "the rebels", "the West"."""
        return token.lemma_.lower() in _UNNAMED and not self.states([token])

    def is_of_the_people(self, token: Token) -> bool:
        """Say whether a noun means people who speak for no state: farmers, firms, students."""
        return self.is_private(token) or (token.pos_ == "NOUN" and token.lemma_.lower() in _PEOPLE)

    def quote(self, start: int, end: int) -> Quote:
        """Quote tokens `start` to `end` of the sentence, without its dateline."""
        piece = self.doc[max(start, min(self.opening, end - 1)) : end]
        begin = self.span.start_char + piece.start_char
        finish = self.span.start_char + piece.end_char
        return Quote(self.report.id, begin, finish, self.report.text[begin:finish])

    def before(self) -> list[str]:
        """Give the sentences before this one, the nearest first, as many as a reader has in mind."""
        start = self.span.start_char
        return _ENDS.split(self.report.text[max(0, start - _IN_MIND) : start])[::-1]

    def sentence(self) -> Quote:
        """Quote the whole sentence."""
        start, end = self.span.start_char, self.span.end_char
        return Quote(self.report.id, start, end, self.report.text[start:end])
