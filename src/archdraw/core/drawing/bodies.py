"""Bodies of components: the card, and the other shapes on demand, each filling the same frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.display import BoxShape, Paint, PathShape, Pen
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from archdraw.core.drawing.display import PathData, Shape
    from archdraw.core.drawing.styling import Look

CARD_RADIUS = 10.0
# Where the lid of a cylinder ends, as a share of the height, within these bounds.
_LID = (0.12, 4.0, 12.0)
_FILL, _BORDER = Paint("card"), Pen(Paint("card-border"), 1.0)
_BARS = 3
_BAR_GAP = 6.0
# A cloud on a unit square: where its bumps meet, and how far out each bulges.
_CLOUD: tuple[tuple[float, float], ...] = (
    (0.10, 0.86), (-0.03, 0.84), (-0.04, 0.42), (0.10, 0.36),
    (0.09, 0.10), (0.27, -0.02), (0.38, 0.12),
    (0.47, -0.05), (0.70, -0.03), (0.74, 0.16),
    (0.86, 0.06), (0.99, 0.20), (0.93, 0.38),
    (1.04, 0.44), (1.03, 0.84), (0.90, 0.86),
    (0.84, 1.03), (0.66, 1.03), (0.60, 0.92),
    (0.54, 1.04), (0.36, 1.04), (0.30, 0.92),
    (0.24, 1.03), (0.12, 1.00), (0.10, 0.86),
)  # fmt: skip


class Body(NamedTuple):
    """What stands behind tile and text, and the room that these have."""

    shapes: tuple[Shape, ...]
    room: Box


def body_of(box: Box, look: Look, token: str) -> Body:
    """Return the body of a component in its frame; `token` is the colour of its family."""
    fill, pen = _FILL, _BORDER
    if look.emphasis == "strong":
        pen = Pen(Paint(token), 2.0)
    elif look.emphasis == "quiet":
        fill, pen = Paint("card", 0.6), Pen(Paint("card-border", 0.8), 1.0, (4.0, 3.0))
    if look.shape == "cylinder":
        return _cylinder(box, fill, pen)
    if look.shape == "queue":
        return _queue(box, fill, pen, token)
    if look.shape == "cloud":
        room = Box(box.x + box.w * 0.09, box.y + box.h * 0.17, box.w * 0.82, box.h * 0.66)
        return Body((PathShape(_cloud(box), fill, pen),), room)
    if look.shape == "icon":
        border = pen if look.emphasis == "strong" else None
        return Body((BoxShape(box, CARD_RADIUS, Paint(token, 0.06), border),), box)
    return Body((BoxShape(box, CARD_RADIUS, fill, pen),), box)


def _cylinder(box: Box, fill: Paint, pen: Pen) -> Body:
    share, least, most = _LID
    lid = max(least, min(most, box.h * share))
    x, right, top, foot = box.x, box.right, box.y + lid, box.bottom - lid
    # Half an ellipse as one cubic: its control points stand 4/3 of the height out.
    rise = lid * 4 / 3
    outline: PathData = (
        ("M", x, top),
        ("C", x, top - rise, right, top - rise, right, top),
        ("L", right, foot),
        ("C", right, foot + rise, x, foot + rise, x, foot),
        ("Z",),
    )
    rim: PathData = (("M", x, top), ("C", x, top + rise, right, top + rise, right, top))
    room = Box(x, box.y + 1.6 * lid, box.w, box.h - 2.0 * lid)
    return Body((PathShape(outline, fill, pen), PathShape(rim, None, Pen(pen.paint, pen.width))), room)


def _queue(box: Box, fill: Paint, pen: Pen, token: str) -> Body:
    shapes: list[Shape] = [BoxShape(box, CARD_RADIUS, fill, pen)]
    right = box.right - 9.0
    top, foot = box.y + box.h * 0.24, box.bottom - box.h * 0.24
    for number in range(_BARS):
        at = right - number * _BAR_GAP
        shapes.append(PathShape((("M", at, top), ("L", at, foot)), pen=Pen(Paint(token, 0.8), 2.0)))
    return Body(tuple(shapes), Box(box.x, box.y, max(1.0, box.w - _BARS * _BAR_GAP - 8.0), box.h))


def _extent(unit: tuple[tuple[float, float], ...]) -> Box:
    """Return the box around a curve of cubics, from sixteen points of each."""
    xs, ys = [unit[0][0]], [unit[0][1]]
    for at in range(0, len(unit) - 3, 3):
        for step in range(1, 17):
            t = step / 16
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            xs.append(sum(weight * unit[at + n][0] for n, weight in enumerate(weights)))
            ys.append(sum(weight * unit[at + n][1] for n, weight in enumerate(weights)))
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


_CLOUD_EXTENT = _extent(_CLOUD)


def _cloud(box: Box) -> PathData:
    """Return a cloud in a box; it touches the box's sides."""
    left, up, width, height = _CLOUD_EXTENT
    points = [(box.x + (x - left) / width * box.w, box.y + (y - up) / height * box.h) for x, y in _CLOUD]
    curves = [("C", *points[at], *points[at + 1], *points[at + 2]) for at in range(1, len(points) - 2, 3)]
    return (("M", *points[0]), *curves, ("Z",))
