"""Connections have looks and locks of their own, as components have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import Paint
from archdraw.core.geometry import Point
from archdraw.core.model import PLAIN, EdgeRoute, Style
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import connecting, folding, locking, restyling, routes, splicing

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session

LINE = Style(color="security", line="dashed", width="thick")


def give(session: Session, line: str = "web-db") -> None:
    restyling.put_style(session, {line}, LINE, "Style")


def locked_line(session: Session, hand: Hand, line: str = "web-db") -> tuple[Point, ...]:
    session.select({line})
    hand.key("Ctrl+Shift+K")
    return routes.drawn_route(session, line)


def test_a_style_of_a_line_is_copied_pasted_and_reset(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    before = hand.text()
    give(session)
    session.select({"web-db"})
    hand.key("Ctrl+Alt+C")
    session.select({"client-web", "db", "memo"})
    hand.key("Ctrl+Alt+V")
    assert restyling.style_of(session, "client-web") == LINE
    # Each takes what concerns it.
    assert restyling.style_of(session, "db") == Style(color="security")
    assert restyling.style_of(session, "memo") == Style(color="security")
    session.select({"client-web", "web-db", "db", "memo"})
    hand.key("Ctrl+Alt+R")
    assert hand.text() == before


def test_a_look_is_given_to_all_lines_of_a_kind_and_to_a_tag(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    give(session)
    session.select({"web-db"})
    hand.key("Ctrl+Alt+K")
    assert restyling.wide_styles(session).connections == {"call": LINE}
    assert routes.edge_of(session, "web-db") == EdgeRoute()
    drawing = session.scene.element("client-web")
    assert drawing is not None
    assert drawing.coarse == Paint("family-security")
    session.update("connections", "web-db", tags=("pii",))
    restyling.set_style(session, {"web-db"}, "color", "data")
    hand.key("Ctrl+Alt+Y")
    assert restyling.wide_styles(session).tags == {"pii": Style(color="data")}
    hand.key("Ctrl+Alt+Shift+R")
    assert restyling.wide_styles(session).connections == {}
    assert restyling.wide_styles(session).tags == {}


def test_the_look_of_a_line_stays_when_its_end_is_folded_and_when_something_goes_into_it(
    session: Session, hand: Hand
) -> None:
    give(session)
    folding.toggle_collapsed(session, {"zone-a"})
    drawing = session.scene.element("web-db")
    assert drawing is not None
    assert drawing.coarse == Paint("family-security")
    folding.toggle_collapsed(session, {"zone-a"})
    splicing.splice(session, "web-db", "cache", box=hand.frame("web").moved(0, 400))
    dressed = [one.id for one in session.design.connections if restyling.style_of(session, one.id) == LINE]
    assert len(dressed) == 2


def test_w6_a_locked_line_is_neither_led_nor_deleted_nor_reconnected(
    session: Session, hand: Hand, ear: Ear, shell: RecordingShell
) -> None:
    session.rename("web-db", "orders")
    route = locked_line(session, hand)
    before = hand.text()
    (ax, ay), (bx, by) = route[0], route[1]
    middle = ((ax * 3 + bx) / 4, (ay * 3 + by) / 4)
    session.select(())
    hand.click(*middle)
    assert session.selection == {"web-db"}
    hand.drag(middle, (middle[0], middle[1] + 60))
    for chord in ("Up", "Delete", "Alt+Shift+X", "Alt+.", "F2"):
        session.select({"web-db"})
        hand.key(chord)
    assert session.editing is None
    with pytest.raises(EditRefused, match="locked"):
        connecting.reconnect(session, "web-db", "target", "jobs")
    with pytest.raises(EditRefused, match="locked"):
        splicing.splice(session, "web-db", "cache")
    assert hand.text() == before
    assert any("locked" in sentence for sentence in ear.sentences())


def test_w6_a_locked_line_stays_where_it_is_when_something_comes_in_its_way(
    session: Session, hand: Hand
) -> None:
    route = locked_line(session, hand)
    in_the_way = Point(*(sum(axis) / 2 for axis in zip(route[0], route[-1], strict=True)))
    new = session.insert("service", in_the_way)
    frame = hand.frame(new)
    session.move({new}, in_the_way.x - frame.center.x, in_the_way.y - frame.center.y)
    assert routes.drawn_route(session, "web-db") == route
    session.select({"web-db"})
    hand.key("Ctrl+Shift+K")
    assert routes.edge_of(session, "web-db") == EdgeRoute()
    assert routes.drawn_route(session, "web-db") != route


def test_waypoints_of_the_hand_stay_when_a_lock_goes(session: Session, hand: Hand) -> None:
    led = EdgeRoute(route="manual", points=((500.0, 320.0), (560.0, 320.0)))
    routes.put_edge(session, "web-db", led, "Lead")
    locked_line(session, hand)
    assert locking.is_locked(session, "web-db")
    assert locking.unlock_all(session) == 1
    assert routes.edge_of(session, "web-db") == led


def test_a_copy_of_a_locked_line_is_free(session: Session, hand: Hand) -> None:
    locked_line(session, hand)
    session.select({"web", "db"})
    hand.key("Ctrl+D")
    copies = [one.id for one in session.design.connections if one.source in session.selection]
    assert len(copies) == 1
    assert routes.edge_of(session, copies[0]) == EdgeRoute()


def test_a_locked_line_goes_with_its_component(session: Session, hand: Hand) -> None:
    locked_line(session, hand)
    session.select({"db"})
    hand.key("Delete")
    assert session.connection("web-db") is None


def test_a_locked_line_shows_a_padlock_and_no_handles(session: Session, hand: Hand) -> None:
    locked_line(session, hand)
    assert len(hand.shown()) == 3
    assert restyling.style_of(session, "web-db") == PLAIN
