"""The event type between two given spans, as benchmarks and analysts ask for it."""

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.dates import When
from detente.coding.grammar import Candidate, candidates, construction
from detente.coding.mentions import Mention, Mentions, head_of
from detente.coding.status import HISTORICAL_AFTER, resolve_status
from detente.coding.triggering import Match, find_triggers
from detente.model import Party
from detente.vocabulary.event_types import EventType
from detente.vocabulary.names import Kind

Chars = tuple[int, int]


def with_pair(doc: Doc, mentions: list[Mention], source: Chars, target: Chars) -> tuple[Mentions, Mention, Mention]:
    """Put two marked spans in the place of the mentions they overlap.

    Raises:
        ValueError: a span lies outside the sentence.

    """
    marked = [_marked(doc, span, mentions) for span in (source, target)]
    kept = [m for m in mentions if not any(m.start < k.end and k.start < m.end for k in marked)]
    return Mentions(doc, sorted([*kept, *marked], key=lambda m: m.start)), marked[0], marked[1]


def _marked(doc: Doc, span: Chars, mentions: list[Mention]) -> Mention:
    tokens = doc.char_span(*span, alignment_mode="expand")
    if tokens is None or not len(tokens):
        raise ValueError(f"span {span} lies outside the sentence")
    known = next((m for m in mentions if m.start < tokens.end and tokens.start < m.end), None)
    party = known.party if known is not None else Party(None, None, None, tokens.text)
    kind = known.kind if known is not None else Kind.GROUP
    head = head_of(doc, tokens.start, tokens.end)
    return Mention(tokens.start, tokens.end, head, kind, Party(party.country, party.sector, party.name, tokens.text))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the grammar reads between two spans: type, trigger, and the construction it was read from."""

    event_type: EventType
    match: Match
    construction: str


def read_pair(mentions: Mentions, source: Mention, target: Mention) -> Reading | None:
    """Give the event that the grammar reads from `source` to `target`; None if it sees none.

    A trigger that joins both as actor and recipient is preferred, then one of the source's, then one of the target's,
    then the trigger nearest the root.
    """
    found = list(candidates(mentions, Antecedents()))
    best = min(found, key=lambda c: (_rank(c, source, target), c.match.token.i), default=None)
    if best is not None and _rank(best, source, target) < _UNRELATED:
        return Reading(in_time(best.match), best.match, construction(best.match, best.roles))
    triggers = find_triggers(mentions)
    loose = min(triggers, key=lambda m: (_distance(m.token, mentions, source, target), m.token.i), default=None)
    return Reading(in_time(loose), loose, LOOSE) if loose else None


def linking_word(mentions: Mentions, source: Mention, target: Mention) -> Token:
    """Give the verb that joins two spans: the highest on the path between their heads, else above it."""
    doc = mentions.doc
    path = [doc[i] for i in _path(doc[source.head], doc[target.head])]
    top = min(path, key=lambda t: (len(list(t.ancestors)), t.i))
    verbs = sorted((t for t in path if syntax.is_verb(t)), key=lambda t: (len(list(t.ancestors)), t.i))
    return next(iter([*verbs, *(t for t in top.ancestors if syntax.is_verb(t))]), top)


def in_time(match: Match) -> EventType:
    """Give the type that the trigger has at its time: a visit to come is AGREE."""
    today = date.min + 2 * HISTORICAL_AFTER
    return resolve_status(match.token, match.trigger.event_type, When(today, "day"), today)[1]


_UNRELATED = 4
LOOSE = "loose"


def _rank(candidate: Candidate, source: Mention, target: Mention) -> int:
    roles = candidate.roles
    acts, suffers = source in roles.actors, target in roles.recipients
    together = acts and target in roles.actors
    if (acts and suffers) or together:
        return 0
    if acts:
        return 1
    if suffers:
        return 2
    return 3 if target in roles.actors and source in roles.recipients else _UNRELATED


def _distance(token: Token, mentions: Mentions, source: Mention, target: Mention) -> int:
    """Count how far a trigger lies, in the tree, from the path between the two heads."""
    doc = mentions.doc
    path = _path(doc[source.head], doc[target.head])
    if token.i in path:
        return 0
    steps = 0
    for ancestor in token.ancestors:
        steps += 1
        if ancestor.i in path:
            return steps
    return steps + len(doc)


def _path(first: Token, second: Token) -> set[int]:
    up_first = [first.i, *(t.i for t in first.ancestors)]
    up_second = [second.i, *(t.i for t in second.ancestors)]
    shared = set(up_first) & set(up_second)
    return (set(up_first) | set(up_second)) - shared | {next((i for i in up_first if i in shared), first.i)}
