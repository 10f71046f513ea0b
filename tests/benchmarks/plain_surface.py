"""The same design as a plain graphics scene: what one gets by following Qt's manual.

A card is an item with a rectangle, a square for its glyph and two lines of text; a connection is an item
with a path, an arrow head and its name. Connections follow their ends by `itemChange`. No panels, no
analysis, no lanes, no ways around.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)
from tests.benchmarks.surface import SIZE
from tests.benchmarks.synthetic import synthetic_design

from archdraw.core.model import Design
from archdraw.editor.camera import ZOOM_STEP
from archdraw.qt.window.start import make_application

_WIDTH, _HEIGHT = 168.0, 72.0
_CARD, _BORDER, _CHOSEN = QColor("#ffffff"), QPen(QColor("#c3cad5"), 1.0), QPen(QColor("#2f6fed"), 2.0)
_TILE, _TEXT, _LINE = QBrush(QColor("#dbe6fb")), QPen(QColor("#1c2430")), QPen(QColor("#66707f"), 1.5)
_HEAD = QBrush(QColor("#66707f"))
_Change = QGraphicsItem.GraphicsItemChange
_Flag = QGraphicsItem.GraphicsItemFlag


class _Card(QGraphicsItem):
    """A component."""

    def __init__(self, name: str, kind: str, fonts: tuple[QFont, QFont]) -> None:
        super().__init__()
        self._name, self._kind, self._fonts = name, kind, fonts
        self.lines: list[_Line] = []
        self.setFlags(_Flag.ItemIsMovable | _Flag.ItemIsSelectable | _Flag.ItemSendsGeometryChanges)
        self.setZValue(1.0)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, _WIDTH + 4, _HEIGHT + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(_CHOSEN if self.isSelected() else _BORDER)
        painter.setBrush(_CARD)
        painter.drawRoundedRect(QRectF(0, 0, _WIDTH, _HEIGHT), 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_TILE)
        painter.drawRoundedRect(QRectF(12, 16, 40, 40), 8, 8)
        painter.setPen(_TEXT)
        painter.setFont(self._fonts[0])
        painter.drawText(QPointF(62, 34), self._name)
        painter.setFont(self._fonts[1])
        painter.drawText(QPointF(62, 50), self._kind)

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        if change == _Change.ItemPositionHasChanged:
            for line in self.lines:
                line.follow()
        return super().itemChange(change, value)


class _Line(QGraphicsItem):
    """A connection."""

    def __init__(self, source: _Card, target: _Card, name: str, font: QFont) -> None:
        super().__init__()
        self._source, self._target, self._name, self._font = source, target, name, font
        self._path, self._head, self._middle = QPainterPath(), QPolygonF(), QPointF()
        self.setFlag(_Flag.ItemIsSelectable)
        source.lines.append(self)
        target.lines.append(self)
        self.follow()

    def follow(self) -> None:
        """Run from the right of the one to the left of the other."""
        self.prepareGeometryChange()
        start = self._source.pos() + QPointF(_WIDTH, _HEIGHT / 2)
        end = self._target.pos() + QPointF(0, _HEIGHT / 2)
        middle = (start.x() + end.x()) / 2
        self._path = QPainterPath(start)
        self._path.lineTo(middle, start.y())
        self._path.lineTo(middle, end.y())
        self._path.lineTo(end)
        self._head = QPolygonF([end, end + QPointF(-8, -4), end + QPointF(-8, 4)])
        self._middle = QPointF(middle + 3, (start.y() + end.y()) / 2)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-10, -14, 60, 10)

    def shape(self) -> QPainterPath:
        return self._path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        pen = _CHOSEN if self.isSelected() else _LINE
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setBrush(_HEAD)
        painter.drawPolygon(self._head)
        painter.setPen(_TEXT)
        painter.setFont(self._font)
        painter.drawText(self._middle, self._name)


class _View(QGraphicsView):
    """Notes where everything stands when a drag begins, as an undo command would."""

    def __init__(self, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self.before: list[tuple[QGraphicsItem, QPointF]] = []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.remember()

    def remember(self) -> None:
        """Note where everything selected stands."""
        self.before = [(item, item.pos()) for item in self.scene().selectedItems() if isinstance(item, _Card)]


class PlainSurface:
    """A graphics view over such a scene."""

    def __init__(self, components: int) -> None:
        from tests.benchmarks.window_surface import kinds_in_use

        make_application()
        self.design, hub = synthetic_design(components, kinds_in_use())
        self.scene, self.cards = plain_scene(self.design)
        self.hub = self.cards[hub]
        self.view = _View(self.scene)
        # There has to be something to scroll: the window's canvas does not end at the drawing either.
        room = 8000
        self.view.setSceneRect(self.scene.itemsBoundingRect().adjusted(-room, -room, room, room))
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.view.resize(*SIZE)
        self.view.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def close(self) -> None:
        self.view.close()
        self.scene.clear()
        self.view.deleteLater()
        QApplication.processEvents()

    def look_at_hub(self, zoom: float) -> None:
        self.view.setTransform(QTransform.fromScale(zoom, zoom))
        self.view.centerOn(self.hub.sceneBoundingRect().center())
        self.settle()

    def fit(self) -> None:
        self.view.fitInView(self.scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self.settle()

    def pan(self, dx: int, dy: int) -> None:
        across, down = self.view.horizontalScrollBar(), self.view.verticalScrollBar()
        across.setValue(across.value() - dx)
        down.setValue(down.value() - dy)

    def zoom(self, delta: int) -> None:
        factor = ZOOM_STEP ** (delta / 100.0)
        self.view.scale(factor, factor)

    def hub_on_screen(self) -> QPointF:
        return QPointF(self.view.mapFromScene(self.hub.sceneBoundingRect().center()))

    def hub_place(self) -> tuple[float, float]:
        return self.hub.x(), self.hub.y()

    def viewport(self) -> QWidget:
        return self.view.viewport()

    def selected(self) -> int:
        return len(self.scene.selectedItems())

    def select_all(self) -> None:
        whole = QPainterPath()
        whole.addRect(self.scene.itemsBoundingRect())
        self.scene.setSelectionArea(whole)

    def move_selected(self, dx: float, dy: float) -> None:
        self.view.remember()
        for item, place in self.view.before:
            item.setPos(place + QPointF(dx, dy))

    def undo(self) -> None:
        for item, place in self.view.before:
            item.setPos(place)


def plain_scene(design: Design) -> tuple[QGraphicsScene, dict[str, _Card]]:
    """Return a scene with all components and connections, and the items of the components by id."""
    fonts = QFont("Fira Sans", 10), QFont("Fira Sans", 8)
    scene = QGraphicsScene()
    cards = {one.id: _Card(one.name, one.kind, fonts) for one in design.components}
    places = design.views[0].nodes
    for key, card in cards.items():
        card.setPos(places[key].x, places[key].y)
        scene.addItem(card)
    for one in design.connections:
        scene.addItem(_Line(cards[one.source], cards[one.target], one.name, fonts[1]))
    return scene, cards
