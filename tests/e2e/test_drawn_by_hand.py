"""The real window on a real screen: a design is drawn, saved, closed, opened, undone, exported."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.e2e.screen import Program, Screen, missing_tools, wait_until

from archdraw.core.storage import design_text, starter_design

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEARCH, FIRST_HIT = (115, 90), (110, 128)
# What is drawn, and where its middle is dropped in the window. The steps between rows and columns are no
# multiples of the grid of 20: what snapping moved is told from the place of the drawing (`_offset`).
DROPS = {
    "web client": (340, 255),
    "l7 load": (565, 255),
    "stateless": (790, 140),
    "stateless service": (790, 370),
    "in-memory": (1015, 140),
    "relational db, primary": (1015, 255),
    "message queue": (1015, 370),
    "queue worker": (1015, 485),
}
LINKS = (
    ("web-client", "load-balancer"),
    ("load-balancer", "service"),
    ("load-balancer", "service-2"),
    ("service", "cache"),
    ("service", "database"),
    ("service-2", "database"),
    ("service-2", "queue"),
    ("queue", "worker"),
)
CARD = (168, 64)
# From the middle of a card to the arrow that shows right of it while the pointer is near.
ARROW = (CARD[0] // 2 + 18, 0)
ARROW_BELOW = (0, CARD[1] // 2 + 18)


@pytest.fixture
def screen() -> Iterator[Screen]:
    missing = missing_tools()
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}; the CI script installs them")
    with Screen() as made:
        yield made


def _content(document: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    return content


def _insert(program: Program, search: str, place: tuple[int, int]) -> None:
    program.click(*SEARCH, times=3)
    program.key("ctrl+a")
    program.type(search)
    time.sleep(0.4)
    program.drag(FIRST_HIT, place)


def _save(program: Program, document: Path) -> dict[str, Any]:
    before = document.stat().st_mtime_ns
    program.key("ctrl+s")
    wait_until(lambda: document.stat().st_mtime_ns != before, "the document is saved", seconds=10)
    return _content(document)


def _middles(content: dict[str, Any]) -> dict[str, tuple[float, float]]:
    nodes = content["views"][0]["nodes"]
    return {key: (place["x"] + CARD[0] / 2, place["y"] + CARD[1] / 2) for key, place in nodes.items()}


def _offset(content: dict[str, Any]) -> tuple[float, float]:
    """Return how far the window is from the drawing: the middle of all that dropping and snapping left."""
    ids = [component["id"] for component in content["components"]]
    middles = _middles(content)
    apart = [
        (x - middles[key][0], y - middles[key][1]) for key, (x, y) in zip(ids, DROPS.values(), strict=True)
    ]
    xs, ys = [dx for dx, _ in apart], [dy for _, dy in apart]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _places(content: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Return where the middles are in the window, by id."""
    dx, dy = _offset(content)
    return {key: (x + dx, y + dy) for key, (x, y) in _middles(content).items()}


def _connect(program: Program, places: dict[str, tuple[float, float]]) -> None:
    for source, target in LINKS:
        x, y = places[source]
        away = ARROW_BELOW if abs(places[target][0] - x) < CARD[0] / 2 else ARROW
        program.move(x - 6, y)
        program.move(x, y)
        program.drag((x + away[0], y + away[1]), places[target])


def _name(program: Program, place: tuple[float, float], name: str) -> None:
    program.click(place[0] + 20, place[1] - 6, times=2)
    program.key("ctrl+a")
    program.type(name)
    program.key("Return")


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_design_is_drawn_saved_reopened_undone_and_exported(screen: Screen, tmp_path: Path) -> None:
    document = tmp_path / "drawn.adraw"
    empty = design_text(starter_design())
    document.write_text(empty, encoding="utf-8")
    program = Program(screen, document, tmp_path)
    try:
        for search, place in DROPS.items():
            _insert(program, search, place)
        places = _places(_save(program, document))
        _connect(program, places)
        _name(program, places["service"], "Orders")
        _name(program, places["service-2"], "Users")
        (x, top), (_, bottom) = places["service"], places["service-2"]
        program.drag((x - 98, top - 45), (x + 98, bottom + 45))  # around both services, nothing else
        program.key("ctrl+g")
        drawn = _save(program, document)
        final = document.read_bytes()
        program.key(*["ctrl+z"] * 30)
        undone = _save(program, document)
        program.key(*["ctrl+y"] * 30)
        redone = _save(program, document)
        assert document.read_bytes() == final
        program.key("ctrl+q")
        assert program.end() == 0
        assert program.output() == ""
    finally:
        program.kill()
    _check_drawing(drawn)
    assert redone == drawn
    assert not undone.get("components")
    assert not undone.get("connections")
    assert not undone.get("groups")
    _check_reopening(screen, document, tmp_path)


def _check_drawing(drawn: dict[str, Any]) -> None:
    names = {component["id"]: component["name"] for component in drawn["components"]}
    assert len(names) == len(DROPS)
    assert {"Orders", "Users"} <= set(names.values())
    links = {
        (names[link["source"]], names[link["target"]], link.get("kind", "call"))
        for link in drawn["connections"]
    }
    assert links == {
        ("Web client", "Load balancer", "call"),
        ("Load balancer", "Orders", "call"),
        ("Load balancer", "Users", "call"),
        ("Orders", "Cache", "call"),
        ("Orders", "Database", "call"),
        ("Users", "Database", "call"),
        ("Users", "Queue", "publish"),
        ("Queue", "Worker", "deliver"),
    }
    (group,) = drawn["groups"]
    inside = {one["name"] for one in drawn["components"] if one.get("parent") == group["id"]}
    assert inside == {"Orders", "Users"}


def _check_reopening(screen: Screen, document: Path, folder: Path) -> None:
    """The saved design opens again; a saved unedited document keeps its bytes; a journey gives figures."""
    before = document.read_bytes()
    program = Program(screen, document, folder)
    try:
        program.key("ctrl+s")
        time.sleep(1.0)
        assert document.read_bytes() == before
        program.key("ctrl+q")
        assert program.end() == 0
    finally:
        program.kill()
