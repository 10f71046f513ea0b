"""Collapsing groups by hand and key, and how members are taken, held and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.core.drawing.looks import alike

from archdraw.core.drawing import BoxShape, Scene
from archdraw.core.geometry import Point
from archdraw.core.history import place_key
from archdraw.core.model import Connection
from archdraw.editor.edits import folding
from archdraw.editor.edits.routes import edge_of
from archdraw.editor.tidying import moves_of, place_all
from archdraw.editor.tools.zones import chevron_point

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session


def test_a_key_folds_a_group_and_opens_it_again_as_it_was(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    before, drawn = hand.text(), session.scene.display_list()
    session.select({"zone-a"})
    hand.key("Ctrl+.")
    assert session.scene.is_collapsed("zone-a")
    assert "web" not in session.scene.order
    assert session.selection == {"zone-a"}
    hand.key("Ctrl+.")
    assert session.scene.display_list() == drawn
    assert hand.text() == before
    session.undo()
    assert session.scene.is_collapsed("zone-a")


def test_the_chevron_of_a_hovered_group_folds_it_and_that_of_the_card_opens_it(
    session: Session, hand: Hand
) -> None:
    hand.hover(*hand.grab("zone-a"))
    for expected in (True, False):
        at = chevron_point(session, "zone-a")
        assert at is not None
        hand.click(*at)
        assert session.scene.is_collapsed("zone-a") is expected
        hand.hover(*session.scene.frame("zone-a").center)


def test_a_folded_group_is_moved_with_what_is_in_it(session: Session, hand: Hand) -> None:
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    center = session.scene.frame("zone-a").center
    hand.drag(center, (center.x + 100, center.y + 60))
    folding.set_collapsed(session, ["zone-a"], collapsed=False)
    group, web = hand.frame("zone-a"), hand.frame("web")
    assert (group.w, group.h) == (260, 200)
    assert (web.x - group.x, web.y - group.y) == (40, 60)
    assert group.x == 360


def test_a_folded_group_has_no_handles(session: Session, hand: Hand) -> None:
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    session.select({"zone-a"})
    frame = session.scene.frame("zone-a")
    before = hand.text()
    hand.drag((frame.right, frame.bottom), (frame.right + 80, frame.bottom + 80))
    session.undo()
    assert hand.text() == before


def test_what_was_selected_inside_is_selected_by_the_card(session: Session) -> None:
    session.select({"web", "db"})
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    assert session.selection == {"zone-a", "db"}
    session.select({"web"})
    assert session.selection == {"zone-a"}


def test_deleting_a_merged_line_deletes_all_it_stands_for_in_one_step(session: Session, hand: Hand) -> None:
    with session.change("another") as store:
        for name in ("one", "two"):
            store.put("connections", name, Connection(id=name, source="web", target="jobs"))
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    line = next(key for key in session.scene.order if len(session.scene.merged(key)) == 2)
    before = hand.text()
    session.select({line})
    session.delete()
    assert {"one", "two"}.isdisjoint(session.store.table("connections"))
    session.undo()
    assert hand.text() == before


def test_deleting_a_folded_group_takes_along_what_nobody_sees(session: Session, hand: Hand) -> None:
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    session.delete({"zone-a"})
    assert session.component("web") is None
    session.undo()
    assert session.component("web") is not None


def test_the_group_that_would_take_a_component_is_lit_while_it_is_dragged(
    session: Session, hand: Hand
) -> None:
    start = hand.grab("db")
    hand.press(*start)
    hand.steer(start, (380, 200))
    lit = [one for one in hand.shown() if isinstance(one, BoxShape) and one.box.w > 260]
    assert lit
    hand.release(380, 200)
    component = session.component("db")
    assert component is not None
    assert component.parent == "zone-a"


def test_a_group_grows_around_what_sticks_out_of_it_and_never_scales_it(session: Session, hand: Hand) -> None:
    start = hand.grab("web")
    hand.drag(start, (start.x + 80, start.y + 60))
    group, web = hand.frame("zone-a"), hand.frame("web")
    assert group.encloses(web)
    assert (group.x, group.y) == (260, 40)
    assert (web.w, web.h) == (168, 64)
    session.undo()
    assert hand.frame("zone-a").w == 260


def test_fitting_draws_inner_frames_first(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.select({"zone-a"})
    hand.key("Ctrl+G")
    outer = next(iter(session.selection))
    session.select({"zone-a", outer})
    hand.key("Ctrl+Alt+G")
    inner, around = hand.frame("zone-a"), hand.frame(outer)
    assert inner.encloses(hand.frame("web"))
    assert (around.x, around.right) == (inner.x - 30, inner.right + 30)


def test_typing_a_name_on_a_folded_group_covers_the_card(session: Session, hand: Hand, ear: Ear) -> None:
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    session.begin_label("zone-a")
    assert session.editing is not None
    assert session.editing.box.h == 64
    session.commit_edit("Zone Nord")
    group = session.group("zone-a")
    assert group is not None
    assert group.name == "Zone Nord"


def test_tidying_moves_a_folded_group_with_what_is_in_it(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    folding.set_collapsed(session, ["zone-a"], collapsed=True)
    corner, web = hand.frame("zone-a"), hand.frame("web")
    moves = moves_of(session, {"zone-a": corner.moved(140, 80)})
    place_all(session, moves, "Tidy")
    assert hand.frame("web") == web.moved(140, 80)
    folding.set_collapsed(session, ["zone-a"], collapsed=False)
    assert (hand.frame("zone-a").w, hand.frame("zone-a").h) == (260, 200)


def test_lines_led_by_hand_go_along_when_everything_moves_beside_a_folded_group(session: Session) -> None:
    line = session.connect("client", "jobs")
    led = edge_of(session, line).revised(route="manual", points=((300.0, 420.0),))
    with session.change("Lead") as store:
        store.put("edges", place_key(session.view_id, line), led)
    folding.toggle_collapsed(session, {"zone-a"})
    session.scene.display_list()
    session.move(session.scene.order, 13, 90)
    drawn = session.scene.element(line)
    assert drawn is not None
    assert Point(313.0, 510.0) in drawn.route
    fresh = Scene(session.store, session.view_id, session.catalog, session.measurer)
    for key in fresh.order:
        assert alike(session.scene.element(key), fresh.element(key)), key
