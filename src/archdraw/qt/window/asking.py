"""Small questions in a dialog of their own: one line of text, or one of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QWidget

_LEAST_PX = 340
_MARGIN = 16


def ask_text(parent: QWidget, title: str, question: str, text: str) -> str | None:
    """Let the user type one line, beginning with `text`; None when they think better of it."""
    dialog = _dialog(parent, title, question)
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setTextValue(text)
    return dialog.textValue() if _accepted(dialog) else None


def ask_choice(parent: QWidget, title: str, question: str, choices: Sequence[str]) -> int | None:
    """Let the user choose one of several; return its place, or None when they think better of it."""
    # Two of one name are told apart by their number.
    named = [
        choice if choices.count(choice) == 1 else f"{choice} ({choices[: at + 1].count(choice)})"
        for at, choice in enumerate(choices)
    ]
    dialog = _dialog(parent, title, question)
    dialog.setComboBoxItems(named)
    dialog.setComboBoxEditable(False)
    chosen = dialog.textValue() if _accepted(dialog) else None
    return named.index(chosen) if chosen in named else None


def _dialog(parent: QWidget, title: str, question: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    return dialog


def _accepted(dialog: QInputDialog) -> bool:
    """Show a question until it is answered; return whether it was."""
    # The parts exist once the size is asked for; the pictures that some desktops put on buttons go.
    dialog.resize(dialog.sizeHint().expandedTo(QSize(_LEAST_PX, 0)))
    layout = dialog.layout()
    if layout is not None:
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    for row in dialog.findChildren(QDialogButtonBox):
        for button in row.buttons():
            button.setIcon(QIcon())
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
