"""What the hand adds over the drawing: frames, guides, handles and arrows, as shapes in theme tokens."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from archdraw.core.drawing import BoxShape, Paint, PathShape, Pen
from archdraw.core.drawing.rounding import rounded_line
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.drawing import Shape
    from archdraw.core.drawing.connections import Course
    from archdraw.core.geometry import Point
    from archdraw.core.model import Anchor

ACCENT = "accent"
GOOD = "good"
CARD = "card"
HANDLE = 8.0
ARROW = 8.0


def frame(box: Box, px: float, *, radius: float = 10.0, fill: float = 0.0, dashed: bool = False) -> Shape:
    """Return a frame in the accent colour; `px` is the size of a screen px, `fill` the opacity inside."""
    dash = (6.0 * px, 4.0 * px) if dashed else ()
    inside = Paint(ACCENT, fill) if fill else None
    return BoxShape(box, radius=radius, fill=inside, pen=Pen(Paint(ACCENT), 1.5 * px, dash))


def marquee(box: Box, px: float, *, crossing: bool) -> Shape:
    """Return the marquee; one that also takes what it crosses is dashed."""
    return frame(box, px, radius=0.0, fill=0.08, dashed=crossing)


def target(box: Box, px: float) -> Shape:
    """Return the highlight of what a drop or a connection would go to."""
    return BoxShape(box.grown(3 * px), radius=12.0, fill=Paint(ACCENT, 0.1), pen=Pen(Paint(ACCENT), 2.5 * px))


def guide(points: Sequence[tuple[float, float]], px: float) -> Shape:
    """Return an alignment guide."""
    return line(points, px, width=1.0)


def line(
    points: Sequence[tuple[float, float]], px: float, *, width: float = 1.5, dashed: bool = False
) -> Shape:
    """Return a line through points."""
    first, *rest = points
    data = (("M", *first), *(("L", *point) for point in rest))
    return PathShape(data, pen=Pen(Paint(ACCENT), width * px, (6.0 * px, 4.0 * px) if dashed else ()))


def connector(course: Course, px: float, *, dashed: bool) -> Shape:
    """Return a line that is being drawn, along the course that it will have."""
    dash = (6.0 * px, 4.0 * px) if dashed else ()
    return PathShape(rounded_line(course.points, course.jumps), pen=Pen(Paint(ACCENT), 2.0 * px, dash))


def refused(box: Box, px: float) -> tuple[Shape, ...]:
    """Return the sign that nothing can be dropped here: a frame and a bar, not a colour alone."""
    x, y = box.center
    r = 9.0 * px
    bar = (("M", x - r * 0.6, y - r * 0.6), ("L", x + r * 0.6, y + r * 0.6))
    pen = Pen(Paint("danger"), 2.0 * px)
    return (
        BoxShape(box.grown(3 * px), radius=12.0, pen=Pen(Paint("danger"), 2.0 * px, (4.0 * px, 4.0 * px))),
        BoxShape(Box(x - r, y - r, 2 * r, 2 * r), radius=r, fill=Paint(CARD), pen=pen),
        PathShape(bar, pen=pen),
    )


def anchors(places: Mapping[Anchor, Point], chosen: Anchor | None, px: float) -> tuple[Shape, ...]:
    """Return the dots at which an end can be fixed; the chosen one is larger and filled."""
    shapes = []
    for anchor, (x, y) in places.items():
        size = (10.0 if anchor == chosen else 5.0) * px
        box = Box(x - size / 2, y - size / 2, size, size)
        fill = Paint(ACCENT if anchor == chosen else CARD)
        shapes.append(BoxShape(box, radius=size / 2, fill=fill, pen=Pen(Paint(ACCENT), 1.25 * px)))
    return tuple(shapes)


def grip(at: tuple[float, float], px: float, *, upright: bool, strong: bool) -> Shape:
    """Return the bar in the middle of a segment that says that it can be moved."""
    long, thin = 14.0 * px, 6.0 * px
    w, h = (thin, long) if upright else (long, thin)
    return BoxShape(
        Box(at[0] - w / 2, at[1] - h / 2, w, h),
        radius=thin / 2,
        fill=Paint(ACCENT if strong else CARD),
        pen=Pen(Paint(ACCENT), 1.25 * px),
    )


def handles(points: Iterable[tuple[float, float]], px: float) -> tuple[Shape, ...]:
    """Return the squares that a selected element is resized with."""
    size = HANDLE * px
    return tuple(
        BoxShape(
            Box(x - size / 2, y - size / 2, size, size),
            radius=2.0 * px,
            fill=Paint(CARD),
            pen=Pen(Paint(ACCENT), 1.5 * px),
        )
        for x, y in points
    )


def knobs(points: Iterable[tuple[float, float]], px: float) -> tuple[Shape, ...]:
    """Return the round handles at the ends of a selected connection."""
    size = HANDLE * px
    return tuple(
        BoxShape(
            Box(x - size / 2, y - size / 2, size, size),
            radius=size / 2,
            fill=Paint(CARD),
            pen=Pen(Paint(ACCENT), 1.5 * px),
        )
        for x, y in points
    )


def arrow(at: tuple[float, float], direction: tuple[int, int], px: float, *, strong: bool) -> Shape:
    """Return a hover arrow that points away from its component."""
    dx, dy = direction
    size = ARROW * px
    x, y = at
    tip = (x + dx * size, y + dy * size)
    left = (x - dx * size / 2 - dy * size, y - dy * size / 2 + dx * size)
    right = (x - dx * size / 2 + dy * size, y - dy * size / 2 - dx * size)
    data = (("M", *tip), ("L", *left), ("L", *right), ("Z",))
    return PathShape(data, fill=Paint(ACCENT, 1.0 if strong else 0.45))


def arrow_tip(points: Sequence[tuple[float, float]], px: float) -> Shape:
    """Return the head of an arrow at the end of a line."""
    (ax, ay), (bx, by) = points[-2], points[-1]
    length = hypot(bx - ax, by - ay) or 1.0
    dx, dy = (bx - ax) / length, (by - ay) / length
    size = ARROW * px
    data = (
        ("M", bx, by),
        ("L", bx - dx * size - dy * size / 2, by - dy * size + dx * size / 2),
        ("L", bx - dx * size + dy * size / 2, by - dy * size - dx * size / 2),
        ("Z",),
    )
    return PathShape(data, fill=Paint(ACCENT))


def swap(box: Box, px: float) -> tuple[Shape, ...]:
    """Return a badge with two arrows past each other: what is dropped takes the place of this."""
    size, radius = 5.0 * px, 12.0 * px
    x, y = box.x, box.y
    round_box = Box(x - radius, y - radius, 2 * radius, 2 * radius)
    upper, lower, half = y - size * 0.7, y + size * 0.7, size / 2
    data = (
        ("M", x - size, upper),
        ("L", x + size, upper),
        ("M", x + half, upper - half),
        ("L", x + size, upper),
        ("L", x + half, upper + half),
        ("M", x + size, lower),
        ("L", x - size, lower),
        ("M", x - half, lower - half),
        ("L", x - size, lower),
        ("L", x - half, lower + half),
    )
    return (
        BoxShape(round_box, radius=radius, fill=Paint(CARD), pen=Pen(Paint(ACCENT), 1.5 * px)),
        PathShape(data, pen=Pen(Paint(ACCENT), 1.5 * px)),
    )


def padlock(corner: tuple[float, float], px: float) -> tuple[Shape, ...]:
    """Return the padlock on the corner of a locked element."""
    x, y = corner
    radius = 9.0 * px
    body = Box(x - 4.5 * px, y - 1.0 * px, 9.0 * px, 6.0 * px)
    foot, top, half = y - 1.0 * px, y - 6.5 * px, 2.8 * px
    shackle = (
        ("M", x - half, foot),
        ("L", x - half, foot - 1.5 * px),
        ("C", x - half, top, x + half, top, x + half, foot - 1.5 * px),
        ("L", x + half, foot),
    )
    return (
        BoxShape(
            Box(x - radius, y - radius, 2 * radius, 2 * radius),
            radius=radius,
            fill=Paint(CARD),
            pen=Pen(Paint(ACCENT), 1.5 * px),
        ),
        BoxShape(body, radius=1.5 * px, fill=Paint(ACCENT)),
        PathShape(shackle, pen=Pen(Paint(ACCENT), 1.5 * px)),
    )


def chevron(at: tuple[float, float], px: float, *, opens: bool, strong: bool) -> tuple[Shape, ...]:
    """Return the button that folds a group (pointing up) or opens it (pointing down)."""
    x, y = at
    radius, arm = 9.0 * px, 3.6 * px
    rise = -arm / 2 if opens else arm / 2
    data = (("M", x - arm, y + rise), ("L", x, y - rise), ("L", x + arm, y + rise))
    return (
        BoxShape(
            Box(x - radius, y - radius, 2 * radius, 2 * radius),
            radius=radius,
            fill=Paint(ACCENT) if strong else Paint(CARD),
            pen=Pen(Paint(ACCENT), 1.25 * px),
        ),
        PathShape(data, pen=Pen(Paint("on-accent") if strong else Paint(ACCENT), 1.75 * px)),
    )
