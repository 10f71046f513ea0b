"""A clustered design of a thousand components is routed in so many steps, and no line runs through a card."""

from __future__ import annotations

import pytest
from tests.benchmarks.measures.layout import clustered_design

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.geometry import box_of_points
from archdraw.core.geometry.routing import clear
from archdraw.core.layout import arrange, with_places


@pytest.mark.slow
def test_a_clustered_thousand_finds_all_ways_in_few_steps(
    search_steps: list[int], catalog: Catalog, measurer: FontMetrics
) -> None:
    design = clustered_design(1000)
    scene = Scene(with_places(design, "main", arrange(design, "main").boxes), "main", catalog, measurer)
    wiring = scene._drafting.wiring
    for connection in design.connections:
        route = wiring.raw(connection.id)
        around = box_of_points(route)
        assert around is not None
        assert clear(route, wiring.others(connection.id, around)), connection
    # An exact search of the whole drawing took 60,000 for each of some fifty lines, six times over.
    assert len(search_steps) < 600_000
