"""Regimes: stretches of one level and one volatility, and how probable a change is between any two periods.

Exact Bayesian inference for several change points by recursions forward and backward (Fearnhead 2006, Statistics and
Computing 16; Barry and Hartigan 1993, JASA 88): every regime has a mean and a variance of its own (normal and inverse
gamma), so that a change of level and one of volatility are found alike.
"""

import math

import numpy as np

from detente.measures.daily import Array

_MEAN_WEIGHT = 2.0  # how many events' worth the overall mean counts as the guess of a regime's
_SHAPE = 3.0  # of the variance's prior: a regime's variance is like the usual one unless it shows otherwise
_FEWEST = 6  # periods with events that a regime must have: fewer are an episode


def change_probabilities(mean: Array, precision: Array, noise: float, hazard: float) -> Array:
    """Give the probability that a regime begins at each period (T,); 0 at the first.

    Args:
        mean: (T,) mean intensity of each period's events.
        precision: (T,) of that mean, in units of one event's; 0 where there are none.
        noise: usual variance of one event.
        hazard: prior probability that a regime ends with a period.

    """
    size = len(mean)
    seen = np.concatenate([[0], np.cumsum(precision > 0)])
    sums = [np.concatenate([[0.0], np.cumsum(precision * mean**power)]) for power in range(3)]
    centre = sums[1][-1] / sums[0][-1] if sums[0][-1] > 0 else 0.0
    gammas = np.array([math.lgamma(_SHAPE + count / 2) for count in range(seen[-1] + 1)])

    def regimes(begin: int | np.ndarray, end: int | np.ndarray) -> Array:
        """Give the log likelihoods of regimes that hold the periods from `begin` to before `end`."""
        count = seen[end] - seen[begin]
        total, first, second = (one[end] - one[begin] for one in sums)
        middle = first / np.maximum(total, 1e-12)
        within = np.maximum(second - total * middle**2, 0)
        pulled = _MEAN_WEIGHT * total / (_MEAN_WEIGHT + total) * (middle - centre) ** 2
        shape = _SHAPE + count / 2
        scale = noise * (_SHAPE - 1) + (within + pulled) / 2
        fits = gammas[count] - shape * np.log(scale) - 0.5 * np.log1p(total / _MEAN_WEIGHT)
        start = _SHAPE * math.log(noise * (_SHAPE - 1)) - gammas[0]
        likely: Array = np.where(count >= _FEWEST, fits + start, -np.inf)
        return likely

    places = np.arange(size + 1)
    stays, ends = math.log1p(-hazard), math.log(hazard)
    forward, backward = np.full(size + 1, -np.inf), np.full(size + 1, -np.inf)
    forward[0] = backward[size] = 0.0
    for end in range(1, size + 1):
        begin = places[:end]
        forward[end] = _log_sum(forward[:end] + regimes(begin, end) + (end - begin - 1) * stays + ends)
    for begin in range(size - 1, -1, -1):
        end = places[begin + 1 :]
        backward[begin] = _log_sum(backward[begin + 1 :] + regimes(begin, end) + (end - begin - 1) * stays + ends)
    found = np.zeros(size)
    if np.isfinite(forward[size]):
        found[1:] = np.exp(forward[1:size] + backward[1:size] - forward[size])
    return found


def _log_sum(values: Array) -> float:
    top = values.max()
    return float(top + np.log(np.exp(values - top).sum())) if np.isfinite(top) else -np.inf
