"""The outline panel: the drawing as a tree, walked with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker

from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View
from archdraw.qt.panels.outline import OutlinePanel
from archdraw.qt.window.main_window import MainWindow


def grouped_design() -> Design:
    return Design(
        title="Shop",
        components=(
            Component(id="web", kind="service", name="Web", parent="zone"),
            Component(id="db", kind="rdbms_primary", name="Orders", parent="zone"),
            Component(id="users", kind="client_web", name="Users"),
        ),
        groups=(Group(id="zone", kind="zone", name="Zone A"),),
        connections=(Connection(id="users-web", source="users", target="web"),),
        views=(
            View(
                id="main",
                name="Main",
                nodes={
                    "users": Placement(x=0, y=40),
                    "zone": Placement(x=260, y=0, w=600, h=200),
                    "web": Placement(x=300, y=40),
                    "db": Placement(x=600, y=40),
                },
                notes=(Note(id="memo", x=0, y=300, text="Ask the\nplatform team"),),
            ),
        ),
    )


@pytest.fixture
def window(make: WindowMaker) -> MainWindow:
    return make(grouped_design())


@pytest.fixture
def outline(window: MainWindow, qtbot: QtBot) -> OutlinePanel:
    window.activateWindow()
    window.commands.perform("panel.outline")
    panel = window.panels.outline
    qtbot.waitUntil(panel.tree.hasFocus)
    return panel


def rows(outline: OutlinePanel, parent: QModelIndex | None = None) -> list[object]:
    """Return the names in the tree; a row with something in it is followed by a list of that."""
    model, above = outline.model, parent or QModelIndex()
    found: list[object] = []
    for at in range(model.rowCount(above)):
        index = model.index(at, 0, above)
        found.append(index.data())
        if model.rowCount(index):
            found.append(rows(outline, index))
    return found


def go_to(outline: OutlinePanel, element_id: str) -> None:
    outline.tree.setCurrentIndex(outline.model.index_of(element_id))


def test_the_outline_is_not_made_before_it_is_shown(window: MainWindow) -> None:
    assert not window.findChildren(OutlinePanel)
    window.commands.perform("panel.outline")
    assert len(window.findChildren(OutlinePanel)) == 1
    assert window.panel_shown("outline")
    window.commands.perform("panel.outline")
    assert not window.panel_shown("outline")


def test_groups_hold_what_is_in_them_and_connections_and_notes_come_last(outline: OutlinePanel) -> None:
    assert rows(outline) == [
        "Zone A",
        ["Web", "Orders"],
        "Users",
        "Connections (1)",
        ["Users to Web"],
        "Notes (1)",
        ["Ask the platform team"],
    ]
    web = outline.model.index_of("web")
    assert web.siblingAtColumn(1).data() == "Stateless service instance"
    assert "Called by Users" in str(web.data(Qt.ItemDataRole.AccessibleDescriptionRole))


def test_arrows_select_on_the_canvas_and_the_canvas_selects_in_the_tree(
    window: MainWindow, outline: OutlinePanel
) -> None:
    go_to(outline, "zone")
    QTest.keyClick(outline.tree, Qt.Key.Key_Down)
    assert window.session.selection == {"web"}
    QTest.keyClick(outline.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.selection == {"web", "db"}
    window.session.select({"users", "memo"})
    chosen = {outline.model.id_of(index) for index in outline.tree.selectionModel().selectedRows()}
    assert chosen == {"users", "memo"}


def test_enter_edits_the_name_and_delete_deletes(
    window: MainWindow, outline: OutlinePanel, qtbot: QtBot
) -> None:
    go_to(outline, "web")
    QTest.keyClick(outline.tree, Qt.Key.Key_Return)
    field = outline.tree.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "Web"
    field.selectAll()
    QTest.keyClicks(field, "Shop front")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Shop front" in [one.name for one in window.session.design.components])
    qtbot.waitUntil(lambda: "Shop front" in str(rows(outline)))
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert window.session.component("web") is None
    qtbot.waitUntil(lambda: "Shop front" not in str(rows(outline)))
    window.session.undo()
    qtbot.waitUntil(lambda: "Shop front" in str(rows(outline)))


def test_search_keeps_what_fits_with_the_groups_around_it(outline: OutlinePanel) -> None:
    outline.search.setFocus()
    QTest.keyClicks(outline.search, "orders")
    assert rows(outline) == ["Zone A", ["Orders"]]
    QTest.keyClick(outline.search, Qt.Key.Key_Return)
    assert outline.tree.hasFocus()
    assert outline.tree.currentIndex().data() == "Orders"
    outline.search.clear()
    assert "Users" in rows(outline)


def test_what_is_folded_stays_folded_when_the_drawing_changes(
    window: MainWindow, outline: OutlinePanel, qtbot: QtBot
) -> None:
    go_to(outline, "zone")
    QTest.keyClick(outline.tree, Qt.Key.Key_Left)
    assert not outline.tree.isExpanded(outline.model.index_of("zone"))
    window.session.rename("users", "Everybody")
    qtbot.waitUntil(lambda: "Everybody" in rows(outline))
    assert not outline.tree.isExpanded(outline.model.index_of("zone"))


def test_escape_goes_back_to_the_canvas(window: MainWindow, outline: OutlinePanel, qtbot: QtBot) -> None:
    QTest.keyClick(outline.tree, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.canvas.hasFocus)


def test_a_description_of_the_view_or_of_the_selection_can_be_copied(window: MainWindow) -> None:
    window.session.select(())
    window.commands.perform("edit.copy-description")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Shop – Main\nDrawing with 3 components, 1 connection and 1 group.\n")
    assert "- Web: Stateless service instance, in Zone A. Called by Users." in text
    assert "- Users to Web: Connection, calls." in text
    assert "- Ask the platform team" in text
    window.session.select({"web"})
    window.commands.perform("edit.copy-description")
    assert QGuiApplication.clipboard().text().startswith("Web: Stateless service instance, in Zone A.")


def test_an_empty_outline_says_what_comes_there(window: MainWindow, qtbot: QtBot) -> None:
    window.show_panel("outline")
    panel = window.panels.outline
    said = []
    for typed in ("", "no such thing", ""):
        panel.search.setText(typed)
        said.append(panel.nothing)
    assert said == ["", "Nothing in the drawing fits. Fewer letters find more.", ""]
    window.session.delete(window.session.scene.order)
    qtbot.waitUntil(lambda: "Press / on the canvas" in panel.nothing)
