"""Reading a formula: a small language with names, units, + − × ÷ ^, parentheses and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.estimate.functions import FUNCTIONS
from archdraw.core.estimate.syntax import Binary, Call, FormulaError, Measure, Name, Negative
from archdraw.core.estimate.tokens import tokens_of
from archdraw.core.estimate.units import is_unit

if TYPE_CHECKING:
    from collections.abc import Container

    from archdraw.core.estimate.syntax import Node, Operator
    from archdraw.core.estimate.tokens import Token

DEEPEST = 60


def parse_formula(text: str, rows: Container[str] = ()) -> Node:
    """Return the tree of a formula.

    A number takes the unit behind it, as far as it goes: ``x / 100 byte/link`` divides by 100 byte/link. The
    unit ends at a name that is a row of the sheet and no usual unit.

    Parameters
    ----------
    text
        The formula.
    rows
        Names of the rows of the sheet.

    Raises
    ------
    FormulaError
        When it can't be read, with the place.
    """
    reader = _Reader(tokens_of(text), rows)
    if reader.at_end():
        raise FormulaError("The formula is empty: write a number, or names of other rows.", (0, 0))
    node = reader.sum_of()
    if not reader.at_end():
        raise reader.stumble()
    return node


class _Reader:
    """Goes over the words once, from left to right."""

    def __init__(self, tokens: list[Token], rows: Container[str]) -> None:
        self._tokens = tokens
        self._rows = rows
        self._at = 0
        self._depth = 0

    @property
    def now(self) -> Token:
        return self._tokens[self._at]

    def at_end(self) -> bool:
        """Tell whether every word has been read."""
        return self.now.kind == "end"

    def _next(self) -> Token:
        token = self.now
        self._at += 1
        return token

    def _is_sign(self, *signs: str) -> bool:
        return self.now.kind == "sign" and self.now.text in signs

    def sum_of(self) -> Node:
        """Read terms with + and − between them."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(
                f"Parentheses are nested over {DEEPEST} deep: spread the formula over several rows.",
                self.now.span,
            )
        node = self._product()
        while self._is_sign("+", "-"):
            node = self._joined(node, self._product)
        self._depth -= 1
        return node

    def _joined(self, left: Node, read: object) -> Node:
        sign = self._next().text
        right: Node = read()  # type: ignore[operator]  # a bound method of this class
        operator: Operator = sign  # type: ignore[assignment]  # only those five are asked for
        return Binary(operator, left, right, (left.span[0], right.span[1]))

    def _product(self) -> Node:
        node = self._signed()
        while self._is_sign("*", "/"):
            node = self._joined(node, self._signed)
        return node

    def _signed(self) -> Node:
        start, negative = self.now.span[0], False
        while self._is_sign("+", "-"):
            negative ^= self._next().text == "-"
        inner = self._power()
        return Negative(inner, (start, inner.span[1])) if negative else inner

    def _power(self) -> Node:
        node = self._atom()
        if self._is_sign("^"):
            self._depth += 1
            if self._depth > DEEPEST:
                raise FormulaError("Powers are nested too deep: spread the formula over rows.", self.now.span)
            node = self._joined(node, self._signed)
            self._depth -= 1
        return node

    def _atom(self) -> Node:
        token = self.now
        if token.kind == "number":
            return self._measure()
        if token.kind == "row":
            self._next()
            return Name(token.text, True, token.span)
        if token.kind == "word":
            self._next()
            if token.text in ("$", "€") and self.now.kind == "number":
                number = self._next()
                return Measure(number.number, ((token.text, 1),), (token.span[0], number.span[1]))
            return self._call(token) if self._is_sign("(") else Name(token.text, False, token.span)
        if self._is_sign("("):
            return self._parenthesis()
        raise self.stumble()

    def _parenthesis(self) -> Node:
        opening = self._next()
        node = self.sum_of()
        self._close(opening)
        return node

    def _close(self, opening: Token) -> Token:
        if not self._is_sign(")"):
            if self.now.kind == "end":
                raise FormulaError("A parenthesis is opened and not closed.", opening.span)
            raise self.stumble()
        return self._next()

    def _call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise FormulaError(f"There is no function “{name.text}”; there are: {known}.", name.span)
        opening = self._next()
        arguments: list[Node] = []
        while not self._is_sign(")"):
            arguments.append(self.sum_of())
            if not self._is_sign(","):
                break
            self._next()
        closing = self._close(opening)
        return Call(name.text, tuple(arguments), (name.span[0], closing.span[1]))

    def _measure(self) -> Node:
        number = self._next()
        units: list[tuple[str, int]] = []
        end = number.span[1]
        if self.now.kind == "word" and not self._before_call():
            units.append(self._unit_word(1))
            while self._is_sign("/") and self._unit_follows():
                self._next()
                units.append(self._unit_word(-1))
            end = self._tokens[self._at - 1].span[1]
        return Measure(number.number, tuple(units), (number.span[0], end))

    def _unit_word(self, sign: int) -> tuple[str, int]:
        word = self._next()
        exponent = 1
        if self._is_sign("^") and self._tokens[self._at + 1].kind == "number":
            raised = self._tokens[self._at + 1].number
            if raised == int(raised) and 0 < raised <= 9:
                self._at += 2
                exponent = int(raised)
        return word.text, sign * exponent

    def _unit_follows(self) -> bool:
        after = self._tokens[self._at + 1]
        if after.kind != "word" or (after.text in self._rows and not is_unit(after.text)):
            return False
        return not (self._tokens[self._at + 2].kind == "sign" and self._tokens[self._at + 2].text == "(")

    def _before_call(self) -> bool:
        after = self._tokens[self._at + 1]
        return self.now.text in FUNCTIONS and after.kind == "sign" and after.text == "("

    def stumble(self) -> FormulaError:
        """Return what to say about the word that has no place here."""
        token, before = self.now, self._tokens[self._at - 1] if self._at else None
        if token.kind == "end":
            return FormulaError("The formula stops in the middle: something has to follow.", token.span)
        if token.text == "," and before is not None and before.kind == "number":
            return FormulaError(
                "A comma stands only between the parts of a function: write 1234.5 for a number, or 1_234.",
                token.span,
            )
        if token.text == ")":
            return FormulaError("A parenthesis is closed and not opened.", token.span)
        if token.kind == "sign" and token.text != "(":
            return FormulaError(f"“{token.text}” has nothing to work on here.", token.span)
        return FormulaError(
            f"Between what comes before and “{token.text}” a sign is missing: write × or another.", token.span
        )
