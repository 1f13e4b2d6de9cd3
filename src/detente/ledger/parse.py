"""Questions that the ledger puts to a parse: what is denied, what hangs on a word, which clause stands apart."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.vocabulary.tables import ledger_words

_CONTENT_PREPOSITIONS = ("for", "on", "to", "of", "against", "over", "about", "under")
_MUST = frozenset({"must", "should", "ought"})
_PHRASAL = frozenset({"prt", "prep", "advmod", "dobj", "acomp", "advcl", "pcomp"})
_TIMES = frozenset(ledger_words()["times"])


def negated(token: Token) -> bool:
    """Say whether a verb is denied: "has not agreed", "never", "without agreeing", "gave no commitment"."""
    if any(c.dep_ == "neg" or c.lower_ in ("never", "nor", "neither", "hardly", "barely") for c in token.children):
        return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and not subjects_of(token):
        return any(c.lower_ in ("nor", "or") for c in token.head.children) and negated(token.head)
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    nouns = [*subjects, *(c for c in token.children if c.dep_ == "dobj")]
    if token.lemma_ in ("let", "allow", "permit"):  # "will let no weapons pass"
        nouns += [s for c in token.children if c.dep_ == "ccomp" for s in subjects_of(c)]
    return any(c.lower_ in ("no", "neither", "nothing", "none") for n in nouns for c in (n, *n.children))


def agents_of(token: Token) -> list[Token]:
    """Give those who act, also where a past tense was joined to a clause in the infinitive.

    "demanded that the ship be freed and refused talks": whoever demanded refused.
    """
    if not strays(token):
        found = syntax.agents(token) or _misread_subject(token)
        return [*_listed_before(token, found), *found]
    above = next((a for a in token.ancestors if a.tag_ in _FINITE), None)
    return syntax.agents(above) if above is not None else []


def _listed_before(token: Token, subjects: list[Token]) -> list[Token]:
    """Give the name before a comma and a headline's subject: "China, U.S. agree to resume talks"."""
    if not subjects or token.tag_ not in ("VBP", "VB") or subjects[0].pos_ != "PROPN":
        return []
    names = [c for c in token.children if c.dep_ in ("npadvmod", "nsubj") and c.pos_ == "PROPN" and c not in subjects]
    return [c for c in names if c.i == subjects[0].left_edge.i - 2 and c.nbor().text == ","]


def _misread_subject(token: Token) -> list[Token]:
    """Give the name before a finite verb that the parse took for something else: "Baghdad demands end to flights"."""
    if (
        token.tag_ not in ("VBZ", "VBD", "VBP", "VBN", "NNS")
        or syntax.is_passive(token)
        or token.dep_ not in ("ROOT", "ccomp")
    ):
        return []
    before = [c for c in token.children if c.i < token.i and c.dep_ in ("npadvmod", "compound", "dep", "nmod")]
    return [c for c in before if c.pos_ in ("PROPN", "NOUN")][:1]


def strays(token: Token) -> bool:
    """Say whether a finite verb without a subject is joined to one that is not finite."""
    if token.dep_ != "conj" or token.tag_ not in _FINITE or subjects_of(token):
        return False
    return token.head.tag_ in ("VB", "VBN") and any(a.tag_ in _FINITE for a in token.ancestors)


_FINITE = frozenset({"VBD", "VBZ"})


def partners(content: Token) -> list[Token]:
    """Give whom an act serves or is done with: "pay China", "hold talks with Hanoi"."""
    heads = [content, *(c for c in content.children if c.dep_ in ("dobj", "prt", "advmod"))]
    found = [c for c in content.children if c.dep_ == "dative"]
    following = content.doc[content.i + 1 : content.i + 2]
    found += [t for t in following if t.pos_ == "PROPN" and t.dep_ in ("nmod", "compound") and _is_sum(t.head)]
    for prep in (c for head in heads for c in head.children if c.dep_ in ("prep", "dative")):
        found += [p for p in prep.children if prep.lower_ == "with" and p.dep_ == "pobj"]
    return found


def _is_sum(word: Token) -> bool:
    """Say whether a word is a sum of money: "pay China $28 million"."""
    return any(t.text == "$" or t.pos_ == "NUM" for t in (word, *word.children))


def subjects_of(token: Token) -> list[Token]:
    """Give a verb's own subjects."""
    return [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")]


def infinitives(token: Token) -> list[Token]:
    """Give the infinitives that hang on a word: "urged China to curb", "a call to curb", "asked for years to curb"."""
    dependents = ("xcomp", "ccomp", "advcl", "acl", "relcl")
    times = [t for c in token.children if c.dep_ == "prep" for t in c.children if t.dep_ == "pobj" and is_time(t)]
    below = [c for word in (token, *times) for c in word.children]
    return [c for c in below if c.dep_ in dependents and c.i > token.i and is_infinitive(c)]


def is_infinitive(verb: Token) -> bool:
    """Say whether a verb has "to" before it."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def stands_apart(word: Token) -> bool:
    """Say whether a clause below another is a statement of its own: a relative clause, or one joined with a subject."""
    if word.dep_ in ("relcl", "parataxis") or strays(word):
        return True
    if word.dep_ == "advcl" and word.tag_ == "VBG" and word.left_edge.i > 0 and word.left_edge.nbor(-1).text == ",":
        return True
    return word.dep_ == "conj" and word.pos_ in ("VERB", "AUX") and bool(subjects_of(word))


def asides(content: Token) -> list[Token]:
    """Give the words of relative clauses and of what tells when, below a content: statements of their own."""
    return [t for c in content.subtree if c != content and stands_apart(c) for t in c.subtree]


def is_time(token: Token) -> bool:
    """Say whether a noun is a day, a month or another time."""
    return token.lower_ in _TIMES


def is_that_clause(verb: Token) -> bool:
    """Say whether a clause opens with "that"."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children)


def content_of(noun: Token) -> Token | None:
    """Give the head of what a noun is about: its infinitive, its "that" clause, or the object of its preposition."""
    for child in noun.children:
        clause = child.dep_ in ("acl", "xcomp", "ccomp", "relcl") and child.pos_ in ("VERB", "AUX")
        told = is_infinitive(child) or (subjects_of(child) and is_that_clause(child))
        if child.i > noun.i and clause and told:
            return child
    for preposition in _CONTENT_PREPOSITIONS:
        for prep in noun.children:
            if prep.dep_ == "prep" and prep.lower_ == preposition and prep.i > noun.i:
                for inner in prep.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        return next(iter(infinitives(inner)), inner)
    return None


def prepositions_of(token: Token) -> list[Token]:
    """Give a verb's prepositions, those on its particle too: "stopped short of"."""
    return [*token.children, *(g for c in token.children if c.dep_ in ("advmod", "prt") for g in c.children)]


def has_to(verb: Token) -> bool:
    """Say whether a verb is "have to" or "need to"."""
    if any(c.dep_ == "dobj" for c in verb.children):
        return False
    return verb.lemma_ in ("have", "need", "ought") and any(
        c.dep_ == "xcomp" and is_infinitive(c) for c in verb.children
    )


def says_must(token: Token) -> bool:
    """Say whether a word is "must" or one of its kin."""
    return token.dep_ == "aux" and token.lower_ in _MUST


def has_particle(token: Token, word: str) -> bool:
    """Say whether a verb goes with a particle or preposition."""
    return any(c.lower_ == word and c.dep_ in _PHRASAL for c in token.children)


def part_of_speech(token: Token) -> str | None:
    """Give the part of speech by which the lexicon knows a word: v, n, a; None for others."""
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "compound"):
        return "v"
    if is_headline_verb(token):
        return "v"
    if token.pos_ in ("NOUN", "PROPN"):
        return "n"
    return "a" if token.pos_ == "ADJ" else None


def is_headline_verb(token: Token) -> bool:
    """Say whether a headline's verb was taken for a plural noun: "U.S. balks at pact"."""
    if token.dep_ != "ROOT" or token.tag_ != "NNS" or token.i == 0:
        return False
    return any(c.dep_ in ("compound", "nmod", "amod") and c.pos_ == "PROPN" for c in token.children)


def depth(token: Token) -> int:
    """Give how far below the root a word hangs."""
    return sum(1 for _ in token.ancestors)


def under_which(verb: Token) -> bool:
    """Say whether a relative clause opens with "under which"."""
    return any(c.dep_ == "prep" and c.lower_ in ("under", "by") and c.i < verb.i for c in verb.children)
