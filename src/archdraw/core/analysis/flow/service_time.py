"""How long one request is worked on: the distribution, by its first moments (semantics §6)."""

from __future__ import annotations

import math
from typing import Literal

from archdraw.core.records import frozen

Shape = Literal["constant", "exponential", "gamma", "lognormal"]
# The point below which 99 % of a standard normal variable lies.
Z99 = 2.3263478740408408
# Below this a squared coefficient of variation is that of a constant.
LEAST_CV2, MOST_CV2 = 1e-5, 1e4
# No request is worked on for longer than this (s): thirty years.
LONGEST = 1e9


@frozen
class ServiceTime:
    """A time that is worked, with its mean and squared coefficient of variation."""

    mean: float
    cv2: float
    shape: Shape

    @property
    def variance(self) -> float:
        """Mean squared distance from the mean."""
        return self.cv2 * self.mean**2

    @property
    def third(self) -> float:
        """The third moment about 0."""
        if self.shape == "lognormal":
            return float(self.mean**3 * (1.0 + self.cv2) ** 3)
        return self.mean**3 * (1.0 + self.cv2) * (1.0 + 2.0 * self.cv2)

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm; of lognormal times only."""
        return math.sqrt(math.log1p(self.cv2))


def exponential(mean: float) -> ServiceTime:
    """Return an exponential time."""
    mean = min(mean, LONGEST)
    return ServiceTime(mean, 1.0, "exponential")


def constant(mean: float) -> ServiceTime:
    """Return a time that is always the same."""
    mean = min(mean, LONGEST)
    return ServiceTime(mean, 0.0, "constant")


def with_cv2(mean: float, cv2: float) -> ServiceTime:
    """Return the time of this squared coefficient of variation: 0 constant, 1 exponential, else gamma."""
    cv2 = min(cv2, MOST_CV2)
    if cv2 < LEAST_CV2:
        return constant(mean)
    return exponential(mean) if cv2 == 1.0 else ServiceTime(min(mean, LONGEST), cv2, "gamma")


def lognormal(mean: float, p99: float) -> ServiceTime:
    """Return the lognormal time through a mean and a 99th percentile.

    Of the two that go through both, the one that varies less. A percentile more than exp(z²/2) ≈ 15
    times the mean is out of reach of any: then the widest one. One not above the mean says nothing:
    then exponential.
    """
    mean, p99 = min(mean, LONGEST), min(p99, LONGEST)
    if p99 <= mean:
        return exponential(mean)
    under = Z99**2 - 2.0 * math.log(p99 / mean)
    sigma = Z99 - math.sqrt(max(0.0, under))
    return ServiceTime(mean, math.expm1(sigma**2), "lognormal")
