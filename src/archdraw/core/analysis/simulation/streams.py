"""Random numbers: one stream per source, so that a change in one place leaves all others as they were.

Streams are seeded with a text that names seed, replication and source. Two designs simulated with the same
seed share the arrivals and service times of everything they have in common (common random numbers). Numbers
are drawn in batches: taking the next one out of a batch costs a tenth of a call into `random`.
"""

from __future__ import annotations

import math
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

_BATCH = 512
# The point below which 99 % of a standard normal variable lies.
_Z99 = 2.3263478740408408


@frozen
class Times:
    """A random time: mean in s, squared coefficient of variation (0: constant, 1: exponential).

    `heavy` takes the lognormal instead of the gamma distribution.
    """

    mean: float
    cv2: float = 1.0
    heavy: bool = False

    @classmethod
    def through(cls, mean: float, p99: float) -> Times:
        """Return the lognormal time with a mean and a 99th percentile; of two, the one that varies less.

        A percentile that no lognormal of this mean reaches gives the widest one, one below the mean an
        exponential time.
        """
        if p99 <= mean:
            return cls(mean)
        sigma = _Z99 - math.sqrt(max(0.0, _Z99**2 - 2.0 * math.log(p99 / mean)))
        return cls(mean, math.expm1(sigma**2), heavy=True)


class Streams:
    """Makes the streams of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self._prefix = f"{seed}/{replication}/"

    def source(self, name: str) -> Random:
        """Return the generator of one source of randomness."""
        return Random(self._prefix + name)

    def uniform(self, name: str) -> Callable[[], float]:
        """Return draws that are uniform in [0, 1)."""
        ready = self.source(name).random
        return _batched(lambda: [ready() for _ in range(_BATCH)])

    def times(self, name: str, times: Times) -> Callable[[], float]:
        """Return draws of a random time in s."""
        source = self.source(name)
        mean, cv2 = times.mean, times.cv2
        if cv2 <= 0.0 or mean <= 0.0:
            return lambda: mean
        if times.heavy:
            sigma = math.sqrt(math.log1p(cv2))
            middle, heavy = math.log(mean) - sigma * sigma / 2.0, source.lognormvariate
            return _batched(lambda: [heavy(middle, sigma) for _ in range(_BATCH)])
        if cv2 == 1.0:
            ready, log = source.random, math.log
            return _batched(lambda: [-mean * log(1.0 - ready()) for _ in range(_BATCH)])
        shape, scale, gamma = 1.0 / cv2, mean * cv2, source.gammavariate
        return _batched(lambda: [gamma(shape, scale) for _ in range(_BATCH)])


def _batched(batch: Callable[[], list[float]]) -> Callable[[], float]:
    return chain.from_iterable(iter(batch, None)).__next__
