"""What the grammar proposes for a sentence: who may have acted on whom, and the word that would say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.grammar import Candidate, candidates, construction
from detente.coding.judging import marked_pair
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mention, Mentions, is_locative
from detente.coding.roles import Roles

NO_TRIGGER = "no trigger"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parties with the word that joins them; `candidate` is the grammar's own reading, None where no trigger stood.

    `pair` is None where the parties cannot be marked in the sentence, so that the grammar must decide alone.
    """

    sentence: Span
    mentions: Mentions
    roles: Roles
    word: Token
    candidate: Candidate | None
    pair: MarkedPair | None

    @property
    def construction(self) -> str:
        """Name what the proposal was read from, as the weights of `judging` do."""
        return construction(self.candidate.match, self.roles) if self.candidate else NO_TRIGGER


def propose(sentence: Span, mentions: Mentions, antecedents: Antecedents, *, silent: bool) -> Iterator[Proposal]:
    """Give the grammar's candidates; with `silent`, else the pair that the sentence is built around."""
    found = False
    for candidate in candidates(mentions, antecedents):
        found = True
        pair = marked_pair(candidate.roles, mentions)
        yield Proposal(sentence, mentions, candidate.roles, candidate.match.token, candidate, pair)
    if silent and not found:
        yield from _silent(sentence, mentions)


def _silent(sentence: Span, mentions: Mentions) -> Iterator[Proposal]:
    """Look for the highest verb that has a party as its agent and another below it."""
    verbs = sorted((t for t in mentions.doc if syntax.is_verb(t)), key=lambda t: (len(list(t.ancestors)), t.i))
    for verb in verbs:
        actors = [m for agent in syntax.agents(verb) for m in mentions.of(agent)]
        recipient = next((m for m in mentions.all if _other(m, actors, verb, mentions)), None)
        if not actors or recipient is None:
            continue
        roles = Roles((actors[0],), (recipient,), NO_TRIGGER)
        pair = marked_pair(roles, mentions)
        if pair is not None:
            yield Proposal(sentence, mentions, roles, verb, None, pair)
        return


def _other(mention: Mention, actors: list[Mention], verb: Token, mentions: Mentions) -> bool:
    """Say whether a mention lies below a verb, takes part and is somebody else than those who act."""
    same = any(m is mention or m.party.country == mention.party.country for m in actors)
    below = verb in mentions.doc[mention.head].ancestors
    return below and not same and not is_locative(mention, mentions.doc)
