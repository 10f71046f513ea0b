"""What a screen reader finds on the canvas, asked the way it asks: through Qt's accessible objects."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken
from tests.qt.canvas.conftest import Hand, small_design

from archdraw.core.model import Component, Design, Placement, View
from archdraw.editor.edits.folding import toggle_collapsed
from archdraw.editor.session import Session
from archdraw.qt.canvas import CanvasView

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
FOCUS = "SetFocus"
still_there: Callable[[object], bool] = Shiboken.isValid


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was told to the screen reader: the event and the name of what it is about."""
    heard: list[tuple[str, str]] = []
    tell = QAccessible.updateAccessibility

    def note(event: object) -> None:
        about = event.accessibleInterface()  # type: ignore[attr-defined]
        kind = event.type().name  # type: ignore[attr-defined]
        heard.append((kind, about.text(NAME) if about is not None else ""))
        tell(event)  # type: ignore[arg-type]

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return heard


def ask(canvas: CanvasView) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(canvas)
    assert found is not None
    return found


def child(canvas: CanvasView, name: str) -> QAccessibleInterface:
    asked = ask(canvas)
    return next(
        one for one in (asked.child(at) for at in range(asked.childCount())) if one.text(NAME) == name
    )


def test_every_element_is_a_named_child_in_reading_order_and_connections_come_last(
    canvas: CanvasView,
) -> None:
    asked = ask(canvas)
    names = [asked.child(at).text(NAME) for at in range(asked.childCount())]
    assert names[:5] == ["LB", "WEB", "DB", "CACHE", "A remark"]
    assert names[5] == "Tier"
    assert sorted(names[6:]) == ["WEB to CACHE", "WEB to DB", "requests, LB to WEB"]
    assert asked.text(NAME) == "Canvas"
    assert "4 components, 3 connections and 1 group" in asked.text(DESCRIPTION)
    assert asked.child(-1) is None
    assert asked.child(len(names)) is None


def test_an_element_says_its_kind_and_what_it_is_connected_to(canvas: CanvasView) -> None:
    web = child(canvas, "WEB")
    said = web.text(DESCRIPTION)
    assert canvas.session.catalog.kind("web-server").label in said
    assert "Called by LB." in said
    assert "Calls DB and CACHE." in said
    assert web.role() == QAccessible.Role.ListItem
    assert ask(canvas).indexOfChild(web) == 1
    parent = web.parent()
    assert parent is not None
    assert parent.object() is canvas
    assert "without waiting" in child(canvas, "WEB to CACHE").text(DESCRIPTION)


def related(element: QAccessibleInterface, *how: QAccessible.RelationFlag) -> set[str]:
    """What others are to an element: a source flows to it, which Qt hands on as "flows from" of itself."""
    found = element.relations(*how)
    return {f"{one.text(NAME)} {relation.name}" for one, relation in found}


def test_an_element_is_related_to_its_lines_its_neighbours_and_its_group(canvas: CanvasView) -> None:
    web = child(canvas, "WEB")
    assert related(web) == {
        "requests, LB to WEB FlowsTo",
        "LB FlowsTo",
        "WEB to DB FlowsFrom",
        "DB FlowsFrom",
        "WEB to CACHE FlowsFrom",
        "CACHE FlowsFrom",
    }
    came = related(web, QAccessible.RelationFlag.FlowsTo)
    assert came == {"requests, LB to WEB FlowsTo", "LB FlowsTo"}
    assert related(child(canvas, "WEB to DB")) == {"WEB FlowsTo", "DB FlowsFrom"}
    assert related(child(canvas, "A remark")) == set()


def test_a_group_controls_its_content_and_a_folded_one_stands_for_it(canvas: CanvasView) -> None:
    session = canvas.session
    (group,) = (one.id for one in session.design.groups)
    session.update("components", "db", parent=group)
    assert "DB Controlled" in related(child(canvas, "Tier"))
    assert "Tier Controller" in related(child(canvas, "DB"))
    db = child(canvas, "DB")
    toggle_collapsed(session, {group})
    assert "Tier FlowsFrom" in related(child(canvas, "WEB"))
    assert "WEB FlowsTo" in related(child(canvas, "Tier"))
    assert related(db) == set(), "what is not drawn is related to nothing"


def test_a_screen_reader_that_was_there_first_gets_the_elements_too() -> None:
    """In a program of its own: Qt is told once in each who makes the objects."""
    script = """
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
app = QApplication([])
QAccessible.setActive(True)
from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import load_theme
from archdraw.core.history import Store
from archdraw.core.model import Component, Design, View
from archdraw.editor.session import Session
from archdraw.qt.bridge.measurer import QtMeasurer
from archdraw.qt.canvas import CanvasView
design = Design(components=(Component(id="a", kind="cache", name="First"),), views=(View(id="main"),))
canvas = CanvasView(Session(Store(design), load_catalog(), QtMeasurer()), load_theme("light"))
canvas.show()
print(QAccessible.queryAccessibleInterface(canvas).child(0).text(QAccessible.Text.Name))
canvas.close_session()
canvas.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "First\n", done.stderr


def test_an_element_lies_where_it_is_drawn_and_is_found_there(hand: Hand) -> None:
    web = child(hand.canvas, "WEB")
    middle = hand.viewport.mapToGlobal(hand.middle("web"))
    assert web.rect().contains(middle)
    found = ask(hand.canvas).childAt(middle.x(), middle.y())
    assert found is not None
    assert found.text(NAME) == "WEB"
    assert not web.state().offscreen
    hand.session.set_camera(hand.session.camera.panned(5000, 0))
    assert web.state().offscreen
    assert ask(hand.canvas).childAt(middle.x(), middle.y()) is None


def test_the_focus_follows_the_selection(hand: Hand, told: list[tuple[str, str]], qtbot: QtBot) -> None:
    canvas = hand.canvas
    ask(canvas)
    canvas.activateWindow()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    told.clear()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert ("Focus", "LB") in told
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert ("Focus", "WEB") in told
    focused = ask(canvas).focusChild()
    assert focused is not None
    assert focused.text(NAME) == "WEB"
    assert focused.state().focused
    assert focused.state().selected
    assert not child(canvas, "LB").state().selected
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert told[-1] == ("Focus", "Canvas")
    canvas.session.select({"web", "db"})
    assert told[-1] == ("Announcement", "Canvas")


def test_changes_are_told_by_the_elements_they_concern(
    canvas: CanvasView, told: list[tuple[str, str]]
) -> None:
    session = canvas.session
    child(canvas, "WEB")
    told.clear()
    session.rename("web", "Shop")
    assert ("NameChanged", "Shop") in told
    session.move({"web"}, 40, 0)
    assert ("LocationChanged", "Shop") in told
    added = session.insert("cache", session.visible_center(), "Sessions")
    assert ("ObjectCreated", "Sessions") in told
    assert child(canvas, "Sessions").isValid()
    session.delete({added})
    assert any(kind == "ObjectDestroyed" for kind, _ in told)
    session.undo()
    assert child(canvas, "Sessions").text(NAME) == "Sessions"


def test_a_reader_can_select_and_edit_without_keys_or_pointer(canvas: CanvasView, qtbot: QtBot) -> None:
    session = canvas.session
    actions = child(canvas, "DB").actionInterface()
    assert actions is not None
    assert FOCUS in actions.actionNames()
    actions.doAction(FOCUS)
    qtbot.waitUntil(lambda: session.selection == {"db"})
    actions.doAction("Press")
    qtbot.waitUntil(lambda: session.editing is not None and session.editing.element_id == "db")
    session.cancel_edit()
    chosen = ask(canvas).selectionInterface()
    assert chosen is not None
    assert chosen.select(child(canvas, "WEB"))
    assert session.selection == {"db", "web"}
    assert [one.text(NAME) for one in chosen.selectedItems()] == ["WEB", "DB"]
    assert chosen.isSelected(child(canvas, "WEB"))
    assert chosen.unselect(child(canvas, "WEB"))
    assert chosen.selectedItemCount() == 1
    assert chosen.clear()
    assert not session.selection
    assert chosen.selectAll()
    assert chosen.selectedItemCount() == ask(canvas).childCount()


def test_an_object_that_outlives_its_element_answers_with_nothing(canvas: CanvasView) -> None:
    web = child(canvas, "WEB")
    identity = QAccessible.uniqueId(web)
    canvas.session.delete({"web"})
    gc.collect()
    assert QAccessible.accessibleInterface(identity) is None
    assert not still_there(web)
    # Interfaces that are not there must be answered too: screen readers ask every object for all of them.
    db = child(canvas, "DB")
    assert db.valueInterface() is None
    assert db.textInterface() is None
    assert db.selectionInterface() is None


def test_closing_the_canvas_takes_its_elements_out_of_the_register(
    make_canvas: Callable[[Design], CanvasView],
) -> None:
    canvas = make_canvas(small_design())
    asked = ask(canvas)
    kept = [asked.child(at) for at in range(asked.childCount())]
    identities = [QAccessible.uniqueId(one) for one in kept]
    canvas.close_session()
    assert canvas.spoken is not None
    assert canvas.spoken.made == 0
    assert all(QAccessible.accessibleInterface(one) is None for one in identities)
    del kept


def test_a_canvas_destroyed_while_it_is_read_leaves_nothing_to_fall_over(qtbot: QtBot) -> None:
    from archdraw.core.catalog import load_catalog
    from archdraw.core.drawing import load_theme
    from archdraw.core.history import Store
    from archdraw.qt.bridge.measurer import QtMeasurer

    canvas = CanvasView(Session(Store(small_design()), load_catalog(), QtMeasurer()), load_theme("light"))
    web = child(canvas, "WEB")
    stop = canvas.close_session
    canvas.deleteLater()
    QApplication.sendPostedEvents(canvas, int(QEvent.Type.DeferredDelete.value))
    assert not still_there(canvas)
    assert not web.isValid()
    assert web.parent() is None
    assert web.text(NAME) == ""
    assert web.rect().isEmpty()
    del stop


def test_ten_thousand_elements_make_only_the_objects_that_are_asked_for(
    make_canvas: Callable[[Design], CanvasView],
) -> None:
    many = 10_000
    canvas = make_canvas(
        Design(
            components=tuple(Component(id=f"c{at}", kind="service", name=f"C {at}") for at in range(many)),
            views=(
                View(
                    id="main",
                    name="Main",
                    nodes={
                        f"c{at}": Placement(x=200 * (at % 100), y=100 * (at // 100)) for at in range(many)
                    },
                ),
            ),
        )
    )
    asked = ask(canvas)
    assert asked.childCount() == many
    assert canvas.spoken is not None
    assert canvas.spoken.made == 0
    canvas.session.select({f"c{at}" for at in range(many)})
    canvas.session.move(canvas.session.selection, 20, 0)
    assert canvas.spoken.made == 0
    assert asked.child(101).text(NAME) == "C 101"
    assert canvas.spoken.made == 1
