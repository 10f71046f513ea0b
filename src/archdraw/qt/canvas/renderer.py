"""Paints element drawings with Qt, as much of each as its size on the screen can show. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from math import floor

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QBrush, QPainter, QTransform

from archdraw.core.drawing import Theme
from archdraw.core.drawing.display import ElementDrawing, Shape
from archdraw.qt.bridge.colors import Paints
from archdraw.qt.bridge.glyphs import draw_glyph, painter_path
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.sprites import LARGEST_SCALE, Sprites, draw_run
from archdraw.qt.canvas.steps import (
    BoxStep,
    LineStep,
    PathStep,
    Prepared,
    Preparer,
    SpriteStep,
    Step,
    TextStep,
)

# Below this zoom elements are painted as plain boxes and lines.
FULL_ZOOM = 0.3
# Labels of connections appear from here on.
LABEL_ZOOM = 0.5
# Text that would be smaller than so many px is left out.
SMALLEST_TEXT = 3.85
_MOST_PREPARED = 8000
_IDENTITY = QTransform()
_NO_BRUSH = QBrush()
# From this scale on one would see that arcs are made of straight pieces.
CUTS_SHOW_SCALE = 2.5


class Renderer:
    """Paints drawings in one theme and remembers what it made of them.

    An element whose painting fails is left out from then on until its drawing changes, and `on_failure`
    hears of it once: (element id, sentence).
    """

    def __init__(self, theme: Theme) -> None:
        self.on_failure: Callable[[str, str], None] | None = None
        self._prepared: dict[str, Prepared] = {}
        # Made ready before it is first painted.
        self._ahead: dict[str, Prepared] = {}
        self._broken: dict[str, ElementDrawing] = {}
        self._reported: set[str] = set()
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """The theme that is painted with."""
        return self.paints.theme

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self.paints = Paints(theme)
        self._preparer = Preparer(self.paints)
        self._sprites = Sprites(self.paints)
        self._prepared.clear()
        self._ahead.clear()

    def known(self, element_id: str) -> ElementDrawing | None:
        """Return the drawing of an element as it was last painted in full, or None."""
        found = self._prepared.get(element_id)
        return found.drawing if found is not None else None

    def paint(
        self,
        painter: QPainter,
        drawings: Iterable[ElementDrawing],
        window: Window,
        *,
        without: Collection[str] = (),
        device: QTransform = _IDENTITY,
        shadows: bool = True,
        labels: bool = True,
    ) -> None:
        """Paint drawings in their order, in full detail as far as it can be seen.

        Parameters
        ----------
        painter
            Its transform is left as it was.
        drawings
            What to paint, bottom first.
        window
            Scale and place.
        without
            Ids that are not painted.
        device
            Takes device px to the painter's own coordinates: on a widget of device pixel ratio 2, a scale
            of one half.
        shadows
            Whether cards throw theirs; not when they are painted a second time.
        labels
            Whether connections have theirs; they appear from a readable zoom on.
        """
        before = painter.transform()
        labelled = labels and window.zoom >= LABEL_ZOOM
        stage = _Stage(painter, window, device, shadows=shadows)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for drawing in drawings:
            if drawing.id in without:
                continue
            prepared = self._prepared.get(drawing.id)
            if prepared is None or prepared.drawing is not drawing:
                if self._broken.get(drawing.id) is drawing:
                    continue
                prepared = self._prepare(drawing)
                if prepared is None:
                    continue
            try:
                self._run(stage, prepared.steps)
                if drawing.fine and (drawing.role != "connection" or labelled):
                    self._run(stage, prepared.fine)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one element, the others are painted
                self._fail(drawing, error)
        painter.setTransform(before)

    def paint_shapes(
        self, painter: QPainter, shapes: tuple[Shape, ...], window: Window, device: QTransform = _IDENTITY
    ) -> None:
        """Paint loose shapes of the world, such as what the hand holds, over the drawing."""
        before = painter.transform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._run(_Stage(painter, window, device), self._preparer.steps(shapes))
        painter.setTransform(before)

    def prepare(self, drawing: ElementDrawing) -> None:
        """Make a drawing ready that will be painted soon; until then the one before it is `known`."""
        try:
            self._ahead[drawing.id] = self._preparer.prepare(drawing)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(drawing, error)

    def _prepare(self, drawing: ElementDrawing) -> Prepared | None:
        ahead = self._ahead.pop(drawing.id, None)
        try:
            known = ahead is not None and ahead.drawing is drawing
            prepared = ahead if known and ahead is not None else self._preparer.prepare(drawing)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(drawing, error)
            return None
        if len(self._prepared) >= _MOST_PREPARED:
            for element_id in list(self._prepared)[: _MOST_PREPARED // 2]:
                del self._prepared[element_id]
        self._prepared[drawing.id] = prepared
        return prepared

    def report(self, element_id: str, error: Exception) -> None:
        """Tell once that an element can't be painted."""
        if element_id in self._reported:
            return
        self._reported.add(element_id)
        import logging

        logging.getLogger(__name__).error("The element %s can't be painted.", element_id, exc_info=error)
        if self.on_failure is not None:
            self.on_failure(element_id, f'The element "{element_id}" can\'t be painted: {error}.')

    def _fail(self, drawing: ElementDrawing, error: Exception) -> None:
        """Leave an element out until its drawing changes."""
        self._prepared.pop(drawing.id, None)
        self._broken[drawing.id] = drawing
        self.report(drawing.id, error)

    def _run(self, stage: _Stage, steps: Iterable[Step]) -> None:
        painter, zoom = stage.painter, stage.window.zoom
        for step in steps:
            if isinstance(step, SpriteStep):
                self._draw_sprite(stage, step)
                continue
            if not stage.in_world:
                stage.to_world()
            if isinstance(step, TextStep):
                if step.size * zoom >= SMALLEST_TEXT:
                    painter.setFont(step.font)
                    painter.setPen(step.pen)
                    painter.drawStaticText(step.at, step.text)
            elif isinstance(step, LineStep):
                painter.setPen(step.pen)
                if stage.window.scale <= CUTS_SHOW_SCALE:
                    painter.drawLines(step.lines)
                else:
                    painter.setBrush(_NO_BRUSH)
                    painter.drawPath(painter_path(step.data))
            elif isinstance(step, PathStep):
                painter.setPen(step.pen)
                painter.setBrush(step.brush)
                painter.drawPath(step.path)
            elif isinstance(step, BoxStep):
                painter.setPen(step.pen)
                painter.setBrush(step.brush)
                painter.drawRoundedRect(step.rect, step.radius, step.radius)
            else:
                shape = step.shape
                draw_glyph(painter, shape.glyph, shape.x, shape.y, shape.size, self.paints.color(shape.paint))

    def _draw_sprite(self, stage: _Stage, step: SpriteStep) -> None:
        scale, painter, run = stage.window.scale, stage.painter, step.run
        if run.shadow is not None and not stage.shadows:
            run = run._replace(key=-1 - run.key, shadow=None)
        if scale > LARGEST_SCALE:
            stage.to_world()
            painter.translate(QPointF(step.x, step.y))
            draw_run(painter, run, self.paints)
            stage.to_world()
            return
        sprite = self._sprites.get(run, scale)
        # Whole device px: a copy without filtering, and the same picture wherever the camera stands.
        x = floor(step.x * scale + 0.5) - round(stage.window.left) + sprite.dx
        y = floor(step.y * scale + 0.5) - round(stage.window.top) + sprite.dy
        if stage.in_world:
            stage.to_device()
        painter.drawPixmap(QPoint(x, y), sprite.picture)


class _Stage:
    """A painter that changes between world units and device px."""

    def __init__(
        self, painter: QPainter, window: Window, device: QTransform, *, shadows: bool = True
    ) -> None:
        self.painter = painter
        self.window = window
        self.shadows = shadows
        base = device * painter.transform()
        scale = window.scale
        self._device = base
        self._world = QTransform(scale, 0, 0, scale, -window.left, -window.top) * base
        self.to_world()

    def to_world(self) -> None:
        """Paint in world units from now on."""
        self.painter.setTransform(self._world)
        self.in_world = True

    def to_device(self) -> None:
        """Paint in device px from now on."""
        self.painter.setTransform(self._device)
        self.in_world = False
