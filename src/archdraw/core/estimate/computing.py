"""Computing a formula, with every step on the way."""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING

from archdraw.core.estimate.dimensions import PLAIN, Dimension, dimension
from archdraw.core.estimate.functions import call
from archdraw.core.estimate.parsing import parse_formula
from archdraw.core.estimate.quantities import (
    CalculationError,
    Quantity,
    add,
    checked,
    divide,
    multiply,
    of_nines,
    raise_to,
)
from archdraw.core.estimate.syntax import Binary, Call, FormulaError, Measure, Name, Negative
from archdraw.core.estimate.units import Unit, UnknownUnitError
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.estimate.syntax import Node, Operator, Span
    from archdraw.core.estimate.units import UnitBook


@frozen
class Step:
    """One operation: its sign or function, what went in and what came out; `text` is its place's text."""

    sign: str
    parts: tuple[Quantity, ...]
    result: Quantity
    text: str


# "million user" is a unit, too: the factor is multiplied by what follows.
_FACTOR = re.compile(r"^\s*(thousand|million|billion|trillion)\s+(?=[A-Za-z])")
_DO: Mapping[Operator, Callable[[Quantity, Quantity], Quantity]] = {
    "+": add,
    "-": lambda one, other: add(one, other, sign=-1.0),
    "*": multiply,
    "/": divide,
    "^": raise_to,
}


class Computer:
    """Computes trees against the values of rows; `steps` holds the operations of the last one."""

    def __init__(self, book: UnitBook, values: Mapping[str, Quantity]) -> None:
        self._book = book
        self._values = values
        self._text = ""
        self.steps: list[Step] = []

    def compute(self, node: Node, text: str) -> Quantity:
        """Return the value of a formula.

        Parameters
        ----------
        node, text
            The formula, read and as it was written.

        Raises
        ------
        FormulaError
            With a sentence and the place, when it can't be computed.
        UnitsLoadingError
            When a unit has to be looked up in the library that is not loaded.
        """
        self._text = text
        self.steps = []
        return self._value(node)

    def _value(self, node: Node) -> Quantity:
        try:
            return self._value_of(node)
        except (CalculationError, UnknownUnitError) as error:
            raise FormulaError(str(error), node.span) from error

    def _value_of(self, node: Node) -> Quantity:
        if isinstance(node, Measure):
            return self._measure(node)
        if isinstance(node, Name):
            return self._named(node)
        if isinstance(node, Negative):
            inner = self._value(node.inner)
            return Quantity(-inner.value, inner.dimension, inner.shown, inner.whole)
        if isinstance(node, Binary):
            parts = (self._value(node.left), self._value(node.right))
            return self._keep(node.operator, parts, _DO[node.operator](*parts), node.span)
        arguments = tuple(self._value(one) for one in node.arguments)
        return self._keep(node.function, arguments, call(node.function, arguments), node.span)

    def _keep(self, sign: str, parts: tuple[Quantity, ...], result: Quantity, span: Span) -> Quantity:
        self.steps.append(Step(sign, parts, result, self._text[span[0] : span[1]]))
        return result

    def _measure(self, node: Measure) -> Quantity:
        if not node.units:
            return Quantity(node.value)
        for word, _ in node.units:
            if word in self._values and self._book.known(word) is None:
                raise CalculationError(f"Between {node.value:g} and “{word}” a × is missing.")
        unit = unit_of_words(node.units, self._book)
        if unit.nines:
            return of_nines(node.value)
        return checked(node.value * unit.factor, unit.dimension, unit if unit.dimension else None)

    def _named(self, node: Name) -> Quantity:
        if node.word in self._values:
            return self._values[node.word]
        unit = None if node.bracketed else self._book.known(node.word)
        if unit is None:
            raise CalculationError(_unknown_name(node.word, self._values, bracketed=node.bracketed))
        if unit.nines:
            raise CalculationError("“nines” needs the number of them before it: 3 nines.")
        return Quantity(unit.factor, unit.dimension, unit if unit.dimension else None)


def _unknown_name(word: str, values: Mapping[str, Quantity], *, bracketed: bool) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, values, n=1, cutoff=0.6)
    what = "a row of the sheet" if bracketed else "a row of the sheet or a unit"
    if close:
        return f"“{word}” is not {what}: did you mean “{close[0]}”?"
    return f"“{word}” is not {what}: add a row of this name, or correct it."


def unit_of_words(words: tuple[tuple[str, int], ...], book: UnitBook) -> Unit:
    """Return the unit that words and their powers make together.

    Raises
    ------
    UnknownUnitError
        When a word could mean several units, or nines stand with other words.
    UnitsLoadingError
        When a word has to be looked up in the library that is not loaded.
    """
    units = [(book.look_up(word), exponent) for word, exponent in words]
    if any(unit.nines for unit, _ in units):
        if len(units) > 1 or units[0][1] != 1:
            raise UnknownUnitError("“nines” stand alone: they count those of an availability.")
        return units[0][0]
    factor = 1.0
    parts: Dimension = PLAIN
    for unit, exponent in units:
        try:
            factor *= unit.factor**exponent
        except (OverflowError, ZeroDivisionError):
            factor = math.inf
        if not sys.float_info.min <= factor <= sys.float_info.max:
            raise UnknownUnitError(f"“{_unit_text(words)}” is too large or too small to be a unit.")
        parts = dimension((*parts, *((name, own * exponent) for name, own in unit.dimension)))
    return Unit(_unit_text(words), factor, parts)


def _unit_text(words: tuple[tuple[str, int], ...]) -> str:
    above = "·".join(_with_power(word, exponent) for word, exponent in words if exponent > 0)
    below = "".join(f"/{_with_power(word, -exponent)}" for word, exponent in words if exponent < 0)
    return (above or "1") + below


def _with_power(word: str, exponent: int) -> str:
    return word if exponent == 1 else f"{word}^{exponent}"


def unit_of_text(text: str, book: UnitBook) -> Unit | None:
    """Return the unit that a text states: "GB/day", "million user", "1/s"; None for an empty one.

    Raises
    ------
    FormulaError
        With a sentence, when it is none.
    UnitsLoadingError
        When a word has to be looked up in the library that is not loaded.
    """
    if not text.strip():
        return None
    words = _words_of(parse_formula(_FACTOR.sub(r"\1 * ", text)), 1)
    try:
        unit = unit_of_words(words, book) if words else Unit("", 1.0, PLAIN)
    except UnknownUnitError as error:
        raise FormulaError(str(error), (0, len(text))) from error
    return Unit(text.strip(), unit.factor, unit.dimension, unit.nines)


def _words_of(node: Node, sign: int) -> tuple[tuple[str, int], ...]:
    if isinstance(node, Measure) and node.value == 1.0:
        return tuple((word, exponent * sign) for word, exponent in node.units)
    if isinstance(node, Name) and not node.bracketed:
        return ((node.word, sign),)
    if isinstance(node, Binary) and node.operator in ("*", "/"):
        right = sign if node.operator == "*" else -sign
        return (*_words_of(node.left, sign), *_words_of(node.right, right))
    if isinstance(node, Binary) and node.operator == "^" and isinstance(node.right, Measure):
        exponent = node.right.value
        if not node.right.units and exponent == int(exponent) and 0 < exponent <= 9:
            return tuple((word, own * int(exponent)) for word, own in _words_of(node.left, sign))
    if isinstance(node, Call):
        raise FormulaError("A unit has no functions: write it like GB/day or request/s.", node.span)
    raise FormulaError("This is no unit: write it like GB/day, request/user/day or 1/s.", node.span)
