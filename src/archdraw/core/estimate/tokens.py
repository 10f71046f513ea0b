"""The words of a formula: numbers, names, signs; nothing in it is ever run."""

from __future__ import annotations

import re
from typing import Literal

from archdraw.core.estimate.syntax import FormulaError, Span
from archdraw.core.records import frozen

LONGEST = 2_000
TokenKind = Literal["number", "word", "row", "sign", "end"]
_TOKEN = re.compile(
    r"(?P<space>[\s\u2009\u202f\u00a0]+)"
    r"|(?P<number>(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<row>\[[A-Za-z0-9][A-Za-z0-9_.\-]*\])"
    r"|(?P<word>[A-Za-zµμ_][A-Za-z0-9_µμ]*|[%$€])"
    r"|(?P<sign>\*\*|[-+*/^(),−–×·÷⋅])"
)
_SAME = {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "**": "^"}
_MULTIPLES = {
    **dict.fromkeys(("k", "K", "thousand"), 1e3),
    **dict.fromkeys(("M", "million"), 1e6),
    **dict.fromkeys(("G", "bn", "billion"), 1e9),
    **dict.fromkeys(("T", "trillion"), 1e12),
}


@frozen
class Token:
    """One word: its kind, its text, its number where it is one, and its place."""

    kind: TokenKind
    text: str
    span: Span
    number: float = 0.0


def tokens_of(text: str) -> list[Token]:
    """Return the words of a formula and an end.

    Raises
    ------
    FormulaError
        At a sign the language does not have, or when the formula is over 2,000 characters long.
    """
    if len(text) > LONGEST:
        raise FormulaError(
            f"The formula is over {LONGEST:,} characters long: spread it over several rows.", (0, len(text))
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(_unknown_sign(text[at]), (at, at + 1))
        kind = match.lastgroup
        if kind != "space":
            _take(found, str(kind), match)
        at = match.end()
    found.append(Token("end", "", (len(text), len(text))))
    return found


def _take(found: list[Token], kind: str, match: re.Match[str]) -> None:
    word, span = match.group(), match.span()
    if kind == "number":
        found.append(Token("number", word, span, float(word.replace("_", ""))))
    elif kind == "row":
        found.append(Token("row", word[1:-1], span))
    elif kind == "sign":
        found.append(Token("sign", _SAME.get(word, word), span))
    elif word in _MULTIPLES and found and found[-1].kind == "number":
        last = found.pop()
        found.append(
            Token("number", f"{last.text}{word}", (last.span[0], span[1]), last.number * _MULTIPLES[word])
        )
    elif word == "per":
        found.append(Token("sign", "/", span))
    else:
        found.append(Token("word", word, span))


def _unknown_sign(sign: str) -> str:
    if sign in "=<>!&|":
        return f"“{sign}” has no place in a formula: a row is one calculation, with + − × ÷ ^ and functions."
    if sign in "\"'“”‘’":
        return "A formula has no texts: write names as they are, and numbers without quotation marks."
    return f"“{sign}” has no meaning in a formula: use numbers, names, units, + − × ÷ ^ and parentheses."
