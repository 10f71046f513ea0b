from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.drawing import BoxShape
from archdraw.core.geometry import Point
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import grouping, moving, removing
from archdraw.editor.edits.elements import insert_group
from archdraw.editor.hierarchy import ancestors, common_parent, outermost, with_content

if TYPE_CHECKING:
    from tests.editor.conftest import Hand

    from archdraw.editor.session import Session


def parent(session: Session, element_id: str) -> str | None:
    record = session.component(element_id) or session.group(element_id)
    assert record is not None
    return record.parent


def test_dropped_into_a_group_a_component_belongs_to_it(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.drag(hand.grab("jobs"), (400, 205))
    assert parent(session, "jobs") == "zone-a"
    assert session.store.undo_depth == 1
    session.undo()
    assert hand.text() == before


def test_the_group_it_would_go_into_is_highlighted(session: Session, hand: Hand) -> None:
    hand.press(*hand.grab("jobs"))
    hand.steer(hand.grab("jobs"), (400, 205))
    frames = [shape.box for shape in session.ghosts if isinstance(shape, BoxShape)]
    assert any(box.encloses(hand.frame("zone-a")) for box in frames)
    assert parent(session, "jobs") is None


def test_dragged_out_a_component_is_released(session: Session, hand: Hand) -> None:
    hand.drag(hand.grab("web"), (420, 500))
    assert parent(session, "web") is None


def test_inside_its_group_a_component_stays_in_it(session: Session, hand: Hand) -> None:
    start = hand.grab("web")
    hand.drag(start, (start.x, start.y + 60))
    assert parent(session, "web") == "zone-a"


def test_escape_on_the_way_keeps_the_group(session: Session, hand: Hand) -> None:
    before = hand.text()
    hand.press(*hand.grab("web"))
    hand.steer(hand.grab("web"), (420, 500))
    hand.key("Escape")
    assert hand.text() == before


def test_what_lies_out_of_its_group_is_not_released_by_a_small_move(session: Session, hand: Hand) -> None:
    session.move({"web"}, 0, 400)
    assert parent(session, "web") == "zone-a"
    start = hand.grab("web")
    hand.drag(start, (start.x + 40, start.y))
    assert parent(session, "web") == "zone-a"


def test_a_group_goes_into_a_group_but_never_into_itself(session: Session, hand: Hand) -> None:
    outer = insert_group(session, "region", Point(1000, 900))
    hand.drag(hand.grab("zone-a"), (940, 860))
    assert parent(session, "zone-a") == outer
    assert ancestors(session, "web") == ["zone-a", outer]
    with pytest.raises(EditRefused, match="inside itself"):
        moving.adopt(session, [outer], "zone-a")
    with pytest.raises(EditRefused, match="inside itself"):
        session.update("groups", outer, parent="zone-a")


def test_dragging_a_group_over_its_own_content_keeps_the_tree(session: Session, hand: Hand) -> None:
    start = hand.grab("zone-a")
    hand.drag(start, (start.x + 20, start.y + 60))
    assert parent(session, "zone-a") is None
    assert parent(session, "web") == "zone-a"


def test_a_component_inserted_in_a_group_belongs_to_it(session: Session) -> None:
    made = session.insert("cdn", Point(390, 205))
    assert parent(session, made) == "zone-a"
    assert parent(session, session.insert("cdn", Point(900, 700))) is None


def test_ctrl_g_wraps_the_selection(session: Session, hand: Hand, shell: object) -> None:
    before = hand.text()
    session.select({"db", "jobs"})
    hand.key("Ctrl+G")
    (group_id,) = session.selection
    group = session.group(group_id)
    assert group is not None
    assert (group.kind, group.parent) == ("tier", None)
    assert hand.frame(group_id).encloses(hand.frame("db"))
    assert hand.frame(group_id).encloses(hand.frame("jobs"))
    assert parent(session, "db") == parent(session, "jobs") == group_id
    session.undo()
    assert hand.text() == before


def test_a_group_around_things_in_a_group_stays_in_that(session: Session) -> None:
    group_id = grouping.wrap(session, {"web", "web-db"})
    assert parent(session, group_id) == "zone-a"
    assert parent(session, "web") == group_id


def test_a_group_wrapped_with_its_content_keeps_it(session: Session) -> None:
    group_id = grouping.wrap(session, {"zone-a", "web", "db"}, "region", "Europe")
    assert parent(session, "zone-a") == group_id
    assert parent(session, "web") == "zone-a"
    group = session.group(group_id)
    assert group is not None
    assert group.name == "Europe"


def test_nothing_to_wrap_is_a_sentence(session: Session) -> None:
    with pytest.raises(EditRefused, match="Select components"):
        grouping.wrap(session, {"web-db", "memo"})


@pytest.mark.parametrize("chord", ["Ctrl+Shift+G", "Ctrl+Shift+U"])
def test_both_ungroup_keys_leave_the_content_selected(
    session: Session, hand: Hand, shell: object, chord: str
) -> None:
    session.select({"zone-a"})
    hand.key(chord)
    assert session.group("zone-a") is None
    assert parent(session, "web") is None
    assert session.selection == {"web"}


def test_ungrouping_hands_content_to_the_group_around(session: Session) -> None:
    outer = grouping.wrap(session, {"zone-a"}, "region")
    removing.ungroup(session, {"zone-a"})
    assert parent(session, "web") == outer


def test_deleting_nested_groups_frees_what_was_in_them(session: Session) -> None:
    outer = grouping.wrap(session, {"zone-a"}, "region")
    session.delete({outer, "zone-a"})
    assert parent(session, "web") is None
    assert session.component("web") is not None


def test_fit_to_content_draws_the_frame_close(session: Session, hand: Hand) -> None:
    box = grouping.fit_to_content(session, "zone-a")
    assert box is not None
    assert box.encloses(hand.frame("web"))
    assert box.w < hand.frame("zone-a").w
    assert grouping.fit_to_content(session, insert_group(session, "rack", Point(1500, 0))) is None


def test_the_tree_answers_questions(session: Session) -> None:
    assert with_content(session, {"zone-a"}) == {"zone-a", "web"}
    assert outermost(session, {"zone-a", "web", "db"}) == ["zone-a", "db"]
    assert common_parent(session, {"web", "db"}) is None
    assert common_parent(session, {"web"}) == "zone-a"
