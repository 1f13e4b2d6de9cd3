"""Whether an event took place: PLOVER's auxiliary modes, read from the parse.

The manual (draft 2.0) names them - historical, future, hypothetical, negation - and leaves their coding open.
"""

from datetime import date, timedelta
from typing import overload

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.dates import When
from detente.vocabulary.event_types import EventType, Status
from detente.vocabulary.tables import wordlists

_DENIES = frozenset(wordlists()["denies"])
_PLANS = frozenset(wordlists()["plans"])
_FUTURE_AUX = frozenset({"will", "shall", "'ll", "wo", "’ll"})
_POSSIBLE_AUX = frozenset({"may", "might", "could", "would", "can", "should", "ought", "must"})
_POSSIBLE_MARKS = frozenset({"if", "unless", "whether", "lest", "in case"})
_POSSIBLE_HEADS = frozenset(wordlists()["possible"])
_COOPERATION = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_GIVES = _COOPERATION | {EventType.AGREE, EventType.CONCEDE, EventType.RETREAT}
# What one may threaten to do unless the other yields; pulling one's troops out is one of them.
_HARMS = frozenset(
    {EventType.RETREAT, EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE, EventType.ASSAULT, EventType.PROTEST}
)
HISTORICAL_AFTER = timedelta(days=45)


@overload
def resolve_status(trigger: Token, event_type: EventType, when: When, reported: date) -> tuple[Status, EventType]: ...
@overload
def resolve_status(trigger: Token, event_type: None, when: When, reported: date) -> tuple[Status, None]: ...
def resolve_status(
    trigger: Token, event_type: EventType | None, when: When, reported: date
) -> tuple[Status, EventType | None]:
    """Give the status of an event, and its type where the time decides it.

    PLOVER: a future CONSULT, SUPPORT, COOPERATE or AID is AGREE; a future RETREAT is CONCEDE. "Will not" give
    something is a refusal: REJECT.
    Historical is an event that the text dates more than `HISTORICAL_AFTER` before the report.
    """
    chain = _clause_chain(trigger)
    ahead = any(_future(verb) for verb, _ in chain)
    if any(_negated(verb) for verb, _ in chain) or _without(trigger) or _denied(chain):
        if ahead and event_type in _GIVES:
            return Status.ACTUAL, EventType.REJECT
        return Status.NEGATION, event_type
    if _hypothetical(chain):
        return Status.HYPOTHETICAL, event_type
    if ahead or when.day > reported or _willing(trigger):
        if event_type in _HARMS and any(_unless(verb) for verb, _ in chain):
            return Status.ACTUAL, EventType.THREATEN
        if event_type in _COOPERATION:
            return Status.ACTUAL, EventType.AGREE
        if event_type is EventType.RETREAT:
            return Status.ACTUAL, EventType.CONCEDE
        return Status.FUTURE, event_type
    if reported - when.day > HISTORICAL_AFTER:
        return Status.HISTORICAL, event_type
    return Status.ACTUAL, event_type


def _clause_chain(trigger: Token) -> list[tuple[Token, bool]]:
    """Give the trigger and the verbs above it within its own assertion, each with whether it governs what is below.

    "did not agree to meet" governs; in "will meet and discuss" the first verb only lends its auxiliaries. What a
    reporting verb says is an assertion of its own, so the chain ends below one.
    """
    chain = [(trigger, False)]
    token = trigger
    while token.head != token:
        head = token.head
        if token.dep_ == "conj":
            if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children):
                break
            if head.pos_ in ("VERB", "AUX"):
                chain.append((head, False))
        elif token.dep_ in ("ccomp", "advcl", "relcl", "parataxis", "nsubj", "nsubjpass"):
            if token.dep_ == "ccomp" and head.lemma_.lower() in _DENIES:
                chain.append((head, True))
            elif not (token.dep_ in ("nsubj", "nsubjpass") and token.pos_ == "NOUN" and token == trigger):
                break
            else:
                chain.append((head, False))
        elif head.pos_ in ("VERB", "AUX") or token.dep_ in ("xcomp", "acl", "pcomp"):
            chain.append((head, True))
        token = head
    return chain


def _negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in ("never", "nor") for c in verb.children):
        return True
    nouns = [verb] if verb.pos_ == "NOUN" else syntax.objects(verb)
    return any(c.lower_ == "no" and c.dep_ == "det" for noun in nouns for c in noun.children)


def _unless(verb: Token) -> bool:
    return any(m.lower_ == "unless" for c in verb.children if c.dep_ == "advcl" for m in c.children)


def _willing(trigger: Token) -> bool:
    return trigger.dep_ == "xcomp" and trigger.head.lower_ in ("ready", "willing", "prepared")


def _without(trigger: Token) -> bool:
    return trigger.dep_ in ("pcomp", "pobj") and trigger.head.lower_ in ("without", "despite not")


def _denied(chain: list[tuple[Token, bool]]) -> bool:
    return any(governs and verb.lemma_.lower() in _DENIES for verb, governs in chain)


def _hypothetical(chain: list[tuple[Token, bool]]) -> bool:
    for verb, governs in chain:
        for word in (c for c in verb.children if c.dep_ in ("aux", "mark")):
            possible = word.lower_ in _POSSIBLE_AUX or word.lower_ in _POSSIBLE_MARKS
            if possible and not _future_in_past(word, verb):
                return True
        if governs and verb.lemma_.lower() in _POSSIBLE_HEADS:
            return True
    return False


def _future_in_past(word: Token, verb: Token) -> bool:
    """Tell "said it would deny visas", a plan told in the past, from a condition."""
    if word.lower_ not in ("would", "'d") or verb.dep_ not in ("ccomp", "ROOT", "conj"):
        return False
    return verb.head.tag_ in ("VBD", "VBN") and not any(c.lower_ in ("if", "unless") for c in verb.subtree)


def _future(verb: Token) -> bool:
    words = [c.lower_ for c in verb.children if c.dep_ == "aux"]
    if any(w in _FUTURE_AUX for w in words) or any(_future_in_past(c, verb) for c in verb.children):
        return True
    infinitive = verb.tag_ == "VB" and "to" in words
    if not infinitive or verb.dep_ not in ("xcomp", "ROOT", "acl"):
        return False
    head = verb.head
    return verb.dep_ == "ROOT" or head.lemma_.lower() in (*_PLANS, "go", "be")
