"""The canvas: a scroll area that paints a session's drawing and hands it what hand and keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from archdraw.core.drawing import Theme
from archdraw.editor.camera import Camera
from archdraw.editor.events import PointerEvent
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.events import key_event, pinch_event, pointer_event, wheel_event
from archdraw.qt.bridge.frame_gate import FRAMES
from archdraw.qt.bridge.timing import single_shot
from archdraw.qt.canvas.accessible import offer_elements
from archdraw.qt.canvas.cursors import qt_cursor
from archdraw.qt.canvas.dropping import Dropping, kind_of
from archdraw.qt.canvas.face import Face
from archdraw.qt.canvas.scrolling import scroll_range, set_bars

if TYPE_CHECKING:
    from archdraw.qt.canvas.accessible_elements import CanvasInterface

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from archdraw.qt.canvas.label_field import LabelField

# A zoom is sharp so many ms after its last step.
SHARPEN_MS = 80
# Scroll bars follow the camera and changes of the drawing so many ms later: styles paint them slowly.
_BARS_MS = 300
# So many ms after a gesture in a large drawing its lines look for their ways.
_SETTLED_MS = 10
_BOUNDS_MS = 250
_TIP_REACH = 4.0
_HAND_FOLLOWS = ("selection", "changed", "view", "camera", "quick-insert")
_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class CanvasView(QAbstractScrollArea):
    """Shows one session and is its hand.

    Signals
    -------
    menu_requested(QPoint)
        A context menu for the selection, at this point of the screen.
    ways_sought(found, total)
        So many lines of so many that were straight have found their ways; 0 of 0: no line is straight now.
    paint_failed(str)
        An element can't be painted and is left out from now on: a sentence, once for each.
    """

    menu_requested = Signal(QPoint)
    ways_sought = Signal(int, int)
    paint_failed = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        # Before anything asks: Qt keeps the first answer.
        offer_elements()
        super().__init__(parent)
        self.session = session
        # The elements in words; made when a screen reader asks for them.
        self.spoken: CanvasInterface | None = None
        self._face = Face(session, theme)
        self._face.stage.renderer.on_failure = self._report_failure
        # A viewport made here is known to the binding. To find out what Qt's own one is, it would make the
        # classes of all widgets.
        self.setViewport(QWidget())
        self._label: LabelField | None = None
        self._dropping = Dropping(session)
        self._focused_by_key = False
        self._sharp_now = True
        # Whether the end of a gesture is yet to be painted.
        self._unseen = False
        self._awaited = False
        # How many lines there were to find ways for, and of how many it is still looked for.
        self._sought = self._waiting = 0
        self._bounds = session.scene.bounds
        self._sharpen = single_shot(self, SHARPEN_MS, self._make_sharp)
        # What the hand shows depends on selection and camera, which not only the hand changes.
        self._ghosts_late = single_shot(self, 0, session.refresh_ghosts)
        self._go_on = single_shot(self, 0, self.viewport().update)
        self._measure = single_shot(self, _BOUNDS_MS, self._measure_bounds)
        self._bars_late = single_shot(self, _BARS_MS, self._set_bars)
        self._last_pointer = QPointF()
        self._set_up()
        # What a gesture has changed is looked at once its end is on the screen.
        self._settle_late = single_shot(self, _SETTLED_MS, session.settle)
        session.settle_later = self._await_settling
        self._stop_listening = session.listen(self._follow)

    def _set_up(self) -> None:
        self.setObjectName("canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setAcceptDrops(True)
        # Every px is painted here; Qt need not clear them first.
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setAccessibleName("Canvas")

    # -- what the window asks for --------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The theme that the drawing is painted in."""
        return self._face.stage.renderer.theme

    def set_theme(self, theme: Theme) -> None:
        """Paint the drawing in another theme."""
        self._face.set_theme(theme)
        self.viewport().update()

    def close_session(self) -> None:
        """Stop listening to the session; the canvas is of no use afterwards."""
        if self._label is not None:
            self._label.end()
        self.session.settle_later = None
        self._stop_listening()
        if self.spoken is not None:
            self.spoken.forget()

    @property
    def is_busy(self) -> bool:
        """Whether more of the picture follows in the next frames, or a sharp one once the zoom rests."""
        return self._face.rendering or self._sharpen.isActive() or self._settle_late.isActive()

    def grab_view(self, size: QSize | None = None, scale: float = 1.0) -> QImage:
        """Return a picture of what the canvas shows, legend included, without selection and hand.

        Parameters
        ----------
        size
            In logical px; None is the viewport's own.
        scale
            Device px for one logical px.
        """
        from archdraw.qt.canvas.picture import paint_picture

        wanted = size if size is not None else self.viewport().size()
        return paint_picture(self.session.scene, self.theme, self.session.camera, wanted, scale)

    def viewport_size(self) -> tuple[float, float]:
        """Return width and height of the viewport in logical px."""
        return float(self.viewport().width()), float(self.viewport().height())

    # -- the session ---------------------------------------------------------------------------

    def _await_settling(self) -> None:
        if not self._settle_late.isActive():
            self._settle_late.start()
            self._unseen = True
            self.viewport().update()

    def _follow(self, event: SessionEvent) -> None:
        if self._face.follow(event):
            self.viewport().update()
        if event.kind in ("changed", "view"):
            self._measure.start()
        if event.kind == "camera":
            self._sharpen.stop()
            if self._label is not None:
                self._label.place()
            if not self._bars_late.isActive():
                self._bars_late.start()
        elif event.kind == "editing":
            self._show_label_field()
        elif event.kind == "menu":
            self.menu_requested.emit(self.viewport().mapToGlobal(self._last_pointer.toPoint()))
        if self.spoken is not None:
            self.spoken.follow(event)
        if event.kind in _HAND_FOLLOWS and not self._ghosts_late.isActive():
            self._ghosts_late.start()

    def _show_label_field(self) -> None:
        if self.session.editing is not None:
            if self._label is None:
                from archdraw.qt.canvas.label_field import LabelField

                self._label = LabelField(self.session, self.viewport())
            self._label.begin(self.session.editing, self.theme)
        elif self._label is not None and self._label.isVisible():
            had_focus = self._label.hasFocus()
            self._label.end()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report_failure(self, _element_id: str, sentence: str) -> None:
        self.paint_failed.emit(sentence)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        focused = self._focused_by_key and self.hasFocus()
        ratio = self.viewport().devicePixelRatioF()
        try:
            sharp = self._face.paint(
                painter, self.viewport().size(), ratio, sharp=self._sharp_now, focused=focused
            )
        finally:
            painter.end()
        self._sharp_now = False
        if self._unseen and self._settle_late.isActive():
            self._settle_late.start()
        self._unseen = False
        self._tell_ways()
        awaited, self._awaited = self._awaited, self._face.awaits_selected
        if awaited and not self._awaited:
            # Its handles could not be shown before.
            self._ghosts_late.start()
        if self._face.rendering:
            self._go_on.start()
        elif not sharp and not self._sharpen.isActive():
            self._sharpen.start()

    def _tell_ways(self) -> None:
        waiting = self._face.waiting
        if waiting == self._waiting:
            return
        self._sought = self._sought + max(0, waiting - self._waiting) if waiting else 0
        self._waiting = waiting
        self.ways_sought.emit(self._sought - waiting, self._sought)

    def _make_sharp(self) -> None:
        self._sharp_now = True
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.session.resize_viewport(*self.viewport_size())
        self._set_bars()
        # The bars themselves get their new lengths only now; nothing else may happen in an empty document.
        self._bars_late.start()

    # -- scroll bars ---------------------------------------------------------------------------

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Do nothing: the camera says what is shown."""

    def _set_bars(self) -> None:
        camera = self.session.camera
        room = scroll_range(self._bounds, camera, *self.viewport_size())
        set_bars(self.horizontalScrollBar(), self.verticalScrollBar(), room, camera)

    def _scrolled(self) -> None:
        zoom = self.session.camera.zoom
        self.session.set_camera(
            Camera(self.horizontalScrollBar().value() / zoom, self.verticalScrollBar().value() / zoom, zoom)
        )

    def _measure_bounds(self) -> None:
        self._bounds = self.session.scene.bounds
        self._set_bars()

    # -- hand and keys -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focused_by_key = False
        self._hand(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hand(event)

    def _hand(self, event: QMouseEvent) -> None:
        self._last_pointer = event.position()
        self._give(pointer_event(event, self.session.camera))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._give(wheel_event(event, self.session.camera))
        event.accept()
        held = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if held or event.buttons() != Qt.MouseButton.NoButton:
            self._move_again(event)

    def _move_again(self, event: QWheelEvent) -> None:
        """Move to where the pointer is: what is dragged stays under it while the drawing scrolls away.

        It also tells the menu bar, which knows nothing of wheels, that Alt was held for something else.
        """
        kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
        place, there = event.position(), event.globalPosition()
        moved = QMouseEvent(kind, place, there, none, event.buttons(), event.modifiers())
        QApplication.sendEvent(self.viewport(), moved)

    def _give(self, event: PointerEvent) -> bool:
        used = self.session.handle(event)
        self._show_cursor()
        return used

    def _show_cursor(self) -> None:
        cursor = qt_cursor(self.session.cursor)
        if self.viewport().cursor().shape() != cursor:
            self.viewport().setCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event)

    def _key(self, event: QKeyEvent) -> None:
        FRAMES.close()
        used = self.session.handle(key_event(event))
        self._show_cursor()
        event.setAccepted(used)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Keep Tab for going from element to element."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focused_by_key = event.reason() in _KEYBOARD_REASONS
        self.viewport().update()
        if self.spoken is not None:
            self.spoken.tell_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        FRAMES.close()
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._give(PointerEvent("leave", 0.0, 0.0))
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        elif kind == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._give(pinch_event(event.position(), 1.0 + event.value(), self.session.camera))
                return True
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self.viewport().update()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # A right click comes from the session, which knows it from a right drag.
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.show_menu_at_selection()
        event.accept()

    def show_menu_at_selection(self) -> None:
        """Open the context menu where the selection is."""
        self.menu_requested.emit(self.viewport().mapToGlobal(self._selection_point()))

    def _selection_point(self) -> QPoint:
        around = self.session.bounds_of(self.session.selection)
        if around is None:
            return self.viewport().rect().center()
        x, y = self.session.camera.to_screen(*around.center)
        area = self.viewport().rect()
        return QPoint(min(max(round(x), 0), area.right()), min(max(round(y), 0), area.bottom()))

    def _show_tip(self, event: QHelpEvent) -> None:
        point = self.session.camera.to_world(event.pos().x(), event.pos().y())
        hit = self.session.scene.hit(point, _TIP_REACH * self.session.pixel)
        drawing = self._face.stage.element(hit) if hit is not None else None
        if drawing is None or not drawing.tip:
            QToolTip.hideText()
            return
        # Tips guess whether a text is HTML; escaped, a name can't be taken for it.
        from html import escape

        text = escape(drawing.tip).replace("\n", "<br>")
        QToolTip.showText(event.globalPos(), f"<div>{text}</div>", self.viewport())

    # -- drag and drop -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropping.enter(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if kind_of(event.mimeData()) is None:
            event.ignore()
            return
        self._dropping.move(event.position(), event.modifiers())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dropping.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._dropping.drop(event.position(), event.modifiers()):
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            event.ignore()
