"""How a row of a list shows: selected, under the pointer, with the keyboard."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem


class RowState(NamedTuple):
    """What a delegate needs to know of a row before it paints it."""

    selected: bool
    hovered: bool
    focused: bool


def row_state(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> RowState:
    """Return the state of a row, asked of its view.

    The option's own state would do, but its type brings the whole of QStyle with all its enumerations,
    which costs a twentieth of the start.
    """
    view = option.widget
    if not isinstance(view, QAbstractItemView):
        return RowState(selected=False, hovered=False, focused=False)
    row = QModelIndex(index)
    selected = view.selectionModel().isSelected(row)
    # The viewport is asked for only then: to find out what it is, the binding makes all classes of widgets.
    hovered = view.underMouse() and view.indexAt(view.viewport().mapFromGlobal(QCursor.pos())) == row
    return RowState(selected, hovered, selected and view.hasFocus())
