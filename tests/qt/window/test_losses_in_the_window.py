"""The loss matrix as a table: symbols and words, filters, copying, and taking things down on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archdraw.core.analysis import analyse
from archdraw.core.model import Component, Connection, Design, Journey
from archdraw.qt.panels.loss_model import LossModel
from archdraw.qt.panels.losses import LossesPanel
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def panel(window: MainWindow) -> LossesPanel:
    window.commands.perform("analyse.losses")
    return window.panels.losses


def rows(panel: LossesPanel, role: int = Qt.ItemDataRole.DisplayRole) -> list[tuple[str, ...]]:
    model = panel.model
    columns = range(model.columnCount())
    return [
        tuple(str(model.data(model.index(row, column), role)) for column in columns)
        for row in range(model.rowCount())
    ]


def test_what_hurts_is_shown_first_in_symbols_and_in_words(panel: LossesPanel) -> None:
    assert {("Balancer", "Component", "✕\u2009down"), ("Orders", "Component", "✕\u2009down")} <= set(
        rows(panel)
    )
    spoken = rows(panel, Qt.ItemDataRole.AccessibleTextRole)
    assert ("Orders", "Component", "Buy: down") in spoken
    assert all(row[2] == "✕\u2009down" for row in rows(panel))


def test_the_row_that_has_the_keyboard_is_chosen(panel: LossesPanel) -> None:
    assert panel.table.hasFocus()
    assert panel.table.selectionModel().hasSelection()
    panel.table.clearSelection()
    panel.filter_field.setFocus()
    QTest.keyClick(panel.filter_field, Qt.Key.Key_Down)
    assert panel.table.selectionModel().hasSelection()


def test_what_nobody_notices_is_shown_on_demand(panel: LossesPanel) -> None:
    before = len(rows(panel))
    QTest.mouseClick(panel.hurting, Qt.MouseButton.LeftButton, pos=panel.hurting.rect().center())
    if panel.hurting.isChecked():
        panel.hurting.toggle()
    assert len(rows(panel)) > before
    assert ("App 1", "Component", "●\u2009works") in rows(panel)


def test_rows_are_filtered_by_typing_and_by_kind(panel: LossesPanel) -> None:
    panel.hurting.setChecked(False)
    panel.focus_rows()
    QTest.keyClicks(panel.table, "a")
    QTest.keyClicks(panel.filter_field, "pp")
    assert {row[0] for row in rows(panel)} == {"App 1", "App 2"}
    panel.kind_field.setCurrentIndex(panel.kind_field.findData("domain"))
    assert rows(panel) == []
    assert panel.empty_words == "No loss fits the filter."


def test_enter_takes_it_down_on_the_canvas_and_escape_restores_it(
    window: MainWindow, panel: LossesPanel
) -> None:
    place = panel.model.place_of("db")
    assert place is not None
    panel.table.setFocus()
    panel.table.selectRow(place)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert window.session.failed == {"db"}
    assert window.session.selection == {"db"}
    assert "Orders" in window.what_if.text
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert not window.session.failed


def test_a_double_click_takes_it_down_too(window: MainWindow, panel: LossesPanel) -> None:
    box = panel.table.visualRect(panel.model.index(0, 0))
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    QTest.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert len(window.session.failed) == 1


def test_one_instance_is_taken_down_alone(qtbot: QtBot, window: MainWindow, panel: LossesPanel) -> None:
    window.session.update("components", "db", replicas=2)
    panel.hurting.setChecked(False)
    qtbot.waitUntil(lambda: panel.model.place_of("db#2") is not None, timeout=5000)
    place = panel.model.place_of("db#2")
    assert place is not None
    panel.table.setFocus()
    panel.table.selectRow(place)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert window.session.failed == {"db#2"}
    assert "db" in window.session.overlay.degraded
    assert "down:" not in window.what_if.text
    window.session.update("components", "db", replicas=1)
    assert not window.session.failed  # there is no second instance any more


def test_rows_are_copied_as_a_table_of_words(panel: LossesPanel) -> None:
    panel.focus_rows()
    QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Lost\tKind\tBuy"
    assert "Orders\tcomponent\tdown" in lines


def test_rows_are_sorted_by_name(panel: LossesPanel) -> None:
    panel.hurting.setChecked(False)
    panel.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    names = [row[0].casefold() for row in rows(panel)]
    assert names == sorted(names)


def test_a_design_without_journeys_says_what_goes_here(window: MainWindow, qtbot: QtBot) -> None:
    window.panels.journeys.choose("buy")
    window.panels.journeys.delete_chosen()
    window.commands.perform("analyse.losses")
    qtbot.waitUntil(lambda: "Add a journey" in window.panels.losses.empty_words, timeout=5000)


def test_what_still_works_but_no_longer_carries_the_peak_is_overloaded(window: MainWindow) -> None:
    web = Component(id="web", kind="service", name="Web", replicas=2, capacity_rps=100.0)
    design = Design(
        components=(Component(id="user", kind="client_web"), web),
        connections=(Connection(id="c", source="user", target="web"),),
        journeys=(Journey(id="buy", name="Buy", entry="user", peak_rps=150.0),),
    )
    model = LossModel(window.icons)
    model.show(design, analyse(design, window.session.catalog))
    model.filter("", None, hurting=True)
    place = model.place_of("web#1")
    assert place is not None
    cell = model.index(place, 2)
    assert cell.data() == "▼\u2009overloaded"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Buy: overloaded"
    tip = cell.data(Qt.ItemDataRole.ToolTipRole).replace("\u2009", " ")
    assert tip.endswith("“Buy” is overloaded and carries up to 100 /s; its peak is 150 /s.")
    assert "overloaded" in model.as_text()
    # What is down comes before what is overloaded.
    assert model.index(0, 2).data() == "✕\u2009down"
