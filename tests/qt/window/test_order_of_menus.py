"""What belongs together stands together in each menu; what ends the program stands last in the first one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from archdraw.qt.window.main_window import MainWindow


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
