"""Small chips on the upper border of a card: instances, failure domains, a lock for managed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.display import BoxShape, FontSpec, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.wrapping import clean_text, shorten
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.display import PathData, Shape, TextMeasurer

CHIP_HEIGHT = 16.0
CHIP_FONT = FontSpec(size=10.0, weight=500)
_FILL, _BORDER, _INK = Paint("card"), Pen(Paint("card-border"), 1.0), Paint("text-second")
_PAD = 6.0
_GAP = 4.0
_LOCK_WIDTH = 18.0
_LOCK = ""


def short_domain(name: str) -> str:
    """Return what a chip calls a failure domain: the last word where it is short ("Zone A" → "A")."""
    words = clean_text(name).replace("_", " ").split()
    if len(words) > 1 and len(words[-1]) <= 3:
        return words[-1]
    tail = words[-1].rsplit("-", 1)[-1] if words else ""
    return tail if len(words) == 1 and 0 < len(tail) <= 2 else " ".join(words)


def badge_row(
    box: Box, *, replicas: int, domains: Sequence[str], managed: bool, measurer: TextMeasurer
) -> list[Shape]:
    """Return the chips, right-aligned on the upper border of a card; nothing where nothing is to say.

    Domains stand by name while they fit, else as their number.
    """
    if replicas <= 1 and not managed and not domains:
        return []
    room = box.w - 36.0
    names = [shorten(short_domain(name), CHIP_FONT, 56.0, measurer) for name in dict.fromkeys(domains)]
    # One chip for all: chips of their own would reach over the middle, where lines arrive.
    texts = [" ".join(name for name in names if name)] if names else []
    tail = ([f"×{replicas}"] if replicas > 1 else []) + ([_LOCK] if managed else [])
    if texts and _row_width([*texts, *tail], measurer) > room:
        texts = [f"{len(names)} domains"]
        if _row_width([*texts, *tail], measurer) > room:
            texts = []
    shapes: list[Shape] = []
    right = box.right - 10.0
    for text in reversed([*texts, *tail]):
        width = _chip_width(text, measurer)
        chip = Box(right - width, box.y - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
        shapes = _chip(chip, text, measurer) + shapes
        right -= width + _GAP
    return shapes


def _row_width(texts: Sequence[str], measurer: TextMeasurer) -> float:
    return sum(_chip_width(text, measurer) for text in texts) + _GAP * max(0, len(texts) - 1)


def _chip_width(text: str, measurer: TextMeasurer) -> float:
    if text == _LOCK:
        return _LOCK_WIDTH
    return max(CHIP_HEIGHT + 2, measurer.width(text, CHIP_FONT) + 2 * _PAD)


def _chip(chip: Box, text: str, measurer: TextMeasurer) -> list[Shape]:
    shapes: list[Shape] = [BoxShape(chip, CHIP_HEIGHT / 2, fill=_FILL, pen=_BORDER)]
    center = chip.center
    if text == _LOCK:
        body = Box(center.x - 4.0, center.y - 1.0, 8.0, 5.5)
        shapes.append(BoxShape(body, 1.5, fill=_INK))
        shapes.append(PathShape(_shackle(center.x, center.y - 1.0), pen=Pen(_INK, 1.3)))
    else:
        width = measurer.width(text, CHIP_FONT)
        shapes.append(TextShape(center.x, center.y + 3.5, text, CHIP_FONT, _INK, "middle", width))
    return shapes


def _shackle(x: float, foot: float) -> PathData:
    return (
        ("M", x - 2.5, foot),
        ("L", x - 2.5, foot - 1.6),
        ("C", x - 2.5, foot - 4.9, x + 2.5, foot - 4.9, x + 2.5, foot - 1.6),
        ("L", x + 2.5, foot),
    )
