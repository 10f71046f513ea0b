"""The column of small buttons at the left of a panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout

from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import nested


def add_button_column(
    beside: QHBoxLayout, icons: Icons, *entries: tuple[str, str, Callable[[], object]]
) -> None:
    """Add a column of buttons, each with its icon, its tip (which is its name, too) and what it does."""
    column = nested(beside, QVBoxLayout())
    column.setContentsMargins(4, 4, 4, 4)
    column.setSpacing(2)
    for icon, tip, act in entries:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        column.addWidget(button)
    column.addStretch(1)
