"""The Kalman filter, smoother and simulation smoother of the latent level, over many parameter settings at once.

Three states, in days: the trend x of a relationship (a random walk), its episode e (which dies away by half in so many
days) and the difference d of its sides (a random walk). What the first side does is seen at x + e + d, what the second
does at x + e - d. Variances are in units of the noise variance of one event. Sources: Durbin and Koopman (2012), Time
Series Analysis by State Space Methods, chapters 3, 4 and 6.4 (one observation at a time); Carter and Kohn (1994),
Biometrika 81(3), for the draws.
"""

from dataclasses import dataclass, fields, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.measures.daily import Array, Daily

SIDES = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, -1.0]])  # how each side's events load on x, e and d
_START_LEVEL, _START_DIFFERENCE = 1.0, 0.25  # variances before the first event


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameter settings, each (G,).

    `level`, `difference`: variance a day of the walks; `episode`: variance of the episode in the long run; `half_life`
    of it, in days; `shared`: variance of the noise that one side's events of one day share.
    """

    level: Array
    difference: Array
    episode: Array
    half_life: Array
    shared: Array

    def __getitem__(self, which: NDArray[np.int64]) -> "Settings":
        """Pick settings."""
        return Settings(*(getattr(self, field.name)[which] for field in fields(self)))

    def over(self, gap: int) -> tuple[Array, Array]:
        """Give what remains of each state after `gap` days, and the variance that comes in, each (G, 3)."""
        one = np.ones_like(self.level)
        kept = 0.5 ** (gap / self.half_life)
        comes = [self.level * gap, self.episode * (1 - kept**2), self.difference * gap]
        return np.stack([one, kept, one], axis=1), np.stack(comes, axis=1)


@dataclass(frozen=True, slots=True)
class Filtered:
    """What each day's events leave known.

    `days` (T,); `mean` (T, G, 3); `cov` (T, G, 3, 3); `log_det`, `squares` (G,): the sums that make the likelihood;
    `seen`: how many observations.
    """

    days: NDArray[np.int64]
    mean: Array
    cov: Array
    log_det: Array
    squares: Array
    seen: int


def run_filter(
    observed: Daily, settings: Settings, also: NDArray[np.int64] | None = None, *, keep: bool = True
) -> Filtered:
    """Filter the days with events, and `also` others without, under each setting; the sums alone if not `keep`."""
    days = observed.days if also is None else np.union1d(observed.days, also)
    place = dict(zip(observed.days.tolist(), range(len(observed.days)), strict=True))
    size, steps = len(settings.level), len(days) if keep else 0
    at, spread = np.zeros((size, 3)), np.zeros((size, 3, 3))
    spread[:, 0, 0], spread[:, 1, 1], spread[:, 2, 2] = _START_LEVEL, settings.episode, _START_DIFFERENCE
    mean, cov = np.empty((steps, size, 3)), np.empty((steps, size, 3, 3))
    log_det, squares, seen = np.zeros(size), np.zeros(size), 0
    before = int(days[0])
    for step, day in enumerate(days.tolist()):
        if day > before:
            at, spread = _ahead(at, spread, settings, day - before)
            before = day
        row = place.get(day)
        for side, loads in enumerate(SIDES):
            if row is None or observed.count[row, side] == 0:
                continue
            along = spread @ loads
            variance = along @ loads + settings.shared + 1 / observed.count[row, side]
            error = observed.mean[row, side] - at @ loads
            gain = along / variance[:, None]
            at = at + gain * error[:, None]
            spread = spread - gain[:, :, None] * along[:, None, :]
            log_det += np.log(variance)
            squares += error**2 / variance
            seen += 1
        if keep:
            mean[step], cov[step] = at, spread
    return Filtered(days, mean, cov, log_det, squares, seen)


def _ahead(at: Array, spread: Array, settings: Settings, gap: int) -> tuple[Array, Array]:
    remains, comes = settings.over(gap)
    ahead = spread * remains[:, :, None] * remains[:, None, :]
    diagonal = np.arange(3)
    ahead[:, diagonal, diagonal] += comes
    return at * remains, ahead


def _back(filtered: Filtered, step: int, settings: Settings) -> tuple[Array, Array, Array]:
    """Give the smoother's gain at a step, and mean and covariance of the next step as foreseen from it."""
    mean, cov = filtered.mean[step], filtered.cov[step]
    gap = int(filtered.days[step + 1] - filtered.days[step])
    ahead, foreseen = _ahead(mean, cov, settings, gap)
    crossed = cov * settings.over(gap)[0][:, None, :]
    gain = np.linalg.solve(foreseen + 1e-12 * np.eye(3), crossed.transpose(0, 2, 1)).transpose(0, 2, 1)
    return gain, ahead, foreseen


def smooth(
    filtered: Filtered, settings: Settings, period: NDArray[np.int64], share: Array, loads: Array
) -> tuple[Array, Array]:
    """Give mean and variance of averages of the states over periods, given all days (Rauch, Tung and Striebel).

    Within a period the days' covariances are carried back along with the smoother: given the day after, a day is
    independent of all later ones, so cov(later sum, day) = cov(later sum, day after) gain'.

    Args:
        filtered: what the filter left.
        settings: as filtered.
        period: (T,) the period of each day, from 0, rising.
        share: (T,) its weight in the period's average.
        loads: (L, 3) the sums of states that are wanted.

    Returns:
        two arrays (periods, L, G).

    """
    shape = (int(period[-1]) + 1, len(loads), len(settings.level))
    mean, variance = np.zeros(shape), np.zeros(shape)
    last = len(filtered.days) - 1
    at, spread = filtered.mean[last], filtered.cov[last]
    crossed = np.zeros((shape[2], 3, shape[1]))  # covariance of the state with the period's sum so far
    for step in range(last, -1, -1):
        if step < last:
            gain, ahead, foreseen = _back(filtered, step, settings)
            at = filtered.mean[step] + (gain @ (at - ahead)[:, :, None])[:, :, 0]
            spread = filtered.cov[step] + gain @ (spread - foreseen) @ gain.transpose(0, 2, 1)
            same = period[step] == period[step + 1]
            crossed = gain @ crossed if same else np.zeros_like(crossed)
        weight, out = share[step], period[step]
        seen = spread @ loads.T
        mean[out] += weight * (at @ loads.T).T
        both = weight * seen + 2 * crossed
        variance[out] += weight * np.einsum("lk,gkl->lg", loads, both)
        crossed = crossed + weight * seen
    return mean, variance


def news(filtered: Filtered, settings: Settings, period: NDArray[np.int64], share: Array, loads: Array) -> Array:
    """Give how far the events of a period moved its average from what was expected before it, knowing none later.

    Arguments as for `smooth`.

    Returns:
        (periods, L, G); 0 in the first, of which nothing was expected.

    """
    edges = [*np.flatnonzero(np.diff(period, prepend=-1)), len(period)]
    found = np.zeros((len(edges) - 1, len(loads), len(settings.level)))
    for place, (begin, end) in enumerate(pairwise(edges)):
        if begin == 0:
            continue
        within = slice(begin, end)
        days, weights = filtered.days[within], share[within]
        ended = replace(filtered, days=days, mean=filtered.mean[within], cov=filtered.cov[within])
        known, _ = smooth(ended, settings, np.zeros(end - begin, dtype=np.int64), weights, loads)
        gaps = (days - filtered.days[begin - 1]).tolist()
        remains = np.sum([w * settings.over(gap)[0] for gap, w in zip(gaps, weights, strict=True)], axis=0)
        found[place] = known[0] - loads @ (filtered.mean[begin - 1] * remains).T
    return found


def draw_averages(
    filtered: Filtered,
    settings: Settings,
    period: NDArray[np.int64],
    share: Array,
    loads: Array,
    which: NDArray[np.int64],
    scale: Array,
    random: np.random.Generator,
) -> Array:
    """Draw joint paths of the states given all days, and average a sum of them over periods.

    Args:
        filtered: what the filter left.
        settings: as filtered.
        period: (T,) the period of each day, from 0, rising.
        share: (T,) its weight in the period's average.
        loads: (3,) the sum of states that is wanted.
        which: (N,) the setting of each path.
        scale: (N,) its standard deviation of the noise of one event.
        random: where chance comes from.

    Returns:
        (periods, N).

    """
    drawn = np.zeros((int(period[-1]) + 1, len(which)))
    last = len(filtered.days) - 1
    path = np.empty((len(which), 3))
    for step in range(last, -1, -1):
        noise = random.standard_normal((len(which), 3)) * scale[:, None]
        if step == last:
            path = filtered.mean[step][which] + _correlated(filtered.cov[step], which, noise)
        else:
            gain, ahead, foreseen = _back(filtered, step, settings)
            off = (path - ahead[which])[:, :, None]
            left = filtered.cov[step] - gain @ foreseen @ gain.transpose(0, 2, 1)
            path = filtered.mean[step][which] + (gain[which] @ off)[:, :, 0] + _correlated(left, which, noise)
        drawn[period[step]] += share[step] * (path @ loads)
    return drawn


def _correlated(cov: Array, which: NDArray[np.int64], noise: Array) -> Array:
    """Give triples of the covariances from independent ones."""
    root = np.linalg.cholesky(cov + 1e-10 * np.eye(3))
    drawn: Array = (root[which] @ noise[:, :, None])[:, :, 0]
    return drawn
