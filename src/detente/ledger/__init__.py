"""The ledger: who asked, promised or refused what, what became of it, which channels are open, who foretold what."""

from detente.ledger.board import Standing, board
from detente.ledger.extract import ledger_reader
from detente.ledger.follow import STATES
from detente.ledger.meetings import changes_of
from detente.ledger.settle import settle, view

__all__ = ["STATES", "Standing", "board", "changes_of", "ledger_reader", "settle", "view"]
