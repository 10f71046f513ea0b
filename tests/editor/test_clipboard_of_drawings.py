from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from archdraw.core.geometry import Point
from archdraw.core.history import place_key
from archdraw.core.model import EdgeRoute
from archdraw.editor import clipboard
from archdraw.editor.clipboard import Clipboard
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def test_copy_and_paste_brings_elements_with_what_is_between_them(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    with session.change("route"):
        session.store.put(
            "edges", place_key("main", "web-db"), EdgeRoute(route="manual", points=((560, 132),))
        )
    session.update("components", "web", tags=("core",), capacity_rps=500)
    session.select({"zone-a", "db", "memo"})
    hand.key("Ctrl+C")
    hand.hover(400, 700)
    hand.key("Ctrl+V")
    assert len(session.selection) == 3
    design = session.design
    (group,) = [one for one in design.groups if one.id != "zone-a"]
    (web,) = [one for one in design.components if one.name == "Web 2"]
    (db,) = [one for one in design.components if one.name == "Orders 2"]
    (line,) = [one for one in design.connections if one.source == web.id]
    assert (web.parent, web.replicas, web.tags, web.capacity_rps) == (group.id, 3, ("core",), 500)
    assert line.target == db.id
    dx = hand.frame(web.id).x - hand.frame("web").x
    dy = hand.frame(web.id).y - hand.frame("web").y
    route = session.store.get("edges", place_key("main", line.id))
    assert route.points == ((560 + dx, 132 + dy),)
    assert hand.frame(db.id).x - hand.frame("db").x == dx
    assert not any(one.source == "client" and one.target == web.id for one in design.connections)


def test_a_paste_is_one_undo_step(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.select({"zone-a", "db"})
    hand.key("Ctrl+C")
    before = hand.text()
    hand.key("Ctrl+V")
    assert hand.text() != before
    session.undo()
    assert hand.text() == before


def test_paste_goes_to_the_pointer_and_the_second_beside_the_first(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"jobs"})
    hand.key("Ctrl+C")
    hand.hover(300, 600)
    hand.key("Ctrl+V")
    (first,) = session.selection
    hand.key("Ctrl+V")
    (second,) = session.selection
    assert abs(hand.center(first).x - 300) <= 10
    assert abs(hand.center(first).y - 600) <= 10
    assert hand.frame(second) == hand.frame(first).moved(20, 20)
    hand.hover(700, 700)
    hand.key("Ctrl+V")
    (third,) = session.selection
    assert abs(hand.center(third).x - 700) <= 10


def test_a_collapsed_group_is_pasted_with_its_card_at_the_pointer_and_a_name_of_its_own(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"zone-a"})
    hand.key("Ctrl+.")
    hand.key("Ctrl+C")
    hand.hover(500, 640)
    hand.key("Ctrl+V")
    (made,) = session.selection
    assert session.scene.is_collapsed(made)
    assert (hand.center(made).x, hand.center(made).y) == pytest.approx((500, 640), abs=10)
    original, copy = session.group("zone-a"), session.group(made)
    assert original is not None
    assert copy is not None
    assert copy.name not in ("", original.name)


def test_paste_goes_to_the_middle_when_the_pointer_is_elsewhere(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"jobs"})
    hand.key("Ctrl+C")
    session.pointer = Point(99_999, 0)
    hand.key("Ctrl+V")
    (made,) = session.selection
    assert hand.center(made) == pytest.approx(session.visible_center(), abs=20)


def test_pasted_into_a_group_it_belongs_to_it(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.select({"jobs"})
    hand.key("Ctrl+C")
    hand.hover(390, 140)
    hand.key("Ctrl+V")
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.parent == "zone-a"


def test_cut_takes_away_and_paste_brings_back_under_the_same_name(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"zone-a"})
    hand.key("Ctrl+X")
    assert session.group("zone-a") is None
    assert session.component("web") is None
    assert session.connection("web-db") is None
    hand.key("Ctrl+V")
    assert [one.name for one in session.design.components if one.kind == "service"] == ["Web"]
    session.undo()
    session.undo()
    assert session.connection("web-db") is not None


def test_ctrl_d_duplicates_and_repeats_the_distance(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.select({"jobs"})
    hand.key("Ctrl+D")
    (first,) = session.selection
    assert hand.frame(first) == hand.frame("jobs").moved(40, 40)
    session.move({first}, -40, 60)
    hand.key("Ctrl+D")
    (second,) = session.selection
    assert hand.frame(second) == hand.frame("jobs").moved(0, 200)
    hand.key("Ctrl+D")
    (third,) = session.selection
    assert hand.frame(third) == hand.frame("jobs").moved(0, 300)


def test_ctrl_d_repeats_the_distance_of_a_copying_drag(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    start = hand.grab("jobs")
    hand.drag(start, (start.x, start.y + 100), held="Alt")
    hand.key("Ctrl+D")
    (copy,) = session.selection
    assert hand.frame(copy) == hand.frame("jobs").moved(0, 200)


def test_a_duplicate_stays_in_its_group(session: Session, hand: Hand, shell: RecordingShell) -> None:
    session.select({"web"})
    hand.key("Ctrl+D")
    (made,) = session.selection
    record = session.component(made)
    assert record is not None
    assert record.parent == "zone-a"


def test_nothing_to_copy_is_a_sentence(session: Session, shell: RecordingShell) -> None:
    session.select({"web-db"})
    with pytest.raises(EditRefused, match="Select components"):
        clipboard.copy(session)


def test_references_to_what_is_not_here_are_dropped(session: Session) -> None:
    text = fragment(
        components=[
            {"id": "a", "kind": "service", "domains": ["gone", "zone-a"]},
            {"id": "b", "kind": "service", "parent": "gone"},
        ],
        connections=[
            {"id": "ab", "source": "a", "target": "b", "behind_cache": "gone", "calls": {"gone": 2.0}},
            {"id": "ax", "source": "a", "target": "gone"},
        ],
    )
    clipboard.paste(session, Clipboard(text=text))
    (made,) = [one for one in session.design.connections if one.id not in ("client-web", "web-db")]
    source = session.component(made.source)
    target = session.component(made.target)
    assert made.behind_cache is None
    assert made.calls == {}
    assert source is not None
    assert source.domains == ("zone-a",)
    assert target is not None
    assert target.parent is None


def test_plain_paste_makes_a_note(session: Session, hand: Hand, shell: RecordingShell) -> None:
    shell.clipboard = "Ask the platform team"
    hand.key("Ctrl+Shift+V")
    (made,) = session.selection
    note = session.note(made)
    assert note is not None
    assert note.text == "Ask the platform team"
    # The second lies beside the first, not on it.
    hand.key("Ctrl+Shift+V")
    (second,) = session.selection
    assert hand.frame(second) == hand.frame(made).moved(20, 20)


def test_text_of_other_programs_becomes_a_note_in_one_undo_step(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    before = hand.text()
    shell.clipboard = "Ask the\r\nplatform\x00 team"
    hand.key("Ctrl+V")
    (made,) = session.selection
    note = session.note(made)
    assert note is not None
    assert note.text == "Ask the\nplatform team"
    session.undo()
    assert hand.text() == before


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Clipboard(picture=True), "A picture can't be put on the drawing"),
        (Clipboard(files=("a.pdf",)), "Files can't be pasted"),
        (Clipboard(), "The clipboard is empty"),
        (Clipboard(own='{"format": "archdraw-fragment", "version": 2}'), "newer ArchDraw"),
        (Clipboard(own="hello"), "holds no elements"),
    ],
)
def test_what_cannot_be_pasted_is_refused_with_a_sentence(
    session: Session, found: Clipboard, said: str
) -> None:
    with pytest.raises(EditRefused, match=said):
        clipboard.paste(session, found)


def test_what_is_copied_reads_as_plain_text_too(session: Session) -> None:
    session.select({"zone-a", "db", "memo"})
    words = clipboard.copy(session).words
    assert "Web: " in words
    assert "Web to Orders: Connection" in words
    assert session.note("memo") is not None
    assert session.note("memo").text in words  # type: ignore[union-attr]


def test_a_copy_is_what_the_drawing_was_then(session: Session) -> None:
    session.select({"zone-a", "db"})
    clip = clipboard.copy(session)
    session.rename("web", "Something else")
    session.delete({"db"})
    assert '"Web"' in clip.json
    assert [one.name for one in clip.design.components] == ["Web", "Orders"]


def fragment(**content: Any) -> str:
    return json.dumps({"format": "archdraw-fragment", "version": 1, **content})


HOSTILE = {
    "no json": 'archdraw-fragment {"',
    "text without end": "x" * 100_001,
    "empty": "",
    "only blanks and marks": " \x00\r\n\t\x1b ",
    "a list": '["archdraw-fragment"]',
    "nothing in it": fragment(),
    "nested": '{"format": "archdraw-fragment", "x": ' + "[" * 5000 + "]" * 5000 + "}",
    "not a number": fragment(components=[{"id": "a", "kind": "b"}], nodes={"a": {"x": "here", "y": 0}}),
    "infinite": '{"format": "archdraw-fragment", "nodes": {"a": {"x": Infinity, "y": 0}}}',
    "far out": fragment(
        components=[{"id": "a", "kind": "b"}, {"id": "c", "kind": "b"}],
        nodes={"a": {"x": -1e7, "y": 0}, "c": {"x": 1e7, "y": 0}},
    ).replace("-10000000.0", "-10000000.0"),
    "bad id": fragment(components=[{"id": "../../etc", "kind": "b"}]),
    "bad field": fragment(components=[{"id": "a", "kind": "b", "replicas": -3}]),
    "ids twice": fragment(components=[{"id": "a", "kind": "b"}, {"id": "a", "kind": "b"}]),
    "a ring": fragment(
        groups=[{"id": "a", "kind": "b", "parent": "c"}, {"id": "c", "kind": "b", "parent": "a"}]
    ),
    "in itself": fragment(groups=[{"id": "a", "kind": "b", "parent": "a"}]),
    "key twice": '{"format": "archdraw-fragment", "components": [], "components": []}',
    "newer": '{"format": "archdraw-fragment", "version": 99}',
    "lone surrogate": '{"format": "archdraw-fragment", "notes": [{"id": "n", "text": "\\ud800"}]}',
    "too many": fragment(components=[{"id": f"c{n}", "kind": "b"} for n in range(20_001)]),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_clipboards_are_one_sentence_and_change_nothing(
    session: Session, hand: Hand, shell: RecordingShell, text: str
) -> None:
    before = hand.text()
    shell.clipboard = text
    session.pointer = None
    hand.key("Ctrl+V")
    assert hand.text() == before
    assert len(shell.said) == 1
    assert shell.said[0].endswith(".")
    assert len(shell.said[0]) < 300


def test_more_than_8_mb_are_not_even_read() -> None:
    with pytest.raises(EditRefused, match="8 MB"):
        clipboard.parse_fragment('{"format": "archdraw-fragment"}' + " " * 9_000_000)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["id", "kind", "components", "nodes", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_content_is_a_fragment_or_a_refusal(content: Any) -> None:
    text = '{"format": "archdraw-fragment", "components": ' + json.dumps(content) + "}"
    try:
        read = clipboard.parse_fragment(text)
    except EditRefused:
        return
    assert set(read.nodes) == {one.id for one in (*read.components, *read.groups)}


def test_what_is_copied_reads_back_the_same(session: Session) -> None:
    session.select({"zone-a", "db", "memo"})
    text = clipboard.copy(session).json
    read = clipboard.parse_fragment(text)
    assert {one.id for one in read.components} == {"web", "db"}
    assert read.components[0] == session.component("web")
    assert read.notes == (session.note("memo"),)
