"""Special functions on arrays: the normal and the gamma distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.grid import Numbers

_MOST_TERMS = 100_000
_ACCURACY = 1e-16


def normal_share(z: Numbers) -> Numbers:
    """Return the standard normal distribution function."""
    scaled = (z * -math.sqrt(0.5)).tolist()
    return np.fromiter((0.5 * math.erfc(x) for x in scaled), dtype=np.float64, count=len(scaled))


def gamma_share(shape: float, x: Numbers) -> Numbers:
    """Return the regularised lower incomplete gamma function P(shape, x), for x ≥ 0.

    By its series up to x = shape + 1, beyond by the continued fraction of the upper one (M. Abramowitz,
    I. A. Stegun, "Handbook of Mathematical Functions", 6.5.29 and 6.5.31; the fraction after W. J. Lentz).
    """
    found = np.zeros_like(x)
    near = (x > 0.0) & (x < shape + 1.0)
    far = x >= shape + 1.0
    if near.any():
        found[near] = _front(shape, x[near]) * _series(shape, x[near])
    if far.any():
        found[far] = 1.0 - _front(shape, x[far]) * _fraction(shape, x[far])
    return np.clip(found, 0.0, 1.0)


def _front(shape: float, x: Numbers) -> Numbers:
    front: Numbers = np.exp(shape * np.log(x) - x - math.lgamma(shape))
    return front


def _series(shape: float, x: Numbers) -> Numbers:
    term = np.full_like(x, 1.0 / shape)
    total = term.copy()
    for count in range(1, _MOST_TERMS):
        term *= x / (shape + count)
        total += term
        if float((term / total).max()) < _ACCURACY:
            break
    return total


def _fraction(shape: float, x: Numbers) -> Numbers:
    tiny = 1e-300
    b = x + 1.0 - shape
    c = np.full_like(x, 1.0 / tiny)
    d = 1.0 / np.where(np.abs(b) < tiny, tiny, b)
    found = d.copy()
    for count in range(1, _MOST_TERMS):
        a = -count * (count - shape)
        b = b + 2.0
        d = a * d + b
        d = 1.0 / np.where(np.abs(d) < tiny, tiny, d)
        c = b + a / c
        c = np.where(np.abs(c) < tiny, tiny, c)
        change = c * d
        found *= change
        if float(np.abs(change - 1.0).max()) < 1e-15:
            break
    return found
