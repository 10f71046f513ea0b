"""The row of buttons at the foot of a dialog that needs no confirming."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def closing_buttons(dialog: QDialog) -> QDialogButtonBox:
    """Return a row with a button that closes the dialog."""
    row = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    row.rejected.connect(dialog.reject)
    settle_buttons(row)
    return row


def settle_buttons(row: QDialogButtonBox) -> None:
    """Take from buttons the pictures that some desktops put on them, and the Enter that belongs to fields."""
    for button in row.buttons():
        button.setIcon(QIcon())
        if isinstance(button, QPushButton):
            button.setAutoDefault(False)
