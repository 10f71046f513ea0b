"""The questions about a store in the window: by keys, lit on the canvas, applied in one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.editor.test_store_questions import shop
from tests.qt.window.conftest import WindowMaker

from archdraw.qt.window.consistency_dialog import ConsistencyDialog
from archdraw.qt.window.context_menus import ON_SELECTION
from archdraw.qt.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make: WindowMaker) -> MainWindow:
    return make(shop())


@pytest.fixture
def dialog(window: MainWindow) -> ConsistencyDialog:
    window.session.select(frozenset({"orders"}))
    window.commands.refresh()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_U, CTRL)
    QTest.keyClick(window.canvas, Qt.Key.Key_C)
    QApplication.processEvents()
    (found,) = window.findChildren(ConsistencyDialog)
    assert found.isVisible()
    return found


def choose(dialog: ConsistencyDialog, split: str, whole: str) -> None:
    for button in (dialog.split[split], dialog.whole[whole]):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()


def test_it_stands_in_the_menu_of_a_store() -> None:
    assert "analyse.consistency" in ON_SELECTION


@pytest.mark.parametrize(
    ("split", "whole", "pacelc"),
    [
        ("right", "wait", "PC/EC"),
        ("right", "fast", "PC/EL"),
        ("answer", "wait", "PA/EC"),
        ("answer", "fast", "PA/EL"),
    ],
)
def test_answers_given_by_keys_show_their_class(
    dialog: ConsistencyDialog, split: str, whole: str, pacelc: str
) -> None:
    # From the far answer, so that each is a change.
    choose(dialog, "answer" if split == "right" else "right", "fast" if whole == "wait" else "wait")
    choose(dialog, split, whole)
    assert dialog.verdict.text().startswith(pacelc)
    assert dialog.sets.text().startswith("Sets ")
    assert "(exact)" in dialog.figures["May fail: reads · writes"].text()


def test_a_cut_is_lit_on_the_canvas_and_put_out_again(window: MainWindow, dialog: ConsistencyDialog) -> None:
    choose(dialog, "answer", "fast")
    choose(dialog, "right", "wait")
    assert "✗ B: no answer, Orders refuses." in dialog.cut.words.text()
    box = dialog.cut.seen
    assert [box.itemText(at) for at in range(box.count())] == [
        "As it is",
        "What those in A lose",
        "What those in B lose",
    ]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    box.activated.emit(box.currentIndex())
    assert {"a", "orders", "buys"} <= window.session.failed
    assert "orders" in window.session.overlay.failed
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert window.session.failed == frozenset()


def test_apply_is_one_step_and_undo_takes_it_back(window: MainWindow, dialog: ConsistencyDialog) -> None:
    before = window.session.design
    choose(dialog, "answer", "fast")
    choose(dialog, "right", "wait")
    assert dialog.go.isEnabled()
    dialog.go.click()
    QApplication.processEvents()
    assert window.session.design.component_by_id["orders"].attributes["write_quorum"] == 2
    window.commands.perform("edit.undo")
    assert window.session.design == before


def test_without_two_groups_it_says_what_to_draw(make: WindowMaker) -> None:
    window = make(shop().revised(groups=()))
    dialog = ConsistencyDialog(window, "orders")
    assert "side by side" in dialog.cut.words.text()
    dialog.close()
