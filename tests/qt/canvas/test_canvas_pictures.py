"""What is painted: scrolled pictures equal fresh ones, px by px, and detail follows the zoom."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.drawing import LoadMark, Overlay, load_theme
from archdraw.core.model import Design, View
from archdraw.editor.camera import Camera
from archdraw.qt.canvas import CanvasView
from archdraw.qt.canvas.backing import Backing
from archdraw.qt.canvas.frame import Window
from archdraw.qt.canvas.picture import paint_picture
from archdraw.qt.canvas.renderer import Renderer
from archdraw.qt.canvas.stage import Stage
from archdraw.qt.canvas.view import SHARPEN_MS

if TYPE_CHECKING:
    from tests.qt.canvas.conftest import Hand

    from archdraw.core.drawing.display import ElementDrawing

MakeCanvas = Callable[[Design], CanvasView]
SIZE = QSize(800, 600)


def _grab(canvas: CanvasView) -> QImage:
    QApplication.processEvents()
    return canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _differing(first: QImage, second: QImage) -> int:
    """Return how many px differ by more than rounding: smoothed edges may be one or two of 255 levels off."""
    assert first.size() == second.size()
    if first == second:
        return 0
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return len({at // 4 for at, (one, other) in enumerate(pairs) if abs(one - other) > 2})


def _backing_picture(stage: Stage, windows: list[Window]) -> QImage:
    """Return what is shown after the windows were shown one after another."""
    backing = Backing(stage)
    for window in windows:
        backing.show(window, SIZE)
    return _drawn(backing, windows[-1])


def _drawn(backing: Backing, window: Window) -> QImage:
    """Return what a backing shows."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(window.ratio)
    painter = QPainter(image)
    backing.draw(painter)
    painter.end()
    image.setDevicePixelRatio(1.0)
    return image


@pytest.mark.parametrize("zoom", [1.0, 0.7, 0.37, 1.6])
@pytest.mark.parametrize("ratio", [1.0, 2.0, 1.5])
def test_a_scrolled_picture_equals_a_fresh_one(canvas: CanvasView, zoom: float, ratio: float) -> None:
    scene, theme = canvas.session.scene, canvas.theme
    cameras = [Camera(30 + 7.3 * step, 20 - 3.9 * step, zoom) for step in range(8)]
    windows = [Window.of(camera, ratio) for camera in cameras]
    scrolled = _backing_picture(Stage(scene, theme), windows)
    fresh = _backing_picture(Stage(scene, theme), windows[-1:])
    assert _differing(scrolled, fresh) == 0


def test_a_picture_that_was_not_scrolled_would_differ(canvas: CanvasView) -> None:
    scene, theme = canvas.session.scene, canvas.theme
    here = _backing_picture(Stage(scene, theme), [Window.of(Camera(0, 0, 1.0), 1.0)])
    there = _backing_picture(Stage(scene, theme), [Window.of(Camera(1, 0, 1.0), 1.0)])
    assert _differing(here, there) > 100


@pytest.mark.parametrize(("zoom", "ratio"), [(1.0, 1.0), (0.37, 1.0), (0.7, 1.5)])
def test_wherever_a_pan_turns_every_frame_equals_a_fresh_picture(
    canvas: CanvasView, zoom: float, ratio: float
) -> None:
    scene, theme = canvas.session.scene, canvas.theme
    backing = Backing(Stage(scene, theme))
    # Slow and fast, along one axis and both, back over what was seen, and far away at once.
    ways = [(13, 7), (13, 0), (-9, 7), (-9, -7), (0, -5), (40, -30), (140, 90), (-3, 2), (900, -500), (5, 5)]
    left, top = -300, -260
    for dx, dy in ways:
        for step in range(11):
            left, top = left + dx, top + dy
            window = Window(zoom * ratio, left, top, ratio)
            backing.show(window, SIZE)
            if step % 5 == 0:
                fresh = _backing_picture(Stage(scene, theme), [window])
                assert _differing(_drawn(backing, window), fresh) == 0


def test_a_pan_paints_an_element_a_few_times_not_in_every_frame(
    canvas: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint = Renderer.paint

    def counted(
        renderer: Renderer,
        painter: QPainter,
        drawings: list[ElementDrawing],
        window: Window,
        *,
        without: Collection[str],
    ) -> None:
        painted.extend(drawing.id for drawing in drawings)
        paint(renderer, painter, drawings, window, without=without)

    backing = Backing(Stage(canvas.session.scene, canvas.theme))
    monkeypatch.setattr(Renderer, "paint", counted)
    for step in range(60):
        backing.show(Window(1.0, -900 + 13 * step, -300 + 7 * step), SIZE)
    assert len(set(painted)) > 5
    assert len(painted) < 4 * len(set(painted))


def test_a_pan_on_the_screen_equals_a_picture_of_the_same_place(hand: Hand) -> None:
    _grab(hand.canvas)
    for _ in range(5):
        hand.wheel(QPoint(400, 300), QPoint(-30, -45))
    panned = _grab(hand.canvas)
    assert hand.session.camera.x > 0
    assert _differing(panned, hand.canvas.grab_view()) == 0


def test_a_zoom_shows_the_scaled_picture_at_once_and_is_sharp_soon(hand: Hand, qtbot: QtBot) -> None:
    # As if painting everything took long: then the last picture is scaled first.
    _grab(hand.canvas)
    hand.canvas._face._seconds = 1.0
    hand.wheel(QPoint(400, 300), QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    soft = _grab(hand.canvas)
    fresh = hand.canvas.grab_view()
    assert _differing(soft, fresh) > 100
    qtbot.wait(SHARPEN_MS + 20)
    assert _differing(_grab(hand.canvas), fresh) == 0


def test_a_large_zoom_step_is_painted_sharp_at_once(hand: Hand) -> None:
    _grab(hand.canvas)
    hand.canvas._face._seconds = 1.0
    hand.session.set_camera(hand.session.camera.zoomed_at(400, 300, 2.0))
    assert _differing(_grab(hand.canvas), hand.canvas.grab_view()) == 0


def test_after_a_drag_the_picture_equals_a_fresh_one(hand: Hand) -> None:
    hand.drag(hand.middle("web"), hand.middle("web") + QPoint(60, 120))
    hand.click(QPoint(20, 680))
    hand.hover(QPoint(20, 690))
    assert _differing(_grab(hand.canvas), hand.canvas.grab_view()) == 0


def test_while_dragging_the_element_is_under_the_hand_and_nowhere_else(hand: Hand) -> None:
    start = hand.middle("cache")
    hand.drag(start, start + QPoint(0, 200), release=False)
    empty = QColor(hand.canvas.theme.color("canvas"))
    card = QColor(hand.canvas.theme.color("card"))
    picture = _grab(hand.canvas)
    # Beside the glyph and the text, inside the card.
    beside = QPoint(-76, 0)
    assert picture.pixelColor(start + beside) == empty
    now = hand.middle("cache")
    assert picture.pixelColor(now + beside) == card
    QTest.mouseRelease(hand.viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)


def test_undo_and_redo_repaint_only_what_is_needed_and_all_of_it(hand: Hand) -> None:
    first = _grab(hand.canvas)
    hand.session.move({"db"}, -40, 250)
    moved = _grab(hand.canvas)
    assert _differing(first, moved) > 1000
    assert _differing(moved, hand.canvas.grab_view()) == 0
    hand.session.undo()
    assert _differing(_grab(hand.canvas), first) == 0


def test_an_overlay_repaints_what_it_marks(hand: Hand) -> None:
    plain = _grab(hand.canvas)
    overlay = Overlay(
        name="Load",
        single_points={"lb": "Everything goes through it."},
        load={"web": LoadMark(0.8, 120.0)},
        failed=frozenset({"db"}),
        degraded=frozenset({"cache"}),
    )
    hand.session.set_overlay(overlay)
    marked = _grab(hand.canvas)
    assert _differing(plain, marked) > 1000
    assert _differing(marked, hand.canvas.grab_view()) == 0


def test_the_legend_stands_at_the_bottom_left_and_stays_there(hand: Hand) -> None:
    hand.session.set_overlay(Overlay(name="Load", single_points={"lb": "why"}))
    corner = QRect(20, _grab(hand.canvas).height() - 80, 150, 60)
    here = _grab(hand.canvas).copy(corner)
    hand.session.set_camera(Camera(-3000, -3000, 0.8))
    there = _grab(hand.canvas).copy(corner)
    assert _differing(here, there) == 0
    assert len({there.pixel(x, y) for x in range(150) for y in range(60)}) > 20


def test_a_theme_switch_repaints_everything(hand: Hand) -> None:
    light = _grab(hand.canvas)
    hand.canvas.set_theme(load_theme("dark"))
    dark = _grab(hand.canvas)
    assert dark.pixelColor(5, 5) == QColor(load_theme("dark").color("canvas"))
    assert _differing(light, dark) > 0.9 * light.width() * light.height()
    hand.canvas.set_theme(load_theme("light"))
    assert _differing(_grab(hand.canvas), light) == 0


def test_a_picture_for_a_dense_screen_has_more_detail_not_just_more_px(canvas: CanvasView) -> None:
    once, twice = canvas.grab_view(SIZE, 1.0), canvas.grab_view(SIZE, 2.0)
    assert twice.size() == SIZE * 2
    assert twice.devicePixelRatio() == 2.0
    once.setDevicePixelRatio(1.0)
    twice.setDevicePixelRatio(1.0)
    enlarged = once.scaled(SIZE * 2)
    assert _differing(enlarged, twice) > 5000
    # … of the same drawing: shrunk again it is nearly the same.
    shrunk = twice.scaled(SIZE, mode=Qt.TransformationMode.SmoothTransformation)
    far_off = sum(
        abs(QColor(shrunk.pixel(x, y)).lightness() - QColor(once.pixel(x, y)).lightness()) > 90
        for x in range(0, SIZE.width(), 2)
        for y in range(0, SIZE.height(), 2)
    )
    assert far_off < 200


def test_a_selection_is_ringed_in_the_accent_colour(hand: Hand) -> None:
    frame = hand.session.scene.frame("db")
    edge = hand.px(frame.x, frame.center.y) - QPoint(2, 10)
    accent = QColor(hand.canvas.theme.color("accent"))
    assert _grab(hand.canvas).pixelColor(edge) != accent
    hand.session.select({"db", "web"})
    assert _grab(hand.canvas).pixelColor(edge) == accent


def test_the_grid_fades_out_and_can_be_switched_off(canvas: CanvasView) -> None:
    dot = QColor(canvas.theme.color("grid-dot"))

    def dots(zoom: float, *, grid: bool = True) -> int:
        camera = Camera(2000, 2000, zoom)
        image = paint_picture(canvas.session.scene, canvas.theme, camera, QSize(200, 200), grid=grid)
        return sum(image.pixelColor(x, y) == dot for x in range(200) for y in range(200))

    assert dots(1.0) >= 9 * 9
    assert dots(0.3) == 0
    assert dots(1.0, grid=False) == 0


def test_an_empty_design_says_what_to_do(make_canvas: MakeCanvas) -> None:
    canvas = make_canvas(Design(views=(View(id="main"),)))
    middle = QRect(300, 300, 400, 100)
    written = _grab(canvas).copy(middle)
    assert any(written.pixelColor(x, y).lightness() < 150 for x in range(400) for y in range(100))
    canvas.session.insert("cache", canvas.session.camera.to_world(100, 100))
    gone = _grab(canvas).copy(middle)
    assert not any(gone.pixelColor(x, y).lightness() < 150 for x in range(400) for y in range(100))


def test_large_designs_are_boxes_and_lines_from_afar(
    canvas: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    stage = Stage(canvas.session.scene, canvas.theme)
    picture = QPixmap(SIZE)
    painter = QPainter(picture)
    window = Window.of(Camera(0, 0, 0.25), 1.0)
    stage.paint(painter, QRect(QPoint(0, 0), SIZE), window)
    painter.end()
    image = picture.toImage()
    # Nothing was drawn in full, and every component is one even rectangle.
    assert stage.renderer.known("web") is None
    frame = canvas.session.scene.frame("web")
    x, y, w, h = (round(number) for number in window.device(frame))
    assert len({image.pixel(a, b) for a in range(x + 1, x + w - 1) for b in range(y + 1, y + h - 1)}) == 1
    # What moves leaves the still picture.
    stage.lift({"web"})
    painter = QPainter(picture)
    stage.paint(painter, QRect(QPoint(0, 0), SIZE), window)
    painter.end()
    assert picture.toImage().pixel(x + 3, y + 3) != image.pixel(x + 3, y + 3)
