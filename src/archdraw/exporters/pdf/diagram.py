"""Paints a display list as vectors with real text, and finds a page on which its labels can be read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing import TextShape
from archdraw.core.drawing.plain_lines import PlainLine
from archdraw.core.drawing.stamped_cards import StampedCard
from archdraw.core.geometry import Box
from archdraw.exporters.pdf.pencil import Pencil
from archdraw.exporters.pdf.stamping import Stamper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.drawing import DisplayList, ElementDrawing
    from archdraw.exporters.pdf.sheet import Sheet

# Points a drawing unit: full size is that of a screen with 96 units an inch.
FULL_SCALE = 0.75
SMALLEST_LABEL = 6.0
OVERLAP = 40.0


class Spot(NamedTuple):
    """Where a drawing lands: its point (`left`, `top`) at (`x`, `y`) of the sheet, and the scale."""

    x: float
    y: float
    left: float
    top: float
    scale: float

    def across(self, value: float) -> float:
        """Return the distance from the left edge of the sheet."""
        return self.x + (value - self.left) * self.scale

    def down(self, value: float) -> float:
        """Return the distance from the top edge of the sheet."""
        return self.y + (value - self.top) * self.scale


def extent_of(display: DisplayList) -> Box:
    """Return what the drawing covers, never empty."""
    box = display.bounds
    return box if box.w > 0 and box.h > 0 else Box(box.x, box.y, 1.0, 1.0)


def smallest_text(display: DisplayList) -> float:
    """Return the size of the smallest text in drawing units (13 where there is none).

    Digits inside the symbols of a legend are pictures of badges, not labels.
    """
    unlike = _unlike(display.elements)
    labelled = [shape for drawing in unlike for shape in (*drawing.shapes, *drawing.fine)]
    labelled += [shape for drawing in display.legend for shape in drawing.fine]
    sizes = [shape.font.size for shape in labelled if isinstance(shape, TextShape) and shape.text.strip()]
    return min(sizes, default=13.0)


def _unlike(drawings: Iterable[ElementDrawing]) -> list[ElementDrawing]:
    """Return the drawings without those that have the same fonts as one before: cards of one stamp, lines."""
    found: list[ElementDrawing] = []
    known: set[int] = set()
    for one in drawings:
        if isinstance(one, StampedCard):
            alike = id(one.stamp)
        elif isinstance(one, PlainLine):
            alike = int(one.label_box is not None)
        else:
            found.append(one)
            continue
        if alike not in known:
            known.add(alike)
            found.append(one)
    return found


def least_scale(display: DisplayList) -> float:
    """Return the scale below which some label would be under 6 pt."""
    return SMALLEST_LABEL / smallest_text(display)


def fitting_scale(display: DisplayList, width: float, height: float) -> float:
    """Return the scale at which the drawing fits, at most full size."""
    box = extent_of(display)
    return min(width / box.w, height / box.h, FULL_SCALE)


def tiles_of(display: DisplayList, width: float, height: float, scale: float) -> list[list[Box]]:
    """Return rows of the parts that fit on one page each: equal in size, overlapping their neighbours."""
    box = extent_of(display)
    xs, across = _windows(box.x, box.w, width / scale)
    ys, down = _windows(box.y, box.h, height / scale)
    return [[Box(x, y, across, down) for x in xs] for y in ys]


def _windows(start: float, length: float, most: float) -> tuple[list[float], float]:
    """Return where equal windows start, and how long each is."""
    if length <= most:
        return [start], length
    count = max(2, math.ceil((length - OVERLAP) / (most - OVERLAP)))
    window = (length + (count - 1) * OVERLAP) / count
    return [start + index * (window - OVERLAP) for index in range(count)], window


def paint_display(
    sheet: Sheet,
    display: DisplayList,
    spot: Spot,
    *,
    part: Box | None = None,
    targets: Mapping[str, str] | None = None,
    words: bool = True,
) -> None:
    """Paint a drawing.

    Parameters
    ----------
    spot
        Place and scale.
    part
        Only elements that touch this box (drawing units), clipped to it.
    targets
        Anchors that the frames of elements lead to.
    words
        Whether texts and what holds them are painted: chips, titles, labels.
    """
    with collector_paused():
        _paint_all(sheet, display, spot, part, targets, words=words)


def _paint_all(
    sheet: Sheet,
    display: DisplayList,
    spot: Spot,
    part: Box | None,
    targets: Mapping[str, str] | None,
    *,
    words: bool,
) -> None:
    canvas = sheet.canvas
    sheet.mark()
    canvas.saveState()
    canvas.setLineJoin(1)
    if part is not None:
        clip = canvas.beginPath()
        bottom = sheet.size[1] - spot.down(part.bottom)
        clip.rect(spot.across(part.x), bottom, part.w * spot.scale, part.h * spot.scale)
        canvas.clipPath(clip, stroke=0, fill=0)
    left, top = spot.across(0.0), spot.down(0.0)
    pencil = Pencil(sheet, left, sheet.size[1] - top, spot.scale)
    stamper = Stamper(sheet, pencil, spot.scale)
    for drawing in (*display.elements, *display.legend):
        if part is not None and not _touches(drawing.bounds, part):
            continue
        if not words:
            pencil.shapes([shape for shape in drawing.shapes if not isinstance(shape, TextShape)])
        elif not (isinstance(drawing, StampedCard) and stamper.put(drawing)):
            pencil.shapes((*drawing.shapes, *drawing.fine))
        frame = drawing.frame
        if targets and frame is not None and drawing.role == "component" and drawing.id in targets:
            corner = spot.across(frame.x), spot.down(frame.y)
            sheet.link(*corner, frame.w * spot.scale, frame.h * spot.scale, targets[drawing.id])
    canvas.restoreState()


def _touches(first: Box, second: Box) -> bool:
    across = first.x <= second.right and second.x <= first.right
    return across and first.y <= second.bottom and second.y <= first.bottom
