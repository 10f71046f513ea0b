from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.core.geometry import Box
from archdraw.editor.camera import LEAST_FIT_ZOOM, MAX_ZOOM, MIN_ZOOM, Camera
from archdraw.editor.events import Button, KeyEvent, Modifier, PointerEvent, PointerKind

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session

zooms = st.floats(MIN_ZOOM, MAX_ZOOM)
places = st.floats(-1e5, 1e5)


@given(places, places, zooms, st.floats(0, 2000), st.floats(0, 2000))
def test_world_and_screen_are_each_others_inverse(
    x: float, y: float, zoom: float, screen_x: float, screen_y: float
) -> None:
    camera = Camera(x, y, zoom)
    back = camera.to_screen(*camera.to_world(screen_x, screen_y))
    assert back == pytest.approx((screen_x, screen_y), abs=1e-6 * zoom * 1e3)


@given(places, places, zooms, st.floats(0, 2000), st.floats(0, 2000), st.floats(0.01, 100))
def test_zooming_keeps_the_point_under_the_pointer_and_the_limits(
    x: float, y: float, zoom: float, at_x: float, at_y: float, factor: float
) -> None:
    camera = Camera(x, y, zoom)
    zoomed = camera.zoomed_at(at_x, at_y, factor)
    assert MIN_ZOOM <= zoomed.zoom <= MAX_ZOOM
    assert zoomed.to_world(at_x, at_y) == pytest.approx(camera.to_world(at_x, at_y), abs=1e-6)


@given(places, places, st.floats(1, 1e4), st.floats(1, 1e4), st.floats(200, 3000), st.floats(200, 3000))
def test_fitting_shows_all_of_a_box_in_the_middle(
    x: float, y: float, w: float, h: float, view_w: float, view_h: float
) -> None:
    camera = Camera().fitted(Box(x, y, w, h), view_w, view_h)
    shown = camera.shown(view_w, view_h)
    assert camera.zoom <= 1.5
    assert shown.center == pytest.approx(Box(x, y, w, h).center, abs=1e-3)
    if camera.zoom > LEAST_FIT_ZOOM:
        assert shown.grown(1e-6).encloses(Box(x, y, w, h))


def test_a_drawing_of_thousands_fits_and_zooming_goes_on_from_there() -> None:
    camera = Camera().fitted(Box(0, 0, 18_000, 18_000), 900, 560)
    assert camera.zoom < MIN_ZOOM
    assert camera.shown(900, 560).encloses(Box(0, 0, 18_000, 18_000))
    assert camera.zoomed_at(450, 280, 1.25).zoom == pytest.approx(camera.zoom * 1.25)
    assert camera.zoomed_at(450, 280, 0.8).zoom == camera.zoom


def test_what_showed_everything_does_so_in_a_larger_canvas_too(session: Session) -> None:
    session.show_whole()
    session.resize_viewport(2200, 1300)
    assert session.camera == Camera().fitted(session.scene.bounds, 2200, 1300)
    session.set_camera(session.camera.panned(5, 0))
    looked = session.camera
    session.resize_viewport(900, 600)
    assert session.camera == looked


def test_revealing_moves_no_further_than_it_must() -> None:
    camera = Camera(0, 0, 1)
    assert camera.revealing(Box(100, 100, 50, 50), 800, 600) == camera
    assert camera.revealing(Box(800, 100, 50, 50), 800, 600) == Camera(90, 0, 1)
    out = camera.revealing(Box(0, 0, 4000, 100), 800, 600)
    assert out.zoom < 1
    assert out.shown(800, 600).encloses(Box(0, 0, 4000, 100))


def steer(session: Session, kind: PointerKind, x: float, y: float, button: Button) -> None:
    """A pointer event at a px of the viewport."""
    at = session.camera.to_world(x, y)
    session.handle(PointerEvent(kind, at.x, at.y, x, y, button))


def drag_on_screen(
    session: Session, start: tuple[float, float], end: tuple[float, float], button: Button
) -> None:
    steer(session, "press", *start, button)
    steer(session, "move", (start[0] + end[0]) / 2, (start[1] + end[1]) / 2, button)
    steer(session, "move", *end, button)
    steer(session, "release", *end, button)


@pytest.mark.parametrize("button", ["middle", "right"])
def test_middle_and_right_drag_pan(session: Session, ear: Ear, button: Button) -> None:
    before = session.camera
    drag_on_screen(session, (500, 400), (560, 430), button)
    assert session.camera == before.panned(60, 30)
    assert session.selection == frozenset()
    assert "menu" not in ear.kinds()
    assert session.tool.name == "idle"


def test_space_and_drag_pans_and_selects_nothing(session: Session, hand: Hand) -> None:
    before = session.camera
    at = before.to_screen(*hand.grab("jobs"))
    hand.key("Space")
    assert hand.cursor() == "hand"
    steer(session, "press", *at, "left")
    assert hand.cursor() == "grabbing"
    steer(session, "move", at.x + 100, at.y - 30, "left")
    hand.key_up("Space")
    steer(session, "release", at.x + 100, at.y - 30, "left")
    assert session.camera == before.panned(100, -30)
    assert session.selection == frozenset()
    assert session.tool.name == "idle"


def test_letting_go_of_space_ends_the_hand(session: Session, hand: Hand) -> None:
    hand.key("Space")
    assert session.tool.name == "hand"
    hand.key_up("Space")
    assert session.tool.name == "idle"
    assert hand.cursor() == "default"


def test_escape_goes_back_to_where_a_pan_began(session: Session, hand: Hand) -> None:
    before = session.camera
    steer(session, "press", 500, 400, "middle")
    steer(session, "move", 600, 400, "middle")
    assert session.camera != before
    hand.key("Escape")
    assert session.camera == before


def wheel(session: Session, dx: float, dy: float, held: frozenset[Modifier] = frozenset()) -> None:
    at = session.camera.to_world(300, 200)
    session.handle(PointerEvent("wheel", at.x, at.y, 300, 200, "none", held, dx, dy))


def test_the_wheel_scrolls_and_with_shift_sideways(session: Session) -> None:
    before = session.camera
    wheel(session, 0, 50)
    assert session.camera == before._replace(y=before.y + 50)
    wheel(session, 0, 30, frozenset({"shift"}))
    assert session.camera == before._replace(x=before.x + 30, y=before.y + 50)


def test_ctrl_and_wheel_zoom_at_the_pointer(session: Session) -> None:
    fixed = session.camera.to_world(300, 200)
    wheel(session, 0, -100, frozenset({"ctrl"}))
    assert session.camera.zoom == pytest.approx(1.25)
    assert session.camera.to_world(300, 200) == pytest.approx(fixed)
    wheel(session, 0, 100, frozenset({"ctrl"}))
    assert session.camera.zoom == pytest.approx(1.0)


def test_the_wheel_can_be_set_to_zoom(session: Session) -> None:
    session.wheel_zooms = True
    wheel(session, 0, -100)
    assert session.camera.zoom == pytest.approx(1.25)
    before = session.camera
    wheel(session, 0, 50, frozenset({"ctrl"}))
    assert session.camera.zoom == before.zoom
    assert session.camera.y > before.y


def test_a_pinch_always_zooms_at_the_pointer(session: Session) -> None:
    fixed = session.camera.to_world(300, 200)
    session.handle(PointerEvent("pinch", fixed.x, fixed.y, 300, 200, scale=2.0))
    assert session.camera.zoom == 2.0
    assert session.camera.to_world(300, 200) == pytest.approx(fixed)


def test_the_wheel_works_in_the_middle_of_a_drag(session: Session, hand: Hand) -> None:
    start = hand.grab("jobs")
    hand.press(*start)
    hand.move(start.x, start.y + 60)
    wheel(session, 0, 50)
    assert session.tool.name == "translating"
    hand.release(start.x, start.y + 60)
    assert hand.frame("jobs").y == 460


@pytest.mark.parametrize(
    ("key", "held", "zoom"),
    [("=", {"ctrl"}, 1.25), ("-", {"ctrl"}, 0.8), ("+", {"ctrl"}, 1.25), ("+", {"ctrl", "shift"}, 1.25)],
)
def test_zoom_keys(session: Session, shell: object, key: str, held: set[Modifier], zoom: float) -> None:
    assert session.handle(KeyEvent(key, modifiers=frozenset(held)))
    assert session.camera.zoom == pytest.approx(zoom)


def test_ctrl_0_shows_100_percent_around_the_middle(session: Session, hand: Hand, shell: object) -> None:
    session.set_camera(session.camera.zoomed_at(100, 100, 3))
    middle = session.visible_center()
    hand.key("Ctrl+0")
    assert session.camera.zoom == pytest.approx(1.0)
    assert session.visible_center() == pytest.approx(middle)


@pytest.mark.parametrize("chord", ["Shift+1", "Shift+!", "Home"])
def test_fit_all_shows_everything(session: Session, hand: Hand, shell: object, chord: str) -> None:
    session.set_camera(Camera(5000, 5000, 4))
    hand.key(chord)
    shown = session.camera.shown(*session.viewport)
    assert all(shown.encloses(hand.frame(one)) for one in ("client", "web", "db", "jobs", "memo", "zone-a"))


def test_fit_selection_shows_what_is_selected(session: Session, hand: Hand, shell: object) -> None:
    session.select({"jobs"})
    hand.key("Shift+2")
    assert session.camera.zoom == 1.5
    assert session.visible_center() == pytest.approx(hand.center("jobs"), abs=15)


def test_page_keys_and_arrows_scroll_when_nothing_is_selected(session: Session, hand: Hand) -> None:
    before = session.camera
    hand.key("PageDown")
    assert session.camera.y == before.y + 640
    hand.key("PageUp")
    hand.key("Right")
    assert session.camera == before._replace(x=before.x + 40)
