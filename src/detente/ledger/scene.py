"""Who is meant in a sentence: states by their code; pronouns, "the two", "the ministry" resolved in the report."""

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.mentions import Mention, Mentions, is_locative
from detente.coding.sentences import ReadSentence
from detente.model import Quote, Report
from detente.vocabulary.names import Kind
from detente.vocabulary.states import is_state
from detente.vocabulary.tables import ledger_words, wordlists

_REPORTING = frozenset(wordlists()["reporting"]) | frozenset(ledger_words()["reporting"])
_PAIRS = frozenset(ledger_words()["pairs"])
_TWO = frozenset({"two", "both", "2"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_OTHER = frozenset({"counterpart", "counterparts", "other"})
_PEOPLE = frozenset(ledger_words()["people"])
_FOR_STATE = frozenset(ledger_words()["for_state"])
_DESCRIBED = frozenset(ledger_words()["described"])
_NO_STATE = frozenset({"NGO", "IMG", "ISM", "MNC"})
_PRIVATE = frozenset({"MED", "BUS", "CVL", "EDU", "NGO", "MNC", "LAB", "REL", "HLH", "CRM", "OPP"})


class Company:
    """The states of a report: the two spoken of most, and the state that a word such as "ministry" last went with."""

    def __init__(self, sentences: Sequence[ReadSentence]) -> None:
        named = [m.party.country for s in sentences for m in taking_part(s.mentions) if m.party.country]
        counts = Counter(code for code in named if code not in _NO_STATE)
        self.named = tuple(sorted(counts))
        self.told_of = tuple(sorted({m.party.country for s in sentences for m in s.mentions.all if m.party.country}))
        self.pair = tuple(sorted(code for code, _ in counts.most_common(2)))
        self._by_noun: dict[str, str] = {}
        self.last_two: tuple[str, ...] = ()
        self.last_subject: str | None = None
        self.askers: dict[str, list[str]] = {}  # who asked a state for something, so far

    def note_ask(self, by: str, to: str) -> None:
        """Keep who asked whom, for the answer that comes later."""
        known = self.askers.setdefault(to, [])
        if by not in known:
            known.append(by)

    def leave(self, mentions: Mentions) -> None:
        """Keep what a sentence offers to the next."""
        for mention in mentions.all:
            if mention.party.country:
                head = mentions.doc[mention.head]
                self._by_noun[head.lemma_.lower()] = mention.party.country
        subjects = [
            m.party.country for m in mentions.all
            if m.party.country and mentions.doc[m.head].dep_ in ("nsubj", "nsubjpass", "poss")
        ]  # fmt: skip
        if subjects:
            self.last_subject = subjects[0]
        states = [m.party.country for m in taking_part(mentions) if m.party.country and is_state(m.party.country)]
        distinct = tuple(dict.fromkeys(states))
        if len(distinct) == 2:
            self.last_two = distinct

    def of_noun(self, noun: str) -> str | None:
        """Give the state that a noun last went with."""
        return self._by_noun.get(noun)

    def both(self) -> tuple[str, ...]:
        """Give the two states that "the two" means."""
        return self.last_two if len(self.last_two) == 2 else self.pair

    def other(self, code: str) -> str | None:
        """Give the other one of the two states."""
        both = self.pair if code in self.pair else self.last_two
        return next((c for c in both if c != code), None) if code in both and len(both) == 2 else None


def taking_part(mentions: Mentions) -> list[Mention]:
    """Give the mentions that do not only tell where something happened."""
    return [m for m in mentions.all if not (is_locative(m, mentions.doc) or _is_venue(m, mentions))]


def _is_venue(mention: Mention, mentions: Mentions) -> bool:
    """Say whether a capital only names a thing or a place: "the Vienna agency", "the Berne talks"."""
    head = mentions.doc[mention.head]
    return mention.kind is Kind.CAPITAL and head.dep_ in ("compound", "nmod", "amod")


class Scene:
    """One sentence of a report with its company."""

    def __init__(self, report: Report, read: ReadSentence, company: Company, antecedents: Antecedents) -> None:
        self.report = report
        self.span: Span = read.span
        self.mentions = read.mentions
        self.doc = read.mentions.doc
        self.company = company
        self._antecedents = antecedents

    def states(self, tokens: Iterable[Token]) -> list[str]:
        """Give the codes of the parties that nouns stand for, each once."""
        found: list[str] = []
        for token in tokens:
            found += [code for code in self._states(token) if code not in found]
        return found

    def _states(self, token: Token) -> list[str]:
        own = self.mentions.of(token)
        if not own and self._means_both(token):
            return list(self.company.both())
        if token.lower_ in _OTHER or token.lemma_.lower() in _OTHER:
            return self._counterpart_of(token)
        found = [code for mention in own for code in self._codes(mention)]
        owners = [c for c in token.children if c.dep_ == "poss" and c.pos_ == "PRON"]
        if not found and owners and token.pos_ == "NOUN":
            return [
                code for c in owners for m in self._antecedents.resolve(c, self.mentions) for code in self._codes(m)
            ]
        if found or own:
            return found
        if token.lemma_.lower() in _DESCRIBED and any(c.lower_ == "the" for c in token.children):
            before = [m.party.country for m in self.mentions.all if m.end <= token.i and m.party.country]
            meant = before[0] if before else self.company.last_subject
            return [meant] if meant else []
        if token.lower_ in _THEY and self._plural_before(token):
            return list(self.company.both())
        resolved = [code for m in self._antecedents.resolve(token, self.mentions) for code in self._codes(m)]
        return resolved or self._teller_above(token)

    def _teller_above(self, token: Token) -> list[str]:
        """Take "he" of "Germany's chancellor said he would" for whoever said so."""
        verb = token.head
        if token.pos_ != "PRON" or token.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp":
            return []
        tellers = [t for t in syntax.agents(verb.head) if t.i < token.i and t.pos_ != "PRON"]
        return self.states(tellers)

    def _codes(self, mention: Mention) -> list[str]:
        if mention.party.sector in _PRIVATE:
            return []
        if mention.party.country:
            return [mention.party.country]
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

    def other(self, code: str, content: tuple[int, int] = (0, 0)) -> str | None:
        """Give the one other state that a sentence speaks of outside a content, else in it, else the report does."""
        present = [m for m in taking_part(self.mentions) if m.party.country not in (None, code, *_NO_STATE)]
        outside = [m for m in present if not content[0] <= m.start < content[1]]
        fellow = self.company.other(code)
        for group in (outside, present):
            named = list(dict.fromkeys(m.party.country for m in group if m.party.country))
            if fellow in named:
                return fellow
            if len(named) == 1 or (named and group is outside):
                return named[0]
        return fellow

    def named_in(self, span: tuple[int, int], code: str) -> list[str]:
        """Give the other states that take part in a span, each once."""
        within = (m.party.country for m in taking_part(self.mentions) if span[0] <= m.start < span[1])
        return list(dict.fromkeys(c for c in within if c is not None and c != code and c not in _NO_STATE))

    def speaker(self, token: Token) -> tuple[list[str], str | None]:
        """Give who says what a word belongs to: codes and words; nothing when the report speaks for itself."""
        path = token
        for verb in (c for t in (token, *token.ancestors) for c in t.children if c.dep_ == "parataxis"):
            tellers = syntax.agents(verb) if verb.lemma_.lower() in _REPORTING else []
            if tellers:
                return self.states(tellers), self._words(tellers[0])
        for verb in token.ancestors:
            below = path.dep_ in ("ccomp", "parataxis", "advcl", "dep", "conj", "xcomp") and path.i != verb.i
            if below and verb.pos_ == "VERB" and verb.lemma_.lower() in _REPORTING and path.dep_ != "conj":
                tellers = syntax.agents(verb)
                if tellers:
                    return self.states(tellers), self._words(tellers[0])
            path = verb
        for word in self.doc:
            if word.lower_ == "according":
                sources = [p for c in word.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"]
                if sources:
                    return self.states(sources), self._words(sources[0])
        return [], None

    def audience(self, token: Token) -> list[str]:
        """Give who is told what a word belongs to: "told India that it wants", "assured the Poles that"."""
        path = token
        for verb in token.ancestors:
            if path.dep_ not in ("ccomp", "conj", "xcomp", "acomp", "attr", "parataxis", "advcl"):
                return []
            if path.dep_ in ("ccomp", "parataxis") and verb.lemma_.lower() in _REPORTING:
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
        return before[-1] if before else self.company.last_subject

    def is_named_somebody(self, token: Token) -> bool:
        """Say whether a noun means people who are no party here: journalists, firms, someone not known."""
        if self.is_private(token):
            return True
        return token.pos_ == "PROPN" or (
            token.pos_ == "NOUN" and token.tag_ == "NNS" and token.lemma_.lower() in _PEOPLE
        )

    def is_private(self, token: Token) -> bool:
        """Say whether a noun is a mention of people who speak for no state."""
        mention = self.mentions.at(token)
        return mention is not None and mention.party.sector in _PRIVATE

    def quote(self, start: int, end: int) -> Quote:
        """Quote tokens `start` to `end` of the sentence."""
        piece = self.doc[start:end]
        begin = self.span.start_char + piece.start_char
        finish = self.span.start_char + piece.end_char
        return Quote(self.report.id, begin, finish, self.report.text[begin:finish])

    def sentence(self) -> Quote:
        """Quote the whole sentence."""
        return Quote(self.report.id, self.span.start_char, self.span.end_char, self.span.text)
