"""Logistic regression with a ridge on standardized features."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]


def fit(x: Floats, label: Floats, weight: Floats, ridge: float, rising: Collection[int] = ()) -> Floats:
    """Give weights on the features as they are, the intercept last; `x` (cases, features), the rest (cases).

    Features in the columns `rising` get no weight below zero.
    """
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])

    def loss(b: Floats) -> tuple[float, Floats]:
        s = z @ b
        slope = z.T @ (weight * (1 / (1 + np.exp(-s)) - label))
        slope[:-1] += ridge * b[:-1]
        return float((weight * (np.logaddexp(0, s) - label * s)).sum() + ridge * (b[:-1] ** 2).sum() / 2), slope

    bounds = [(0.0 if column in rising else None, None) for column in range(z.shape[1])]
    b = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = b[:-1] / spread
    return np.r_[weights, b[-1] - weights @ mean]
