"""W7: where a line is free to turn, it turns on the grid that its ends stand on, in lanes too."""

from __future__ import annotations

from itertools import combinations

import pytest
from tests.core.drawing.test_labels_are_readable import bundled_design, grid_design

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import Point
from archdraw.core.geometry.lanes import LANE, Segment, segments_of
from archdraw.core.geometry.lattice import GRID, HALF
from archdraw.core.model import Design


def free_stretches(design: Design, catalog: Catalog, measurer: FontMetrics) -> list[Segment]:
    """All stretches between two corners, as they are drawn."""
    scene = Scene(design, "main", catalog, measurer)
    found: list[Segment] = []
    for connection in design.connections:
        line = scene.element(connection.id)
        assert line is not None
        found += segments_of(connection.id, [Point(*point) for point in line.route])
    return [one for one in found if not one.held]


def moved(design: Design, dx: float, dy: float) -> Design:
    view = design.views[0]
    nodes = {key: place.at(place.box.moved(dx, dy)) for key, place in view.nodes.items()}
    elsewhere: Design = design.revised(views=(view.revised(nodes=nodes),))
    return elsewhere


@pytest.mark.parametrize("seed", range(4))
def test_w7_lines_among_components_on_the_grid_turn_on_it_or_half_way(
    catalog: Catalog, measurer: FontMetrics, seed: int
) -> None:
    bundled = free_stretches(bundled_design(seed, 3), catalog, measurer)
    alone = free_stretches(grid_design(seed), catalog, measurer)
    assert all(one.at % HALF == 0 for one in (*alone, *bundled))
    for one, other in combinations(alone, 2):
        assert abs(one.at - other.at) >= LANE or not one.shares_lane(other)
    assert sum(one.at % GRID == 0 for one in alone) > 0.7 * len(alone), "lanes are the exception"


@pytest.mark.parametrize("way", [(3.125, -71.5), (10.0, 0.0)])
def test_w7_a_drawing_that_stands_elsewhere_has_the_same_lines_there(
    catalog: Catalog, measurer: FontMetrics, way: tuple[float, float]
) -> None:
    design = bundled_design(7, 3)
    here, there = (free_stretches(one, catalog, measurer) for one in (design, moved(design, *way)))
    assert [one.moved(*way) for one in here] == there
