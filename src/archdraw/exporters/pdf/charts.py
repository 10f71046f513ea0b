"""Paints charts as vectors: down time on a logarithmic axis, and ratios as bars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import THIN, number_text
from archdraw.exporters.pdf.style import TONES, TextStyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import BarChart, NinesChart, NinesRow

_LABEL = TextStyle("regular", 8.4, 11.0)
_VALUE = TextStyle("mono", 7.4, 10.0)
_AXIS = TextStyle("regular", 7.2, 9.0, "text-second")
NINES_ROW = 27.0
NINES_HEAD = 26.0
BAR_ROW = 15.0
BAR_HEAD = 16.0
BAR_KEY = 18.0
# What is over this is cut.
_MOST = 1.5
_NINES_MARKS = (
    (1, "90\u2009%"),
    (2, "99\u2009%"),
    (3, "99.9\u2009%"),
    (4, "99.99\u2009%"),
    (5, "99.999\u2009%"),
    (6, "99.9999\u2009%"),
    (7, "7 nines"),
    (8, "8 nines"),
    (9, "9 nines"),
)
_UNITS = (("d", 86_400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0), ("ms", 1e-3))


def nines_height(chart: NinesChart) -> float:
    """Return the height of the chart in points."""
    return NINES_HEAD + len(chart.rows) * NINES_ROW + 24.0


def paint_nines(sheet: Sheet, chart: NinesChart, x: float, y: float, width: float) -> None:
    """Paint allowed (ring) and expected (filled) down time of each journey; further right is better."""
    label_width = min(
        width * 0.34, max(70.0, *(_width(sheet.fonts, row.label, _LABEL) + 12.0 for row in chart.rows))
    )
    left, right = x + label_width, x + width - 18.0
    low, high = _decades(chart)

    def place(seconds: float) -> float:
        nines = -math.log10(max(seconds, 1e-3) / chart.year_s)
        return left + (right - left) * (min(max(nines, low), high) - low) / (high - low)

    bottom = y + NINES_HEAD + len(chart.rows) * NINES_ROW
    for nines, label in _NINES_MARKS:
        if low <= nines <= high:
            at = left + (right - left) * (nines - low) / (high - low)
            sheet.line(at, y + NINES_HEAD - 4.0, at, bottom, "panel-line")
            sheet.text(at, y + 8.0, label, _AXIS._replace(ink="text"), align="center")
            sheet.text(at, y + 17.5, _span(chart.year_s / 10.0**nines), _AXIS, align="center")
    for index, row in enumerate(chart.rows):
        _paint_nines_row(sheet, row, place, (x, left, right), y + NINES_HEAD + (index + 0.5) * NINES_ROW)
    sheet.line(x, bottom, x + width, bottom)
    _nines_key(sheet, left, bottom + 14.0)


def _span(seconds: float) -> str:
    """Return a time in one unit and three digits, as marks of an axis have it."""
    unit, size = next((one for one in _UNITS if seconds >= one[1]), _UNITS[-1])
    return f"{number_text(seconds / size, 3)}{THIN}{unit}"


def _paint_nines_row(
    sheet: Sheet,
    row: NinesRow,
    place: Callable[[float], float],
    edges: tuple[float, float, float],
    middle: float,
) -> None:
    x, left, right = edges
    sheet.text(x, middle + 3.0, _cut(sheet.fonts, row.label, _LABEL, left - x - 10.0), _LABEL)
    ink = "text-second" if row.met is None else "good" if row.met else "danger"
    at = place(row.expected_s)
    if row.allowed_s is not None:
        allowed = place(row.allowed_s)
        sheet.line(min(at, allowed), middle, max(at, allowed), middle, ink, 2.0)
        sheet.disc(allowed, middle, 4.0, "canvas")
        sheet.disc(allowed, middle, 4.0, "text", outline=True, width=1.3)
    if row.met is False:
        sheet.polygon([(at, middle - 5.2), (at + 5.2, middle), (at, middle + 5.2), (at - 5.2, middle)], ink)
    else:
        sheet.disc(at, middle, 4.4, ink)
    text = row.expected_text
    wide = _width(sheet.fonts, text, _VALUE)
    start = min(max(at - wide / 2, left), right + 18.0 - wide)
    sheet.text(start, middle - 7.5, text, _VALUE)


def _nines_key(sheet: Sheet, x: float, y: float) -> None:
    sheet.disc(x + 4.0, y - 2.6, 3.6, "text", outline=True, width=1.2)
    at = x + 12.0 + sheet.text(x + 12.0, y, "allowed by the target", _AXIS) + 16.0
    sheet.disc(at, y - 2.6, 3.8, "good")
    at += 8.0 + sheet.text(at + 8.0, y, "expected, target met", _AXIS) + 16.0
    sheet.polygon([(at, y - 7.2), (at + 4.6, y - 2.6), (at, y + 2.0), (at - 4.6, y - 2.6)], "danger")
    sheet.text(at + 9.0, y, "expected, target missed", _AXIS)


def _decades(chart: NinesChart) -> tuple[float, float]:
    values = [value for row in chart.rows for value in (row.expected_s, row.allowed_s) if value]
    nines = [-math.log10(max(value, 1e-3) / chart.year_s) for value in values] or [2.0, 4.0]
    low, high = math.floor(min(nines) - 0.15), math.ceil(max(nines) + 0.15)
    low = max(0, low)
    return float(low), float(max(high, low + 2))


def bars_height(chart: BarChart) -> float:
    """Return the height of the chart in points."""
    return BAR_HEAD + len(chart.bars) * BAR_ROW + (BAR_KEY if chart.mark_text else 4.0)


def paint_bars(sheet: Sheet, chart: BarChart, x: float, y: float, width: float) -> None:
    """Paint bars from 0, marks beyond them, lines at the target (dashed) and at 100 %; over 150 % all is cut.

    A thin line with ends shows from where to where the value may reach.
    """
    label_width = min(
        width * 0.36, max(60.0, *(_width(sheet.fonts, bar.label, _LABEL) + 12.0 for bar in chart.bars))
    )
    left, right = x + label_width, x + width - 44.0
    values = [
        value for bar in chart.bars for value in (bar.value, bar.mark, *(bar.ends or ())) if value is not None
    ]
    top_value = min(_MOST, max([1.0, *values]))
    scale = (right - left) / top_value
    bottom = y + BAR_HEAD + len(chart.bars) * BAR_ROW
    for index, bar in enumerate(chart.bars):
        middle = y + BAR_HEAD + (index + 0.5) * BAR_ROW
        sheet.text(x, middle + 2.8, _cut(sheet.fonts, bar.label, _LABEL, label_width - 8.0), _LABEL)
        sheet.link(x, middle - 6.0, label_width - 8.0, 12.0, bar.link)
        length = min(bar.value, top_value) * scale
        sheet.box(left, middle - 3.6, max(length, 0.6), 7.2, TONES[bar.tone])
        if bar.value > top_value:
            sheet.polygon(
                [(left + length, middle - 5.0), (left + length + 6.0, middle), (left + length, middle + 5.0)],
                TONES[bar.tone],
            )
        if bar.ends is not None:
            first, last = (left + min(end, top_value) * scale for end in bar.ends)
            sheet.line(first, middle, last, middle, "text", 0.8)
            for end in (first, last):
                sheet.line(end, middle - 2.4, end, middle + 2.4, "text", 0.8)
        if bar.mark is not None:
            _paint_mark(sheet, left + length, left + min(bar.mark, top_value) * scale, middle)
        sheet.text(x + width, middle + 2.6, bar.text, _VALUE, align="right")
    sheet.line(left, y + BAR_HEAD - 3.0, left, bottom, "text-second", 0.6)
    if chart.mark_text:
        _paint_mark(sheet, left, left + 16.0, bottom + 10.0)
        sheet.text(left + 24.0, bottom + 12.6, chart.mark_text, _AXIS)
    limit = left + scale
    sheet.line(limit, y + BAR_HEAD - 3.0, limit, bottom, "text", 0.9)
    sheet.text(limit, y + 9.0, chart.limit_text, _AXIS._replace(ink="text"), align="center")
    if chart.target is not None and chart.target < top_value:
        at = left + chart.target * scale
        sheet.line(at, y + BAR_HEAD - 3.0, at, bottom, "text", 0.8, (3.0, 2.0))
        sheet.text(at, y + 9.0, chart.target_text, _AXIS._replace(ink="text"), align="center")


def _paint_mark(sheet: Sheet, start: float, end: float, middle: float) -> None:
    """Paint how far a value would go: a thin line from the end of the bar to a diamond."""
    sheet.line(start, middle, end, middle, "text", 0.7)
    sheet.polygon(
        [(end, middle - 3.8), (end + 3.8, middle), (end, middle + 3.8), (end - 3.8, middle)], "text"
    )


def _width(fonts: Fonts, text: str, style: TextStyle) -> float:
    return fonts.width(text, style.face, style.size)


def _cut(fonts: Fonts, text: str, style: TextStyle, width: float) -> str:
    """Return text that fits, with an ellipsis where something was left out (the table has it in full)."""
    if _width(fonts, text, style) <= width:
        return text
    while text and _width(fonts, text + "…", style) > width:
        text = text[: -max(1, len(text) // 8)]
    return text.rstrip() + "…"
