"""Where the label of a connection stands: beside its longest segment that has room."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.geometry.hits import point_along

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from archdraw.core.drawing.groups import Titled
    from archdraw.core.geometry import Point
    from archdraw.core.geometry.lanes import Segment

    Bounds = tuple[float, float, float, float]

# Between the line and the pill.
OFF = 3.0
# … and where other lines run beside it, past one or two of them.
_FARTHER = (11.0, 19.0)
# Where no chosen place is free, steps along the line.
_STEP = 16.0
_MOST_STEPS = 24
_STEPS_AT_ONCE = 4
# So far a label slides from the best of these, in both directions, where a gap lies between two steps.
_SLIDES = (4.0, 8.0, 12.0)
# Along a segment; the middle is tried first, what lies far out only where it is taken.
_SHARES = ((0.5, 0.4, 0.6), (0.3, 0.7, 0.2, 0.8))
# So much longer a level segment counts.
LEVEL_FIRST = 1.3
# How far beyond the route of another connection its label is still reckoned with.
_ROOM = 24.0
# How bad it is to cover what: a card, the strip where its badges are, a line, a border.
_CARD, _BADGES, _LINE, _BORDER = 8.0, 1.0, 3.0, 1.5
# What a label keeps clear of a card, above it of the strip with its badges as well.
_CLEAR, _BADGES_HIGH = 4.0, 9.0
# A label that finds no room between two cards goes past them, but no farther than this.
_FARTHEST = 90.0
# How bad it is to stand on its own line, and how much of a segment has to be seen on both sides then.
_ON_LINE = 0.5
_KEPT_LINE = 12.0


class Trace(NamedTuple):
    """What a connection puts in the way of the labels of others.

    `around` is where it may matter to a label, `lines` are its segments, `wish` is where its own label
    would stand if nothing were around (None without one).
    """

    points: Sequence[tuple[float, float]]
    around: Bounds
    lines: Sequence[Bounds]
    wish: Bounds | None


class Surroundings(NamedTuple):
    """What a label should not cover in some area, each as left, top, right, bottom.

    `wishes` are where labels that come first would stand, with the area outside which they don't matter.
    `taken` is where labels of connections between the same two components stand.
    """

    cards: Sequence[Bounds]
    groups: Sequence[Titled]
    lines: Sequence[Bounds]
    wishes: Sequence[tuple[Bounds, Bounds]]
    taken: Sequence[Bounds] = ()


def place_label(
    points: Sequence[tuple[float, float]],
    size: tuple[float, float],
    look: Callable[[Box], Surroundings],
    at: float | None = None,
) -> Box:
    """Return the box of a label: the first place that covers nothing, else the one that costs least.

    Parameters
    ----------
    points
        Corner points of the connection.
    size
        Width and height of the label.
    look
        Tells what there is in an area; asked once for each group of places.
    at
        The fraction of the line at which it has to stand, on either side; None where it likes.
    """
    least, best = 1e9, first_place(points, size, at)
    for places in _places_at(points, size, at) if at is not None else _all_places(points, size):
        least, best = _least_bad(places, look(bounding_box(places) or best), (least, best))
        if least == 0.0:
            return best
    if at is None and least < _LINE:
        # Only a border or the edge of a card is in the way: a gap may begin a little farther on.
        places = list(_slid(best))
        least, best = _least_bad(places, look(bounding_box(places) or best), (least, best))
        if least == 0.0:
            return best
    # Nothing beside the line is free: on the line itself the label interrupts nothing else.
    own = {_bounds_between(a, b) for a, b in pairwise(points)}
    for places in _on_the_line(points, size, at):
        around = look(bounding_box(places) or best)
        around = around._replace(lines=[line for line in around.lines if line not in own])
        least, best = _least_bad(places, around, (least, best), _ON_LINE)
        if least <= _ON_LINE:
            break
    if least >= _CARD:
        # The label is wider than the gap that its line crosses: behind a card nobody could read it.
        wished = next(_places_at(points, size, at) if at is not None else _all_places(points, size))
        cards = look(bounding_box(wished) or best).cards
        places = list(_past_cards(wished, cards, level=_runs_level(points, at)))
        _, best = _least_bad(places, look(bounding_box(places) or best), (least, best))
    return best


def _past_cards(wished: Sequence[Box], cards: Sequence[Bounds], *, level: bool) -> Iterator[Box]:
    """Yield boxes off the cards that they touch: a little along the line first, then past the cards."""
    for box in wished:
        for left, top, right, bottom in cards:
            if _overlap(bounds_of(box), (left, top, right, bottom)):
                yield from _along(box, (left, top, right, bottom), level=level)
    box = wished[0]
    touched = [card for card in cards if _overlap(bounds_of(box), card)]
    if not touched:
        return
    x, y, width, height = box
    left, top = min(card[0] for card in touched), min(card[1] for card in touched)
    right, bottom = max(card[2] for card in touched), max(card[3] for card in touched)
    if level:
        places = Box(x, top - _BADGES_HIGH - height, width, height), Box(x, bottom + _CLEAR, width, height)
    else:
        places = Box(right + _CLEAR, y, width, height), Box(left - _CLEAR - width, y, width, height)
    for place in places:
        if max(abs(place.x - x), abs(place.y - y)) <= _FARTHEST:
            yield place


def _along(box: Box, card: Bounds, *, level: bool) -> Iterator[Box]:
    """Yield a box moved off a card along its line, where its point of the line still lies beside it."""
    x, y, width, height = box
    left, top, right, bottom = card
    for aside in (right + _CLEAR - x, left - _CLEAR - width - x) if level else ():
        if abs(aside) <= width / 2:
            yield box.moved(aside, 0.0)
    for aside in (bottom + _CLEAR - y, top - _BADGES_HIGH - height - y) if not level else ():
        if abs(aside) <= height:
            yield box.moved(0.0, aside)


def _runs_level(points: Sequence[tuple[float, float]], at: float | None) -> bool:
    """Tell whether a line runs level where its label wishes to stand."""
    if at is not None:
        return _point_on(points, at)[1]
    index = _longest_first(points)[0][1]
    (ax, ay), (bx, by) = points[index], points[index + 1]
    return abs(bx - ax) >= abs(by - ay)


def _least_bad(
    places: Iterable[Box], around: Surroundings, so_far: tuple[float, Box], price: float = 0.0
) -> tuple[float, Box]:
    """Return how bad the best of these places and the one so far is, and that place; the first free one."""
    least, best = so_far
    for box in places:
        bad = covering(box, around, least) + price
        if bad < least:
            least, best = bad, box
            if bad <= price:
                break
    return least, best


def _slid(box: Box) -> Iterator[Box]:
    """Yield a box a little farther on, the nearest places first; its own line keeps it from crossing over."""
    for far in _SLIDES:
        for step in (-far, far):
            yield box.moved(step, 0.0)
            yield box.moved(0.0, step)


def _on_the_line(
    points: Sequence[tuple[float, float]], size: tuple[float, float], at: float | None
) -> Iterator[list[Box]]:
    width, height = size
    if at is not None:
        (x, y), _ = _point_on(points, at)
        yield [Box(x - width / 2, y - height / 2, width, height)]
        return
    for _, index in _longest_first(points)[:3]:
        (ax, ay), (bx, by) = points[index], points[index + 1]
        along = abs(bx - ax) + abs(by - ay)
        if along < (width if ay == by else height) + 2 * _KEPT_LINE:
            continue
        middles = [(ax + (bx - ax) * share, ay + (by - ay) * share) for share in (*_SHARES[0], *_SHARES[1])]
        yield [Box(x - width / 2, y - height / 2, width, height) for x, y in middles]


def _bounds_between(a: tuple[float, float], b: tuple[float, float]) -> Bounds:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _longest_first(points: Sequence[tuple[float, float]]) -> list[tuple[float, int]]:
    """Return the segments by length, level ones before upright ones that are a little longer."""
    found = []
    for index, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
        across, down = abs(bx - ax), abs(by - ay)
        found.append((-(across + down) * (LEVEL_FIRST if across > down else 1.0), index))
    found.sort()
    return found


def _all_places(points: Sequence[tuple[float, float]], size: tuple[float, float]) -> Iterator[list[Box]]:
    yield from _places(points, size, farther=True)
    # Nothing is free yet: step by step along all of the line, close to it before farther away.
    length = sum(abs(bx - ax) + abs(by - ay) for (ax, ay), (bx, by) in pairwise(points))
    count = min(_MOST_STEPS, int(length / _STEP))
    steps = _points_on(points, count)
    for off in (OFF, _FARTHER[0]):
        for first in range(1, count, _STEPS_AT_ONCE):
            found: list[Box] = []
            for step in range(first, min(count, first + _STEPS_AT_ONCE)):
                (x, y), level = steps[step - 1]
                found += _beside(x, y, size, off, level=level)
            yield found


def _places_at(
    points: Sequence[tuple[float, float]], size: tuple[float, float], at: float
) -> Iterator[list[Box]]:
    (x, y), level = _point_on(points, at)
    yield [box for off in (OFF, *_FARTHER) for box in _beside(x, y, size, off, level=level)]


def _point_on(points: Sequence[tuple[float, float]], at: float) -> tuple[tuple[float, float], bool]:
    """Return the point at a fraction of a line, and whether the line runs level there."""
    nearest = point_along(points, at)
    walked = at * sum(hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points))
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        if walked <= length:
            return nearest, abs(bx - ax) >= abs(by - ay)
        walked -= length
    (ax, ay), (bx, by) = points[-2], points[-1]
    return nearest, abs(bx - ax) >= abs(by - ay)


def _points_on(points: Sequence[tuple[float, float]], count: int) -> list[tuple[tuple[float, float], bool]]:
    """Return the points that part a line into so many equal pieces, as `_point_on` does one by one."""
    stretches = [
        ((ax, ay), bx - ax, by - ay, hypot(bx - ax, by - ay)) for (ax, ay), (bx, by) in pairwise(points)
    ]
    total = sum(length for _, _, _, length in stretches)
    found: list[tuple[tuple[float, float], bool]] = []
    for step in range(1, count):
        left = total * (step / count)
        for (x, y), across, down, length in stretches:
            if left <= length:
                share = left / length
                found.append(((x + share * across, y + share * down), abs(across) >= abs(down)))
                break
            left -= length
        else:
            found.append((points[-1], abs(across) >= abs(down)))
    return found


def trace_of(
    points: Sequence[Point],
    lines: Iterable[Segment],
    size: tuple[float, float] | None,
    at: float | None = None,
) -> Trace:
    """Return what a connection with a label of this size (None: without one) puts in others' way."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    around = (min(xs) - _ROOM, min(ys) - _ROOM, max(xs) + _ROOM, max(ys) + _ROOM)
    found = [
        (one.at, one.low, one.at, one.high) if one.upright else (one.low, one.at, one.high, one.at)
        for one in lines
    ]
    return Trace(points, around, found, None if size is None else bounds_of(first_place(points, size, at)))


def shifted_trace(trace: Trace, dx: float, dy: float) -> Trace:
    """Return a trace at another place."""
    return Trace(
        trace.points,
        _shifted(trace.around, dx, dy),
        [_shifted(line, dx, dy) for line in trace.lines],
        None if trace.wish is None else _shifted(trace.wish, dx, dy),
    )


def _shifted(bounds: Bounds, dx: float, dy: float) -> Bounds:
    return bounds[0] + dx, bounds[1] + dy, bounds[2] + dx, bounds[3] + dy


def first_place(
    points: Sequence[tuple[float, float]], size: tuple[float, float], at: float | None = None
) -> Box:
    """Return where a label would stand if nothing were around."""
    if at is not None:
        return next(_places_at(points, size, at))[0]
    # The first of all places; the others would be made in vain, for every line of a large drawing.
    longest = -1.0
    (ax, ay), (bx, by) = points[0], points[-1]
    px, py = ax, ay
    for x, y in points[1:] if len(points) > 2 else ():
        across, down = abs(x - px), abs(y - py)
        length = (across + down) * LEVEL_FIRST if across > down else across + down
        if length > longest:
            longest, ax, ay, bx, by = length, px, py, x, y
        px, py = x, y
    width, height = size
    x, y = ax + (bx - ax) * _SHARES[0][0], ay + (by - ay) * _SHARES[0][0]
    if abs(bx - ax) >= abs(by - ay):
        return Box(x - width / 2, y - height - OFF, width, height)
    return Box(x + OFF, y - height / 2, width, height)


def bounds_of(box: Box) -> Bounds:
    """Return left, top, right and bottom of a box."""
    x, y, width, height = box
    return x, y, x + width, y + height


def covering(box: Box, around: Surroundings, enough: float = 1e9) -> float:
    """Return how bad it is to cover what is drawn there: cards, groups, lines and other labels.

    Stops counting where it is as bad as `enough`.
    """
    bad = 0.0
    x, y, width, height = box
    right, bottom = x + width, y + height
    for left, top, end, floor in around.cards:
        if x < end + _CLEAR and left - _CLEAR < right and y < floor + _CLEAR and top - _BADGES_HIGH < bottom:
            bad += _CARD if x < end and left < right and y < floor and top < bottom else _BADGES
    for frame, title in around.groups:
        if box.intersects(title):
            bad += _CARD
        elif box.intersects(frame) and not frame.encloses(box):
            bad += _BORDER
    if bad >= enough:
        return bad
    for left, top, end, floor in around.lines:
        if left < right and end > x and top < bottom and floor > y:
            bad += _LINE
            if bad >= enough:
                return bad
    own = (x, y, right, bottom)
    bad += _CARD * sum(_overlap(own, label) for label in around.taken)
    return bad + _LINE * sum(_overlap(own, area) and _overlap(own, wish) for area, wish in around.wishes)


def _overlap(first: Bounds, second: Bounds) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _places(
    points: Sequence[tuple[float, float]], size: tuple[float, float], *, farther: bool
) -> Iterator[list[Box]]:
    """Yield where a label may stand, the best places first, those that lie together in one list."""
    width, height = size
    segments = _longest_first(points)
    for _, index in segments:
        (ax, ay), (bx, by) = points[index], points[index + 1]
        level = abs(bx - ax) >= abs(by - ay)
        for shares in _SHARES:
            yield [
                box
                for share in shares
                for box in _beside(ax + (bx - ax) * share, ay + (by - ay) * share, size, OFF, level=level)
            ]
        if not level:
            continue
        # A short segment has room past its corners, where the line turns away.
        for x, y in ((ax, ay), (bx, by)):
            yield [
                Box(left, top, width, height)
                for left in (x + OFF, x - OFF - width)
                for top in (y - height - OFF, y + OFF)
            ]
    for _, index in segments[:1] if farther else ():
        (ax, ay), (bx, by) = points[index], points[index + 1]
        level = abs(bx - ax) >= abs(by - ay)
        middle = (ax + bx) / 2, (ay + by) / 2
        yield [box for off in _FARTHER for box in _beside(*middle, size, off, level=level)]


def _beside(x: float, y: float, size: tuple[float, float], off: float, *, level: bool) -> Iterator[Box]:
    """Yield the boxes on both sides of a point of a line: above and below, or right and left."""
    width, height = size
    if level:
        yield Box(x - width / 2, y - height - off, width, height)
        yield Box(x - width / 2, y + off, width, height)
    else:
        yield Box(x + off, y - height / 2, width, height)
        yield Box(x - off - width, y - height / 2, width, height)
