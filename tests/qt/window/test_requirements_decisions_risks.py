"""Requirements, decisions and risks: a list and a form, each edit one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.papers import PAPER_TABLES, PaperTable, add_paper, delete_paper, move_paper
from archdraw.qt.panels.papers import PapersPanel
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def panel(window: MainWindow) -> PapersPanel:
    window.show_panel("papers")
    return window.panels.papers


def words(panel: PapersPanel) -> list[str]:
    heads = [panel.list.topLevelItem(at) for at in range(panel.list.topLevelItemCount())]
    shown = [head.child(at) for head in heads if head for at in range(head.childCount())]
    return [item.text(0) for item in shown if not item.font(0).italic()]


def test_a_requirement_is_written_with_the_keyboard_alone(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel
) -> None:
    before = design_text(window.session.design)
    QTest.keyClick(panel.list, Qt.Key.Key_Insert)
    assert panel.form is not None
    editor = panel.form.rows()[0].findChild(QPlainTextEdit)
    assert editor is not None
    QTest.keyClicks(editor, "answers within 80 ms")
    panel.list.setFocus()
    (found,) = window.session.design.requirements
    assert (found.text, found.priority) == ("answers within 80 ms", "must")
    assert words(panel) == ["answers within 80 ms"]
    while window.session.store.undo_label is not None:
        window.session.undo()
    assert design_text(window.session.design) == before


@pytest.mark.parametrize("table", ["requirements", "decisions", "risks", "apis", "entities", "remediation"])
def test_each_kind_has_a_form_of_its_own(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel, table: PaperTable
) -> None:
    panel.add_to(table)
    record = window.session.store.table(table)
    assert len(record) == 1
    assert panel.form is not None
    first = panel.form.rows()[0]
    editor = first.findChild(QLineEdit) or first.findChild(QPlainTextEdit)
    assert editor is not None
    QTest.keyClicks(editor, "One region is enough")
    panel.list.setFocus()
    assert words(panel) == ["One region is enough"]


def test_records_are_moved_and_deleted_by_keys(window: MainWindow, panel: PapersPanel) -> None:
    session = window.session
    for title in ("first", "second", "third"):
        add_paper(session, "decisions", title=title)
    head = panel.list.topLevelItem(PAPER_TABLES.index("decisions"))
    assert head is not None
    panel.list.setCurrentItem(head.child(2))
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.title for one in session.design.decisions] == ["first", "third", "second"]
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert [one.title for one in session.design.decisions] == ["first", "second"]
    session.undo()
    session.undo()
    assert [one.title for one in session.design.decisions] == ["first", "second", "third"]


def test_what_is_not_there_is_refused(window: MainWindow) -> None:
    with pytest.raises(EditRefused, match="any more"):
        delete_paper(window.session, "adr-9")
    with pytest.raises(EditRefused, match="any more"):
        move_paper(window.session, "adr-9", 1)


def test_moving_at_the_end_is_no_step(window: MainWindow) -> None:
    add_paper(window.session, "risks", title="flood")
    depth = window.session.store.undo_depth
    move_paper(window.session, "risk-1", -1)
    move_paper(window.session, "risk-1", 1)
    assert window.session.store.undo_depth == depth


def test_deleting_a_component_takes_it_out_of_risks(window: MainWindow) -> None:
    add_paper(window.session, "risks", title="flood", elements=("db", "lb"))
    window.session.select({"db"})
    window.commands.perform("edit.delete")
    assert window.session.design.risks[0].elements == ("lb",)
