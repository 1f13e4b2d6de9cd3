"""Which of a sentence's time expressions dates an event: the parse says what each one hangs on."""

from datetime import date, timedelta

from spacy.tokens import Token

from detente.coding.dates import When, expressions

_DEADLINES = frozenset({"by", "until", "till", "before", "since", "after", "from", "than", "for"})

_AHEAD = frozenset({"will", "shall", "'ll", "would"})


def event_date(trigger: Token, reported: date) -> When:
    """Date the event of a trigger word by the nearest expression that hangs on it or on a verb that governs it.

    Expressions inside another clause ("the treaty that was signed in 1972"), deadlines ("by June") and starting points
    ("since 1949") date something else. Without one, the event happened on the day of the report.
    """
    doc = trigger.doc
    found = []
    for when in expressions(doc.text, reported):
        span = doc.char_span(when.start, when.end, alignment_mode="expand")
        if span is None or _is_deadline(span.root):
            continue
        steps = _steps_between(span.root, trigger)
        if steps is not None:
            distance = min(abs(when.start - trigger.idx), abs(when.end - trigger.idx))
            found.append((steps, distance, when))
    if not found:
        return When(reported, "day")
    when = min(found, key=lambda item: item[:2])[2]
    return _if_ahead(when, trigger, reported)


def _is_deadline(token: Token) -> bool:
    preposition = next((a for a in [token, *token.ancestors] if a.pos_ in ("ADP", "SCONJ")), None)
    return preposition is not None and preposition.lower_ in _DEADLINES


def _steps_between(expression: Token, trigger: Token) -> int | None:
    """Count the verbs from a trigger up to the one that an expression hangs on; None if they lie in other clauses."""
    holder = _holder(expression)
    steps, token = 0, trigger
    while True:
        if holder == token:
            return steps
        if token.head == token:
            return None
        if token.dep_ in ("relcl", "acl", "advcl") and token.head.pos_ in ("NOUN", "PROPN"):
            return None
        token = token.head
        steps += token.pos_ in ("VERB", "AUX")


def _holder(expression: Token) -> Token:
    """Give the word that an expression dates: its verb, or the noun inside a phrase ("the June talks")."""
    token = expression
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _if_ahead(when: When, trigger: Token, reported: date) -> When:
    """Move a date without a year to the next one where the verb looks ahead: "will visit in January"."""
    looks_ahead = any(c.lower_ in _AHEAD for verb in (trigger, trigger.head) for c in verb.children)
    looks_ahead = looks_ahead or (trigger.tag_ == "VB" and any(c.lower_ == "to" for c in trigger.children))
    if not looks_ahead or when.day > reported:
        return when
    words = trigger.doc.text[when.start : when.end]
    if any(c.isdigit() for c in words[-4:]) and when.precision != "day":
        return when
    if when.precision == "month":
        return When(when.day.replace(year=when.day.year + 1), "month", when.start, when.end)
    if when.precision == "day" and words.lower().endswith("day") and reported - when.day < timedelta(days=7):
        return When(when.day + timedelta(days=7), "day", when.start, when.end) if when.day < reported else when
    return when
