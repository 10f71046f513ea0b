"""What lies behind the hand: canvas colour, grid and all elements of a scene, for any rectangle of px."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from time import thread_time

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTransform

from archdraw.core.drawing import Scene, Theme
from archdraw.core.drawing.display import ElementDrawing
from archdraw.core.geometry import Box
from archdraw.qt.bridge.colors import fill
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.grid import STEP, paint_grid
from archdraw.qt.canvas.lifted_lines import LedLine, LiftedLines
from archdraw.qt.canvas.overview import Joined, Overview
from archdraw.qt.canvas.renderer import FULL_ZOOM, Renderer

# Drawings of up to so many elements are painted in full at every zoom.
SMALL = 500
# Among more connections than this they may have to wait for another way, though not for the first one.
WAITING_FROM = 24
# What the drawings of elements may reach beyond their stated bounds: shadows and wide strokes.
_MARGIN = 8.0
# Areas narrower than so many device px are met by the bounds of many connections that never come near.
_STRIP = 200
# How long whoever asks for the drawing of one connection of a large drawing may wait, in seconds of CPU.
_PATIENCE = 0.002
# What painting one that has been drawn takes.
_PAINTING = 0.00015
# So much longer a frame may take to draw those whose way is known.
_READY = 0.0015
# When more elements than this move under the hand, their connections have no labels until they rest.
_LABELLED = 24
# How far heads, arcs over crossings and badges stand out from a route.
_ROUTE_REACH = 24.0


class Stage:
    """Paints one scene in one theme and chooses how much detail a zoom can show.

    Elements in `lifted` are under the hand: they are left out, and painted by `paint_lifted`. `joined` tells
    which two elements a connection joins, where somebody knows that faster than the scene.
    """

    def __init__(self, scene: Scene, theme: Theme, joined: Joined | None = None) -> None:
        self._joined = joined
        self.renderer = Renderer(theme)
        self.show_grid = True
        self.grid_step = STEP
        self.lifted: set[str] = set()
        self._lines = LiftedLines(self.renderer, self.element)
        self.set_scene(scene)

    def set_scene(self, scene: Scene) -> None:
        """Paint another scene from now on."""
        self.scene = scene
        self.lifted.clear()
        self._faulty: set[str] = set()
        self._met: set[str] = set()
        # Whether anything looks different since the scene was first shown.
        self._changed = False
        self.pending: set[str] = set()
        # What was pending after the last frame, and within which box somebody saw it.
        self._left: tuple[Box | None, set[str], list[str]] = (None, set(), [])
        # Whose ways are found first: those that the hand is busy with.
        self.urgent: Collection[str] = ()
        self._debt = 0.0
        # Which drawings are painted as the scene has them, or had them before the last change.
        self._current: set[str] = set()
        # Connections that look as they did until all that changed with them has found its way.
        self._held: dict[str, ElementDrawing] = {}
        # Lines that were led about under the hand, in the same way.
        self._led: dict[str, LedLine] = {}
        self._overview = Overview(self._joined)
        self._way = scene.way
        self._all_lifted = False
        self._unlisted: set[str] | None = None
        self._lines.clear()

    def is_full(self, zoom: float) -> bool:
        """Tell whether elements are painted in full at this zoom."""
        return zoom >= FULL_ZOOM or len(self.scene.order) <= SMALL

    @property
    def is_large(self) -> bool:
        """Whether connections may have to wait for their way to be found."""
        return len(self.scene.order) > SMALL

    @property
    def may_wait(self) -> bool:
        """Whether connections may have to wait now: of a small drawing only after something has changed."""
        return self.is_large or (self._changed and len(self.scene.lines) > WAITING_FROM)

    def elements_changed(self, ids: Iterable[str]) -> tuple[float, float] | None:
        """Say that these elements look different, came, went, or moved along with everything.

        Returns
        -------
        tuple or None
            How far all that was painted moved as one; None where something did not.
        """
        self._changed = True
        # What is held, or under the hand, is not painted as the scene has it.
        as_painted = not self._held and not self._led and not self.lifted
        way = self._go_along()
        changed = set(ids if way is None else self.scene.reshaped.intersection(ids))
        self._lines.forget(changed)
        self._faulty -= changed
        self._met -= changed
        self.pending -= changed
        self._hold(changed)
        if self._unlisted is not None:
            self._unlisted |= changed
        return way if as_painted else None

    def _hold(self, changed: Collection[str]) -> None:
        """Go on showing connections as they were, in large drawings, until their new ways are found."""
        may_wait, lines = self.may_wait, self.scene.lines
        for element_id in changed:
            known = self._held.pop(element_id, None)
            if known is None and element_id in self._current:
                known = self.renderer.known(element_id)
            self._current.discard(element_id)
            led = self._led.pop(element_id, None)
            if not may_wait or element_id not in lines or self._joined is None:
                continue
            led = led or self._lines.carried(element_id, self._joined, self.scene)
            if led is not None and self._still_joins(element_id, led.points):
                self._led[element_id] = led
                self.pending.add(element_id)
            elif known is not None and self._still_joins(element_id, known.route):
                self._held[element_id] = known
                self.pending.add(element_id)

    def _still_joins(self, element_id: str, route: Sequence[tuple[float, float]]) -> bool:
        """Tell whether an old route of a connection still leads from border to border."""
        if self._joined is None or not route:
            return False
        for end, (x, y) in zip(self._joined(element_id), (route[0], route[-1]), strict=True):
            shown = self.scene.stand_in(end)
            if shown is None:
                return False
            left, top, width, height = self.scene.frame(shown)
            # On the border, give or take one unit; of many lines this is asked in one frame.
            across, down = x - left, y - top
            if not (-1.0 <= across <= width + 1.0 and -1.0 <= down <= height + 1.0):
                return False
            if 1.0 <= across <= width - 1.0 and 1.0 <= down <= height - 1.0:
                return False
        return True

    def is_held(self, element_id: str) -> bool:
        """Tell whether a connection still looks as it did before the last change."""
        return element_id in self._held or element_id in self._led

    @property
    def waiting(self) -> set[str]:
        """The connections of which nothing is shown but a straight line, as their way is not found yet."""
        return self.waiting_beside(())

    def waiting_beside(self, known: Iterable[str]) -> set[str]:
        """Return those that wait as well as these, which may be many: they are asked for in every frame."""
        if not self.pending:
            return set()
        # One that is known is drawn in one of the next frames.
        return self.scene.unfound(self.pending.difference(known, self._held, self._led, self.lifted))

    @property
    def led(self) -> dict[str, LedLine]:
        """The lines that are shown as they were led about under the hand, over the still picture."""
        return self._led if not self.lifted else {}

    def paint_led(self, painter: QPainter, led: Iterable[LedLine], window: Window) -> None:
        """Paint such lines as they were painted under the hand; the painter's coordinates are device px."""
        self._lines.paint_led(painter, led, window)

    def let_go(self) -> list[Box]:
        """Show from now on what was held as it is; return where that makes a difference."""
        different: list[Box] = []
        for element_id, old in self._held.items():
            new = self.scene.known(element_id)
            if new != old:
                different += [drawing.bounds.grown(_MARGIN) for drawing in (old, new) if drawing is not None]
        self._held.clear()
        self._led.clear()
        return different

    def _go_along(self) -> tuple[float, float] | None:
        """Move the lists of the overview with the scene; return how far, if everything was moved as one."""
        (x, y), (old_x, old_y) = self.scene.way, self._way
        if (x, y) == (old_x, old_y):
            return None
        self._overview.shift(x - old_x, y - old_y)
        self._way = (x, y)
        self._current.clear()
        self._held.clear()
        self._led.clear()
        return x - old_x, y - old_y

    def lift(self, ids: Collection[str]) -> None:
        """Take elements off the still picture."""
        # With everything under the hand the lists stay as they are and are painted on top.
        self._all_lifted = not self.lifted and len(ids) == len(self.scene.order)
        self.lifted.update(ids)
        self.pending.difference_update(ids)
        for element_id in ids:
            self._held.pop(element_id, None)
            self._led.pop(element_id, None)
        if not self._all_lifted:
            self._overview.remove(ids)

    def put_down(self) -> frozenset[str]:
        """Put what was lifted back on the still picture; return what it was."""
        down = frozenset(self.lifted)
        self.elements_changed(down)
        if self._unlisted is not None and not self._all_lifted:
            self._unlisted |= down
        self.lifted.clear()
        self._lines.clear()
        self._all_lifted = False
        return down

    def paint(self, painter: QPainter, area: QRect, window: Window, seconds: float | None = None) -> None:
        """Paint a rectangle of device px with everything but what is lifted.

        Of connections that were never drawn, no more are drawn than takes `seconds` of CPU; the others
        become `pending`. None, and small drawings, leave nothing out.
        """
        self.paint_ground(painter, area, window)
        if self.is_full(window.zoom):
            self.paint_within(painter, self.ids_in(area, window), area, window, seconds)

    def paint_within(
        self, painter: QPainter, ids: Collection[str], area: QRect, window: Window, seconds: float | None
    ) -> None:
        """Paint some elements in full, as far as they show in a rectangle of device px, as `paint` does."""
        painter.setClipRect(area)
        seen = window.world(area.x(), area.y(), area.width(), area.height()).grown(_MARGIN)
        drawings = self.drawings(ids, seen, seconds)
        if min(area.width(), area.height()) < _STRIP:
            drawings = [drawing for drawing in drawings if _reaches(drawing, seen)]
        self.renderer.paint(painter, drawings, window, without=self.lifted)

    def paint_ground(self, painter: QPainter, area: QRect, window: Window) -> None:
        """Paint canvas colour and grid, and from far away all elements, which take little time then."""
        paints = self.renderer.paints
        painter.setClipRect(area)
        fill(painter, area, paints.token("canvas"))
        if self.show_grid:
            paint_grid(painter, area, window, paints, self.grid_step)
        if not self.is_full(window.zoom):
            self._list_all()
            seen = window.world(area.x(), area.y(), area.width(), area.height()).grown(_MARGIN)
            if not self._all_lifted:
                self._overview.paint(painter, seen, window, paints)

    def ids_in(self, area: QRect, window: Window) -> list[str]:
        """Return what `paint_elements` has yet to paint over the ground, bottom first."""
        if not self.is_full(window.zoom):
            return []
        seen = window.world(area.x(), area.y(), area.width(), area.height()).grown(_MARGIN)
        return self.scene.ids_in_box(seen)

    def paint_elements(self, painter: QPainter, ids: Collection[str], window: Window) -> None:
        """Paint some elements in full."""
        self.renderer.paint(painter, self.drawings(ids), window, without=self.lifted)

    def paint_lifted(self, painter: QPainter, area: QRect, window: Window, device: QTransform) -> None:
        """Paint what is under the hand within `area` (device px).

        `device` takes device px to the painter's coordinates.
        """
        if not self.lifted:
            return
        seen = window.world(area.x(), area.y(), area.width(), area.height()).grown(_MARGIN)
        if self.is_full(window.zoom):
            self._paint_held(painter, self._held_in(seen), window, device)
            return
        if self._all_lifted:
            self._go_along()
            self._list_all()
            few = self._overview
        else:
            few = Overview(self._joined)
            few.put(self.scene, self.lifted)
        before = painter.transform()
        painter.setTransform(device, True)
        few.paint(painter, seen, window, self.renderer.paints)
        painter.setTransform(before)

    def _held_in(self, seen: Box) -> list[str]:
        """Return what is under the hand and in view, in painting order."""
        if len(self.lifted) <= SMALL:
            return self.scene.among(self.lifted, seen)
        return [element_id for element_id in self.scene.ids_in_box(seen) if element_id in self.lifted]

    def _paint_held(self, painter: QPainter, held: list[str], window: Window, device: QTransform) -> None:
        labels = len(held) <= _LABELLED
        if not labels:
            scene = self.scene
            groups = [one for one in held if scene.role(one) == "group"]
            self.renderer.paint(painter, self.drawings(groups), window, device=device)
            held = self._lines.paint(painter, scene, held[len(groups) :], window, device)
        self.renderer.paint(painter, self.drawings(held), window, device=device, labels=labels)

    def element(self, element_id: str) -> ElementDrawing | None:
        """Return the drawing of an element, or None where there is none or it can't be made.

        In large drawings that of a connection is None, too, as long as its way is not found; then it is
        `pending`.
        """
        if not self._is_slow(element_id):
            return self._drawn(element_id)
        drawing = self._drawn(element_id, thread_time() + _PATIENCE)
        if drawing is None and element_id not in self._faulty:
            self.pending.add(element_id)
        return drawing

    def ready(self, element_id: str) -> ElementDrawing | None:
        """Return the drawing of an element as `element` does, but draw no connection of a large one now."""
        if not (self.may_wait and self.scene.role(element_id) == "connection"):
            return self._drawn(element_id)
        drawing = self.scene.known(element_id)
        if drawing is None:
            self.pending.add(element_id)
        return drawing

    def _drawn(self, element_id: str, end: float | None = None) -> ElementDrawing | None:
        """Return the drawing of an element, or None where there is none by then or it can't be made."""
        if element_id in self._faulty:
            return None
        try:
            return self.scene.element(element_id) if end is None else self.scene.element_by(element_id, end)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one element, the others are painted
            self._faulty.add(element_id)
            self.renderer.report(element_id, error)
            return None

    def drawings(
        self, ids: Collection[str], box: Box | None = None, seconds: float | None = None
    ) -> list[ElementDrawing]:
        """Return the drawings of these ids in their order, without those outside of the box.

        `seconds` is as for `paint`.
        """
        found: list[ElementDrawing] = []
        limited = seconds is not None and self.may_wait
        end = self._time_limit(seconds) if limited and seconds is not None else float("inf")
        lines, met, held, late = self.scene.lines, self._met, self._held, False
        unfound: set[str] | None = None
        for element_id in ids:
            if limited and element_id in self._led:
                # It shows as it was led about; only all of it can take the place of that.
                continue
            drawing = held.get(element_id)
            if drawing is None:
                slow = limited and element_id not in met and element_id in lines
                # Once time is up nobody looks at the clock again, but for those whose ways are known.
                late = late or (slow and thread_time() > end)
                if slow and late:
                    if unfound is None:
                        unfound = self.scene.unfound(set(ids))
                    if element_id in unfound or thread_time() >= end + _READY:
                        self.pending.add(element_id)
                        continue
                drawing = self._drawn(element_id, end if slow else None)
                if slow and drawing is None and element_id not in self._faulty:
                    self.pending.add(element_id)
                    continue
                met.add(element_id)
                self._current.add(element_id)
            if drawing is not None and (box is None or drawing.bounds.intersects(box)):
                found.append(drawing)
        if limited:
            self._debt = max(self._debt, thread_time() - end)
        return found

    def _time_limit(self, seconds: float) -> float:
        """Return until when connections may be drawn; one that took long is paid off by later frames."""
        begun = thread_time()
        self._debt = max(0.0, self._debt - seconds)
        return begun + seconds if self._debt == 0.0 else begun - self._debt

    def meet(self, element_id: str, end: float) -> bool:
        """Draw an element if it never was; return whether it is drawn by then, or else `pending`.

        What is held needs no drawing.
        """
        if element_id in self._met or element_id in self._held:
            return True
        if self._is_slow(element_id) and thread_time() > end and self.scene.known(element_id) is None:
            self.pending.add(element_id)
            return False
        if self._drawn(element_id, end) is None and element_id not in self._faulty:
            self.pending.add(element_id)
            return False
        self._met.add(element_id)
        return True

    def note_painted(self, element_id: str) -> None:
        """Hear that an element is in the picture that will be shown: nobody has to add it."""
        if not self.is_held(element_id):
            self.pending.discard(element_id)

    def route(self, element_id: str) -> tuple[tuple[float, float], ...]:
        """Return how a connection runs, or a straight line as long as its way was not found yet."""
        if element_id not in self._met:
            return self.scene.ends(element_id)
        route = self.scene.known_route(element_id)
        if route is not None:
            return route
        drawing = self.element(element_id)
        return drawing.route if drawing is not None else ()

    def _is_slow(self, element_id: str) -> bool:
        """Tell whether drawing an element takes a frame's notice: a connection has to find its way."""
        scene = self.scene
        return self.may_wait and scene.role(element_id) == "connection" and bool(scene.unfound({element_id}))

    def catch_up(self, area: QRect, window: Window, seconds: float) -> list[ElementDrawing]:
        """Draw what is pending in a rectangle of device px, as far as there is time.

        Returns what was left out of the picture; what is held in it stays as it is.
        """
        seen = window.world(area.x(), area.y(), area.width(), area.height())
        wanted = self._wanted_in(seen)
        self.pending.clear()
        self._debt = 0.0
        end = thread_time() + seconds
        found: list[ElementDrawing] = []
        for number, element_id in enumerate(wanted):
            # At least one goes on in every frame, however little time there is.
            late = number and thread_time() + _PAINTING * len(found) >= end
            drawing = None if late else self._drawn(element_id, end)
            if drawing is None and element_id not in self._faulty:
                self.pending.add(element_id)
                continue
            self._met.add(element_id)
            self._led.pop(element_id, None)
            if drawing is None:
                continue
            shown = element_id not in self._held and drawing.bounds.intersects(seen)
            if shown or element_id in self._held:
                self.renderer.prepare(drawing)
            if shown:
                found.append(drawing)
        for element_id in self._held.keys() - set(wanted):
            # Out of sight nothing has to wait for the others.
            if element_id not in self._met:
                del self._held[element_id]
        for element_id in self._led.keys() - set(wanted):
            del self._led[element_id]
        self._left = seen, self.pending.copy(), wanted
        return found

    def _wanted_in(self, seen: Box) -> list[str]:
        """Return what is pending within a box, most urgent first."""
        box, pending, left = self._left
        # As a rule these are those that were left in the frame before.
        among = left if box == seen and self.pending <= pending else self.scene.ids_in_box(seen)
        # Those of which a straight line is shown before those that look as they did.
        urgent = self.pending.intersection(self.urgent)
        wanted = [one for one in among if one in self.pending]
        return sorted(wanted, key=lambda one: (one not in urgent, one in self._held))

    def _list_all(self) -> None:
        """Bring the lists of the overview up to date; they are made when first needed."""
        if self._unlisted is None:
            self._overview.put(self.scene, self.scene.order)
            if not self._all_lifted:
                self._overview.remove(self.lifted)
        elif self._unlisted:
            self._overview.put(
                self.scene, self._unlisted if self._all_lifted else self._unlisted - self.lifted
            )
        self._unlisted = set()


def _reaches(drawing: ElementDrawing, box: Box) -> bool:
    """Tell whether a drawing may show in a box; a connection only where its line or label comes near."""
    if not drawing.route:
        return True
    if drawing.label_box is not None and drawing.label_box.intersects(box):
        return True
    left, top = box.x - _ROUTE_REACH, box.y - _ROUTE_REACH
    right, bottom = box.right + _ROUTE_REACH, box.bottom + _ROUTE_REACH
    ax, ay = drawing.route[0]
    for bx, by in drawing.route:
        if (
            (ax <= right or bx <= right)
            and (ax >= left or bx >= left)
            and (ay <= bottom or by <= bottom)
            and (ay >= top or by >= top)
        ):
            return True
        ax, ay = bx, by
    return False
