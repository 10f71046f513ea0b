"""What a drop or an undo in a large drawing changes is painted bit by bit, and never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.benchmarks.synthetic import synthetic_design
from tests.qt.canvas.conftest import LEFT, Hand

from archdraw.editor.camera import Camera
from archdraw.editor.edits.splicing import can_splice

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.model import Design
    from archdraw.qt.canvas import CanvasView

    MakeCanvas = Callable[[Design], CanvasView]


@pytest.fixture
def hub(make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch) -> tuple[Hand, str]:
    """A hand over a hub in a dense drawing that counts as large, and the id of the hub."""
    monkeypatch.setattr("archdraw.qt.canvas.stage.SMALL", 0)
    monkeypatch.setattr("archdraw.core.drawing.scene.LOOKED_AT_ONCE", 0)
    made = synthetic_design(120)
    hand = Hand(make_canvas(made.design))
    middle = hand.session.scene.frame(made.hub).center
    hand.session.set_camera(Camera(0, 0, 1.0).centered(middle, *hand.canvas.viewport_size()))
    _rest(hand)
    return hand, made.hub


def _rest(hand: Hand) -> None:
    for number in range(3000):
        QApplication.processEvents()
        if number > 2 and not hand.canvas.is_busy:
            return
    pytest.fail("The canvas does not come to rest.")


def _shown(hand: Hand) -> QImage:
    return hand.viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _fresh(hand: Hand) -> QImage:
    return hand.canvas.grab_view().convertToFormat(QImage.Format.Format_RGB32)


def _differing(one: QImage, other: QImage) -> int:
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)

    return sum(abs(first - second) > 8 for first, second in pairs)


def _look_away(hand: Hand) -> None:
    hand.session.select(())
    hand.hover(QPoint(2, 2))
    hand.session.set_hover(None)
    _rest(hand)


def test_many_lines_stay_as_they_were_led_until_their_ways_are_found(
    hub: tuple[Hand, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, card = hub
    scene, stage = hand.session.scene, hand.canvas._face.stage
    lines = scene.connections_of(card)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    at = hand.middle(card)
    hand.drag(at, at + QPoint(60, 40), release=False)
    hand.viewport.repaint()
    led = {one: scene.sketched(one) for one in lines}
    assert sum(points is not None and len(points) > 2 for points in led.values()) > 20
    QTest.mouseRelease(hand.viewport, LEFT, pos=at + QPoint(60, 40))
    # The end of the gesture is on the screen before anybody looks at what it changed.
    hand.viewport.repaint()
    assert scene.is_sketching
    hand.session.settle()
    hand.viewport.repaint()
    assert not scene.is_sketching
    kept = {one for one in lines if one in stage.led}
    assert len(kept) > 20
    assert all(stage.led[one].points == led[one] for one in kept)
    assert stage.waiting.isdisjoint(kept)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.02)
    _rest(hand)
    assert not stage.led
    _look_away(hand)
    assert _differing(_shown(hand), _fresh(hand)) < 50


def test_lines_go_along_to_where_what_was_dropped_on_a_connection_finds_its_place(
    hub: tuple[Hand, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, card = hub
    session, stage = hand.session, hand.canvas._face.stage
    scene, at = session.scene, hand.middle(card)
    count, own = len(scene.lines), scene.connections_of(card)
    # A line that runs close by a card, which what is dropped there would cover.
    places = (
        (abs(place.x() - at.x()) + abs(place.y() - at.y()), place.x(), place.y())
        for line in scene.lines
        if line not in own and can_splice(session, line, card)
        for end in (scene.known_route(line) or ())[:1]
        for place in (QPoint(*map(round, session.camera.to_screen(*end))),)
        if hand.viewport.rect().adjusted(80, 80, -80, -80).contains(place)
    )
    _, x, y = min(places)
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.0)
    hand.drag(at, QPoint(x, y), release=False)
    hand.viewport.repaint()
    dragged = scene.frame(card)
    QTest.mouseRelease(hand.viewport, LEFT, pos=QPoint(x, y))
    assert len(scene.lines) == count + 1
    assert scene.frame(card) != dragged
    left, top, width, height = scene.frame(card)
    sources = {one: record.source for one, record in session.store.table("connections").items()}
    ends = [led.points[0 if sources[one] == card else -1] for one, led in stage._led.items()]
    assert len(ends) > 20
    assert all(px in (left, left + width) or py in (top, top + height) for px, py in ends)
    # Nobody waits for what is out of sight.
    window = hand.canvas._face.backing.window
    assert window is not None
    rect = hand.viewport.rect()
    seen = set(scene.ids_in_box(window.world(0, 0, rect.width(), rect.height()).grown(200.0)))
    assert stage.pending - stage._held.keys() - stage._led.keys() <= seen
    monkeypatch.setattr("archdraw.qt.canvas.backing._REST", 0.02)
    _look_away(hand)
    assert _differing(_shown(hand), _fresh(hand)) < 50


def test_after_an_undo_the_picture_from_before_is_shown_until_the_next_is_done(
    hub: tuple[Hand, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, card = hub
    _look_away(hand)
    first = _shown(hand)
    hand.session.move({card}, 300.0, 200.0)
    _look_away(hand)
    before = _shown(hand)
    assert _differing(first, before) > 1000
    # A look at the clock after each step, and time for one.
    monkeypatch.setattr("archdraw.qt.canvas.face._REPLACED", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._LEAST", 0.0005)
    hand.session.undo()
    frames = 0
    face = hand.canvas._face
    while face._replacing:
        shown = _shown(hand)
        assert shown == before or not face._replacing
        frames += 1
        assert frames < 2000, "the picture does not get done"
    assert frames > 3
    # What nothing of it concerns has not gone away, not even until it is known that it stays.
    assert any(one in face.stage._held for one in hand.session.scene.lines)
    _rest(hand)
    assert _differing(_shown(hand), first) < 50


@pytest.mark.parametrize("then", ["another change", "a pan", "a zoom"])
def test_whoever_goes_on_at_once_sees_the_newest_state(
    hub: tuple[Hand, str], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    hand, card = hub
    _look_away(hand)
    monkeypatch.setattr("archdraw.qt.canvas.face._REPLACED", 0.0)
    monkeypatch.setattr("archdraw.qt.canvas.face._LEAST", 0.0005)
    before = _shown(hand)
    hand.session.move({card}, 300.0, 200.0)
    assert _shown(hand) == before
    camera = hand.session.camera
    if then == "another change":
        hand.session.rename(card, "Renamed")
        hand.viewport.repaint()
        assert _differing(_shown(hand), before) > 1000
    elif then == "a pan":
        hand.session.set_camera(camera._replace(x=camera.x + 30))
        hand.viewport.repaint()
        assert hand.canvas._face.backing.window is not None
        assert not hand.canvas._face._replacing
    else:
        hand.session.set_camera(camera.zoomed_at(10.0, 10.0, 3.0))
    monkeypatch.setattr("archdraw.qt.canvas.face._LEAST", 0.002)
    _look_away(hand)
    assert _differing(_shown(hand), _fresh(hand)) < 50


def test_in_a_small_drawing_no_straight_line_stands_for_one_that_was_moved_back(
    make_canvas: MakeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = synthetic_design(60)
    hand = Hand(make_canvas(made.design))
    face = hand.canvas._face
    middle = hand.session.scene.frame(made.hub).center
    hand.session.set_camera(Camera(0, 0, 0.7).centered(middle, *hand.canvas.viewport_size()))
    _rest(hand)
    first = _shown(hand)
    assert not face.stage.is_large
    hand.session.move({made.hub}, 260.0, 130.0)
    _rest(hand)
    before = _shown(hand)
    monkeypatch.setattr("archdraw.qt.canvas.face._REPLACED", 0.0)
    hand.session.undo()
    assert face._replacing
    frames = 0
    while face._replacing:
        shown = _shown(hand)
        assert shown == before or not face._replacing
        frames += 1
        assert frames < 2000, "the picture does not get done"
    # All ways are found when it shows.
    assert face.stage.waiting.isdisjoint(hand.session.scene.lines)
    _rest(hand)
    assert _differing(_shown(hand), first) < 50
