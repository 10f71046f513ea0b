"""Where the label of a connection stands: beside its longest segment that has room."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from archdraw.core.drawing.groups import TITLE_HEIGHT
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Between the line and the pill.
_OFF = 3.0
# … and where other lines run beside it, past one or two of them.
_FARTHER = (11.0, 19.0)
_TITLE_WIDTH = 120.0
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
# How bad it is to cover what: a card, the strip where its badges are, a line, a border.
_CARD, _BADGES, _LINE, _BORDER = 8.0, 1.0, 3.0, 1.5


def place_label(
    points: Sequence[tuple[float, float]],
    size: tuple[float, float],
    cost: Callable[[Box], float],
    *,
    needed: bool = True,
) -> Box | None:
    """Return the box of a label: the first place that costs nothing, else the one that costs least.

    Where every place costs something, a label that isn't `needed` has none.

    Parameters
    ----------
    points
        Corner points of the connection.
    size
        Width and height of the label.
    cost
        How bad it is to cover a box (see `covering`).
    """
    best: tuple[float, Box] | None = None
    for box in _places(points, size, farther=needed):
        bad = cost(box)
        if bad == 0.0:
            return box
        if best is None or bad < best[0]:
            best = (bad, box)
    return best[1] if best is not None and needed else None


def first_place(points: Sequence[tuple[float, float]], size: tuple[float, float]) -> Box:
    """Return where a label would stand if nothing were around."""
    return next(_places(points, size, farther=False))


def title_area(group: Box) -> Box:
    """Return where the title of a group stands; how wide it really is, doesn't matter here."""
    return Box(group.x, group.y, min(_TITLE_WIDTH, group.w), min(TITLE_HEIGHT, group.h))


def covering(box: Box, cards: Iterable[Box], groups: Iterable[Box], lines: Iterable[Box]) -> float:
    """Return how bad it is to cover what is drawn there: cards, groups, lines and other labels."""
    bad = 0.0
    for card in cards:
        if box.intersects(card):
            bad += _CARD
        elif box.intersects(Box(card.x - 4.0, card.y - 9.0, card.w + 8.0, card.h + 13.0)):
            bad += _BADGES
    for group in groups:
        if box.intersects(title_area(group)):
            bad += _CARD
        elif box.intersects(group) and not group.encloses(box):
            bad += _BORDER
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    for line in lines:
        if line.x < right and line.right > x and line.y < bottom and line.bottom > y:
            bad += _LINE
    return bad


def _places(
    points: Sequence[tuple[float, float]], size: tuple[float, float], *, farther: bool
) -> Iterator[Box]:
    width, height = size
    segments = sorted(
        (
            (-(abs(bx - ax) + abs(by - ay)) * (1.3 if abs(bx - ax) > abs(by - ay) else 1.0), index)
            for index, ((ax, ay), (bx, by)) in enumerate(pairwise(points))
        ),
    )
    for _, index in segments:
        (ax, ay), (bx, by) = points[index], points[index + 1]
        level = abs(bx - ax) >= abs(by - ay)
        for share in _SHARES:
            yield from _beside(ax + (bx - ax) * share, ay + (by - ay) * share, size, _OFF, level=level)
        # A short segment has room past its corners, where the line turns away.
        for x, y in ((ax, ay), (bx, by)) if level else ():
            for left in (x + _OFF, x - _OFF - width):
                yield Box(left, y - height - _OFF, width, height)
                yield Box(left, y + _OFF, width, height)
    for _, index in segments[:1] if farther else ():
        (ax, ay), (bx, by) = points[index], points[index + 1]
        level = abs(bx - ax) >= abs(by - ay)
        for off in _FARTHER:
            yield from _beside((ax + bx) / 2, (ay + by) / 2, size, off, level=level)


def _beside(x: float, y: float, size: tuple[float, float], off: float, *, level: bool) -> Iterator[Box]:
    """Yield the boxes on both sides of a point of a line: above and below, or right and left."""
    width, height = size
    if level:
        yield Box(x - width / 2, y - height - off, width, height)
        yield Box(x - width / 2, y + off, width, height)
    else:
        yield Box(x + off, y - height / 2, width, height)
        yield Box(x - off - width, y - height / 2, width, height)
