"""Regimes: stretches of one level and one volatility, and how probable a change is between any two periods.

Exact Bayesian inference for several change points by recursions forward and backward (Fearnhead 2006, Statistics and
Computing 16; Barry and Hartigan 1993, JASA 88): every regime has a mean and a variance of its own (normal and inverse
gamma), so that a change of level and one of volatility are found alike.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.measures.daily import Array

_MEAN_WEIGHT = 2.0  # how many events' worth the overall mean counts as the guess of a regime's
_SHAPE = 3.0  # of the variance's prior: a regime's variance is like the usual one unless it shows otherwise
_FEWEST = 6  # periods with events that a regime must have: fewer are an episode


@dataclass(frozen=True, slots=True)
class Binned:
    """Events by period, each array (T,).

    `mean`: of a period's events; `precision` of that mean, in units of one event's, 0 where there are none; `within`:
    sum of squares of its days about the mean, in the same units; `freedom`: how many squares that is worth.
    """

    mean: Array
    precision: Array
    within: Array
    freedom: Array

    def __getitem__(self, which: slice) -> "Binned":
        """Take a stretch of the periods."""
        return Binned(self.mean[which], self.precision[which], self.within[which], self.freedom[which])


class _Evidence:
    """Log likelihoods of regimes, from running sums."""

    def __init__(self, binned: Binned, noise: float) -> None:
        parts: list[NDArray[Any]] = [binned.precision * binned.mean**power for power in range(3)]
        parts += [binned.within, binned.freedom + (binned.precision > 0), 1.0 * (binned.precision > 0)]
        self.sums = [np.concatenate([[0.0], np.cumsum(part)]) for part in parts]
        self.centre = float(self.sums[1][-1] / max(self.sums[0][-1], 1e-12))
        self.prior = noise * (_SHAPE - 1)

    def of(self, begin: int | NDArray[np.int64], end: int | NDArray[np.int64]) -> Array:
        """Give the log likelihoods of regimes that hold the periods from `begin` to before `end`."""
        total, first, second, within, squares, seen = (one[end] - one[begin] for one in self.sums)
        middle = first / np.maximum(total, 1e-12)
        between = np.maximum(second - total * middle**2, 0)
        pulled = _MEAN_WEIGHT * total / (_MEAN_WEIGHT + total) * (middle - self.centre) ** 2
        shape = _SHAPE + squares / 2
        scale = self.prior + (within + between + pulled) / 2
        fits = _log_gamma(shape) - shape * np.log(scale) - 0.5 * np.log1p(total / _MEAN_WEIGHT)
        start = _SHAPE * math.log(self.prior) - math.lgamma(_SHAPE)
        likely: Array = np.where(seen >= _FEWEST, fits + start, -np.inf)
        return likely


def change_probabilities(binned: Binned, noise: float, hazard: float) -> Array:
    """Give the probability that a regime begins at each period (T,); 0 at the first.

    Args:
        binned: the events by period.
        noise: usual variance of one event.
        hazard: prior probability that a regime ends with a period.

    """
    size, regimes = len(binned.mean), _Evidence(binned, noise).of
    places = np.arange(size + 1)
    stays, ends = math.log1p(-hazard), math.log(hazard)
    forward, backward = np.full(size + 1, -np.inf), np.full(size + 1, -np.inf)
    forward[0] = backward[size] = 0.0
    for place in range(1, size + 1):
        begins = places[:place]
        lasts = (place - begins - 1) * stays + ends
        forward[place] = _log_sum(forward[:place] + regimes(begins, place) + lasts)
    for place in range(size - 1, -1, -1):
        over = places[place + 1 :]
        lasts = (over - place - 1) * stays + ends
        backward[place] = _log_sum(backward[place + 1 :] + regimes(place, over) + lasts)
    found = np.zeros(size)
    if np.isfinite(forward[size]):
        found[1:] = np.exp(forward[1:size] + backward[1:size] - forward[size])
    return found


def _log_sum(values: Array) -> float:
    top = values.max()
    return float(top + np.log(np.exp(values - top).sum())) if np.isfinite(top) else -np.inf


def _log_gamma(values: Array) -> Array:
    """Give the logarithm of the gamma function at 3 and above, to seven digits (Stirling's series)."""
    series = 1 / (12 * values) - 1 / (360 * values**3) + 1 / (1260 * values**5)
    return (values - 0.5) * np.log(values) - values + 0.5 * math.log(2 * math.pi) + series
