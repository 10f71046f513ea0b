"""Between what a person types and what a record stores; a refusal is a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.later import late_pattern
from archdraw.qt.bridge.figures import style
from archdraw.qt.panels.field import Field

if TYPE_CHECKING:
    # Where it is used it is imported: nobody types a number at the start.
    from decimal import Decimal

_BYTES: dict[str, int | str] = {
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "pb": 10**15,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
    "pib": 2**50,
}
_SECONDS: dict[str, int | str] = {
    "ms": "0.001",
    "s": 1,
    "min": 60,
    "m": 60,
    "h": 3600,
    "d": 86400,
}
_MILLISECONDS: dict[str, int | str] = {"ms": 1, "s": 1000, "min": 60_000}
_MULTIPLES: dict[str, int | str] = {"k": 10**3, "m": 10**6, "g": 10**9}
_NUMBER = late_pattern(r"^([+-]?[0-9]*[.]?[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+[.])\s*([^0-9.].*)?$")
_YES = {"yes": True, "true": True, "no": False, "false": False}
_BYTE_STEPS = ((10**15, "PB"), (10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


class RefusedError(ValueError):
    """The typed text is no value of this field; the message is a sentence."""


def shown(field: Field, value: object) -> str:
    """Return a stored value as text for the field, without its unit (sizes carry their own)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return style().written(_shown_number(field, float(value)))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {part}" for key, part in value.items())
    return str(value)


def _shown_number(field: Field, value: float) -> str:
    if field.unit == "bytes":
        for size, name in _BYTE_STEPS:
            if value >= size:
                return f"{_plain(value / size)} {name}"
        return f"{_plain(value)} B"
    return _plain(value * field.scale)


def _plain(value: float) -> str:
    text = f"{value:.12g}"
    if "e" in text and 1e-9 < abs(value) < 1e16:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    whole, dot, rest = text.partition(".")
    digits = whole.lstrip("-")
    if len(digits) > 3 and digits.isdigit():
        whole = whole[: len(whole) - len(digits)] + f"{int(digits):,}"
    return whole + dot + rest


def unit_beside(field: Field) -> str:
    """Return the unit that stands inside the field; sizes are typed with theirs."""
    return "" if field.unit in ("bytes", "bool", "enum") else field.unit


def parsed(field: Field, text: str) -> object | None:
    """Return the value to store, None for an empty field.

    Raises
    ------
    RefusedError
        With a sentence that says what the field takes.
    """
    text = text.strip()
    if not text:
        if field.required:
            raise RefusedError(f"{field.label} can't be empty.")
        return None
    if field.editor in ("text", "lines"):
        return text
    if field.editor == "list":
        return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if field.editor == "ids":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if field.editor == "mixed":
        return _mixed(field, text)
    return _number(field, text)


def _mixed(field: Field, text: str) -> object:
    lowered = text.lower()
    if lowered in _YES and "yes" in field.words:
        return _YES[lowered]
    for word in field.words:
        if lowered == word.lower():
            return word
    if field.free_text:
        return text
    if not field.numbers:
        raise RefusedError(f"{field.label} takes {_listed(field.words)}.")
    try:
        return _number(field, text)
    except RefusedError as refusal:
        if _looks_like_number(text):
            raise
        raise RefusedError(f"{field.label} takes a number or {_listed(field.words)}.") from refusal


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _looks_like_number(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "+-."


def _number(field: Field, text: str) -> int | float:
    from decimal import Decimal

    amount, suffix = _split(field, text)
    value = amount * _factor(field, suffix) / Decimal(str(field.scale))
    whole = value == value.to_integral_value()
    if (field.editor == "whole" or (field.editor == "mixed" and field.unit == "")) and not whole:
        raise RefusedError(f"{field.label} takes a whole number, not {text}.")
    _check_range(field, value)
    return int(value) if whole else float(value)


def _split(field: Field, text: str) -> tuple[Decimal, str]:
    from decimal import Decimal, InvalidOperation

    match = _NUMBER.match(plain_number(text))
    if match is None:
        unit = f" in {unit_beside(field)}" if unit_beside(field) else ""
        raise RefusedError(f"{field.label} takes a number{unit}; “{text}” is none.")
    try:
        return Decimal(match.group(1)), (match.group(2) or "").strip()
    except InvalidOperation as error:
        raise RefusedError(f"{field.label} takes a number; “{text}” is none.") from error


def plain_number(text: str) -> str:
    """Return a typed number with a point for the decimal sign and nothing between thousands.

    A comma before three digits stands between thousands, else it is a decimal sign: never nothing at all.
    """
    text = style().typed(text)
    tight = re.sub(r"(?<=\d)[\s\u2009\u202f\u00a0'’_](?=\d{3}(?!\d))", "", text)
    tight = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", tight) if tight.count(",") else tight
    return tight.replace(",", ".", 1)


def _factor(field: Field, suffix: str) -> Decimal:
    from decimal import Decimal

    if not suffix or suffix == field.unit:
        return Decimal(1)
    lowered = suffix.lower()
    tables: dict[str, dict[str, int | str]] = {
        "bytes": dict(_BYTES),
        "s": dict(_SECONDS),
        "ms": dict(_MILLISECONDS),
    }
    table = tables.get(field.unit)
    if table is not None and lowered in table:
        return Decimal(table[lowered])
    if field.unit != "%" and field.unit not in tables:
        stem = lowered.removesuffix("req/s").removesuffix("rps").removesuffix("/s").strip()
        stem = stem.removesuffix(field.unit.lower()).strip() if field.unit else stem
        if stem == "":
            return Decimal(1)
        if stem in _MULTIPLES:
            return Decimal(_MULTIPLES[stem])
    raise RefusedError(
        f"{field.label} is given in {field.unit or 'plain numbers'}; “{suffix}” is not known here."
    )


def _check_range(field: Field, value: Decimal) -> None:
    def say(limit: float) -> str:
        unit = unit_beside(field)
        space = "" if not unit else "\u2009"
        return f"{style().written(_plain(limit * field.scale))}{space}{unit}"

    low, high = field.minimum, field.maximum
    if low is not None and high is not None and not low <= value <= high:
        raise RefusedError(f"{field.label} lies between {say(low)} and {say(high)}.")
    if low is not None and value < low:
        raise RefusedError(f"{field.label} is at least {say(low)}.")
    if high is not None and value > high:
        raise RefusedError(f"{field.label} is at most {say(high)}.")
