"""A shown canvas over a small design whose places are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import load_theme
from archdraw.core.geometry import Point
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View
from archdraw.editor.actions import Shell, attach
from archdraw.editor.session import Session
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.canvas import CanvasView

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


def small_design() -> Design:
    kinds = {"lb": "load-balancer", "web": "web-server", "db": "sql-database", "cache": "cache"}
    places = {"lb": (100, 100), "web": (400, 100), "db": (700, 100), "cache": (400, 300)}
    return Design(
        title="Small",
        components=tuple(Component(id=one, kind=kind, name=one.upper()) for one, kind in kinds.items()),
        groups=(Group(id="tier", kind="zone", name="Tier"),),
        connections=(
            Connection(id="c1", source="lb", target="web", name="requests"),
            Connection(id="c2", source="web", target="db"),
            Connection(id="c3", source="web", target="cache", mode="async"),
        ),
        views=(
            View(
                id="main",
                name="Main",
                nodes={
                    **{one: Placement(x=x, y=y) for one, (x, y) in places.items()},
                    "tier": Placement(x=60, y=440, w=400, h=160),
                },
                notes=(Note(id="remark", x=700, y=300, text="A remark"),),
            ),
        ),
    )


class Hand:
    """Moves the mouse and types, as a person would, on a canvas."""

    def __init__(self, canvas: CanvasView) -> None:
        self.canvas = canvas
        self.session = canvas.session
        self.viewport = canvas.viewport()

    def px(self, x: float, y: float) -> QPoint:
        """The px of the viewport over a world point."""
        at = self.session.camera.to_screen(x, y)
        return QPoint(round(at.x), round(at.y))

    def middle(self, element_id: str) -> QPoint:
        return self.px(*self.session.scene.frame(element_id).center)

    def world(self, at: QPoint) -> Point:
        return self.session.camera.to_world(at.x(), at.y())

    def hover(self, at: QPoint) -> None:
        QTest.mouseMove(self.viewport, at)
        QApplication.processEvents()

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseMove(self.viewport, at)
        QTest.mouseClick(self.viewport, LEFT, modifiers, at)

    def double_click(self, at: QPoint) -> None:
        QTest.mouseMove(self.viewport, at)
        QTest.mouseClick(self.viewport, LEFT, Qt.KeyboardModifier.NoModifier, at)
        QTest.mouseDClick(self.viewport, LEFT, Qt.KeyboardModifier.NoModifier, at)
        QTest.mouseRelease(self.viewport, LEFT, Qt.KeyboardModifier.NoModifier, at)

    def drag(
        self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT, *, release: bool = True
    ) -> None:
        QTest.mouseMove(self.viewport, start)
        QTest.mousePress(self.viewport, button, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, 6):
            QTest.mouseMove(self.viewport, start + (end - start) * step / 5)
            QApplication.processEvents()
        if release:
            QTest.mouseRelease(self.viewport, button, Qt.KeyboardModifier.NoModifier, end)
            QApplication.processEvents()

    def wheel(
        self, at: QPoint, delta: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        event = QWheelEvent(
            QPointF(at),
            QPointF(self.viewport.mapToGlobal(at)),
            QPoint(),
            delta,
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.viewport, event)
        QApplication.processEvents()


@pytest.fixture
def make_canvas(qtbot: QtBot, catalog: Catalog) -> Iterator[Callable[[Design], CanvasView]]:
    made: list[CanvasView] = []

    def make(design: Design, theme: str = "light") -> CanvasView:
        session = Session(Store(design), catalog, QtMeasurer())
        # Keys are actions; nothing here asks for a window.
        attach(session, cast("Shell", None))
        canvas = CanvasView(session, load_theme(theme))
        qtbot.addWidget(canvas)
        canvas.resize(1000, 700)
        canvas.show()
        qtbot.waitExposed(canvas)
        QApplication.processEvents()
        made.append(canvas)
        return canvas

    yield make
    for canvas in made:
        canvas.close_session()


@pytest.fixture
def canvas(make_canvas: Callable[[Design], CanvasView]) -> CanvasView:
    return make_canvas(small_design())


@pytest.fixture
def hand(canvas: CanvasView) -> Hand:
    return Hand(canvas)
