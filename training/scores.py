"""Measures of a classifier: macro F1, calibration, temperature."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from detente.coding.classifier import Shares, softmax


def answers(shares: Shares, names: Sequence[str]) -> list[str]:
    """Give the likeliest class of each row."""
    return [names[i] for i in shares.argmax(axis=1)]


def macro_f1(gold: Sequence[tuple[str, ...]], said: Sequence[str]) -> float:
    """Give the mean F1 over the classes of `gold`; a class may have several names, each of which is right."""
    classes = sorted(set(gold))
    scores = []
    for names in classes:
        right = sum(g == names and s in names for g, s in zip(gold, said, strict=True))
        scores.append(2 * right / (gold.count(names) + sum(s in names for s in said)))
    return float(np.mean(scores))


def fit_temperature(scores: npt.NDArray[np.float32], gold: npt.NDArray[np.int64]) -> float:
    """Give the temperature that makes `gold` likeliest (Guo et al. 2017)."""

    def loss(temperature: float) -> float:
        shares = softmax(scores, temperature)
        return float(-np.log(shares[np.arange(len(gold)), gold] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 10), method="bounded").x)


def expected_calibration_error(shares: Shares, gold: npt.NDArray[np.int64], bins: int = 10) -> float:
    """Give the mean gap between confidence and share right, over bins of equal width weighted by their size."""
    confidence, right = shares.max(axis=1), shares.argmax(axis=1) == gold
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[number == b].mean() - right[number == b].mean()) * (number == b).mean() for b in set(number)]
    return float(sum(gaps))
