"""Measures of a relationship: Polars frames in, Polars frames out; no store, no screen."""

from detente.measures.index import MEASURES, index
from detente.measures.lows import Low, lowest_since
from detente.measures.turns import sharpest_turns

__all__ = ["MEASURES", "Low", "index", "lowest_since", "sharpest_turns"]
