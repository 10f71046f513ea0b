"""R12, the drawing that all editors are compared by, through real keys and real clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from tests.qt.window.drawing_by_script import CountingHand, named_connections, overlaps

from archdraw.core.locations import resources_dir
from archdraw.core.storage import starter_design
from archdraw.qt.window.start import SAMPLE

if TYPE_CHECKING:
    from tests.qt.window.conftest import WindowMaker

    from archdraw.qt.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
KINDS = {
    "Users": "client_web",
    "DNS": "dns",
    "CDN": "cdn",
    "Load balancer": "l7_load_balancer",
    "API gateway": "api_gateway",
    "Web 1": "service",
    "Web 2": "service",
    "Cache": "in_memory_cache",
    "Queue": "message_queue",
    "Worker": "worker",
    "Primary": "rdbms_primary",
    "Read replica": "rdbms_replica",
}
LINKS = {
    ("Users", "DNS"), ("DNS", "CDN"), ("CDN", "Load balancer"), ("Load balancer", "API gateway"),
    ("API gateway", "Web 1"), ("API gateway", "Web 2"), ("Web 1", "Cache"), ("Web 2", "Cache"),
    ("Web 1", "Queue"), ("Web 2", "Queue"), ("Web 1", "Primary"), ("Web 2", "Primary"),
    ("Queue", "Worker"), ("Worker", "Primary"), ("Primary", "Read replica"),
}  # fmt: skip
TIERS = {
    "Edge": {"DNS", "CDN", "Load balancer", "API gateway"},
    "App": {"Web 1", "Web 2", "Worker"},
    "Data": {"Cache", "Queue", "Primary", "Read replica"},
}


@pytest.fixture
def empty(make: WindowMaker) -> MainWindow:
    window = make(starter_design("R12"))
    window.canvas.setFocus()
    QApplication.processEvents()
    return window


def assert_reference(window: MainWindow) -> None:
    design = window.session.design
    assert {one.name: one.kind for one in design.components} == KINDS
    assert named_connections(design) == LINKS
    assert len(design.connections) == 15
    inside = {
        group.name: {one.name for one in design.components if one.parent == group.id}
        for group in design.groups
    }
    assert inside == TIERS
    assert {group.kind for group in design.groups} == {"tier"}
    names = {one.id: one.name for one in design.components}
    labels = {(names[one.source], names[one.target]): one.name for one in design.connections if one.name}
    assert labels == {("Load balancer", "API gateway"): "https", ("Queue", "Worker"): "jobs"}
    assert overlaps(window) == []


def draw_with_keys(hand: CountingHand) -> None:
    """Each tier is one line and its name; the last line connects by name and adds what is missing."""
    hand.sign("/")
    hand.type("users")
    hand.enter()
    for line, tier in (("dns>cdn>lb>gw:https", "edge"), ("2 app web", "app"), ("cache,q,prim", "data")):
        hand.sign("/")
        hand.type(line)
        hand.chord(Qt.Key.Key_G, CTRL)
        hand.type(tier)
        hand.enter()
    hand.chord(Qt.Key.Key_Escape)
    hand.sign(">")
    hand.type("q>app[wk:jobs]>pri>rep")
    hand.enter()


def test_the_reference_drawing_takes_few_keys_and_no_pointer(empty: MainWindow) -> None:
    hand = CountingHand(empty)
    draw_with_keys(hand)
    assert_reference(empty)
    assert hand.actions <= 55
    assert hand.typed <= 80


def draw_with_mouse(hand: CountingHand) -> None:
    """A drag into the open asks what comes there; marquee and Ctrl+G make the tiers."""
    hand.double_click(QPoint(130, 50))
    hand.type("users")
    hand.enter()
    chain = ("dns", "DNS"), ("cdn", "CDN"), ("lb", "Load balancer"), ("gw:https", "API gateway")
    before = "Users"
    for words, name in chain:
        hand.drag(hand.border(before), hand.middle(before) + QPoint(0, 110))
        hand.type(words)
        hand.enter()
        before = name
    hand.drag(hand.border(before), hand.middle("CDN") + QPoint(290, -60))
    hand.type("2app web")
    hand.enter()
    hand.sign("/")
    hand.type("cac,q,prim")
    hand.enter()
    hand.drag(hand.border("Queue"), hand.middle("Web 2") + QPoint(0, 110))
    hand.type("wk:jobs")
    hand.enter()
    hand.drag(hand.border("Worker"), hand.middle("Primary"))
    hand.drag(hand.border("Primary"), hand.middle("Primary") + QPoint(0, 110))
    hand.type("rep")
    hand.enter()
    tiers = ("DNS", "API gateway", "edge"), ("Web 1", "Worker", "app"), ("Cache", "Read replica", "data")
    for first, last, name in tiers:
        hand.drag(hand.middle(first) - QPoint(96, 40), hand.middle(last) + QPoint(96, 40))
        hand.chord(Qt.Key.Key_G, CTRL)
        hand.type(name)
        hand.enter()


def test_the_reference_drawing_takes_few_actions_with_the_mouse(empty: MainWindow) -> None:
    hand = CountingHand(empty)
    draw_with_mouse(hand)
    assert_reference(empty)
    assert hand.actions <= 60
    assert hand.typed <= 60


def test_from_the_first_start_to_two_connected_components_in_three_actions(make: WindowMaker) -> None:
    window = make(starter_design())
    window.documents.open_copy(resources_dir() / "samples" / SAMPLE)
    window.canvas.setFocus()
    before = len(window.session.design.connections)
    hand = CountingHand(window)
    hand.sign("/")
    hand.type("lb > app")
    hand.enter()
    assert hand.actions <= 4
    assert QApplication.activeModalWidget() is None
    new = window.session.design.components[-2:]
    line = window.session.design.connections[-1]
    assert len(window.session.design.connections) == before + 1
    assert (line.source, line.target) == (new[0].id, new[1].id)
    assert overlaps(window) == []
