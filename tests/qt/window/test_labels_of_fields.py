"""The inspector at its usual width, for every kind of component."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from archdraw.qt.window.main_window import MainWindow


def _unfold(window: MainWindow) -> None:
    for header in window.panels.inspector.findChildren(QToolButton, "sectionHeader"):
        if header.isVisible() and not header.isChecked():
            header.click()
    QApplication.processEvents()


def _cut(window: MainWindow) -> set[str]:
    labels = window.panels.inspector.findChildren(QLabel)
    shown = [one for one in labels if one.isVisible() and not one.wordWrap()]
    assert shown
    return {one.text() for one in shown if one.width() < one.sizeHint().width()}


@pytest.mark.slow
def test_no_label_is_cut_whatever_the_kind(window: MainWindow) -> None:
    session = window.session
    session.select({"db"})
    for kind in session.catalog.kinds.values():
        session.update("components", "db", kind=kind.id)
        window.panels.inspector.refresh()
        _unfold(window)
        assert _cut(window) == set(), kind.id


@pytest.mark.parametrize("chosen", [{"lb-app1"}, {"app1", "app2"}, set[str]()])
def test_no_label_is_cut_for_a_line_several_and_the_document(window: MainWindow, chosen: set[str]) -> None:
    window.session.select(chosen)
    window.panels.inspector.refresh()
    _unfold(window)
    assert _cut(window) == set()
