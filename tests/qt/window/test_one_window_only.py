"""What is made for the window never stands on the screen by itself, not even for a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.editor.actions.action import PanelName


class _Watch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def shown(qapp: QApplication) -> Callable[[], list[str]]:
    watch = _Watch()
    qapp.installEventFilter(watch)

    def ask() -> list[str]:
        qapp.removeEventFilter(watch)
        return watch.seen

    return ask


def test_no_part_of_the_window_is_a_window_for_a_moment(
    shown: Callable[[], list[str]], make: WindowMaker, qtbot: QtBot
) -> None:
    window = make(small_design())
    window.session.select({"db"})
    for name in get_args(PanelName):
        window.show_panel(name)
        qtbot.wait(1)
    assert set(shown()) == {"MainWindow"}
