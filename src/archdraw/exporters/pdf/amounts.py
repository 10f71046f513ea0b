"""Paints amounts as bars with guides, how losses add up to a whole, and how amounts grow with time."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from archdraw.exporters.pdf.style import TONES, TextStyle

if TYPE_CHECKING:
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import AmountChart, LineChart, Waterfall

ROW = 15.0
HEAD = 16.0
PLOT = 130.0
_LABEL = TextStyle("regular", 8.4, 11.0)
_VALUE = TextStyle("mono", 7.4, 10.0)
_AXIS = TextStyle("regular", 7.2, 9.0, "text-second")
# Lines are told apart by their dashes where there is no colour.
_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 2.5), (1.5, 2.0), (7.0, 2.0, 1.5, 2.0))
_INKS = ("accent", "text", "text-second", "warning")


def amounts_height(chart: AmountChart) -> float:
    """Return the height of the chart in points."""
    return (HEAD if chart.guides else 4.0) + len(chart.bars) * ROW + 4.0


def paint_amounts(sheet: Sheet, chart: AmountChart, x: float, y: float, width: float) -> None:
    """Paint a bar for each amount, from 0 (or 1 on a logarithmic axis), with its figure and the guides."""
    label = _label_width(sheet, [bar.label for bar in chart.bars], width)
    room = max(_width(sheet, bar.text, _VALUE) for bar in chart.bars) + 10.0
    left, right = x + label, x + width - room
    largest = max([bar.value for bar in chart.bars] + [guide.value for guide in chart.guides])

    def place(value: float) -> float:
        if chart.logarithmic:
            return left + (right - left) * math.log(max(value, 1.0)) / math.log(max(largest, 1.001))
        return left + (right - left) * value / largest if largest > 0 else left

    top = y + (HEAD if chart.guides else 4.0)
    bottom = top + len(chart.bars) * ROW
    for index, bar in enumerate(chart.bars):
        middle = top + (index + 0.5) * ROW
        sheet.text(x, middle + 2.8, _cut(sheet, bar.label, label - 8.0), _LABEL)
        sheet.link(x, middle - 6.0, label - 8.0, 12.0, bar.link)
        sheet.box(left, middle - 3.6, max(place(bar.value) - left, 0.8), 7.2, TONES[bar.tone])
        sheet.text(x + width, middle + 2.6, bar.text, _VALUE, align="right")
    sheet.line(left, top - 3.0, left, bottom, "text-second", 0.6)
    for guide in chart.guides:
        at = place(guide.value)
        sheet.line(at, top - 4.0, at, bottom, "text", 0.8, (3.0, 2.0))
        sheet.text(at, y + 8.0, guide.text, _AXIS._replace(ink="text"), align="center")


def waterfall_height(chart: Waterfall) -> float:
    """Return the height of the chart in points."""
    return HEAD + (len(chart.steps) + 1) * ROW + 4.0


def paint_waterfall(sheet: Sheet, chart: Waterfall, x: float, y: float, width: float) -> None:
    """Paint each part where the one above ends; the last bar is the whole."""
    label = _label_width(sheet, [step.label for step in chart.steps] + [chart.total_label], width)
    left, right = x + label, x + width - 66.0
    whole = sum(step.value for step in chart.steps)
    largest = max(whole, chart.allowed or 0.0)
    scale = (right - left) / largest if largest > 0 else 0.0
    top, begun = y + HEAD, 0.0
    for index, step in enumerate(chart.steps):
        middle = top + (index + 0.5) * ROW
        start, end = left + begun * scale, left + (begun + step.value) * scale
        sheet.text(x, middle + 2.8, _cut(sheet, step.label, label - 8.0), _LABEL)
        sheet.link(x, middle - 6.0, label - 8.0, 12.0, step.link)
        sheet.box(start, middle - 3.6, max(end - start, 0.8), 7.2, "accent")
        sheet.line(end, middle + 3.6, end, middle + ROW - 3.6, "text-second", 0.5)
        sheet.text(x + width, middle + 2.6, step.text, _VALUE, align="right")
        begun += step.value
    middle = top + (len(chart.steps) + 0.5) * ROW
    over = chart.allowed is not None and whole > chart.allowed
    sheet.text(x, middle + 2.8, chart.total_label, _LABEL._replace(face="semibold"))
    sheet.box(left, middle - 4.4, max(whole * scale, 0.8), 8.8, "danger" if over else "text")
    sheet.text(
        x + width, middle + 2.6, chart.total_text, _VALUE._replace(face="mono-semibold"), align="right"
    )
    sheet.line(left, top - 3.0, left, middle + ROW / 2, "text-second", 0.6)
    if chart.allowed is not None:
        at = left + chart.allowed * scale
        sheet.line(at, top - 3.0, at, middle + ROW / 2, "text", 0.8, (3.0, 2.0))
        # Kept on the plot: near an edge a centred word would stand over the labels.
        wide = _width(sheet, chart.allowed_text, _AXIS)
        sheet.text(min(max(at - wide / 2, left), right - wide), y + 8.0, chart.allowed_text, _AXIS)


def lines_height(_chart: LineChart) -> float:
    """Return the height of the chart in points."""
    return PLOT + 34.0


def paint_lines(sheet: Sheet, chart: LineChart, x: float, y: float, width: float) -> None:
    """Paint a line for each series, each with its own dashes and its name at the end."""
    names = max(_width(sheet, one.label, _AXIS) for one in chart.series)
    ticks = max(_width(sheet, text, _AXIS) for _, text in chart.ticks_up)
    left, right = x + ticks + 6.0, x + width - min(names, width * 0.3) - 8.0
    bottom = y + 8.0 + PLOT
    last = max(at for at, _ in chart.ticks_across)
    highest = max(value for value, _ in chart.ticks_up)

    def point(at: float, value: float) -> tuple[float, float]:
        return left + (right - left) * at / last, bottom - PLOT * value / highest

    for value, text in chart.ticks_up:
        level = point(0.0, value)[1]
        sheet.line(left, level, right, level, "panel-line")
        sheet.text(left - 5.0, level + 2.6, text, _AXIS, align="right")
    for at, text in chart.ticks_across:
        sheet.text(point(at, 0.0)[0], bottom + 11.0, text, _AXIS, align="center")
    taken: list[float] = []
    for index, one in enumerate(chart.series):
        ink, dash = _INKS[index % len(_INKS)], _DASHES[index % len(_DASHES)]
        spots = [point(at, value) for at, value in one.points]
        for (x1, y1), (x2, y2) in pairwise(spots):
            sheet.line(x1, y1, x2, y2, ink, 1.3, dash)
        level = spots[-1][1]
        while any(abs(level - other) < 9.0 for other in taken):
            level -= 9.0
        taken.append(level)
        sheet.text(right + 5.0, level + 2.6, _cut(sheet, one.label, x + width - right - 5.0, _AXIS), _AXIS)
    sheet.line(left, bottom, right, bottom, "text-second", 0.6)
    sheet.text(right, bottom + 22.0, chart.across, _AXIS, align="right")


def _label_width(sheet: Sheet, labels: list[str], width: float) -> float:
    return min(width * 0.36, max(60.0, *(_width(sheet, label, _LABEL) + 12.0 for label in labels)))


def _width(sheet: Sheet, text: str, style: TextStyle) -> float:
    return sheet.fonts.width(text, style.face, style.size)


def _cut(sheet: Sheet, text: str, width: float, style: TextStyle = _LABEL) -> str:
    """Return text that fits, with an ellipsis where something was left out (the table has it in full)."""
    if _width(sheet, text, style) <= width:
        return text
    while text and _width(sheet, text + "…", style) > width:
        text = text[: -max(1, len(text) // 8)]
    return text.rstrip() + "…"
