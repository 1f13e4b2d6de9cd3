"""Who claims what: the heads of what a sentence says somebody holds, expects or foretells, with whoever does."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from spacy.tokens import Span, Token

from detente.coding import syntax
from detente.ledger.scene import Scene
from detente.ledger.words import REPORTING
from detente.vocabulary.tables import ledger_words

_BELIEVING = frozenset(ledger_words()["believing"]) - {"hope", "fear", "find", "conclude", "warn"}
_FORESEEING = frozenset(ledger_words()["foreseeing"])
_DESCRIBING = frozenset(ledger_words()["claiming"]) | frozenset(ledger_words()["gauging"])
_SPANS = frozenset(ledger_words()["spans"])
_CONVINCED = frozenset(ledger_words()["convinced"])
_BINDING = frozenset(ledger_words()["binding"])  # what is promised or decided is no claim
_VOICING = frozenset(ledger_words()["claiming"]) | frozenset(ledger_words()["voicing"])
_CLAIMING = (_VOICING | REPORTING | _BELIEVING | _FORESEEING) - _BINDING
_OPINIONS = frozenset(ledger_words()["opinions"])
_SPEAKERS = frozenset(ledger_words()["speakers"])
_REPRISALS = frozenset(ledger_words()["reprisals"])
_TOLD = frozenset({"tell", "warn", "convince", "inform", "advise", "assure"})
_CLAUSES = frozenset({"ccomp", "parataxis"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Claim:
    """The head of what is claimed, who claims it (None: the words do not say), and whether the verb is one of belief.

    `around` is the verb or noun that carries the claim: what hangs on it and not on `head` says who, when and why.
    """

    head: Token
    teller: Token | None
    believing: bool
    around: Token


def claims(scene: Scene) -> Iterator[Claim]:
    """Give what a sentence says that somebody claims, in the order of the words that say so."""
    for token in scene.doc:
        word = token.lemma_.lower()
        said = _afterthought(token)
        if said is not None:
            yield said
        elif word in _CONVINCED or token.lower_ in _CONVINCED:
            yield from _convinced(token)
        elif token.pos_ == "VERB" and word in _CLAIMING:
            yield from _of_verb(token)
        elif token.lower_ == "according":
            yield from _according(token)
        elif (
            believes(token) and token.pos_ == "NOUN" and token.i + 1 < len(scene.doc) and token.nbor().lower_ == "that"
        ):
            yield from _misread(token)
        elif word in _OPINIONS and token.pos_ == "NOUN" and any(c.dep_ in ("poss", "prep") for c in token.children):
            yield from _of_opinion(token)
    yield from _headed(scene)


def believes(word: Token) -> bool:
    """Say whether a word is one of belief or foresight: what it holds is a forecast without a "will"."""
    lemma = word.lemma_.lower()
    return lemma in _BELIEVING or lemma in _FORESEEING or lemma in _CONVINCED or word.lower_ in _CONVINCED


def _of_verb(verb: Token) -> Iterator[Claim]:
    """Read "said that ...", "expects no answer before", "..., an official predicted"."""
    passive = syntax.is_passive(verb)
    tellers: list[Token | None] = [*_tellers(verb)]
    if passive and verb.lemma_.lower() in _TOLD:
        tellers = tellers or [None]
    elif passive and not tellers:
        return
    if not tellers:
        return
    believing = believes(verb)
    heads = [c for c in verb.children if c.dep_ in _CLAUSES and c != tellers[0] and not _asks(c)]
    if verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX", "NOUN"):
        heads.append(verb.head)
    if believing:
        heads += [c for c in verb.children if c.dep_ in ("dobj", "xcomp", "attr", "oprd") and c.i > verb.i]
    elif verb.lemma_.lower() in _DESCRIBING:  # "called its relations the worst in decades", "gave Saigon a month"
        heads += [c for c in verb.children if c.dep_ in ("dobj", "oprd", "npadvmod") and c.i > verb.i]
        if verb.lemma_ == "give":
            heads += [t for t in verb.subtree if 0 < t.i - verb.i <= _CLOSE and t.lemma_.lower() in _SPANS][:1]
    for head in heads:
        for one in (head, *_joined(head)):
            yield Claim(one, tellers[0], believing, verb)
    if verb.lemma_.lower() == "warn":
        for danger in _dangers(verb):
            yield Claim(danger, tellers[0], True, verb)


def _dangers(verb: Token) -> list[Token]:
    """Give what somebody warns of that he will not do himself: "warned of a possible conflict within four years"."""
    return [t for t in syntax.prepositional(verb, "of") if t.pos_ == "NOUN" and t.lemma_.lower() not in _REPRISALS]


def _asks(clause: Token) -> bool:
    """Say whether a clause is a question: "declined to say when talks could start"."""
    return any(c.tag_ in ("WRB", "WP") or c.lower_ in ("whether", "if") for c in clause.children if c.i < clause.i)


def _joined(head: Token) -> list[Token]:
    """Give the clauses that go on after "and that": claims of their own."""
    return [c for c in head.children if c.dep_ == "conj" and any(g.dep_ in ("mark", "nsubj") for g in c.children)]


def _tellers(verb: Token) -> list[Token]:
    """Give whoever a verb's claim is: its subject."""
    return [t for t in syntax.agents(verb) if not (t.dep_ == "expl" or t.lower_ in ("there", "which", "that"))]


def _convinced(word: Token) -> Iterator[Claim]:
    """Read "is confident that", "came back convinced that"."""
    heads = [c for c in word.children if c.dep_ in ("ccomp", "xcomp") and c.i > word.i]
    for prep in (c for c in word.children if c.dep_ == "prep" and c.lower_ in ("of", "about")):
        heads += [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
    above = word.head if word.dep_ in ("acomp", "oprd", "advcl", "acl") else word
    if not heads and above.pos_ == "AUX" and above.dep_ in ("parataxis", "ROOT", "ccomp"):
        heads = [above.head] if above.dep_ == "parataxis" else [c for c in above.children if c.dep_ == "ccomp"]
    tellers = syntax.agents(above) if above.pos_ in ("VERB", "AUX") else [above]
    for head in heads:
        for teller in tellers[:1]:
            yield Claim(head, teller, True, word)


def _according(word: Token) -> Iterator[Claim]:
    sources = [p for c in word.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"]
    head = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    for source in sources[:1]:
        for one in _whole(head, word):
            yield Claim(one, source, False, word)


def _of_opinion(noun: Token) -> Iterator[Claim]:
    """Read "in the judgement of", "it is the view of X that", "ran a general's forecast", "X's forecast is that"."""
    owners = [o for o in noun.children if o.dep_ == "poss"]
    owners += [o for c in noun.children if c.lower_ in ("of", "by", "from") for o in c.children if o.dep_ == "pobj"]
    heads = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl", "xcomp") and c.pos_ in ("VERB", "AUX")]
    above = next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if above is not None and not heads:
        below = [c for c in above.children if c.dep_ in _CLAUSES and noun not in c.subtree]
        heads = below or _whole(above, noun)
    for owner in owners[:1]:
        if owner.pos_ == "PRON" and above is not None:  # "the admiral stood by his estimate"
            owner = next(iter(syntax.agents(above)), owner)  # noqa: PLW2901 - the noun in place of the pronoun
        for head in heads:
            yield Claim(head, owner, True, noun)


def _afterthought(word: Token) -> Claim | None:
    """Read "..., an economist in New York forecast", "..., predicted officials": by the comma, whatever the parse.

    What stands before the comma is claimed by whoever stands beside the verb after it.
    """
    lemma = word.lemma_.lower()
    noun = lemma in _OPINIONS and word.pos_ == "NOUN"
    finite = word.pos_ == "VERB" and word.tag_ in _PAST
    if not (noun or finite or lemma in _CLAIMING) or word.tag_ in ("VB", "VBG") or word.dep_ in ("aux", "amod"):
        return None
    comma = _comma_before(word)
    if comma is None:
        return None
    between = list(word.doc[comma + 1 : word.i])
    owner = next((c for c in word.children if c.dep_ == "poss"), None) if noun else None
    last = all(t.is_punct for t in word.doc[word.i + 1 :])
    if noun and owner is None and between and (last or lemma in _FORESEEING):
        noun = False  # "the Treasury estimates": a verb that the parse took for a noun
        word_is_verb = True
    else:
        word_is_verb = False
    teller = owner if noun else _first_noun(between) if between else _first_noun(list(word.doc[word.i + 1 :]))
    head = _main_verb(word.doc[:comma])
    if teller is None or head is None:
        return None
    if noun or word_is_verb:
        return Claim(head, teller, True, word)
    person = bool(between) and teller.lemma_.lower() in _SPEAKERS
    if lemma in _BINDING and not (person and lemma == "agree"):
        return None
    if (word.tag_ not in _PAST and lemma not in _FORESEEING) or not (lemma in _CLAIMING or person):
        return None
    return Claim(head, teller, believes(word) or _says_sure(word), word)


def _says_sure(verb: Token) -> bool:
    """Read "..., an adviser said he was certain"."""
    return any(t.lower_ in _CONVINCED for t in verb.doc[verb.i + 1 : verb.i + 5])


_PAST = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_QUOTES = frozenset({'"', "”", "’", "'"})
_FURTHEST = 14


def _comma_before(word: Token) -> int | None:
    """Give the comma that parts a claim from the words that say whose it is; None where a verb stands between."""
    for token in reversed(word.doc[max(0, word.i - _FURTHEST) : word.i]):
        if token.text == ",":
            return int(token.i) if token.i > _SHORTEST else None
        if token.is_punct and token.text not in _QUOTES | {"-", "."}:
            return None
        close = token.tag_ == "IN" and token.i < word.i - 1  # "an economist in New York forecast"
        if token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") or (token.tag_ in _LINKING and not close):
            return None
    return None


_SHORTEST = 3
_LINKING = frozenset({"IN", "WDT", "WP", "WRB"})


def _first_noun(words: list[Token]) -> Token | None:
    """Give the head of the first noun phrase."""
    for token, after in zip_longest(words, words[1:]):
        if token.pos_ in ("NOUN", "PROPN") and (after is None or after.pos_ not in ("NOUN", "PROPN", "PART")):
            return token
        if token.pos_ == "PRON" and token.lower_ in ("he", "she", "they", "it"):
            return token
    return None


def _main_verb(part: Span) -> Token | None:
    """Give the verb of a stretch of words that hangs highest, one with an auxiliary first."""
    verbs = [t for t in part if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass", "amod", "compound")]
    own = [v for v in verbs if v.dep_ not in ("relcl", "acl", "advcl", "xcomp", "pcomp")]
    return min(own or verbs, key=lambda v: (sum(1 for _ in v.ancestors), v.i), default=None)


def _misread(word: Token) -> Iterator[Claim]:
    """Read "a think tank projects that ..." where the parse took the verb for a noun."""
    teller = _first_noun(list(word.doc[: word.i]))
    head = _main_verb(word.doc[word.i + 2 :])
    if teller is not None and head is not None:
        yield Claim(head, teller, True, word)


def _whole(head: Token | None, beside: Token) -> list[Token]:
    """Give the main statements of a sentence, but for what only says whose they are."""
    if head is None:
        return []
    return [t for t in (head, *head.children) if t == head or (t.dep_ in ("conj", "ccomp") and beside not in t.subtree)]


def _headed(scene: Scene) -> Iterator[Claim]:
    """Read a headline: "Iran a year from a bomb: Pentagon", "Analysts: war likely by 2030"."""
    colon = next((t for t in scene.doc if t.text == ":" and 0 < t.i < len(scene.doc) - 1), None)
    if colon is None:
        return
    before, after = list(scene.doc[: colon.i]), list(scene.doc[colon.i + 1 :])
    for label, told in ((before, after), (after, before)):
        words = [t for t in label if not t.is_punct]
        if not 1 <= len(words) <= _LABEL or any(t.pos_ in ("VERB", "AUX") for t in words):
            continue
        teller = next((t for t in reversed(words) if t.pos_ in ("NOUN", "PROPN")), None)
        head = next((t for t in told if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")), None)
        if teller is not None and head is not None:
            yield Claim(head, teller, False, colon)
            return


_LABEL, _CLOSE = 5, 8
