"""Going from pane to pane with F6: each gets the keyboard where it had it last."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

_LAST = "last-focus"


def walk(panes: list[QWidget], step: int) -> None:
    """Give the keyboard to the pane `step` places on from the one that has it, around the end.

    Panes that are folded away, or hold nothing that takes the keyboard, are passed over.
    """
    now = QApplication.focusWidget()
    at = next((index for index, pane in enumerate(panes) if now is not None and _holds(pane, now)), None)
    if at is not None and now is not None:
        panes[at].setProperty(_LAST, now)
    start = at if at is not None else (-1 if step > 0 else 0)
    for distance in range(1, len(panes) + 1):
        pane = panes[(start + step * distance) % len(panes)]
        wanted = _first(pane)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return widget is pane or pane.isAncestorOf(widget)


def _first(pane: QWidget) -> QWidget | None:
    """Return what takes the keyboard in a pane: what had it last, else the first that can."""
    if not pane.isVisible():
        return None
    last = pane.property(_LAST)
    if isinstance(last, QWidget) and _takes_keys(last):
        return last
    return next((widget for widget in _in_tab_order(pane) if _takes_keys(widget)), None)


def _in_tab_order(pane: QWidget) -> Iterator[QWidget]:
    """Yield the widgets of a pane as Tab goes through them, what a tab widget shows before its tabs."""
    if isinstance(pane, QTabWidget):
        shown = pane.currentWidget()
        if shown is not None:
            yield from _in_tab_order(shown)
    yield pane
    widget = _after(pane)
    while widget is not None and widget is not pane:
        if pane.isAncestorOf(widget):
            yield widget
        widget = _after(widget)


def _after(widget: QWidget) -> QWidget | None:
    after = widget.nextInFocusChain()
    if after is None:
        return None
    # PySide takes what this returns for a child of the widget. When that goes, it would give up what Qt made
    # inside of it, perhaps in the whole window: its books are put right again, for Qt nothing changes.
    after.setParent(after.parentWidget())
    return after


def _takes_keys(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
