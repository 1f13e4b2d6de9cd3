"""Text to events: who did what to whom, with the sentence that says so."""

from detente.coding.coder import Coder, Stages

__all__ = ["Coder", "Stages"]
