"""A real main window on a small design, in folders of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import WindowHand
from tests.qt.window.held_back import Held, HeldBack, Told
from tests.qt.window.layout_items import known_items

from archdraw.core.model import Component, Connection, Design, Journey, Placement, Targets, View
from archdraw.editor.document import DocumentState
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.start import make_window

WindowMaker = Callable[[Design], MainWindow]


def small_design() -> Design:
    """Load balancer 99.99 % → two apps of 99.5 % → database 99.9 %: served 99.8875 %."""
    return Design(
        title="Shop",
        components=(
            Component(id="users", kind="client_web", name="Users"),
            Component(id="lb", kind="l7_load_balancer", name="Balancer", managed=False, availability=0.9999),
            Component(id="app1", kind="service", name="App 1", availability=0.995, capacity_rps=1000.0),
            Component(id="app2", kind="service", name="App 2", availability=0.995, capacity_rps=1000.0),
            Component(
                id="db",
                kind="rdbms_primary",
                name="Orders",
                managed=False,
                availability=0.999,
                capacity_rps=3000.0,
            ),
        ),
        connections=(
            Connection(id="users-lb", source="users", target="lb"),
            Connection(id="lb-app1", source="lb", target="app1"),
            Connection(id="lb-app2", source="lb", target="app2"),
            Connection(id="app1-db", source="app1", target="db"),
            Connection(id="app2-db", source="app2", target="db"),
        ),
        journeys=(
            Journey(id="buy", name="Buy", entry="users", peak_rps=800.0, targets=Targets(availability=0.999)),
        ),
        views=(
            View(
                id="main",
                name="Overview",
                nodes={
                    "users": Placement(x=0, y=100),
                    "lb": Placement(x=260, y=100),
                    "app1": Placement(x=520, y=0),
                    "app2": Placement(x=520, y=200),
                    "db": Placement(x=780, y=100),
                },
            ),
        ),
    )


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowMaker]:
    """Return a function that opens the main window on a design; all are closed without questions."""
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(tmp_path / "state"))
    opened: list[MainWindow] = []

    def open_one(design: Design) -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        window = make_window(app, "light")
        opened.append(window)
        window.resize(1440, 900)
        window.show()
        qtbot.waitExposed(window)
        window.session.load(design, DocumentState())
        window.complete()
        qtbot.waitUntil(
            lambda: window.session.analysis is not None and not window.runner.busy, timeout=10_000
        )
        window.documents.show_all()
        return window

    yield open_one
    known = known_items()
    for window in opened:
        window.session.set_document(DocumentState(saved_depth=window.session.store.undo_depth))
        window.close()
        window.deleteLater()
    QApplication.processEvents()
    assert known == {}, (
        "Items of layouts are known to Python (tests/qt/window/layout_items.py says what is wrong)."
    )


@pytest.fixture
def window(make: WindowMaker) -> MainWindow:
    return make(small_design())


@pytest.fixture
def held(make: WindowMaker) -> Iterator[Held]:
    """A window whose analysis waits where it is told to hold."""
    window = make(small_design())
    held = HeldBack(window)
    yield window, held, Told(window)
    held.let_go.set()


@pytest.fixture
def hand(window: MainWindow) -> WindowHand:
    """A hand on the window with the small design."""
    return WindowHand(window)
