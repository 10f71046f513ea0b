"""The fix of a chosen finding: previewed beside the window, made with one key, taken back with one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from archdraw.core.storage import design_text
from archdraw.editor import fixing
from archdraw.editor.document import EditRefused
from archdraw.qt.panels.finding_model import FINDING_ROLE
from archdraw.qt.panels.findings import FindingsPanel
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> FindingsPanel:
    qtbot.waitUntil(lambda: window.session.analysis is not None, timeout=10_000)
    window.show_panel("findings")
    return window.panels.findings


def rules_shown(panel: FindingsPanel) -> set[str]:
    indexes = (panel.model.index(row) for row in range(panel.model.rowCount()))
    return {finding.rule for index in indexes if (finding := index.data(FINDING_ROLE)) is not None}


def choose(qtbot: QtBot, panel: FindingsPanel, rule: str) -> None:
    for row in range(panel.model.rowCount()):
        index = panel.model.index(row)
        finding = index.data(FINDING_ROLE)
        if finding is not None and finding.rule == rule:
            panel.list.setCurrentIndex(index)
            break
    else:
        raise AssertionError(f"no finding of {rule}")
    qtbot.waitUntil(lambda: not panel.fix.busy, timeout=20_000)


def test_the_fix_says_what_it_would_bring_before_anything_changes(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    before = design_text(window.session.design)
    choose(qtbot, panel, "SPF-02")
    words = panel.fix.words.text()
    assert "Add a standby that takes over" in words
    assert "→" in words
    assert "finding" in words
    assert panel.fix.button.isEnabled()
    assert design_text(window.session.design) == before


def test_one_key_makes_it_and_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    before = design_text(window.session.design)
    choose(qtbot, panel, "SPF-02")
    depth = window.session.store.undo_depth
    QTest.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.session.design.component_by_id["db"].replicas == 2
    assert window.session.store.undo_depth == depth + 1
    assert window.toast_box.isVisible()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    rows = (panel.model.index(row).data(FINDING_ROLE) for row in range(panel.model.rowCount()))
    assert "SPF-02" not in {one.rule for one in rows if one is not None}
    window.session.undo()
    assert design_text(window.session.design) == before


def test_a_new_component_gets_a_free_place_beside_what_it_serves(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    session = window.session
    choose(qtbot, panel, "DAT-01")
    QTest.mouseClick(panel.fix.button, Qt.MouseButton.LeftButton)
    new = next(c for c in session.design.components if c.kind == "object_store")
    frame = session.frame(new.id)
    assert frame is not None
    others = session.frames(c.id for c in session.design.components if c.id != new.id)
    assert not any(frame.intersects(box) for box in others.values())
    assert new.id in session.selection


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_shift_f10_offers_all_that_can_be_done_with_the_chosen_finding(
    qtbot: QtBot, panel: FindingsPanel
) -> None:
    choose(qtbot, panel, "SPF-02")
    QTest.keyClick(panel.list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert offered == ["Show on the drawing", "Apply the fix", "Accept…", "About SPF-02"]


def test_the_arrow_keys_go_from_finding_to_finding_past_the_headings(panel: FindingsPanel) -> None:
    found = [
        row for row in range(panel.model.rowCount()) if panel.model.index(row).data(FINDING_ROLE) is not None
    ]
    assert len(found) < panel.model.rowCount() - 1
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    seen = [panel.list.currentIndex().row()]
    for _ in found[1:]:
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
        seen.append(panel.list.currentIndex().row())
        assert panel.shown == panel.list.currentIndex().data(FINDING_ROLE)
    assert seen == found


def test_a_finding_without_a_fix_shows_no_button(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    window.session.update("components", "db", cost_month=5000.0)
    qtbot.waitUntil(lambda: "COST-01" in rules_shown(panel), timeout=10_000)
    choose(qtbot, panel, "COST-01")
    assert not panel.fix.isVisible()


def test_an_edit_in_between_refuses_the_old_plan(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    session = window.session
    before = session.design
    planned = before.revised(
        components=tuple(c.revised(replicas=2) if c.id == "db" else c for c in before.components)
    )
    session.update("components", "db", replicas=3)
    with pytest.raises(EditRefused, match="has changed"):
        fixing.apply_plan(session, before, planned, "Add a standby")
    assert session.design.component_by_id["db"].replicas == 3


def test_what_is_moved_in_between_does_not_matter(
    qtbot: QtBot, window: MainWindow, panel: FindingsPanel
) -> None:
    session = window.session
    choose(qtbot, panel, "SPF-02")
    session.move({"db"}, 40, 0)
    QTest.mouseClick(panel.fix.button, Qt.MouseButton.LeftButton)
    assert session.design.component_by_id["db"].replicas == 2


def test_the_first_finding_is_told_when_the_panel_opens(window: MainWindow, panel: FindingsPanel) -> None:
    chosen = panel.list.currentIndex().data(FINDING_ROLE)
    assert chosen is not None
    assert chosen.title in panel.detail.toPlainText()
