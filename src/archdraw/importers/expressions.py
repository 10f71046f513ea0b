"""What probabilities are calculated from in Open-PSA: how many values each takes and what it is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_MOST_TESTS = 1_000_000


@dataclass(slots=True)
class Expression:
    """How many values an expression takes, and what it is worth."""

    counts: Collection[int]
    value: Callable[..., float]


def _not_negative(*values: float) -> None:
    if min(values) < 0.0:
        raise ValueError


def _exponential(rate: float, time: float) -> float:
    _not_negative(rate, time)
    return -math.expm1(-rate * time)


def _repaired(first: float, rate: float, repair: float, time: float) -> float:
    """Return the chance of being down after a time: it starts down with the chance `first`."""
    _not_negative(first, rate, repair, time)
    both = rate + repair
    return (rate - (rate - first * both) * math.exp(-both * time)) / both


def _weibull(scale: float, shape: float, start: float, time: float) -> float:
    _not_negative(scale, shape, start)
    return -math.expm1(-(((time - start) / scale) ** shape)) if time > start else 0.0


def _tested(rate: float, *repair_interval_first_time: float) -> float:
    """Return the chance of being down at a time of what is found failed by periodic tests only.

    Given are the time between tests, that of the first one and the time; before them, where a repair takes
    time, its rate. A test finds all failures; what is repaired may fail again before the next.
    """
    *rates, interval, first, time = repair_interval_first_time
    repair = rates[0] if rates else math.inf
    _not_negative(rate, repair, first, time)
    if interval <= 0.0:
        raise ValueError
    if time <= first:
        return -math.expm1(-rate * time)
    down = -math.expm1(-rate * first)
    # The last test is one that is over: at the moment of a test nothing has been found yet.
    tests = max(0, math.ceil((time - first) / interval) - 1)
    if tests > _MOST_TESTS:
        raise ValueError
    for spent in (interval,) * tests + (time - first - tests * interval,):
        down = (1.0 - down) * -math.expm1(-rate * spent) + down * _still_down(rate, repair, spent)
    return down


def _still_down(rate: float, repair: float, time: float) -> float:
    """Return the chance that what began to be repaired is not up after a time: not yet, or not any more."""
    if repair == math.inf:
        return -math.expm1(-rate * time)
    waiting = math.exp(-repair * time)
    if math.isclose(rate, repair, rel_tol=1e-9):
        return 1.0 - rate * time * waiting
    return 1.0 - repair * (math.exp(-rate * time) - waiting) / (repair - rate)


def _lognormal(first: float, second: float, level: float | None = None) -> float:
    # Mean, error factor and level, or the two parameters of the logarithm.
    return math.exp(first + second * second / 2.0) if level is None else first


_FROM_TWO = range(2, 1_000_000)
EXPRESSIONS = {
    "exponential": Expression((2,), _exponential),
    "GLM": Expression((4,), _repaired),
    "Weibull": Expression((4,), _weibull),
    "periodic-test": Expression((4, 5), _tested),
    "neg": Expression((1,), lambda value: -value),
    "exp": Expression((1,), math.exp),
    "log": Expression((1,), math.log),
    "sqrt": Expression((1,), math.sqrt),
    "pow": Expression((2,), math.pow),
    "min": Expression(_FROM_TWO, min),
    "max": Expression(_FROM_TWO, max),
    "mean": Expression(_FROM_TWO, lambda *values: math.fsum(values) / len(values)),
    "mul": Expression(_FROM_TWO, lambda *values: math.prod(values)),
    "add": Expression(_FROM_TWO, lambda *values: math.fsum(values)),
    "sub": Expression(_FROM_TWO, lambda first, *others: first - math.fsum(others)),
    "div": Expression((2,), lambda first, second: first / second),
    # Of what is uncertain the mean counts.
    "normal-deviate": Expression((2,), lambda mean, _: mean),
    "uniform-deviate": Expression((2,), lambda low, high: (low + high) / 2.0),
    "lognormal-deviate": Expression((2, 3), _lognormal),
    "gamma-deviate": Expression((2,), lambda shape, scale: shape * scale),
    "beta-deviate": Expression((2,), lambda first, second: first / (first + second)),
}
READ = (
    "numbers, parameters, what is calculated from them, exponential, GLM, Weibull, periodic-test and the"
    " means of deviates"
)
