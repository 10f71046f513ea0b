"""Numbers with a unit, and their arithmetic: what does not go together is refused with a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.estimate.dimensions import (
    PLAIN,
    counted_part,
    dimension_text,
    physical_part,
    power,
    product,
    quotient,
)
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.estimate.dimensions import Dimension
    from archdraw.core.estimate.units import Unit

LARGEST_EXPONENT = 64


class CalculationError(ValueError):
    """Something can't be computed; the text is a sentence that says what, and what to do."""


@frozen
class Quantity:
    """A value in basic units (s, byte, one thing), its dimension, and the unit it is best shown in.

    `shown` is None where nobody has chosen a unit; `whole` says that the formula has rounded it itself.
    """

    value: float
    dimension: Dimension = PLAIN
    shown: Unit | None = None
    whole: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a number without a unit."""
        return not self.dimension


def add(one: Quantity, other: Quantity, *, sign: float = 1.0) -> Quantity:
    """Return the sum, or with the sign -1 the difference.

    Raises
    ------
    CalculationError
        When the two are not of one unit, or the result is no number.
    """
    if one.dimension != other.dimension:
        verb = "added to" if sign > 0 else "subtracted from"
        raise CalculationError(
            f"{_named(other).capitalize()} can’t be {verb} {_named(one)}: {_how_to_mend(one, other)}"
        )
    return checked(one.value + sign * other.value, one.dimension, one.shown or other.shown)


def multiply(one: Quantity, other: Quantity) -> Quantity:
    """Return the product.

    Raises
    ------
    CalculationError
        When the result is no number.
    """
    shown = one.shown if other.plain else other.shown if one.plain else None
    return checked(one.value * other.value, product(one.dimension, other.dimension), shown)


def divide(one: Quantity, other: Quantity) -> Quantity:
    """Return the quotient.

    Raises
    ------
    CalculationError
        When it is divided by 0, or the result is no number.
    """
    if other.value == 0.0:
        raise CalculationError("This divides by 0: give the lower part a value.")
    shown = one.shown if other.plain else None
    return checked(one.value / other.value, quotient(one.dimension, other.dimension), shown)


def raise_to(one: Quantity, exponent: Quantity) -> Quantity:
    """Return a power.

    Raises
    ------
    CalculationError
        When the exponent has a unit, is too large, or is no whole number for something with a unit.
    """
    if not exponent.plain:
        raise CalculationError(
            f"The exponent is in {dimension_text(exponent.dimension)}: an exponent takes a plain number."
        )
    number = exponent.value
    if not one.plain:
        if number != int(number) or abs(number) > LARGEST_EXPONENT:
            raise CalculationError(
                f"{_named(one)} can’t be raised to {number:g}: what has a unit takes a small whole exponent."
            )
        return checked(one.value ** int(number), power(one.dimension, int(number)), None)
    if one.value < 0.0 and number != int(number):
        raise CalculationError(f"A negative number can’t be raised to {number:g}: it has no such root.")
    if one.value == 0.0 and number < 0.0:
        raise CalculationError("0 can’t be raised to a negative power: that divides by 0.")
    try:
        return checked(one.value**number, PLAIN, None)
    except OverflowError:
        raise _too_large() from None


def checked(value: float, made_of: Dimension, shown: Unit | None) -> Quantity:
    """Return a quantity that is surely a number.

    Raises
    ------
    CalculationError
        When it is infinite or none.
    """
    if not math.isfinite(value):
        raise _too_large()
    return Quantity(value, made_of, shown)


def measured_in(found: Quantity, unit: Unit) -> float:
    """Return the value in a unit; a unit that counts nothing (1/s) takes whatever is counted.

    Raises
    ------
    CalculationError
        When the unit does not fit.
    """
    if unit.nines:
        return _nines(found)
    fits = found.dimension == unit.dimension
    same = physical_part(found.dimension) == physical_part(unit.dimension)
    drops = same and not counted_part(unit.dimension)
    if not fits and not drops:
        raise CalculationError(_misfit(found, unit))
    value = found.value / unit.factor
    if not math.isfinite(value):
        raise _too_large()
    return value


def _nines(found: Quantity) -> float:
    if not found.plain or not 0.0 <= found.value < 1.0:
        raise CalculationError(
            f"{_named(found)} has no nines: they count those of an availability, a number from 0 to below 1."
        )
    return -math.log10(1.0 - found.value)


def of_nines(count: float) -> Quantity:
    """Return the availability with so many nines.

    Raises
    ------
    CalculationError
        When there is no such number of nines.
    """
    if not 0.0 <= count <= 15.0:
        raise CalculationError(f"{count:g} nines make no availability: take 0 to 15 of them.")
    return Quantity(1.0 - 10.0**-count)


def _named(found: Quantity) -> str:
    unit = dimension_text(found.dimension)
    return f"something in {unit}" if unit else "a plain number"


def _how_to_mend(one: Quantity, other: Quantity) -> str:
    same = physical_part(one.dimension) == physical_part(other.dimension)
    if same and one.dimension and other.dimension:
        things = [dimension_text(counted_part(part.dimension)) or "nothing" for part in (one, other)]
        return (
            f"they count different things ({things[0]}, {things[1]}). Multiply one by how many there are for "
            "each of the other."
        )
    if one.plain or other.plain:
        return "give the plain number a unit, or divide the other by one of its units."
    return "bring both to one unit first, by multiplying or dividing by what is missing."


def _misfit(found: Quantity, unit: Unit) -> str:
    made = dimension_text(found.dimension) or "a plain number"
    wanted = unit.text
    if physical_part(found.dimension) != physical_part(unit.dimension):
        missing = dimension_text(quotient(unit.dimension, found.dimension))
        hint = f" (a factor in {missing} is missing)" if missing else ""
        return f"The formula gives {made}, which is no {wanted}{hint}: mend the formula or its unit."
    things = dimension_text(counted_part(unit.dimension))
    return (
        f"The formula gives {made} and not {wanted}: multiply by how many {things} there are for each, "
        f"or state {dimension_text(physical_part(unit.dimension)) or 'no unit'}, which counts anything."
    )


def _too_large() -> CalculationError:
    return CalculationError("The result is too large to be a number: look for a factor or power too many.")
