"""A view played step by step over the whole screen: new parts fade in, what matters stands out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from time import thread_time

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from archdraw.core.drawing import Scene, Theme
from archdraw.core.drawing.display import ElementDrawing, FontSpec
from archdraw.core.geometry import bounding_box
from archdraw.editor.camera import Camera
from archdraw.editor.presenting import Moment, moments
from archdraw.editor.session import Session
from archdraw.qt.bridge.fonts import qt_font
from archdraw.qt.bridge.motion import moves
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.renderer import Renderer

_FADE_MS = 260
# Lines are sought so long at a time, and those found are shown so much later.
_SEEK_S = 0.012
_SHOWN_ANEW_MS = 250
_DIMMED = 0.35
_MARGIN = 48.0
_CAPTION_PX = 76.0
_MOST_ZOOM = 3.0
_CAPTION_FONT = FontSpec(size=18.0)
_PROGRESS_FONT = FontSpec(size=13.0)
_FORWARD = frozenset(
    {
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Space,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace})


class Presentation(QWidget):
    """Plays the steps of the view that a session shows.

    Signals
    -------
    ended()
        The user has left it.
    """

    ended = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Presentation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._renderer = Renderer(theme)
        scene = session.scene
        self._moments = moments(session)
        self._scene = scene
        # Lines whose ways are not found yet come later, some at a time: in a large drawing they take long.
        self._waiting = [key for key in scene.order[::-1] if scene.is_large and _is_sought(scene, key)]
        later = set(self._waiting)
        drawn = ((key, scene.element(key)) for key in scene.order if key not in later)
        self._drawings = {key: drawing for key, drawing in drawn if drawing is not None}
        self._around = bounding_box(drawing.bounds for drawing in self._drawings.values())
        self._seek = single_shot(self, 0, self._find_more)
        self._show = single_shot(self, _SHOWN_ANEW_MS, self.update)
        if self._waiting:
            self._seek.start()
        self._captioned = any(moment.caption for moment in self._moments)
        self._index = 0
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setDuration(_FADE_MS)
        self._fade.valueChanged.connect(lambda _value: self.update())
        self._describe()

    # -- where it stands -----------------------------------------------------------------------

    @property
    def index(self) -> int:
        """The number of the step that shows, counted from 0."""
        return self._index

    @property
    def moment(self) -> Moment:
        """What shows now."""
        return self._moments[self._index]

    @property
    def progress(self) -> str:
        """How far it is: "3/7"; empty for a view without steps."""
        return f"{self._index + 1}/{len(self._moments)}" if len(self._moments) > 1 else ""

    def go(self, index: int) -> None:
        """Show a step; past the last one it stays there."""
        index = max(0, min(len(self._moments) - 1, index))
        if index == self._index:
            return
        forward = index > self._index
        self._index = index
        self._fade.stop()
        # Who asked for less motion sees them at once.
        if forward and moves():
            self._fade.start()
        self._describe()
        self.update()

    def _find_more(self) -> None:
        """Find ways for a few milliseconds, and go on after what the user does meanwhile."""
        end = thread_time() + _SEEK_S
        while self._waiting:
            drawing = self._scene.element_by(self._waiting[-1], end)
            if drawing is None:
                break
            self._drawings[self._waiting.pop()] = drawing
        if self._waiting:
            self._seek.start()
        if not self._show.isActive():
            self._show.start()

    def _describe(self) -> None:
        moment = self.moment
        said = " ".join(part for part in (moment.name, moment.caption) if part)
        self.setAccessibleName(f"Presentation {self.progress}".strip())
        self.setAccessibleDescription(said or "The whole drawing")

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.fillRect(self.rect(), self._renderer.paints.token("canvas"))
            self._paint_drawing(painter)
            self._paint_words(painter)
        finally:
            painter.end()

    def _paint_drawing(self, painter: QPainter) -> None:
        if self._around is None:
            return
        ratio = self.devicePixelRatioF()
        height = self.height() - (_CAPTION_PX if self._captioned else 0.0)
        camera = Camera().fitted(self._around, self.width(), height, margin=_MARGIN, max_zoom=_MOST_ZOOM)
        window = Window.of(camera, ratio)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        seen = (self._drawings.get(key) for key in self._scene.order if key in self.moment.visible)
        visible = [drawing for drawing in seen if drawing is not None]
        for opacity, run in groupby(visible, key=self._opacity):
            painter.setOpacity(opacity)
            self._renderer.paint(painter, run, window)
        painter.restore()
        self._paint_rings(painter, visible, camera)

    def _opacity(self, drawing: ElementDrawing) -> float:
        moment = self.moment
        if drawing.id in moment.fresh and self._fade.state() == QVariantAnimation.State.Running:
            return float(self._fade.currentValue())
        if not moment.highlighted or drawing.id in moment.highlighted or drawing.id in moment.fresh:
            return 1.0
        return _DIMMED

    def _paint_rings(self, painter: QPainter, visible: Iterable[ElementDrawing], camera: Camera) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._renderer.paints.token("accent"), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for drawing in visible:
            if drawing.id in self.moment.highlighted and drawing.frame is not None:
                x, y = camera.to_screen(drawing.frame.x, drawing.frame.y)
                width, height = drawing.frame.w * camera.zoom, drawing.frame.h * camera.zoom
                radius = 12.0 * camera.zoom
                rect = QRectF(x, y, width, height).adjusted(-5, -5, 5, 5)
                painter.drawRoundedRect(rect, radius, radius)

    def _paint_words(self, painter: QPainter) -> None:
        paints = self._renderer.paints
        if self.progress:
            painter.setFont(qt_font(_PROGRESS_FONT))
            painter.setPen(paints.token("text-second"))
            corner = QRectF(self.width() - 120, self.height() - 36, 100, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(corner, right, self.progress)
        if self.moment.caption:
            painter.setFont(qt_font(_CAPTION_FONT))
            painter.setPen(paints.token("text"))
            room = QRectF(140, self.height() - _CAPTION_PX - 12, self.width() - 280, _CAPTION_PX)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.moment.caption
            )

    # -- hand and keys -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.close()
        elif key in _FORWARD:
            self.go(self._index + 1)
        elif key in _BACK:
            self.go(self._index - 1)
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self._moments) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.go(self._index + 1)
        elif event.button() == Qt.MouseButton.RightButton:
            self.go(self._index - 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._fade.stop()
        self._seek.stop()
        self.ended.emit()
        event.accept()


def _is_sought(scene: Scene, key: str) -> bool:
    """Tell whether an element is a line whose way is not found yet."""
    return scene.role(key) == "connection" and scene.known(key) is None
