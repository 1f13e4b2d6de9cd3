"""The ledger: who asked, promised or refused what, what became of it, which channels are open, who foretold what."""

from detente.ledger.extract import ledger_reader
from detente.ledger.settle import followed_entries, settle

__all__ = ["followed_entries", "ledger_reader", "settle"]
