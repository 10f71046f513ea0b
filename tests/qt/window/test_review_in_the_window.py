"""Accepting findings, the ledger of all rules with their pages, and thresholds, by hand and by keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.model import Suppression
from archdraw.core.storage import design_text
from archdraw.qt.panels.finding_model import FINDING_ROLE, STANDING_ROLE
from archdraw.qt.panels.findings import FindingsPanel
from archdraw.qt.panels.rule_model import ID, SEVERITY, STATUS
from archdraw.qt.panels.threshold_model import VALUE
from archdraw.qt.window.accept_dialog import AcceptDialog
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.rules_dialog import RulesDialog

SOON = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 - a calendar day

Dialog = TypeVar("Dialog", RulesDialog, AcceptDialog)


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> FindingsPanel:
    settle(qtbot, window)
    window.show_panel("findings")
    return window.panels.findings


@pytest.fixture
def rules(qtbot: QtBot, window: MainWindow) -> RulesDialog:
    settle(qtbot, window)
    window.commands.perform("analyse.rules")
    return top(RulesDialog)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.runner.busy and window.session.analysis is not None, timeout=20_000)


def top(kind: type[Dialog]) -> Dialog:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    assert len(shown) == 1
    shown[0].activateWindow()
    assert QTest.qWaitForWindowActive(shown[0])
    return shown[0]


def choose(panel: FindingsPanel, rule: str) -> None:
    for row in range(panel.model.rowCount()):
        finding = panel.model.index(row).data(FINDING_ROLE)
        if finding is not None and finding.rule == rule:
            panel.list.setCurrentIndex(panel.model.index(row))
            return
    raise AssertionError(f"no finding of {rule}")


def texts(panel: FindingsPanel) -> list[str]:
    return [str(panel.model.index(row).data()) for row in range(panel.model.rowCount())]


def accept(panel: FindingsPanel, rule: str, reason: str, expires: str = "") -> None:
    choose(panel, rule)
    QTest.mouseClick(panel.acceptance.accept, Qt.MouseButton.LeftButton)
    dialog = top(AcceptDialog)
    QTest.keyClicks(dialog.reason, reason)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.owner
    QTest.keyClicks(dialog.owner, "Ann")
    dialog.expires.clear()
    QTest.keyClicks(dialog.expires, expires)
    QTest.keyClick(dialog.expires, Qt.Key.Key_Return)


def test_a_finding_is_accepted_listed_apart_and_taken_back(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    before, depth = design_text(window.session.design), window.session.store.undo_depth
    total = panel.model.total
    accept(panel, "DAT-01", "rebuilt from the log", SOON)
    assert window.session.store.undo_depth == depth + 1
    assert window.session.design.suppressions == (
        Suppression(rule="DAT-01", about=("db",), reason="rebuilt from the log", owner="Ann", expires=SOON),
    )
    settle(qtbot, window)
    assert panel.model.total == total - 1
    assert "Accepted (1)" in texts(panel)
    choose(panel, "DAT-01")
    row = panel.list.currentIndex()
    assert row.row() > texts(panel).index("Accepted (1)")
    assert row.data(STANDING_ROLE) == f"Ann · until {SOON}"
    assert f"rebuilt from the log (Ann, until {SOON})." in panel.detail.toPlainText()
    assert not panel.fix.isVisible()
    assert panel.acceptance.accept.text() == "Edit…"
    QTest.mouseClick(panel.acceptance.take_back, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert design_text(window.session.design) == before
    assert panel.model.total == total
    window.session.undo()
    assert len(window.session.design.suppressions) == 1


def test_an_acceptance_is_edited_in_place(qtbot: QtBot, window: MainWindow, panel: FindingsPanel) -> None:
    accept(panel, "DAT-01", "first")
    settle(qtbot, window)
    accept(panel, "DAT-01", " and second", SOON)
    (entry,) = window.session.design.suppressions
    assert (entry.reason, entry.expires) in {("first and second", SOON), ("and secondfirst", SOON)}


def test_what_is_missing_is_said_and_the_dialog_stays(window: MainWindow, panel: FindingsPanel) -> None:
    accept(panel, "DAT-01", "", "soon")
    dialog = top(AcceptDialog)
    assert "Say why" in dialog.refusal.text()
    QTest.keyClicks(dialog.reason, "known")
    dialog.accept()
    assert "“soon” is no day" in dialog.refusal.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not window.session.design.suppressions


def test_the_reach_can_be_the_rule_and_says_how_many_findings_that_is(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    choose(panel, "SPF-02")
    window.commands.perform("analyse.accept")
    dialog = top(AcceptDialog)
    words = [button.text() for button in dialog.scopes.buttons()]
    assert words[0] == "This finding alone (1 finding)"
    assert words[-1].startswith("All of SPF-02, everywhere (")
    assert any("journey Buy" in one for one in words)
    dialog.scopes.buttons()[-1].setChecked(True)
    QTest.keyClicks(dialog.reason, "known")
    dialog.accept()
    (entry,) = window.session.design.suppressions
    assert (entry.element, entry.about) == (None, ())
    settle(qtbot, window)
    analysis = window.session.analysis
    assert analysis is not None
    assert all(one.suppressed == "known" for one in analysis.findings if one.rule == "SPF-02")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_gives_a_day_in_iso_form(panel: FindingsPanel) -> None:
    choose(panel, "DAT-01")
    QTest.mouseClick(panel.acceptance.accept, Qt.MouseButton.LeftButton)
    dialog = top(AcceptDialog)
    QTest.mouseClick(dialog.calendar, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "In 1 year").trigger()
    menu.close()
    assert date.fromisoformat(dialog.expires.text()) > date.today()  # noqa: DTZ011 - a calendar day
    dialog.reject()


def test_one_that_has_ended_is_open_again_and_says_so(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    entry = Suppression(rule="DAT-01", element="db", reason="later", owner="Ann", expires="2020-02-01")
    with window.session.change("accept") as store:
        store.put("suppressions", "suppression-0", entry)
    settle(qtbot, window)
    choose(panel, "DAT-01")
    assert "Accepted until 2020-02-01 by Ann: later" in panel.detail.toPlainText()
    assert panel.list.currentIndex().data(STANDING_ROLE) == "was accepted until 2020-02-01"
    assert panel.acceptance.accept.text() == "Accept again…"


def test_the_evidence_is_read_in_words(panel: FindingsPanel) -> None:
    choose(panel, "SPF-02")
    words = panel.detail.toPlainText()
    assert "Journeys" in words
    assert "Buy" in words
    assert "buy" not in words.split()


def test_the_ledger_lists_every_rule_with_a_sign_and_a_word(rules: RulesDialog) -> None:
    model = rules.model
    assert model.rowCount() == len(ALL_RULES)
    said = {model.index(row, ID).data(): model.index(row, STATUS).data() for row in range(model.rowCount())}
    assert said["SPF-02"] == "✕  failed"
    assert said["CAP-03"] == "–  does not apply: no provider states a quota"
    assert any(one == "✓  passed" for one in said.values())
    assert f"{sum(model.counts.values())}" == str(len(ALL_RULES))


def test_rules_are_filtered_sorted_and_walked_by_keys(rules: RulesDialog) -> None:
    assert rules.table.hasFocus()
    QTest.keyClicks(rules.table, "q")
    QTest.keyClicks(rules.filter_field, "uota")
    assert {rules.model.index(row, ID).data() for row in range(rules.model.rowCount())} >= {"CAP-03"}
    assert rules.model.rowCount() < 10
    QTest.keyClick(rules.filter_field, Qt.Key.Key_Escape)
    rules.status_field.setCurrentIndex(rules.status_field.findData("failed"))
    assert all(
        line.status == "failed" for line in map(rules.model.line, range(rules.model.rowCount())) if line
    )
    rules.status_field.setCurrentIndex(0)
    rules.family_field.setCurrentIndex(rules.family_field.findText("Kubernetes"))
    assert rules.model.rowCount() == 15
    rules.table.sortByColumn(SEVERITY, Qt.SortOrder.AscendingOrder)
    first = rules.model.line(0)
    assert first is not None
    assert first.severity == "critical"
    QTest.keyClick(rules.table, Qt.Key.Key_Escape)
    assert not rules.isVisible()


def test_the_severity_of_a_rule_is_one_step_and_counts_at_once(
    qtbot: QtBot, window: MainWindow, rules: RulesDialog
) -> None:
    rules.choose("SPF-02")
    depth = window.session.store.undo_depth
    rules.severity_field.setFocus()
    rules.severity_field.setCurrentIndex(rules.severity_field.findData("low"))
    rules.severity_field.activated.emit(rules.severity_field.currentIndex())
    assert window.session.store.undo_depth == depth + 1
    settle(qtbot, window)
    line = rules.chosen
    assert line is not None
    assert (line.rule.id, line.severity, line.override) == ("SPF-02", "low", "low")
    assert rules.model.index(rules.table.currentIndex().row(), SEVERITY).data() == "●  low here"
    rules.severity_field.setCurrentIndex(rules.severity_field.findData("off"))
    rules.severity_field.activated.emit(rules.severity_field.currentIndex())
    settle(qtbot, window)
    qtbot.waitUntil(lambda: "switched off" in rules.page.toPlainText(), timeout=5_000)
    rules.severity_field.setCurrentIndex(0)
    rules.severity_field.activated.emit(0)
    assert window.session.design.settings.severity == {}
    rules.reject()


def test_a_rule_id_in_a_finding_opens_its_page_and_that_leads_back(
    window: MainWindow, panel: FindingsPanel
) -> None:
    choose(panel, "SPF-02")
    panel.detail.anchorClicked.emit(QUrl("rule:SPF-02"))
    rules = top(RulesDialog)
    words = rules.page.toPlainText()
    for said in ("SPF-02", "Looks at", "Why", "Add a standby that takes over", "Source"):
        assert said in words
    QTest.keyClick(rules.table, Qt.Key.Key_Return)
    assert not rules.isVisible()
    assert panel.filter_field.text() == "SPF-02"
    assert panel.list.hasFocus()
    assert panel.shown is not None
    assert panel.shown.rule == "SPF-02"


def test_a_threshold_is_typed_in_place_and_cleared_with_delete(
    qtbot: QtBot, window: MainWindow, rules: RulesDialog
) -> None:
    rules.choose("ARC-02")
    rules.page.anchorClicked.emit(QUrl("threshold:chain_depth"))
    sheet = rules.thresholds
    assert rules.tabs.currentWidget() is sheet
    row = sheet.table.currentIndex().row()
    assert sheet.model.index(row, 0).data() == "chain_depth"
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    field = sheet.table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.design.settings.thresholds == {"chain_depth": 3.0}, timeout=5_000)
    assert not sheet.model.setData(sheet.model.index(row, VALUE), "many")
    assert "number" in sheet.sentence.text()
    sheet.choose("chain_depth")
    QTest.keyClick(sheet.table, Qt.Key.Key_Delete)
    assert window.session.design.settings.thresholds == {}
    window.session.undo()
    assert window.session.design.settings.thresholds == {"chain_depth": 3.0}
    rules.reject()


def test_nothing_of_the_review_is_made_at_the_start(window: MainWindow) -> None:
    assert "review" not in vars(window.panels)
