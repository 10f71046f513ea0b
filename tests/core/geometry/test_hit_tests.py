from __future__ import annotations

from math import inf

import pytest

from archdraw.core.geometry import Box
from archdraw.core.geometry.hits import (
    distance_to_box,
    distance_to_polyline,
    near_border,
    nearest_on_polyline,
    point_along,
)

LINE = ((0.0, 0.0), (100.0, 0.0), (100.0, 50.0))


def test_nearest_place_on_a_line() -> None:
    nearest = nearest_on_polyline((60, 8), LINE)
    assert nearest is not None
    assert nearest.distance == 8
    assert nearest.point == (60, 0)
    assert nearest.segment == 0
    assert nearest.fraction == pytest.approx(0.4)


def test_beyond_the_ends_and_on_a_point() -> None:
    assert distance_to_polyline((-3, 4), LINE) == 5
    assert distance_to_polyline((3, 4), ((0.0, 0.0),)) == 5
    assert distance_to_polyline((3, 4), ()) == inf
    assert nearest_on_polyline((3, 4), ((0.0, 0.0),)) is None
    assert distance_to_polyline((3, 4), ((0.0, 0.0), (0.0, 0.0))) == 5


@pytest.mark.parametrize(("share", "point"), [(0, (0, 0)), (0.5, (75, 0)), (1, (100, 50)), (2, (100, 50))])
def test_points_along_a_line(share: float, point: tuple[float, float]) -> None:
    assert point_along(LINE, share) == pytest.approx(point)


def test_a_line_without_points_has_none_along_it() -> None:
    with pytest.raises(ValueError, match="without points"):
        point_along((), 0.5)


def test_boxes_and_their_border() -> None:
    box = Box(0, 0, 100, 60)
    assert distance_to_box((50, 30), box) == 0
    assert distance_to_box((103, 64), box) == 5
    assert near_border((3, 30), box, 6)
    assert near_border((-3, 30), box, 6)
    assert not near_border((50, 30), box, 6)
    assert not near_border((-9, 30), box, 6)
