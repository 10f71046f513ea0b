"""What all widgets share in which values are typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import shown


def restyle(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the stylesheet looks at, and let it look again."""
    if bool(widget.property(name)) == value:
        return
    widget.setProperty(name, value)
    # A widget that was not shown yet is styled when it is.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def default_words(field: Field) -> str:
    """Return how the default of a field is said in its empty editor."""
    if field.default_text:
        return field.default_text
    if field.default is None:
        return "not stated"
    choice = next((text for value, text in field.choices if value == field.default), None)
    if choice is not None:
        return choice
    return shown(field, field.default)


class ValueEditor(QWidget):
    """What all editors share.

    Signals
    -------
    committed(value)
        The user gave a value; None takes the statement back.
    refused(sentence)
        What the user typed is no value; an empty sentence says that it is one again.
    """

    committed = Signal(object)
    refused = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value: object = None
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    def show_value(self, value: object) -> None:
        """Show what is stored (None: not stated; DIFFERS: not the same everywhere)."""
        self._value = value

    def mark_usual(self, usual: bool) -> None:
        """Show the value like a default, because it is the one a fresh record has."""

    def abandon(self) -> None:
        """Forget what was typed and not yet stored."""

    def set_field(self, field: Field) -> None:
        """Take another description of the same field: its default or choices have changed."""
        self.field = field
        self.show_value(self._value)

    def _offer(self, widget: QWidget) -> None:
        self.row.addWidget(widget)
        self.setFocusProxy(widget)
        widget.setAccessibleName(self.field.label)
        widget.setObjectName(f"field:{self.field.key}")
