"""Failure modes and the remediation plan: proposed by the analysis, rated and planned in forms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from archdraw.core.storage import design_text
from archdraw.editor.edits.papers import PAPER_TABLES, PaperTable
from archdraw.qt.panels.papers import PapersPanel
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> PapersPanel:
    qtbot.waitUntil(lambda: window.session.analysis is not None, timeout=20_000)
    window.show_panel("papers")
    return window.panels.papers


def head(panel: PapersPanel, table: PaperTable) -> QTreeWidgetItem:
    found = panel.list.topLevelItem(PAPER_TABLES.index(table))
    assert found is not None
    return found


def choose(panel: PapersPanel, table: PaperTable, place: int = 0) -> None:
    item = head(panel, table).child(place)
    assert item is not None
    panel.list.setCurrentItem(item)


def line(panel: PapersPanel, key: str) -> QLineEdit:
    assert panel.form is not None
    row = panel.form.row(key)
    assert row is not None
    editor = row.editor.findChild(QLineEdit)
    assert editor is not None
    return editor


def type_in(panel: PapersPanel, key: str, text: str) -> None:
    editor = line(panel, key)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_proposed_failure_mode_comes_into_the_document_with_the_first_rating(
    window: MainWindow, panel: PapersPanel
) -> None:
    before = design_text(window.session.design)
    choose(panel, "failure_modes")
    assert "Proposed by the analysis" in panel.facts.words.text()
    assert line(panel, "severity").placeholderText() not in ("", "not stated")
    type_in(panel, "severity", "3")
    (mode,) = window.session.design.failure_modes
    assert (mode.severity, mode.occurrence, mode.loss) == (3, None, "component")
    # One step; what was typed next goes to the same row.
    type_in(panel, "owner", "Kim")
    (mode,) = window.session.design.failure_modes
    assert (mode.severity, mode.owner) == (3, "Kim")
    assert "3 ×" in panel.facts.words.text()
    window.session.undo()
    window.session.undo()
    assert design_text(window.session.design) == before
    assert head(panel, "failure_modes").text(1).endswith("proposed")


def test_a_rating_beyond_ten_is_refused_and_nothing_is_kept(window: MainWindow, panel: PapersPanel) -> None:
    choose(panel, "failure_modes")
    type_in(panel, "detection", "11")
    assert panel.form is not None
    row = panel.form.row("detection")
    assert row is not None
    assert "between 1 and 10" in row.refusal
    assert window.session.design.failure_modes == ()


def test_a_finding_becomes_a_step_of_the_plan_by_enter_and_is_ordered_by_keys(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel
) -> None:
    first, second = window.session.analysis.findings[:2] if window.session.analysis else ()
    for _ in range(2):
        own = len(window.session.design.remediation)
        choose(panel, "remediation", own)
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    steps = window.session.design.remediation
    assert [(one.rule, one.about) for one in steps] == [first.identity, second.identity]
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    panel.choose(steps[1].id)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.rule for one in window.session.design.remediation] == [second.rule, first.rule]
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)


def test_before_and_after_of_a_step_are_recomputed(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel
) -> None:
    analysis = window.session.analysis
    assert analysis is not None
    at = next(place for place, one in enumerate(analysis.findings) if one.fix)
    choose(panel, "remediation", at)
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    assert "findings fewer" in panel.facts.words.text()
    # Each figure says how it was found.
    assert "% (exact)" in panel.facts.words.text().replace("\u2009", " ")
    assert "effort" in panel.facts.words.text()


def test_a_step_whose_finding_is_gone_stays_and_says_so(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel
) -> None:
    analysis = window.session.analysis
    assert analysis is not None
    finding = next(one for one in analysis.findings if one.rule.startswith("SPF") and one.elements)
    choose(panel, "remediation", analysis.findings.index(finding))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    type_in(panel, "owner", "Ann")
    window.session.select({finding.elements[0]})
    window.commands.perform("edit.delete")
    qtbot.waitUntil(
        lambda: (
            window.session.analysis is not None
            and all(one.identity != finding.identity for one in window.session.analysis.findings)
        ),
        timeout=20_000,
    )
    (step,) = window.session.design.remediation
    assert step.owner == "Ann"
    qtbot.waitUntil(lambda: "gone" in head(panel, "remediation").child(0).text(1), timeout=20_000)
    panel.choose(step.id)
    assert "no longer" in panel.facts.words.text()


def test_importance_and_effort_are_the_findings_until_somebody_states_them(
    window: MainWindow, panel: PapersPanel
) -> None:
    choose(panel, "remediation")
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.form is not None
    row = panel.form.row("effort")
    assert row is not None
    box = row.editor.findChild(QComboBox)
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    (step,) = window.session.design.remediation
    assert (step.importance, step.effort) == (None, "large")


def test_deleting_the_element_of_a_failure_mode_keeps_what_was_written(
    window: MainWindow, panel: PapersPanel
) -> None:
    choose(panel, "failure_modes")
    type_in(panel, "owner", "Kim")
    element = window.session.design.failure_modes[0].element
    assert element is not None
    name = window.session.design.component_by_id[element].name
    window.session.select({element})
    window.commands.perform("edit.delete")
    (mode,) = window.session.design.failure_modes
    assert (mode.element, mode.loss, mode.title, mode.owner) == (None, "own", name, "Kim")


def test_fields_of_a_kind_of_data_are_typed_into_a_table(window: MainWindow, panel: PapersPanel) -> None:
    panel.add_to("entities")
    assert panel.form is not None
    row = panel.form.row("fields")
    assert row is not None
    table = row.editor.findChild(QTableWidget)
    assert table is not None
    for at, cells in enumerate((("id", "uuid", "primary"), ("total", "decimal", ""))):
        for column, text in enumerate(cells):
            if text:
                table.setCurrentCell(at, column)
                QTest.keyClick(table, Qt.Key.Key_F2)
                editor = QApplication.focusWidget()
                assert isinstance(editor, QLineEdit)
                QTest.keyClicks(editor, text)
                QTest.keyClick(editor, Qt.Key.Key_Return)
                # The table takes a text up when the key has been dealt with.
                QApplication.processEvents()
    (entity,) = window.session.design.entities
    assert [(one.name, one.type, one.key) for one in entity.fields] == [
        ("id", "uuid", "primary"),
        ("total", "decimal", ""),
    ]
    table.setCurrentCell(1, 0)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.name for one in window.session.design.entities[0].fields] == ["total", "id"]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert [one.name for one in window.session.design.entities[0].fields] == ["id"]


def test_an_interface_names_its_component_and_a_decision_its_options(
    window: MainWindow, panel: PapersPanel
) -> None:
    panel.add_to("apis")
    type_in(panel, "method", "POST")
    type_in(panel, "path", "/orders")
    (api,) = window.session.design.apis
    assert (api.method, api.path) == ("POST", "/orders")
    panel.add_to("decisions")
    assert panel.form is not None
    row = panel.form.row("alternatives")
    assert row is not None
    text = row.editor.findChild(QPlainTextEdit)
    assert text is not None
    text.setFocus()
    QTest.keyClicks(text, "Kafka: more to run")
    panel.list.setFocus()
    assert window.session.design.decisions[0].alternatives == "Kafka: more to run"
