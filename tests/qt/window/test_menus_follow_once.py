"""Menus are greyed out right after an action, and not a second time for the same change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

if TYPE_CHECKING:
    import pytest

    from archdraw.editor.session import Session
    from archdraw.qt.window.main_window import MainWindow


def test_an_action_brings_the_menus_up_to_date_at_once_and_only_then(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.qWait(100)
    commands = window.commands
    asked: list[frozenset[str]] = []
    table = commands._actions
    watched = table["edit.copy"]

    def when(session: Session) -> bool:
        asked.append(session.selection)
        return watched.when(session)

    monkeypatch.setitem(table, "edit.copy", replace(watched, when=when))
    commands.perform("select.all")
    assert len(asked) == 1
    assert commands.action("edit.copy").isEnabled()
    QTest.qWait(100)
    assert len(asked) == 1
    # What changes later by itself is followed.
    window.session.select(())
    QTest.qWait(100)
    assert len(asked) == 2
    assert not commands.action("edit.copy").isEnabled()
