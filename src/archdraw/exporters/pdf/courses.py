"""Paints how something went over time: lines with the bands they are known within, and what happened when."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from archdraw.exporters.pdf.style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import CourseChart, CourseLine, Stretch

    Place = Callable[[float, float], tuple[float, float]]

T = TypeVar("T")
PLOT = 118.0
HEAD = 18.0
FOOT = 26.0
_AXIS = TextStyle("regular", 7.2, 9.0, "text-second")
_NAME = TextStyle("regular", 7.6, 9.5)
# Lines are told apart by their dashes where there is no colour, bands by how dark they are.
_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 2.5), (1.5, 2.0))
_INKS = ("accent", "text", "warning")
_BANDS = (0.22, 0.13, 0.2)
_SAMPLE = 20.0
_TICKS, _NAMED = 34.0, 84.0


def courses_height(_chart: CourseChart) -> float:
    """Return the height of the chart in points."""
    return HEAD + PLOT + FOOT


def paint_courses(sheet: Sheet, chart: CourseChart, x: float, y: float, width: float) -> None:
    """Paint the legend, the stretch in which something happens, and each line over its band."""
    ticks = max(_width(sheet, text) for _, text in chart.ticks_up)
    named = max((_width(sheet, guide.text) for guide in chart.guides), default=0.0)
    # Alike for charts below each other, so that the same moment stands at the same place.
    left, right = x + max(ticks, _TICKS) + 6.0, x + width - max(named, _NAMED) - 8.0
    top, bottom = y + HEAD, y + HEAD + PLOT
    floor = min(value for value, _ in chart.ticks_up)
    ceiling = max(value for value, _ in chart.ticks_up)

    def place(at: float, value: float) -> tuple[float, float]:
        value = min(max(value, floor), ceiling)
        if chart.logarithmic:
            share = math.log(value / floor) / math.log(ceiling / floor)
        else:
            share = (value - floor) / (ceiling - floor)
        return left + (right - left) * min(max(at / chart.end, 0.0), 1.0), bottom - PLOT * share

    _legend(sheet, chart, left, right, y + 8.0)
    if chart.stretch is not None:
        _stretch(sheet, chart.stretch, place, (top, bottom))
    for value, text in chart.ticks_up:
        level = place(0.0, value)[1]
        sheet.line(left, level, right, level, "panel-line")
        sheet.text(left - 5.0, level + 2.6, text, _AXIS, align="right")
    for at, text in chart.ticks_across:
        spot = place(at, floor)[0]
        sheet.line(spot, bottom, spot, bottom + 2.5, "text-second")
        sheet.text(spot, bottom + 11.0, text, _AXIS, align="center")
    for index, line in enumerate(chart.lines):
        _band(sheet, line, place, index)
    for index, line in enumerate(chart.lines):
        _line(sheet, line, place, index)
    taken: list[float] = []
    for guide in chart.guides:
        level = place(0.0, guide.value)[1]
        sheet.line(left, level, right, level, "text", 0.7, (2.0, 1.5))
        while any(abs(level - other) < 8.5 for other in taken):
            level += 8.5
        taken.append(level)
        sheet.text(right + 5.0, level + 2.6, guide.text, _AXIS._replace(ink="text"))
    sheet.line(left, bottom, right, bottom, "text-second", 0.6)
    sheet.text(right, bottom + 21.0, chart.across, _AXIS, align="right")


def _legend(sheet: Sheet, chart: CourseChart, left: float, right: float, y: float) -> None:
    """Say what the axis measures, then how each line looks."""
    at = left + sheet.text(left, y, chart.up, _NAME._replace(face="medium")) + 14.0
    for index, line in enumerate(chart.lines):
        ink = _INKS[index % len(_INKS)]
        if line.band:
            sheet.box(at, y - 6.0, _SAMPLE, 7.0, ink, alpha=_BANDS[index % len(_BANDS)])
        sheet.line(at, y - 2.5, at + _SAMPLE, y - 2.5, ink, 1.4, _DASHES[index % len(_DASHES)])
        at += _SAMPLE + 4.0
        at += sheet.text(at, y, _cut(sheet, line.label, max(40.0, right - at)), _NAME) + 12.0


def _stretch(sheet: Sheet, stretch: Stretch, place: Place, edges: tuple[float, float]) -> None:
    top, bottom = edges
    start, end = (place(at, 0.0)[0] for at in (stretch.start, stretch.end))
    sheet.box(start, top, end - start, bottom - top, "text", alpha=0.06)
    for at in (start, end):
        sheet.line(at, top, at, bottom, "text-second", 0.7, (1.0, 2.0))
    if _width(sheet, stretch.text) < end - start - 8.0:
        sheet.text(start + 4.0, top + 8.0, stretch.text, _AXIS._replace(ink="text"))


def _band(sheet: Sheet, line: CourseLine, place: Place, index: int) -> None:
    for part in _parts(
        [None if low is None or high is None else (at, low, high) for at, low, high in line.band]
    ):
        upper = [place(at, high) for at, _, high in part]
        lower = [place(at, low) for at, low, _ in part]
        if len(part) > 1:
            ink, alpha = _INKS[index % len(_INKS)], _BANDS[index % len(_BANDS)]
            sheet.polygon([*upper, *reversed(lower)], ink, alpha=alpha)


def _line(sheet: Sheet, line: CourseLine, place: Place, index: int) -> None:
    ink, dash = _INKS[index % len(_INKS)], _DASHES[index % len(_DASHES)]
    for part in _parts([None if value is None else (at, value) for at, value in line.points]):
        spots = [place(at, value) for at, value in part]
        if len(spots) > 1:
            sheet.polygon(spots, ink, outline=True, closed=False, width=1.3, dash=dash)
        else:
            sheet.disc(*spots[0], 1.2, ink)


def _parts(points: Sequence[T | None]) -> Iterator[list[T]]:
    """Return the stretches between gaps."""
    for missing, members in groupby(points, lambda one: one is None):
        if not missing:
            yield [one for one in members if one is not None]


def _width(sheet: Sheet, text: str) -> float:
    return sheet.fonts.width(text, _AXIS.face, _AXIS.size)


def _cut(sheet: Sheet, text: str, width: float) -> str:
    """Return text that fits, with an ellipsis where something was left out."""
    style = _NAME
    if sheet.fonts.width(text, style.face, style.size) <= width:
        return text
    while text and sheet.fonts.width(text + "…", style.face, style.size) > width:
        text = text[: -max(1, len(text) // 8)]
    return text.rstrip() + "…"
