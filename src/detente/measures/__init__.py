"""Measures of a relationship: Polars frames in, Polars frames out; no store, no screen."""

from detente.measures.comparison import compare
from detente.measures.frame import FrameError, complete_events
from detente.measures.index import MEASURES, index
from detente.measures.latent import is_thin, latent, pooled
from detente.measures.lows import Claim, Low, claimed_low, lowest_since
from detente.measures.parameters import Prior
from detente.measures.periods import By
from detente.measures.predictability import predictability, surprise
from detente.measures.turns import sharpest_turns, turning_points

__all__ = [
    "MEASURES",
    "By",
    "Claim",
    "FrameError",
    "Low",
    "Prior",
    "claimed_low",
    "compare",
    "complete_events",
    "index",
    "is_thin",
    "latent",
    "lowest_since",
    "pooled",
    "predictability",
    "sharpest_turns",
    "surprise",
    "turning_points",
]
