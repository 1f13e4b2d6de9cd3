"""What the grammar proposes for a sentence: who may have acted on whom, and the word that would say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from detente.coding.anaphora import Antecedents
from detente.coding.grammar import Candidate, candidates, construction
from detente.coding.judging import marked_pair
from detente.coding.marking import MarkedPair
from detente.coding.mentions import Mentions
from detente.coding.roles import Roles


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parties with the word that joins them; `candidate` is the grammar's own reading.

    `pair` is None where the parties cannot be marked in the sentence, so that the grammar must decide alone.
    """

    sentence: Span
    mentions: Mentions
    roles: Roles
    word: Token
    candidate: Candidate
    pair: MarkedPair | None

    @property
    def construction(self) -> str:
        """Name what the proposal was read from, as the weights of `judging` do."""
        return construction(self.candidate.match, self.roles)


def propose(sentence: Span, mentions: Mentions, antecedents: Antecedents) -> Iterator[Proposal]:
    """Give the grammar's candidates, each with its pair marked."""
    for candidate in candidates(mentions, antecedents):
        pair = None if candidate.roles.by_place else marked_pair(candidate.roles, mentions)
        yield Proposal(sentence, mentions, candidate.roles, candidate.match.token, candidate, pair)
