"""The functions of the language; each says what it takes and refuses the rest with a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.estimate.dimensions import TIME, counted_part, dimension_text, power
from archdraw.core.estimate.quantities import CalculationError, Quantity, add, of_nines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Function = Callable[[Sequence[Quantity]], Quantity]

# What differs from a whole number by less than this share of it is that number: 0.1 × 3 ÷ 0.1 is 3.
_NEARLY = 1e-12


def call(name: str, arguments: Sequence[Quantity]) -> Quantity:
    """Return what a function gives.

    Raises
    ------
    CalculationError
        When it does not take these arguments.
    """
    fewest, most, function, _ = FUNCTIONS[name]
    if not fewest <= len(arguments) <= most:
        wanted = (
            "one value" if most == 1 else "one or two values" if most == 2 else f"{fewest} or more values"
        )
        raise CalculationError(f"{name} takes {wanted}, not {len(arguments)}.")
    return function(arguments)


def _whole(name: str, how: Callable[[float], float]) -> Function:
    def rounded(arguments: Sequence[Quantity]) -> Quantity:
        one = arguments[0]
        if one.dimension != counted_part(one.dimension):
            unit = dimension_text(one.dimension)
            raise CalculationError(
                f"{name} can’t round something in {unit}: a whole number of what? Divide by 1 of the unit "
                f"you mean first, such as {name}(… / 1 GB)."
            )
        near = float(round(one.value))
        value = near if abs(one.value - near) <= _NEARLY * abs(near) else how(one.value)
        return Quantity(value, one.dimension, one.shown, whole=True)

    return rounded


def _round(arguments: Sequence[Quantity]) -> Quantity:
    if len(arguments) == 1:
        return _whole("round", lambda value: float(math.floor(value + 0.5)))(arguments)
    one, digits = arguments
    if not digits.plain or digits.value != int(digits.value) or not 1 <= digits.value <= 15:
        raise CalculationError("The second value of round is the number of figures to keep: 1 to 15.")
    if one.value == 0.0:
        return one
    size = 1.0 if one.shown is None else one.shown.factor
    value = float(f"{one.value / size:.{int(digits.value) - 1}e}") * size
    return Quantity(value, one.dimension, one.shown, whole=True)


def _best(name: str, choose: Callable[[float, float], bool]) -> Function:
    def best(arguments: Sequence[Quantity]) -> Quantity:
        found = arguments[0]
        for one in arguments[1:]:
            if one.dimension != found.dimension:
                first, second = dimension_text(found.dimension), dimension_text(one.dimension)
                raise CalculationError(
                    f"{name} can’t compare {first or 'a plain number'} with {second or 'a plain number'}: "
                    "bring both to one unit first."
                )
            if choose(one.value, found.value):
                found = one
        return found

    return best


def _sum(arguments: Sequence[Quantity]) -> Quantity:
    total = arguments[0]
    for one in arguments[1:]:
        total = add(total, one)
    return total


def _absolute(arguments: Sequence[Quantity]) -> Quantity:
    one = arguments[0]
    return Quantity(abs(one.value), one.dimension, one.shown)


def _root(arguments: Sequence[Quantity]) -> Quantity:
    one = arguments[0]
    if one.value < 0.0:
        raise CalculationError("sqrt takes a number from 0 on; a negative one has no root.")
    if any(exponent % 2 for _, exponent in one.dimension):
        raise CalculationError(f"sqrt can’t take the root of something in {dimension_text(one.dimension)}.")
    halved = tuple((name, exponent // 2) for name, exponent in one.dimension)
    return Quantity(math.sqrt(one.value), power(halved, 1))


def _logarithm(name: str, log: Callable[[float], float]) -> Function:
    def logarithm(arguments: Sequence[Quantity]) -> Quantity:
        one = arguments[0]
        if not one.plain or one.value <= 0.0:
            raise CalculationError(
                f"{name} takes a plain number above 0: divide by 1 of its unit, or see why it is not above."
            )
        return Quantity(log(one.value))

    return logarithm


def _available(arguments: Sequence[Quantity]) -> Quantity:
    one = arguments[0]
    if not one.plain:
        raise CalculationError("availability takes a number of nines, without a unit.")
    return of_nines(one.value)


def _downtime(arguments: Sequence[Quantity]) -> Quantity:
    share, span = arguments
    if not share.plain or not 0.0 <= share.value <= 1.0:
        raise CalculationError(
            "downtime takes an availability first: 99.95 %, 3 nines or a number from 0 to 1."
        )
    if span.dimension != ((TIME, 1),):
        raise CalculationError("downtime takes a span of time second: downtime(99.95 %, 1 year).")
    return Quantity((1.0 - share.value) * span.value, span.dimension)


_MANY = 50
# Name: fewest and most arguments, what it does, and what the help says.
FUNCTIONS: Mapping[str, tuple[int, int, Function, str]] = {
    "ceil": (
        1,
        1,
        _whole("ceil", lambda value: float(math.ceil(value))),
        "the next whole number: ceil(2.1) = 3",
    ),
    "floor": (1, 1, _whole("floor", lambda value: float(math.floor(value))), "the whole number below"),
    "round": (1, 2, _round, "the nearest whole number; round(x, 2) keeps two figures"),
    "max": (1, _MANY, _best("max", lambda one, other: one > other), "the largest of several"),
    "min": (1, _MANY, _best("min", lambda one, other: one < other), "the smallest of several"),
    "sum": (1, _MANY, _sum, "all of them together"),
    "abs": (1, 1, _absolute, "without its sign"),
    "sqrt": (1, 1, _root, "the square root"),
    "log2": (1, 1, _logarithm("log2", math.log2), "the logarithm to base 2: bits for so many values"),
    "log10": (1, 1, _logarithm("log10", math.log10), "the logarithm to base 10"),
    "availability": (1, 1, _available, "of so many nines: availability(3) = 99.9 %"),
    "downtime": (2, 2, _downtime, "of an availability in a span: downtime(99.95 %, 1 year)"),
}
