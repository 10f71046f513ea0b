"""What a formula is after reading: a tree of numbers, names and operations, with their places."""

from __future__ import annotations

from typing import Literal, Union

from archdraw.core.records import frozen

Operator = Literal["+", "-", "*", "/", "^"]
# From (inclusive) to (exclusive), in characters of the formula.
Span = tuple[int, int]


class FormulaError(ValueError):
    """A formula can't be read or computed: a sentence, and the place in its text."""

    def __init__(self, sentence: str, span: Span) -> None:
        super().__init__(sentence)
        self.span = span


@frozen
class Measure:
    """A number with the unit behind it: "100 byte/link"; `units` are words with their powers."""

    value: float
    units: tuple[tuple[str, int], ...]
    span: Span


@frozen
class Name:
    """A row of the sheet, or a unit standing alone; in brackets it can only be a row."""

    word: str
    bracketed: bool
    span: Span


@frozen
class Negative:
    """Minus something."""

    inner: Node
    span: Span


@frozen
class Binary:
    """Two parts and what is done with them."""

    operator: Operator
    left: Node
    right: Node
    span: Span


@frozen
class Call:
    """A function of the language."""

    function: str
    arguments: tuple[Node, ...]
    span: Span


Node = Union[Measure, Name, Negative, Binary, Call]  # noqa: UP007 - read while the module is made


def names_in(node: Node) -> tuple[Name, ...]:
    """Return the names of a tree, from left to right."""
    found: list[Name] = []
    work: list[Node] = [node]
    while work:
        one = work.pop()
        if isinstance(one, Name):
            found.append(one)
        elif isinstance(one, Negative):
            work.append(one.inner)
        elif isinstance(one, Binary):
            work += (one.right, one.left)
        elif isinstance(one, Call):
            work += reversed(one.arguments)
    return tuple(found)
