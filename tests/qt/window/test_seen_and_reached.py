"""What can be clicked is large enough, and what has the keyboard shows it: every widget is looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from archdraw.core.drawing.themes import contrast
from archdraw.editor.actions.action import PanelName
from archdraw.qt.panels.cut_set_model import SHARE
from archdraw.qt.window.about import AboutSheet
from archdraw.qt.window.command_palette import CommandPalette
from archdraw.qt.window.consistency_dialog import ConsistencyDialog
from archdraw.qt.window.export_dialog import ExportDialog
from archdraw.qt.window.help_sheet import HelpSheet
from archdraw.qt.window.key_editor import KeyEditor
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.settings_dialog import SettingsDialog

LEAST_PX = 24
DIALOGS: tuple[Callable[[MainWindow], QWidget], ...] = (
    ExportDialog,
    HelpSheet,
    KeyEditor,
    CommandPalette,
    AboutSheet,
    lambda window: SettingsDialog(window, window.preferences),
)
_PANELS = ("findings", "journeys", "outline", "layers", "steps")
_TAB = Qt.FocusPolicy.TabFocus


def too_small(top: QWidget) -> Iterator[str]:
    """Yield what can be clicked in a window and is narrower or lower than 24 px."""
    for widget in top.findChildren(QWidget):
        # The cross in a search field is Qt's own; the keyboard does the same (select all, Delete).
        inside_a_field = isinstance(widget.parent(), (QLineEdit, QComboBox, QAbstractSpinBox))
        if not widget.isVisible() or inside_a_field:
            continue
        name = f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"
        if isinstance(widget, (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)):
            if min(widget.width(), widget.height()) < LEAST_PX:
                yield f"{name}: {widget.width()} × {widget.height()}"
        elif isinstance(widget, QTabBar):
            sizes = [widget.tabRect(at).size() for at in range(widget.count())]
            if any(min(size.width(), size.height()) < LEAST_PX for size in sizes):
                yield f"{name}: {sizes}"
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            row = widget.visualRect(widget.indexAt(QPoint(20, 4)))
            if not row.isEmpty() and row.height() < LEAST_PX:
                yield f"{name}: rows of {row.height()}"


def states_of(window: MainWindow) -> Iterator[QWidget]:
    """Yield the window in each of its states, then each dialog, open."""
    for element in ("db", "lb-app1"):
        window.session.select({element})
        QTest.qWait(60)
        yield window
    for panel in _PANELS:
        window.commands.perform(f"panel.{panel}")
        window.toast("Something happened.", "Show", lambda: None)
        QTest.qWait(30)
        yield window
    for make in DIALOGS:
        dialog = make(window)
        dialog.show()
        QTest.qWait(30)
        yield dialog
        dialog.close()


def settled(top: QWidget) -> None:
    """Wait until a window has been laid out, at most 3 s."""
    for _ in range(30):
        if not list(too_small(top)):
            return
        QTest.qWait(100)


def test_everything_that_can_be_clicked_is_24_px_at_least(window: MainWindow) -> None:
    for top in states_of(window):
        # Forms are laid out in several rounds.
        settled(top)
        assert not list(too_small(top))
    for menu in window.menuBar().actions():
        assert window.menuBar().actionGeometry(menu).height() >= LEAST_PX


@pytest.mark.skipif(bool(os.environ.get("ARCHDRAW_TEST_SCALED")), reason="This is the scaled run.")
def test_at_200_percent_it_is_so_too() -> None:
    chosen = f"{Path(__file__)}::test_everything_that_can_be_clicked_is_24_px_at_least"
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "ARCHDRAW_TEST_SCALED": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", chosen]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "1 passed" in done.stdout


def changed_px(before: QImage, after: QImage) -> int:
    """Return how many px changed with a contrast of 3 or more."""
    found = 0
    for y in range(min(before.height(), after.height())):
        for x in range(min(before.width(), after.width())):
            old, new = before.pixel(x, y) & 0xFFFFFF, after.pixel(x, y) & 0xFFFFFF
            if old != new and contrast(f"#{old:06X}", f"#{new:06X}") >= 3.0:
                found += 1
    return found


def without_ring(top: QWidget) -> Iterator[str]:
    """Yield what takes the keyboard by Tab and doesn't show that it has it."""
    takers = [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & _TAB
    ]
    top.activateWindow()
    for widget in takers:
        holder = widget.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget)
        widget.clearFocus()
        QApplication.processEvents()
        area = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size()).adjusted(-2, -2, 2, 2)
        # Of a row of tabs the chosen one shows it, wherever in the row it stands.
        area.setSize(area.size().boundedTo(QSize(900, 60)))
        before = top.grab(area).toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and changed_px(before, top.grab(area).toImage()) < LEAST_PX:
            yield f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


@pytest.fixture
def _still_caret() -> Iterator[None]:
    blink = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield
    QApplication.setCursorFlashTime(blink)


@pytest.mark.slow
@pytest.mark.usefixtures("_still_caret")
@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_whatever_has_the_keyboard_shows_it(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    window.session.select({"db"})
    # The fields come frame by frame: what is below them would move while it is looked at.
    window.panels.inspector.refresh()
    QTest.qWait(60)
    hidden = set(without_ring(window))
    for panel in _PANELS:
        window.commands.perform(f"panel.{panel}")
        QTest.qWait(30)
        hidden |= set(without_ring(window.frame.tabs))
    for make in DIALOGS:
        dialog = make(window)
        dialog.show()
        QTest.qWait(30)
        hidden |= set(without_ring(dialog))
        dialog.close()
    assert not hidden


def test_tab_goes_through_a_pane_from_top_to_bottom_and_is_never_stuck(window: MainWindow) -> None:
    window.activateWindow()
    window.session.select({"db"})
    QTest.qWait(60)
    window.show_panel("inspector")
    inspector = window.panels.inspector
    visited: list[QWidget] = []
    while inspector.isAncestorOf(window.focusWidget()):
        visited.append(window.focusWidget())
        QTest.keyClick(visited[-1], Qt.Key.Key_Tab)
        assert len(visited) < 400
        assert window.focusWidget() is not visited[-1], visited[-1].accessibleName()
    assert len(visited) > 20
    tops = [widget.mapTo(inspector, QPoint(0, 0)).y() for widget in visited]
    # Fields beside each other and buttons over their field count as one line.
    assert all(after > before - 40 for before, after in pairwise(tops))


@pytest.mark.parametrize("width", [720, 800, 1024, 1440])
def test_no_button_of_the_toolbar_is_cut(window: MainWindow, width: int) -> None:
    window.show()
    for overlay in ("none", "single-points"):
        window.session.show_overlay(overlay)
        window.resize(width, 500)
        QApplication.processEvents()
        for button in window.toolbar.findChildren(QAbstractButton):
            assert button.width() >= button.sizeHint().width(), (button.text(), overlay)
    assert window.toolbar.overlay_button.toolTip()


PANELS: tuple[PanelName, ...] = (
    *("findings", "journeys", "load", "losses", "changes", "outline", "layers", "steps", "estimates"),
    *("simulation", "papers", "comparison"),
)


def _fits(panel: QWidget) -> bool:
    return panel.minimumSizeHint().width() <= panel.width()


def test_in_the_narrowest_window_no_panel_is_cut(qtbot: QtBot, window: MainWindow) -> None:
    window.hints.say("A sentence that takes more than two lines of a narrow window. " * 3, "Short.")
    window.resize(window.minimumSize())
    for name in PANELS:
        window.show_panel(name)
        panel = window.frame.tabs.currentWidget()
        qtbot.waitUntil(partial(_fits, panel), timeout=3_000)
    right = window.frame.mapToGlobal(window.frame.rect().bottomRight()).x()
    for side in (window.hints, window.panels.inspector, window.frame.tabs):
        assert side.isVisible()
        assert side.mapToGlobal(side.rect().bottomRight()).x() <= right, side
    assert window.hints.text == "Short."
    cross = window.hints.findChildren(QToolButton)[-1]
    edge = window.canvas.mapToGlobal(window.canvas.rect().bottomRight()).x()
    assert cross.mapToGlobal(cross.rect().bottomRight()).x() <= edge
    left = window.panels.inspector.mapToGlobal(QPoint(0, 0)).x()
    assert edge <= left


@pytest.mark.usefixtures("_still_caret")
def test_what_scrolls_fields_leaves_the_keyboard_to_them(window: MainWindow) -> None:
    names: tuple[PanelName, ...] = ("estimates", "simulation")
    for name in names:
        window.show_panel(name)
        QTest.qWait(60)
        assert not list(without_ring(window.frame.tabs.currentWidget())), name
    dialog = ConsistencyDialog(window, "db")
    dialog.show()
    QTest.qWait(60)
    assert not list(without_ring(dialog))
    dialog.close()


def test_a_sorted_column_points_down_where_the_largest_comes_first(window: MainWindow) -> None:
    window.show_panel("journeys")
    header = window.panels.journeys.cuts.table.horizontalHeader()

    def widths() -> list[int]:
        """Return how wide the sign over the sorted title is, line by line."""
        place = QRect(header.sectionPosition(SHARE), 0, header.sectionSize(SHARE), 11)
        picture = header.grab(place).toImage()
        ground = picture.pixel(0, 0)
        rows = ([x for x in range(picture.width()) if picture.pixel(x, y) != ground] for y in range(10))
        return [max(row) - min(row) for row in rows if row]

    header.setSortIndicator(SHARE, Qt.SortOrder.DescendingOrder)
    down = widths()
    header.setSortIndicator(SHARE, Qt.SortOrder.AscendingOrder)
    up = widths()
    # Below the sign there may be the first lines of the title.
    assert down.index(max(down[:5])) < up.index(max(up[:5]))
