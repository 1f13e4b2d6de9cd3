"""A sentence as the coder has read it: what other readers of the same parse take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from detente.coding.mentions import Mentions
from detente.model import Report, Said


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A parsed sentence with the parties that it names; `span` is its place in the report's text."""

    span: Span
    mentions: Mentions


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Reads ledger entries off sentences. `worth_parsing` picks those to parse beside the sentences that name a party.

    Both are functions of a module, so that they can be sent to other processes.
    """

    worth_parsing: Callable[[str], bool]
    read: Callable[[Report, Sequence[ReadSentence]], Said]
