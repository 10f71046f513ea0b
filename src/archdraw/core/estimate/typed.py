"""What a person types as the value of an input: a number, a sum, a number with its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.estimate.computing import Computer
from archdraw.core.estimate.figures import shown_unit
from archdraw.core.estimate.parsing import parse_formula
from archdraw.core.estimate.quantities import measured_in
from archdraw.core.estimate.syntax import Measure

if TYPE_CHECKING:
    from archdraw.core.estimate.units import UnitBook

# 1,234,567 and 1 234 567: thousands as people write them in a value (a formula has commas between arguments).
_THOUSANDS = re.compile(r"(?<=\d)[,\s\u2009\u202f\u00a0'’](?=\d{3}(?!\d))")


def typed_value(text: str, book: UnitBook) -> tuple[float, str]:
    """Return the number and the unit that a typed value means; the unit is empty where none was typed.

    Raises
    ------
    FormulaError
        With a sentence, when it is no value.
    UnitsLoadingError
        When a unit has to be looked up in the library that is not loaded.
    """
    plain = _THOUSANDS.sub("", text)
    node = parse_formula(plain)
    found = Computer(book, {}).compute(node, plain)
    if isinstance(node, Measure) and node.units:
        return node.value, _unit_as_typed(plain, node)
    unit = shown_unit(found, book)
    return measured_in(found, unit), unit.text


def _unit_as_typed(text: str, node: Measure) -> str:
    """Return the unit of "10 M user/day"."""
    first = node.units[0][0]
    if text.startswith(first, node.span[0]):
        return first  # $5
    return text[text.index(first, _end_of_number(text)) : node.span[1]].strip()


def _end_of_number(text: str) -> int:
    match = re.match(r"\s*[\d._]+(?:[eE][+-]?\d+)?", text)
    return match.end() if match is not None else 0
