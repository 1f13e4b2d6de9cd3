"""Questions to the dependency parse: who is a verb's subject, object, complement."""

from collections.abc import Iterator

from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "oprd", "attr"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "pcomp"})
_OBJECT_CONTROL_DEPTH = 12
_MODIFIERS = frozenset({"compound", "amod", "nmod", "conj", "nummod", "poss"})


def is_verb(token: Token) -> bool:
    """Say whether a token acts as a verb, participles that modify nouns left out."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod", "compound")


def is_passive(verb: Token) -> bool:
    """Say whether a verb is passive: "was expelled", "envoys expelled by"."""
    if any(c.dep_ in _PASSIVE_SUBJECTS or c.dep_ == "auxpass" for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN" and not _own_subjects(verb):
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN"


def _own_subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]


def _surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    own = [_antecedent(c, verb) for c in _own_subjects(verb)]
    if own or depth > _OBJECT_CONTROL_DEPTH:
        return own
    head = verb.head
    if head == verb:
        return []
    if verb.dep_ in ("acl", "relcl"):
        return [head] if verb.dep_ == "acl" or not _has_relative_object(verb) else []
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return _surface_subjects(head, depth + 1)
    if verb.dep_ == "advcl" and is_passive(head) and verb.tag_ == "VBG":
        return agents(head)  # "they were added to the list, barring sales": not they bar them
    if verb.dep_ in ("xcomp", "ccomp", "advcl"):
        controlled = [c for c in head.children if c.dep_ in ("dobj", "dative")] if verb.dep_ == "xcomp" else []
        return controlled or _surface_subjects(head, depth + 1)
    if verb.dep_ == "pcomp":
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            blamed = [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
            return blamed if head.lower_ in ("of", "for", "from") and blamed else _surface_subjects(governor, depth + 1)
    return []


def _antecedent(subject: Token, verb: Token) -> Token:
    """Put the noun in the place of a relative pronoun: "Iran, which rejected ..."."""
    relative = subject.tag_ in ("WDT", "WP") or (subject.lower_ == "that" and verb.dep_ == "relcl")
    return verb.head if relative and verb.dep_ == "relcl" else subject


def _has_relative_object(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "pobj") and c.tag_ in ("WDT", "WP") for c in verb.children)


def agents(verb: Token) -> list[Token]:
    """Give those who act: the subject, or the "by" phrase of a passive."""
    if is_passive(verb):
        return [
            p for c in verb.children if c.dep_ == "agent" or c.lower_ == "by" for p in c.children if p.dep_ == "pobj"
        ]
    return _surface_subjects(verb)


def objects(verb: Token) -> list[Token]:
    """Give what is acted upon: the object, or the subject of a passive."""
    if is_passive(verb):
        return _surface_subjects(verb) + [c for c in verb.children if c.dep_ in ("dobj", "oprd")]
    found = [c for c in verb.children if c.dep_ in _OBJECTS]
    if not found and verb.dep_ == "relcl" and not any(_antecedent(c, verb) == verb.head for c in _own_subjects(verb)):
        return [verb.head]
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB":  # "criticised and rejected the plan"
        later = [c for c in verb.head.children if c.dep_ == "dobj" and c.i > verb.i]
        return later
    return found


def prepositional(token: Token, preposition: str | None = None) -> list[Token]:
    """Give the objects of a word's prepositions, of one preposition if named; an object's own count too."""
    found = []
    holders = [token, *(objects(token) if token.pos_ in ("VERB", "AUX") else [])]
    for holder in holders:
        for child in holder.children:
            if child.lower_ == "according":  # who tells of it takes no part in it
                continue
            if child.dep_ in ("prep", "agent", "dative") or child.pos_ == "ADP":
                found += _through(child, preposition)
    return found


def _through(prep: Token, preposition: str | None) -> list[Token]:
    found = []
    for child in prep.children:
        if child.dep_ in ("pobj", "pcomp") and preposition in (None, prep.lower_):
            found.append(child)
        elif child.dep_ == "prep":
            found += _through(child, preposition)
    return found


def complements(token: Token) -> list[Token]:
    """Give the heads of the clauses that a word governs, through "of -ing" and coordination."""
    found = []
    for child in token.children:
        if child.dep_ in _CLAUSES or (child.dep_ == "acl" and token.pos_ == "NOUN"):
            found.append(child)
        elif child.dep_ in ("prep", "prt") and child.lower_ != "without":
            found += [c for c in child.children if c.dep_ == "pcomp"]
        elif child.dep_ in ("dobj", "attr") and token.pos_ in ("VERB", "AUX"):
            found += [c for c in child.children if c.dep_ == "acl" and c.tag_ == "VB"]
    return found + [c for clause in found for c in clause.children if c.dep_ == "conj" and c.pos_ == "VERB"]


def phrase(token: Token) -> Iterator[Token]:
    """Give a noun with the words that make out what it is: modifiers, coordination, and "of" phrases."""
    yield token
    for child in token.children:
        if child.dep_ in _MODIFIERS:
            yield from phrase(child)
        elif child.dep_ == "prep" and child.lower_ in ("of", "in"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from phrase(inner)
