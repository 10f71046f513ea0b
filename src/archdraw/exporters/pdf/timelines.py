"""Paints what happens one after the other in time, each row with the moment by which it has to be over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.pdf.style import TONES, TextStyle

if TYPE_CHECKING:
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import Timeline, TimelineRow

ROW = 24.0
HEAD = 6.0
FOOT = 20.0
_LABEL = TextStyle("regular", 8.4, 11.0)
_VALUE = TextStyle("mono", 7.4, 10.0)
_AXIS = TextStyle("regular", 7.2, 9.0, "text-second")
# A moment further off than this many times the longest row is shown at the edge: else nothing else is seen.
_FURTHEST = 2.0
_HIGH = 9.0


def timeline_height(chart: Timeline) -> float:
    """Return the height of the chart in points."""
    return HEAD + len(chart.rows) * ROW + FOOT


def paint_timeline(sheet: Sheet, chart: Timeline, x: float, y: float, width: float) -> None:
    """Paint the phases of each row one after the other; they differ in tint and frame, not in hue alone."""
    longest = max(sum(row.phases) for row in chart.rows)
    limits = [row.limit for row in chart.rows if row.limit is not None]
    most = min(max([longest, *limits]), longest * _FURTHEST) or 1.0
    names = max(sheet.fonts.width(row.label, _LABEL.face, _LABEL.size) for row in chart.rows) + 12.0
    left = x + min(width * 0.34, max(60.0, names))
    right = x + width - 62.0
    for index, row in enumerate(chart.rows):
        middle = y + HEAD + (index + 0.5) * ROW
        sheet.text(x, middle + 2.8, _cut(sheet, row.label, left - x - 8.0), _LABEL)
        sheet.link(x, middle - 6.0, left - x - 8.0, 12.0, row.link)
        _paint_row(sheet, row, (left, right), middle, (right - left) / most)
        sheet.text(x + width, middle + 2.6, row.text, _VALUE, align="right")
    bottom = y + HEAD + len(chart.rows) * ROW
    sheet.line(left, y + 2.0, left, bottom, "text-second", 0.6)
    _paint_key(sheet, chart, left, bottom + 12.0)


def _paint_row(
    sheet: Sheet, row: TimelineRow, edges: tuple[float, float], middle: float, scale: float
) -> None:
    left, right = edges
    at = left
    for index, phase in enumerate(row.phases):
        _paint_phase(sheet, index, row, (at, middle - _HIGH / 2), phase * scale)
        at += phase * scale
    if row.limit is None:
        return
    there = left + row.limit * scale
    beyond = there > right
    mark = min(there, right)
    sheet.line(mark, middle - 9.0, mark, middle + 9.0, "text", 1.4)
    if beyond:
        sheet.polygon([(mark + 1.5, middle - 3.0), (mark + 6.0, middle), (mark + 1.5, middle + 3.0)], "text")
    room = sheet.fonts.width(row.limit_text, _AXIS.face, _AXIS.size) + 4.0
    if mark - room < left:
        sheet.text(mark + 3.0, middle - 6.0, row.limit_text, _AXIS)
    else:
        sheet.text(mark - 3.0, middle - 6.0, row.limit_text, _AXIS, align="right")


def _paint_phase(
    sheet: Sheet, index: int, row: TimelineRow, corner: tuple[float, float], length: float
) -> None:
    ink = TONES[row.tone]
    sheet.box(*corner, max(length, 0.6), _HIGH, ink, alpha=_strength(index, len(row.phases)))
    sheet.box(*corner, max(length, 0.6), _HIGH, "", outline=ink)


def _strength(index: int, count: int) -> float:
    """Return how opaque a phase is: from a quarter for the first to all of it for the last."""
    return 0.25 + 0.75 * index / max(1, count - 1) if count > 1 else 1.0


def _paint_key(sheet: Sheet, chart: Timeline, x: float, y: float) -> None:
    for index, name in enumerate(chart.phases):
        sheet.box(x, y - 6.0, 10.0, 7.0, "text", alpha=_strength(index, len(chart.phases)))
        sheet.box(x, y - 6.0, 10.0, 7.0, "", outline="text")
        x += 14.0 + sheet.text(x + 14.0, y, name, _AXIS) + 16.0
    if any(row.limit is not None for row in chart.rows):
        sheet.line(x + 2.0, y - 7.0, x + 2.0, y + 2.0, "text", 1.4)
        sheet.text(x + 8.0, y, chart.limit_name, _AXIS)


def _cut(sheet: Sheet, text: str, width: float) -> str:
    def wide(words: str) -> float:
        return sheet.fonts.width(words, _LABEL.face, _LABEL.size)

    if wide(text) <= width:
        return text
    while text and wide(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
