"""Samples are opened from the File menu, as copies; what ends the program stands last there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QInputDialog, QMenu

from archdraw.editor.actions.file import samples
from archdraw.qt.window.main_window import MainWindow


def test_a_sample_is_chosen_by_its_title_and_opened_as_a_copy(window: MainWindow) -> None:
    titles = [title for title, _ in samples()]
    assert len(titles) >= 9
    assert titles == sorted(titles)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        (box,) = dialog.findChildren(QComboBox)
        assert [box.itemText(at) for at in range(box.count())] == titles
        QTest.keyClicks(box, "News")
        dialog.accept()

    QTimer.singleShot(0, choose)
    window.commands.perform("file.sample")
    assert window.session.design.title == "News feed"
    assert window.session.document.path is None
    assert not window.session.dirty
    assert window.canvas.hasFocus() or window.focusWidget() is window.canvas


def test_thinking_better_of_it_keeps_the_document(window: MainWindow) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        dialog.reject()

    QTimer.singleShot(0, leave)
    window.commands.perform("file.sample")
    assert window.session.design.title == "Shop"


def test_each_menu_keeps_together_what_belongs_together(window: MainWindow) -> None:
    sections = {action.id: action.section for action in window.commands.all()}
    found = window.menuBar().findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    # One without a title holds what a narrow window has no room for.
    menus = [menu for menu in found if menu.title()]
    assert len(menus) == len(window.menuBar().actions())
    for menu in menus:
        runs: list[str] = []
        for entry in menu.actions():
            section = sections.get(entry.objectName())
            if section is not None and (not runs or runs[-1] != section):
                runs.append(section)
        assert len(runs) == len(set(runs)), menu.title()
    assert menus[0].actions()[-1].objectName() == "file.quit"
