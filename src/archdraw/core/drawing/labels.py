"""Where the label of a connection stands: beside its longest segment that has room."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Between the line and the pill.
_OFF = 3.0
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
# How bad it is to cover what: a card, the strip where its badges are, a line, a border.
_CARD, _BADGES, _LINE, _BORDER = 8.0, 1.0, 3.0, 1.5


def place_label(
    points: Sequence[tuple[float, float]], size: tuple[float, float], cost: Callable[[Box], float]
) -> Box:
    """Return the box of a label: the first place that costs nothing, else the one that costs least.

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
    for box in _places(points, size):
        bad = cost(box)
        if bad == 0.0:
            return box
        if best is None or bad < best[0]:
            best = (bad, box)
    return best[1] if best is not None else Box(*points[0], *size)


def covering(box: Box, cards: Iterable[Box], groups: Iterable[Box], lines: Iterable[Box]) -> float:
    """Return how bad it is to cover what is drawn there: cards, borders of groups, level or upright lines."""
    bad = 0.0
    for card in cards:
        if box.intersects(card):
            bad += _CARD
        elif box.intersects(Box(card.x - 4.0, card.y - 9.0, card.w + 8.0, card.h + 13.0)):
            bad += _BADGES
    bad += sum(_BORDER for group in groups if box.intersects(group) and not group.encloses(box))
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    for line in lines:
        if line.x < right and line.right > x and line.y < bottom and line.bottom > y:
            bad += _LINE
    return bad


def _places(points: Sequence[tuple[float, float]], size: tuple[float, float]) -> Iterator[Box]:
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
            x, y = ax + (bx - ax) * share, ay + (by - ay) * share
            if level:
                yield Box(x - width / 2, y - height - _OFF, width, height)
                yield Box(x - width / 2, y + _OFF, width, height)
            else:
                yield Box(x + _OFF, y - height / 2, width, height)
                yield Box(x - _OFF - width, y - height / 2, width, height)
        # A short segment has room past its corners, where the line turns away.
        for x, y in ((ax, ay), (bx, by)) if level else ():
            for left in (x + _OFF, x - _OFF - width):
                yield Box(left, y - height - _OFF, width, height)
                yield Box(left, y + _OFF, width, height)
