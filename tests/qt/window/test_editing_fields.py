"""Fields of the inspector through real keys: stored, undone, refused, reset, shared by several elements."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from archdraw.qt.panels.editors import LineEditor, YesNoEditor
from archdraw.qt.panels.field_row import FieldRow
from archdraw.qt.panels.inspector import Inspector
from archdraw.qt.window.main_window import MainWindow


def inspector_of(window: MainWindow) -> Inspector:
    return window.panels.inspector


def row_of(window: MainWindow, key: str) -> FieldRow:
    row = inspector_of(window).row(key)
    assert row is not None
    QApplication.processEvents()
    return row


def line_of(window: MainWindow, key: str) -> QLineEdit:
    editor = row_of(window, key).editor
    assert isinstance(editor, LineEditor)
    return editor.line


def select(qtbot: QtBot, window: MainWindow, *ids: str) -> None:
    window.session.select(set(ids))
    inspector_of(window).refresh()


def enter(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_typed_figure_is_stored_as_one_step_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    depth = window.session.store.undo_depth
    enter(line_of(window, "availability"), "99.99")
    assert window.session.design.component_by_id["db"].availability == 0.9999
    assert window.session.store.undo_depth == depth + 1
    assert window.session.store.undo_label == "Change availability of one instance"
    window.commands.perform("edit.undo")
    assert window.session.design.component_by_id["db"].availability == 0.999
    qtbot.waitUntil(lambda: line_of(window, "availability").text() == "99.9")


def test_a_wrong_figure_keeps_its_text_says_why_and_stores_nothing(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    enter(line_of(window, "availability"), "many nines")
    row = row_of(window, "availability")
    assert line_of(window, "availability").text() == "many nines"
    assert "takes a number in %" in row.refusal
    assert line_of(window, "availability").property("refused") is True
    assert window.session.design.component_by_id["db"].availability == 0.999
    enter(line_of(window, "availability"), "99.8")
    assert row.refusal == ""
    assert window.session.design.component_by_id["db"].availability == 0.998


def test_the_document_takes_reviewers_and_a_budget_for_what_is_not_drawn(
    qtbot: QtBot, window: MainWindow
) -> None:
    select(qtbot, window)
    enter(line_of(window, "reviewers"), "Ada, Grace")
    enter(line_of(window, "settings.budget_code"), "99.95")
    design = window.session.design
    assert design.reviewers == ("Ada", "Grace")
    assert design.settings.budget_code == pytest.approx(0.9995)
    enter(line_of(window, "settings.budget_code"), "130")
    assert "100" in row_of(window, "settings.budget_code").refusal
    window.commands.perform("edit.undo")
    assert window.session.design.settings.budget_code is None


def test_a_value_that_the_record_refuses_is_refused_too(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    enter(line_of(window, "capacity_rps"), "0")
    assert window.session.design.component_by_id["db"].capacity_rps == 3000
    assert "greater than 0" in row_of(window, "capacity_rps").refusal


def test_escape_brings_back_what_is_stored(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    line = line_of(window, "capacity_rps")
    line.setFocus()
    QTest.keyClicks(line, "77")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "3,000"


def test_the_reset_arrow_brings_the_default_back(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "app1")
    row = row_of(window, "availability")
    assert not row.reset_button.isHidden()
    QTest.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)
    assert window.session.design.component_by_id["app1"].availability is None
    assert row.reset_button.isHidden()
    assert line_of(window, "availability").text() == ""
    assert line_of(window, "availability").placeholderText() == "99.5"


def test_a_default_names_its_source_and_confidence(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    tip = row_of(window, "availability").info_button.toolTip()
    assert "Source: " in tip
    assert "Confidence: " in tip


def test_yes_and_no_are_taken_back_by_a_second_press(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    editor = row_of(window, "attributes.backup").editor
    assert isinstance(editor, YesNoEditor)
    QTest.mouseClick(editor.button(True), Qt.MouseButton.LeftButton)
    assert window.session.design.component_by_id["db"].attributes == {"backup": True}
    QTest.mouseClick(editor.button(True), Qt.MouseButton.LeftButton)
    assert window.session.design.component_by_id["db"].attributes == {}


def test_part_of_a_described_attribute_says_yes_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    enter(line_of(window, "attributes.backup.interval_s"), "1 h")
    assert window.session.design.component_by_id["db"].attributes == {"backup": {"interval_s": 3600}}


def test_several_components_take_one_value_in_one_step(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "app1", "app2")
    depth = window.session.store.undo_depth
    enter(line_of(window, "replicas"), "4")
    assert [window.session.design.component_by_id[one].replicas for one in ("app1", "app2")] == [4, 4]
    assert window.session.store.undo_depth == depth + 1


def test_different_values_are_shown_as_such_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "app1", "db")
    assert line_of(window, "availability").placeholderText() == "several values"
    assert line_of(window, "availability").text() == ""


def test_with_nothing_selected_the_document_is_edited(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window)
    enter(line_of(window, "title"), "Web shop")
    assert window.session.design.title == "Web shop"
    enter(line_of(window, "authors"), "Ann, Bo, Ann")
    assert window.session.design.authors == ("Ann", "Bo")


def test_every_stored_field_of_a_connection_can_be_typed(qtbot: QtBot, window: MainWindow) -> None:
    from archdraw.core.model import Connection

    select(qtbot, window, "lb-app1")
    elsewhere = {"id", "attributes"}
    for name in set(Connection.defaults) - elsewhere:
        assert inspector_of(window).row(name) is not None, name


def test_every_stored_field_of_a_component_can_be_typed(qtbot: QtBot, window: MainWindow) -> None:
    from archdraw.core.model import Component

    select(qtbot, window, "db")
    elsewhere = {"id", "attributes", "sources"}
    for name in set(Component.defaults) - elsewhere:
        assert inspector_of(window).row(name) is not None, name


def test_an_edit_elsewhere_leaves_half_typed_text_and_focus(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    line = line_of(window, "owner")
    line.setFocus()
    QTest.keyClicks(line, "Team bl")
    with window.session.change("Rename") as store:
        store.put("components", "app1", window.session.design.component_by_id["app1"].revised(name="Front"))
    inspector_of(window).refresh()
    assert line.text() == "Team bl"
    QTest.keyClicks(line, "ue")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.session.design.component_by_id["db"].owner == "Team blue"


def test_the_live_box_says_why_a_component_is_a_single_point(qtbot: QtBot, window: MainWindow) -> None:
    select(qtbot, window, "db")
    verdict = inspector_of(window).live.verdict
    assert verdict.startswith("❶ Without Orders, “Buy” can’t be served: ")
    assert "there is one Orders only." in verdict
    select(qtbot, window, "app1")
    assert inspector_of(window).live.verdict == "✓ Not a single point of failure"


def test_a_long_choice_is_filled_when_it_is_looked_at_and_stores_what_is_chosen(
    qtbot: QtBot, window: MainWindow
) -> None:
    select(qtbot, window, "app1")
    combo = row_of(window, "kind").editor.findChildren(QComboBox)[0]
    assert combo.count() == 1
    QApplication.sendEvent(combo, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert combo.count() > 50
    combo.setCurrentIndex(combo.findText("Queue worker"))
    combo.activated.emit(combo.currentIndex())
    assert window.session.design.component_by_id["app1"].kind == "worker"
    inspector_of(window).refresh()
    assert any(label.text().startswith("Queue worker") for label in inspector_of(window).findChildren(QLabel))


def test_scrolling_over_a_choice_neither_changes_it_nor_takes_the_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    select(qtbot, window, "db")
    combo = row_of(window, "redundancy").editor.findChild(QComboBox)
    assert combo is not None
    before, index = window.session.design, combo.currentIndex()
    middle = QPointF(combo.rect().center())
    turn = QWheelEvent(
        middle, combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert window.session.design is before
    assert combo.currentIndex() == index
    assert combo.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_calls_are_counted_alike_or_by_journey(qtbot: QtBot, window: MainWindow) -> None:
    def calls() -> object:
        return window.session.design.connection_by_id["app1-db"].calls

    select(qtbot, window, "app1-db")
    combo = row_of(window, "calls").editor.findChildren(QComboBox)[0]
    combo.activated.emit(combo.findText("Per journey"))
    assert calls() == {"buy": 1}
    inspector_of(window).refresh()
    enter(line_of(window, "calls.buy"), "2.5")
    assert calls() == {"buy": 2.5}
    inspector_of(window).refresh()
    combo = row_of(window, "calls").editor.findChildren(QComboBox)[0]
    combo.activated.emit(combo.findText("The same for every journey"))
    assert calls() == 2.5


def test_what_works_behind_an_answer_is_not_said_to_be_on_no_journey(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    session.update("connections", "app1-db", kind="deliver")
    session.update("connections", "app2-db", kind="deliver")
    select(qtbot, window, "db")
    live = inspector_of(window).live
    qtbot.waitUntil(lambda: live.journeys == "No answer waits for it")
    session.update("journeys", "buy", peak_rps=None)
    qtbot.waitUntil(lambda: live.journeys == "On no journey")


def test_beside_a_stated_service_time_the_p99_of_the_catalogue_is_no_default(
    qtbot: QtBot, window: MainWindow
) -> None:
    select(qtbot, window, "app1")
    usual = line_of(window, "service_time_p99_ms").placeholderText()
    assert usual
    assert usual != "27.6"
    enter(line_of(window, "service_time_ms"), "6")
    # Exponential around 6 ms: p99 = 6 · ln 100.
    qtbot.waitUntil(lambda: line_of(window, "service_time_p99_ms").placeholderText() == "27.6")
    assert "4.6 times" in row_of(window, "service_time_p99_ms").info_button.toolTip()
