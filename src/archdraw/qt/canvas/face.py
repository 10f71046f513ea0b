"""Everything the viewport shows of a session, and what of it has to be painted anew after each change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from time import thread_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QTransform

from archdraw.core.drawing import Theme
from archdraw.core.drawing.display import ElementDrawing, Overlay
from archdraw.core.geometry import Box, bounding_box
from archdraw.editor.camera import Camera
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.colors import fill
from archdraw.qt.canvas import marks
from archdraw.qt.canvas.backing import Backing
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.rendering import Rendering
from archdraw.qt.canvas.stage import Stage

if TYPE_CHECKING:
    from archdraw.qt.canvas.found_marks import FoundMarks
    from archdraw.qt.canvas.plain_lines import PlainLines

# While zooming, the last picture is scaled; beyond this factor a new one is made at once …
_SOFTEST = 2.0
# … as when it would show so little of the viewport …
_LEAST_SHOWN = 0.5
# … and always when the last whole picture took less than this, in seconds of CPU.
_QUICK = 0.005
# What making a picture may take of one frame, in seconds of CPU.
_SLICE = 0.006
# The same of one that takes the place of a picture of the state before a change, and the least that is worth
# beginning.
_REPLACED, _LEAST = 0.008, 0.002
# What finding the way of connections may take of one frame; what is left follows when the hand rests.
_DRAWING, _DRAWING_FEW = 0.0004, 0.004
# More changed elements than this are not looked at one by one.
_MOST_CHANGES = 150
_LEGEND_MARGIN = 16.0
# Numbers of px nearer than this to a whole one are it, but for rounding.
_ALMOST = 1e-6


class Face:
    """Paints a session's drawing, and over it what the hand, the selection and the overlay add."""

    def __init__(self, session: Session, theme: Theme) -> None:
        self.session = session
        self.stage = Stage(session.scene, theme, self._joined)
        self.backing = Backing(self.stage)
        self._rendering: Rendering | None = None
        # A picture of what is shown already, with everything in its order.
        self._renewal: Rendering | None = None
        self._seconds = self._spent = 0.0
        self._sharp = True
        self._many: marks.ManySelected | None = None
        self._found: FoundMarks | None = None
        self._plain: PlainLines | None = None
        # Whether the picture is of the state before a change, and another one is being made.
        self._replacing = False
        # Whether the last frame had no time for it.
        self._put_off = False
        self._legend: tuple[Overlay, tuple[ElementDrawing, ...]] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.stage.renderer.set_theme(theme)
        self._rendering = self._renewal = None
        self.backing.invalidate()

    def follow(self, event: SessionEvent) -> bool:
        """Take notice of a session's event; return whether anything has to be painted anew."""
        if event.kind in ("view", "overlay", "changed", "grid"):
            # What has been painted of the picture under way is no longer true.
            self._rendering, self._renewal, self._many, self._found = None, None, None, None
            self._repaint_whole()
        if event.kind == "view":
            self.stage.set_scene(self.session.scene)
            self.backing.invalidate()
        elif event.kind == "overlay":
            self._settle(event.ids)
        elif event.kind == "changed":
            if self.session.store.in_gesture:
                self._lift(event.ids)
            else:
                self._settle(event.ids)
        elif event.kind == "grid":
            self.backing.invalidate()
        return event.kind not in ("document", "message", "quick-insert", "menu", "analysing")

    def paint(self, painter: QPainter, size: QSize, ratio: float, *, sharp: bool, focused: bool) -> bool:
        """Paint the viewport; return whether the picture is sharp.

        Parameters
        ----------
        painter
            Of the viewport, in logical px.
        size
            Of the viewport in logical px.
        ratio
            Device px for one logical px.
        sharp
            Whether a picture of another scale has to be painted anew now.
        focused
            Whether the canvas has the keyboard and should show it.
        """
        camera = self.session.camera
        window = Window.of(camera, ratio)
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        self._refresh_settings()
        device = QTransform.fromScale(1 / ratio, 1 / ratio)
        self.stage.urgent = self._urgent()
        is_sharp = self._sharp = self._paint_still(painter, window, pixels, sharp=sharp)
        area = QRect(QPoint(0, 0), pixels)
        if not self.stage.pending and not self._replacing:
            self._plain = None
        elif self._plain is None and not self._replacing:
            from archdraw.qt.canvas.plain_lines import PlainLines

            self._plain = PlainLines(self.stage)
        if self._plain is not None:
            self._plain.paint(painter, area, window, device, still=self._replacing)
        self.stage.paint_lifted(painter, area, window, device)
        self._paint_over(painter, size, window, device)
        if focused:
            marks.paint_focus(painter, QRectF(0, 0, size.width(), size.height()), self.stage.renderer.paints)
        self.backing.note_frame()
        return is_sharp

    def _urgent(self) -> Collection[str]:
        """Return what the hand is busy with: a few selected elements, and the connections at them."""
        selection = self.session.selection
        if not self.stage.pending or len(selection) > marks.MANY:
            return ()
        around = self.session.scene.connections_of
        return selection.union(*map(around, selection))

    @property
    def rendering(self) -> bool:
        """Whether a picture is being made or completed, for which more frames are needed.

        One that is shown scaled is not completed: another takes its place when the zoom rests.
        """
        unfinished = bool(self.stage.pending) or self.backing.outdated or self._replacing
        return self._rendering is not None or (self._sharp and unfinished)

    @property
    def waiting(self) -> int:
        """How many lines are straight because their way is still looked for."""
        # While the picture from before stays, none of them shows.
        return 0 if self._replacing else len(self.stage.waiting)

    @property
    def awaits_selected(self) -> bool:
        """Whether the way of something selected, or of what hangs on it, is still looked for."""
        return not self.stage.pending.isdisjoint(self.stage.urgent)

    def _joined(self, connection_id: str) -> tuple[str, str]:
        connection = self.session.store.get("connections", connection_id)
        return connection.source, connection.target

    def _paint_still(self, painter: QPainter, window: Window, pixels: QSize, *, sharp: bool) -> bool:
        backing, shown = self.backing, self.backing.window
        if shown is None or backing.size != pixels or shown.ratio != window.ratio:
            self._rendering = None
        elif not backing.can_show(window, pixels):
            asked = sharp or self._seconds < _QUICK or not self._may_stay(shown, window, pixels)
            self._make_picture(window, pixels, asked=asked, sharp=sharp)
            if not backing.can_show(window, pixels):
                area = QRectF(0, 0, pixels.width() / window.ratio, pixels.height() / window.ratio)
                fill(painter, area, self.stage.renderer.paints.token("canvas"))
                backing.draw_scaled(painter, window)
                return False
        self._rendering = None
        if self._replacing and backing.can_show(window, pixels) and backing.window == window:
            if self._renew(window, pixels, _REPLACED):
                self._replacing, self._plain = False, None
            backing.draw(painter)
            return True
        self._repaint_whole()
        backing.show(window, pixels, _DRAWING if self.stage.is_large else _DRAWING_FEW)
        if backing.outdated and not self.stage.pending:
            self._renew(window, pixels)
        backing.draw(painter)
        return True

    def _repaint_whole(self) -> None:
        """Paint anew in the next frame what another picture was being made of, and all that waits."""
        if self._replacing:
            self._replacing = False
            self.backing.invalidate()

    def _renew(self, window: Window, pixels: QSize, seconds: float = _SLICE) -> bool:
        """Go on with a picture that will take the place of the one shown; return whether it has."""
        renewal = self._renewal
        if renewal is None or renewal.window != window or renewal.picture.size() != pixels:
            # In a small drawing nothing is shown of a change before all of it can be.
            whole = self._replacing and not self.stage.is_large
            renewal = Rendering(self.stage, window, pixels, whole=whole)
        left = seconds - self.backing.spent
        self._renewal, self._put_off = renewal, left < _LEAST and not self._put_off
        if self._put_off:
            return False
        done = renewal.advance(max(left, _LEAST))
        self._renewal = None if done else renewal
        if done:
            self.backing.take_over(renewal.picture, window)
        return done

    def _may_stay(self, shown: Window, window: Window, pixels: QSize) -> bool:
        """Tell whether the last picture, scaled, is good enough for another frame."""
        factor = window.scale / shown.scale
        if not 1 / _SOFTEST < factor < _SOFTEST:
            return False
        left, top = shown.left * factor - window.left, shown.top * factor - window.top
        width, height = pixels.width(), pixels.height()
        seen_w = min(width, left + width * factor) - max(0.0, left)
        seen_h = min(height, top + height * factor) - max(0.0, top)
        # Zooming out a little always shows less; panning from there may leave nothing of it.
        enough = _LEAST_SHOWN * min(1.0, factor * factor) * width * height
        return max(0.0, seen_w) * max(0.0, seen_h) >= enough

    def _make_picture(self, window: Window, pixels: QSize, *, asked: bool, sharp: bool) -> None:
        """Go on with the picture under way, or begin one of another scale where one is asked for."""
        rendering = self._rendering
        if sharp and rendering is not None and rendering.window.scale != window.scale:
            rendering = None
        if rendering is None:
            if not asked:
                return
            rendering = Rendering(self.stage, window, pixels)
            self._spent = 0.0
        begun = thread_time()
        done = rendering.advance(_SLICE)
        self._spent += thread_time() - begun
        self._rendering = None if done else rendering
        if done:
            self._seconds = self._spent
            self.backing.take_over(rendering.picture, rendering.window)

    def _paint_over(self, painter: QPainter, size: QSize, window: Window, device: QTransform) -> None:
        session, paints = self.session, self.stage.renderer.paints
        # The camera of the picture, which stands on whole device px.
        camera = Camera(window.left / window.scale, window.top / window.scale, session.camera.zoom)
        seen = camera.shown(size.width(), size.height())
        scene = session.scene
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if session.former:
            self.stage.renderer.paint_shapes(painter, session.former, window, device)
        if session.hover is not None and session.hover not in session.selection:
            marks.paint_hover(painter, self.stage, session.hover, camera)
        full = self.stage.is_full(window.zoom)
        if not full:
            marks.paint_far_marks(painter, scene, camera, seen, paints)
        self._paint_selection(painter, camera, seen, full=full)
        self._paint_found(painter, camera, seen, full=full)
        if full and session.selection:
            ringed = self.stage.drawings(marks.over_ring(scene, session.selection))
            self.stage.renderer.paint(painter, ringed, window, device=device, shadows=False)
        if session.ghosts:
            self.stage.renderer.paint_shapes(painter, session.ghosts, window, device)
        if not scene.order and not session.ghosts:
            marks.paint_hint(painter, QRectF(0, 0, size.width(), size.height()), paints)
        self._paint_legend(painter, size, window.ratio, device)

    def _paint_found(self, painter: QPainter, camera: Camera, seen: Box, *, full: bool) -> None:
        found, known = self.session.found, self._found
        if not found:
            self._found = None
            return
        if known is None or known.found is not found or known.scene is not self.session.scene:
            from archdraw.qt.canvas.found_marks import FoundMarks

            known = self._found = FoundMarks(self.stage, found)
        known.paint(painter, camera, seen, full=full)

    def _paint_selection(self, painter: QPainter, camera: Camera, seen: Box, *, full: bool) -> None:
        scene, selected, paints = self.session.scene, self.session.selection, self.stage.renderer.paints
        if len(selected) <= marks.MANY:
            marks.paint_selection(painter, self.stage, selected, camera)
        elif full:
            visible = [element_id for element_id in scene.ids_in_box(seen) if element_id in selected]
            marks.paint_selection(painter, self.stage, visible, camera, many=True)
        else:
            if self._many is None or self._many.selected is not selected:
                self._many = marks.ManySelected(scene, selected)
            self._many.paint(painter, camera, paints)

    def _paint_legend(self, painter: QPainter, size: QSize, ratio: float, device: QTransform) -> None:
        overlay = self.session.scene.overlay
        if self._legend is None or self._legend[0] is not overlay:
            self._legend = (overlay, self.session.scene.legend())
        drawings = self._legend[1]
        around = bounding_box(drawing.bounds for drawing in drawings)
        if around is None:
            return
        left = around.x - _LEGEND_MARGIN
        top = around.bottom + _LEGEND_MARGIN - size.height()
        still = Window(ratio, round(left * ratio), round(top * ratio), ratio)
        self.stage.renderer.paint(painter, drawings, still, device=device)

    def _refresh_settings(self) -> None:
        if self.stage.show_grid != self.session.show_grid:
            self.stage.show_grid = self.session.show_grid
            self.backing.invalidate()
        if self.stage.grid_step != self.session.grid:
            self.stage.grid_step = self.session.grid
            self.backing.invalidate()
        if self.stage.lifted and not self.session.store.in_gesture and not self.session.scene.is_sketching:
            self._invalidate(self.stage.put_down(), with_old=False)

    def _lift(self, ids: frozenset[str]) -> None:
        """Elements move under the hand: off the still picture, once each."""
        new = ids - self.stage.lifted
        if new:
            self._plain = None
            self._invalidate(new, with_new=False)
            self.stage.lift(new)

    def _settle(self, ids: frozenset[str]) -> None:
        """Elements changed for good; the picture goes along where everything moved by whole px."""
        way = self.stage.elements_changed(ids)
        if way is not None and self._carry(*way):
            ids = self.stage.scene.reshaped
        # What goes on being shown as it was needs no paint, and what is under the hand is not in the picture.
        stage = self.stage
        changed = [one for one in ids if not stage.is_held(one) and one not in stage.lifted]
        alone = stage.may_wait and not stage.lifted and not stage.led
        if alone and (self._is_much(changed) or self._must_wait(changed)):
            # As long as it takes, the picture stays as it was, with all that is painted over it.
            self._replacing, self.backing.outdated = True, False
            return
        self._plain = None
        self._invalidate(changed)

    def _carry(self, dx: float, dy: float) -> bool:
        """Move the picture with everything in it; return False where it would not be the same picture."""
        window = self.backing.window
        if window is None or not self.stage.is_full(window.zoom):
            return False
        step = self.stage.grid_step if self.stage.show_grid else 0.0
        if step and not (_is_whole(dx / step) and _is_whole(dy / step)):
            return False
        right, down = dx * window.scale, dy * window.scale
        if not (_is_whole(right) and _is_whole(down)):
            return False
        self.backing.carry(round(right), round(down))
        return True

    def _must_wait(self, changed: Collection[str]) -> bool:
        """Tell whether something new in a small drawing could be shown as a straight line only."""
        if self.stage.is_large or self.backing.is_all_stale:
            return False
        return not self.stage.waiting.isdisjoint(changed)

    def _is_much(self, changed: Collection[str]) -> bool:
        """Tell whether painting these anew would be felt; from far away everything is painted in no time."""
        window = self.backing.window
        if window is None or not self.stage.is_full(window.zoom) or self.backing.is_all_stale:
            return False
        return len(changed) > _MOST_CHANGES or self.backing.is_much(self._boxes(changed))

    def _invalidate(self, ids: Iterable[str], *, with_old: bool = True, with_new: bool = True) -> None:
        """Mark where elements were painted, and where they will be, as stale."""
        window = self.backing.window
        self._renewal = None
        changed = list(ids)
        if window is None or not changed:
            return
        if len(changed) > _MOST_CHANGES or not self.stage.is_full(window.zoom):
            self.backing.invalidate()
            return
        self.backing.invalidate_boxes(self._boxes(changed, with_old=with_old, with_new=with_new))

    def _boxes(
        self, changed: Collection[str], *, with_old: bool = True, with_new: bool = True
    ) -> Iterator[Box]:
        """Yield where elements were painted, and where in view they will be as far as that is known."""
        stage, reach = self.stage, self.backing.reach
        near: Collection[str] = ()
        if with_new and reach is not None:
            # Nobody waits for what is out of sight.
            near = set(stage.scene.among(changed, reach.grown(8.0)))
        for element_id in changed:
            old = stage.renderer.known(element_id) if with_old else None
            new = stage.ready(element_id) if element_id in near and not stage.is_held(element_id) else None
            yield from (drawing.bounds.grown(8.0) for drawing in (old, new) if drawing is not None)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < _ALMOST
