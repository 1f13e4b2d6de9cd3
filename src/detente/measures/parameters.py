"""The parameters of the latent level: a grid of settings, weighed by likelihood and by what other dyads show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.measures.daily import Array, Daily
from detente.measures.filtering import Settings, run_filter

NOISE = 4.0  # the usual standard deviation of one event's intensity about the level, in the scale's units
_SHAPE = 3.0  # of the inverse gamma prior of the noise variance: weak
_YEAR = 365.25
_ROUNDS = 50
_LIGHT = 1e-3

_YEARLY = np.geomspace(0.1, 12.0, 9)  # standard deviation of the trend's move in a year
_DIFFERENCE = (0.05, 0.5)  # variance of the difference's walk, as a part of the trend's
_EPISODE = ((0.0, 30.0), *((size, days) for size in (0.15, 0.4, 1.0) for days in (7.0, 25.0, 90.0)))
_SHARED = (0.0, 0.2, 0.8)


def _grid() -> Settings:
    every = [
        (level, level * part, *episode, shared)
        for level in _YEARLY**2 / _YEAR / NOISE**2
        for part in _DIFFERENCE
        for episode in _EPISODE
        for shared in _SHARED
    ]
    return Settings(*np.array(every).T)


GRID = _grid()


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held before a dyad is seen: weight of each setting of the grid (G,), and the usual noise variance."""

    weights: Array
    noise: float = NOISE**2


@dataclass(frozen=True, slots=True)
class Fit:
    """What a dyad's events say: weight of each setting (G,), mean noise variance and its shape and scale under each."""

    weights: Array
    noise: Array
    shape: float
    scale: Array

    def heavy(self) -> tuple[NDArray[np.int64], Array]:
        """Give the settings that weigh anything, and their weights."""
        kept = np.flatnonzero(self.weights > _LIGHT * self.weights.max())
        return kept, self.weights[kept] / self.weights[kept].sum()


FLAT = Prior(np.full(len(GRID.level), 1 / len(GRID.level)))


def fit(observed: Daily, prior: Prior = FLAT) -> Fit:
    """Weigh the settings by prior and exact likelihood, the noise variance integrated out (inverse gamma)."""
    likelihood, shape, scale = _likelihood(observed, prior.noise)
    return Fit(_normal(likelihood + np.log(prior.weights)), scale / (shape - 1), shape, scale)


def _likelihood(observed: Daily, noise: float) -> tuple[Array, float, Array]:
    done = run_filter(observed, GRID, keep=False)
    shape = _SHAPE + done.seen / 2
    scale = noise * (_SHAPE - 1) + done.squares / 2
    return -0.5 * done.log_det - shape * np.log(scale), shape, scale


def pool(dyads: Sequence[Daily]) -> Prior:
    """Learn the prior from many dyads: how often each setting occurs among them.

    The weights are those that make the dyads likeliest when each has a setting of its own, drawn from them (Kiefer and
    Wolfowitz 1956; EM), with one dyad's worth of the flat prior added, so that no setting is ruled out.
    """
    if not dyads:
        return FLAT
    found = [_likelihood(one, NOISE**2) for one in dyads]
    noise = [float((_normal(like) * scale).sum() / (shape - 1)) for like, shape, scale in found]
    like = np.stack([_likelihood_ratio(one[0]) for one in found])
    weights = FLAT.weights
    for _ in range(_ROUNDS):
        each = like * weights
        weights = ((each / each.sum(axis=1, keepdims=True)).sum(axis=0) + FLAT.weights) / (len(dyads) + 1)
    return Prior(weights, float(np.median(noise)))


def _likelihood_ratio(log: Array) -> Array:
    ratio: Array = np.exp(log - log.max())
    return ratio


def _normal(log: Array) -> Array:
    ratio = _likelihood_ratio(log)
    weights: Array = ratio / ratio.sum()
    return weights
