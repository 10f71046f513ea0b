"""Many linked groups stand like tiles with little between them, and few links cross."""

from __future__ import annotations

import pytest
from tests.benchmarks.measures.layout import clustered_design, overlaps, straight

from archdraw.core.geometry import Box
from archdraw.core.layout import LayoutCancelled, arrange
from archdraw.core.layout.graph import Task
from archdraw.core.layout.level import Style
from archdraw.core.layout.measures import SPACINGS, Axes
from archdraw.core.layout.request import Request
from archdraw.core.layout.sketching import Sketches
from archdraw.core.layout.tiling import FEWEST, tilings
from archdraw.core.layout.untangling import untangled

STYLE = Style(SPACINGS["normal"], Axes("LR"), Sketches(1.0), lambda: None)


def row_of_groups(count: int) -> tuple[Task, dict[str, Box]]:
    """Return groups in one row, each with a card that calls the card of the group seven farther on."""
    boxes: dict[str, Box] = {}
    for number in range(count):
        boxes[f"g{number}"] = Box(number * 400.0, 0.0, 260.0, 160.0)
        boxes[f"c{number}"] = Box(number * 400.0 + 40.0, 60.0, 160.0, 60.0)
    children: dict[str | None, tuple[str, ...]] = {f"g{number}": (f"c{number}",) for number in range(count)}
    children[None] = tuple(f"g{number}" for number in range(count))
    return (
        Task(
            sizes={f"c{number}": (160.0, 60.0) for number in range(count)},
            children=children,
            groups=frozenset(children[None]),
            links=tuple((f"c{number}", f"c{(number + 7) % count}", 0.0) for number in range(count)),
        ),
        boxes,
    )


def length(task: Task, boxes: dict[str, Box]) -> float:
    """Return how long all links are."""
    ends = [(boxes[source].center, boxes[target].center) for source, target, _ in task.links]
    return sum(abs(a.x - b.x) + abs(a.y - b.y) for a, b in ends)


def test_tiles_stand_apart_with_all_that_is_in_them_and_links_are_short() -> None:
    task, boxes = row_of_groups(24)
    found = [tiling.boxes(boxes) for tiling in tilings(task, boxes, STYLE)]
    assert len(found) == 2
    for one in found:
        frames = [one[group] for group in task.children[None]]
        assert not any(a.intersects(b) for index, a in enumerate(frames) for b in frames[:index])
        for number in range(24):
            group, card = one[f"g{number}"], one[f"c{number}"]
            assert (card.x - group.x, card.y - group.y) == (40.0, 60.0)
        assert length(task, one) < length(task, boxes) / 3
    assert found == [tiling.boxes(boxes) for tiling in tilings(task, boxes, STYLE)]


def test_few_groups_and_groups_without_links_between_them_are_no_tiles() -> None:
    assert not tilings(*row_of_groups(FEWEST - 1), STYLE)
    task, boxes = row_of_groups(24)
    alone = Task(task.sizes, task.children, task.groups, ())
    assert not tilings(alone, boxes, STYLE)


def test_siblings_change_places_where_their_links_cross_and_nowhere_else() -> None:
    boxes = {
        key: Box(x, y, 160.0, 60.0)
        for key, x, y in (("a", 0, 0), ("b", 0, 200), ("c", 400, 200), ("d", 400, 0), ("e", 800, 0))
    }
    task = Task(
        sizes=dict.fromkeys(boxes, (160.0, 60.0)),
        children={None: tuple(boxes)},
        groups=frozenset(),
        links=(("a", "c", 0.0), ("b", "d", 0.0), ("d", "e", 0.0)),
    )
    found = untangled(task, boxes, [["a", "b"], ["c", "d"]], lambda: None)
    assert found["a"] == boxes["b"]
    assert found["b"] == boxes["a"]
    assert {key: found[key] for key in "cde"} == {key: boxes[key] for key in "cde"}
    assert untangled(task, found, [["a", "b"], ["c", "d"]], lambda: None) == found


@pytest.mark.parametrize(
    ("count", "elk"), [pytest.param(200, 883), pytest.param(1000, 46_126, marks=pytest.mark.slow)]
)
def test_reference_designs_have_no_more_crossings_than_elk_leaves_in_them(count: int, elk: int) -> None:
    design = clustered_design(count)
    boxes = arrange(design, "main").boxes
    assert straight(design, boxes) <= elk
    assert overlaps(design, boxes) == 0


@pytest.mark.parametrize("asked", [30, 60])
def test_a_layout_under_way_ends_when_nobody_wants_it_any_more(asked: int) -> None:
    times = 0

    def should_stop() -> bool:
        nonlocal times
        times += 1
        return times > asked

    with pytest.raises(LayoutCancelled):
        arrange(clustered_design(200), "main", request=Request(should_stop=should_stop))
    assert times == asked + 1
