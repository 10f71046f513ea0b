"""Quantities as people read them: a number, a thin space, a unit; powers of ten and of two told apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.estimate.dimensions import DATA, TIME, dimension_text
from archdraw.core.estimate.quantities import CalculationError, Quantity, measured_in
from archdraw.core.estimate.units import Unit

if TYPE_CHECKING:
    from archdraw.core.estimate.dimensions import Dimension
    from archdraw.core.estimate.units import UnitBook

THIN = "\u2009"
_SIZES = ((1e18, "EB"), (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
_BINARY_SIZES = ((2.0**50, "PiB"), (2.0**40, "TiB"), (2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"))
_LARGEST_PLAIN = 1e15
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figure_text(value: float, digits: int = 4) -> str:
    """Return a number with so many significant digits, and never fewer than its whole part has.

    Very large and very small numbers are written as powers of ten.
    """
    if value == 0.0:
        return "0"
    place = math.floor(math.log10(abs(value)))
    if abs(value) >= _LARGEST_PLAIN or abs(value) < 1e-6:
        mantissa = float(f"{value / 10.0**place:.{max(0, digits - 1)}f}") if place > -300 else value
        if abs(mantissa) >= 10.0:
            mantissa, place = mantissa / 10.0, place + 1
        return f"{mantissa:g}{THIN}×{THIN}10{str(place).translate(_SUPERSCRIPT)}"
    decimals = max(0, digits - 1 - place)
    rounded = round(value, decimals)
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def two_figures(value: float) -> float:
    """Return a number with two significant figures, halves away from 0, as one does at a whiteboard."""
    from decimal import ROUND_HALF_UP, Decimal

    if value == 0.0 or not math.isfinite(value):
        return value
    number = Decimal(repr(value))
    return float(number.quantize(Decimal(1).scaleb(number.adjusted() - 1), rounding=ROUND_HALF_UP))


def quantity_text(found: Quantity, book: UnitBook, digits: int = 4) -> str:
    """Return a quantity in the unit it is to be shown in, else in one that suits its size."""
    unit = shown_unit(found, book)
    return amount_text(measured_in(found, unit), unit.text, digits)


def amount_text(value: float, unit: str, digits: int = 4) -> str:
    """Return a number with its unit: "36.5 TB", "1,157 /s", "80 %"."""
    number = figure_text(value, digits)
    if not unit or unit == "1":
        return number
    return f"{number}{THIN}{unit.removeprefix('1') if unit.startswith('1/') else unit}"


def shown_unit(found: Quantity, book: UnitBook) -> Unit:
    """Return the unit that a quantity is shown in."""
    if found.shown is not None:
        try:
            measured_in(found, found.shown)
        except CalculationError:
            pass
        else:
            return found.shown
    return suitable_unit(found.value, found.dimension, book)


def suitable_unit(value: float, made_of: Dimension, book: UnitBook) -> Unit:
    """Return a unit for a dimension in which the value is neither very large nor very small."""
    powers = dict(made_of)
    factor, texts_above, texts_below = 1.0, [], []
    time = powers.pop(TIME, 0)
    if time == -1:
        name, length = _rate_span(value, book)
        texts_below.append(name)
        factor /= length
    elif time == 1 and not powers:
        name, length = _span(value, book)
        texts_above.append(name)
        factor *= length
    elif time:
        texts_above += [f"s^{time}" if time > 1 else "s"] if time > 0 else []
        texts_below += [f"s^{-time}"] if time < 0 else []
    data = powers.pop(DATA, 0)
    if data == 1:
        size, name = next((one for one in _SIZES if abs(value / factor) >= one[0]), (1.0, "byte"))
        texts_above.append(name)
        factor *= size
    elif data:
        (texts_above if data > 0 else texts_below).append(f"byte^{abs(data)}" if abs(data) > 1 else "byte")
    for name, exponent in powers.items():
        text = name if abs(exponent) == 1 else f"{name}^{abs(exponent)}"
        (texts_above if exponent > 0 else texts_below).append(text)
    above = "·".join(texts_above)
    text = (above or "1") + "".join(f"/{one}" for one in texts_below) if texts_below else above
    return Unit(text, factor, made_of)


def other_texts(found: Quantity, book: UnitBook, unit: str = "") -> tuple[str, ...]:
    """Return a size or a rate of data in the other ways people write it: in powers of two, in bits.

    `unit` is how it is written itself: what is said a day stays said a day.
    """
    powers = dict(found.dimension)
    if powers.get(DATA) != 1 or len(powers) > 2 or (len(powers) == 2 and powers.get(TIME) != -1):
        return ()
    binary = found.shown is not None and "iB" in found.shown.text
    span, per = 1.0, ""
    if TIME in powers:
        name, length = _span_below(unit, book) or _rate_span(found.value, book)
        span, per = length, f"/{name}"
    value = found.value * span
    ten = next((one for one in _SIZES if abs(value) >= one[0]), None)
    two = next((one for one in _BINARY_SIZES if abs(value) >= one[0]), None)
    texts = []
    if binary and ten is not None:
        texts.append(f"{figure_text(value / ten[0])}{THIN}{ten[1]}{per}")
    elif two is not None:
        texts.append(f"{figure_text(value / two[0])}{THIN}{two[1]}{per}")
    if TIME in powers:
        bits = found.value * 8.0
        size, name = next((one for one in _SIZES if abs(bits) >= one[0]), (1.0, "byte"))
        texts.append(f"{figure_text(bits / size)}{THIN}{name.removesuffix('B').removesuffix('byte')}bit/s")
    return tuple(texts)


def _span_below(unit: str, book: UnitBook) -> tuple[str, float] | None:
    """Return the span of time that a unit such as "GB/day" is for, None where it is none we know."""
    word = unit.rpartition("/")[2] if "/" in unit else ""
    known = book.known(word) if word else None
    return (word, known.factor) if known is not None and known.dimension == ((TIME, 1),) else None


def _rate_span(value: float, book: UnitBook) -> tuple[str, float]:
    day = book.day_s
    if value == 0.0 or abs(value) >= 1.0:
        return "s", 1.0
    if abs(value) * day >= 1.0:
        return "day", day
    return ("year", day * book.year_days) if abs(value) * day * book.year_days >= 1.0 else ("s", 1.0)


def _span(value: float, book: UnitBook) -> tuple[str, float]:
    spans = (
        ("year", book.day_s * book.year_days),
        ("day", book.day_s),
        ("h", 3600.0),
        ("min", 60.0),
        ("s", 1.0),
        ("ms", 1e-3),
        ("µs", 1e-6),
    )
    return next(
        (span for span in spans if abs(value) >= span[1]), ("s", 1.0) if value == 0.0 else ("ns", 1e-9)
    )


def dimension_words(found: Quantity) -> str:
    """Return what a quantity is made of, for a sentence."""
    return dimension_text(found.dimension) or "a plain number"
