"""The grid finds what a search through everything would find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.geometry import Box
from archdraw.core.geometry.index import GridIndex

BOXES = st.builds(Box, st.floats(-5000, 5000), st.floats(-5000, 5000), st.floats(0, 9000), st.floats(0, 3000))
STEPS = st.lists(st.tuples(st.integers(0, 12), st.one_of(st.none(), BOXES)), max_size=40)


def touches(a: Box, b: Box) -> bool:
    return a.x <= b.x + b.w and b.x <= a.x + a.w and a.y <= b.y + b.h and b.y <= a.y + a.h


@settings(max_examples=120, deadline=None)
@given(steps=STEPS, window=BOXES)
def test_queries_after_inserting_moving_removing(steps: list[tuple[int, Box | None]], window: Box) -> None:
    index = GridIndex(300.0)
    known: dict[str, Box] = {}
    for number, box in steps:
        key = str(number)
        if box is None:
            index.remove(key)
            known.pop(key, None)
        else:
            index.put(key, box)
            known[key] = box
    assert sorted(index.query(window)) == sorted(key for key, box in known.items() if touches(box, window))
    assert len(index) == len(known)
    assert set(index.ids()) == known.keys()


@given(boxes=st.lists(BOXES, max_size=120), window=BOXES)
def test_filled_at_once_it_is_as_if_each_had_been_put_in(boxes: list[Box], window: Box) -> None:
    filled, put = GridIndex(), GridIndex()
    named = [(f"b{number}", box) for number, box in enumerate(boxes)]
    filled.fill(named)
    for key, box in named:
        put.put(key, box)
    assert filled.ids() == put.ids()
    assert sorted(filled.query(window)) == sorted(put.query(window))
    for key, _ in named:
        assert filled.box(key) == put.box(key)
        filled.remove(key)
    assert not filled._cells


def test_empty_cells_are_given_back() -> None:
    index = GridIndex()
    for step in range(50):
        index.put("a", Box(step * 1000.0, 0, 10, 10))
    index.remove("a")
    assert index.query(Box(-1e6, -1e6, 2e6, 2e6)) == []
    assert not index._cells
    assert "a" not in index
    assert index.box("a") is None


WHOLE = st.builds(
    Box, st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(0, 9000), st.integers(0, 3000)
)
WAYS = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))


@settings(max_examples=60, deadline=None)
@given(boxes=st.lists(WHOLE, min_size=1, max_size=12), ways=st.lists(WAYS, max_size=4), window=WHOLE)
def test_shifting_all_is_as_moving_each(boxes: list[Box], ways: list[tuple[int, int]], window: Box) -> None:
    index = GridIndex(300.0)
    known: dict[str, Box] = {}
    for number, (dx, dy) in enumerate([(0, 0), *ways]):
        index.shift(dx, dy)
        known = {key: box.moved(dx, dy) for key, box in known.items()}
        # After each shift one comes or moves, and one goes.
        key, box = str(number % 3), boxes[number % len(boxes)]
        index.put(key, box)
        known[key] = box
        index.remove(str(number - 2))
        known.pop(str(number - 2), None)
    assert {key: index.box(key) for key in index.ids()} == known
    assert sorted(index.query(window)) == sorted(key for key, box in known.items() if touches(box, window))


def test_of_very_many_boxes_in_one_place_each_is_found_and_removed() -> None:
    index, here = GridIndex(), Box(10.0, 10.0, 5.0, 5.0)
    names = [str(number) for number in range(200)]
    for name in names:
        index.put(name, here)
    for name in names[::2]:
        index.put(name, Box(9000.0, 0.0, 1.0, 1.0))
    assert sorted(index.query(here)) == sorted(names[1::2])
    for name in names:
        index.remove(name)
    assert index.query(here) == []
    assert not index._cells


@settings(max_examples=60, deadline=None)
@given(boxes=st.lists(BOXES, min_size=1, max_size=12), way=WAYS, window=BOXES)
def test_a_copy_finds_the_same_and_goes_its_own_way(
    boxes: list[Box], way: tuple[int, int], window: Box
) -> None:
    index = GridIndex(300.0)
    for number, box in enumerate(boxes):
        index.put(str(number), box)
    index.shift(*way)
    twin = index.copy()
    assert sorted(twin.query(window)) == sorted(index.query(window))
    before = sorted(index.query(window))
    twin.put("0", Box(90_000.0, 0.0, 1.0, 1.0))
    twin.put("other", boxes[0])
    for number in range(1, len(boxes)):
        twin.remove(str(number))
    assert sorted(index.query(window)) == before
    assert twin.ids() == ["0", "other"]


def test_the_first_may_be_changed_before_its_copy() -> None:
    index = GridIndex(300.0)
    index.put("a", Box(0.0, 0.0, 10.0, 10.0))
    twin = index.copy()
    index.put("b", Box(5.0, 5.0, 10.0, 10.0))
    index.remove("a")
    assert (index.ids(), twin.ids()) == (["b"], ["a"])
    assert twin.query(Box(0.0, 0.0, 20.0, 20.0)) == ["a"]
    twin.remove("nobody")
    twin.remove("a")
    assert twin.query(Box(0.0, 0.0, 20.0, 20.0)) == []
    assert index.query(Box(0.0, 0.0, 20.0, 20.0)) == ["b"]


def test_of_equal_coordinates_one_is_kept_while_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archdraw.core.geometry.index._MOST_NUMBERS", 6)
    index = GridIndex()
    for number in range(6):
        index.put(str(number), Box(float("1.5"), float(number), 2.0, 2.0))
    boxes = [index.box(str(number)) for number in range(6)]
    assert boxes == [Box(1.5, float(number), 2.0, 2.0) for number in range(6)]
    assert len({id(box.x) for box in boxes if box is not None}) == 1
    assert len(index._numbers) <= 6 + 4
