"""Shift+F10: the context menu of what has the keyboard, for keyboards without a menu key."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTabBar, QWidget


def open_menu() -> None:
    """Ask the widget that has the keyboard for its menu, as the menu key does."""
    widget = QApplication.focusWidget()
    if widget is None:
        return
    at = _place_of(widget)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


def _place_of(widget: QWidget) -> QPoint:
    """Return where the menu belongs: at the current row or tab, else in the middle."""
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        return widget.visualRect(widget.currentIndex()).center()
    if isinstance(widget, QTabBar):
        return widget.tabRect(widget.currentIndex()).center()
    return widget.rect().center()
