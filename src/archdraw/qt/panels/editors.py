"""The widgets in which values are typed or chosen; each tells a value to store, or shows why it can't."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from archdraw.qt.bridge.fonts import number_font
from archdraw.qt.panels.edits import DIFFERS
from archdraw.qt.panels.field import Field, readable
from archdraw.qt.panels.parsing import RefusedError, parsed, shown, unit_beside

Choices = tuple[tuple[object, str], ...]
_LONG_LIST = 20


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


class _Line(QLineEdit):
    """A line that shows its unit inside and gives Escape back to the stored value."""

    abandoned = Signal()

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = QLabel(unit, self)
        self._unit.setObjectName("second")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._unit.adjustSize()
        if unit:
            self.setTextMargins(0, 0, self._unit.width() + 4, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._unit.adjustSize()
        self._unit.move(self.width() - self._unit.width() - 9, (self.height() - self._unit.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.abandoned.emit()
            return
        super().keyPressEvent(event)


class LineEditor(ValueEditor):
    """Numbers, words and lists in one line."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line = _Line(unit_beside(field))
        self._offer(self._line)
        self._line.editingFinished.connect(self._commit)
        self._line.abandoned.connect(self.abandon)

    @property
    def line(self) -> QLineEdit:
        """The line itself."""
        return self._line

    def show_value(self, value: object) -> None:
        super().show_value(value)
        if self._line.isModified():
            return
        self._line.setPlaceholderText("several values" if value is DIFFERS else default_words(self.field))
        text = "" if value is DIFFERS else shown(self.field, value).replace("\n", " ")
        if text != self._line.text():
            self._line.setText(text)
            self._line.setCursorPosition(0)
        self._line.setModified(False)
        restyle(self._line, "refused", False)
        self._dress()

    def _dress(self) -> None:
        """Write figures, also those of defaults, with digits of one width; words stay as they are."""
        if self.field.editor not in ("number", "whole", "mixed"):
            return
        said = self._line.text() or self._line.placeholderText()
        figure = said[:1].isdecimal()
        if figure:
            number_font()  # registers it
        restyle(self._line, "figure", figure)

    def _commit(self) -> None:
        if not self._line.isModified():
            return
        try:
            value = parsed(self.field, self._line.text())
        except RefusedError as refusal:
            self.mark_refused(str(refusal))
            return
        restyle(self._line, "refused", False)
        self.refused.emit("")
        self._line.setModified(False)
        if value != self._value:
            self.committed.emit(value)
        else:
            self.show_value(self._value)

    def mark_usual(self, usual: bool) -> None:
        restyle(self._line, "defaulted", usual)

    def mark_refused(self, sentence: str) -> None:
        """Keep the typed text, with a red border, and say why it was not taken."""
        self._line.setModified(True)
        restyle(self._line, "refused", True)
        self.refused.emit(sentence)

    def abandon(self) -> None:
        self._line.setModified(False)
        restyle(self._line, "refused", False)
        self.refused.emit("")
        self._line.setText("")
        self.show_value(self._value)


class _Text(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LinesEditor(ValueEditor):
    """Longer text; stored when the field is left or on Ctrl+Enter."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._text = _Text()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(76)
        self._text.installEventFilter(self)
        self._offer(self._text)
        self._text.left.connect(self._commit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._commit()
                return True
        return super().eventFilter(watched, event)

    def show_value(self, value: object) -> None:
        super().show_value(value)
        self._text.setPlaceholderText("several values" if value is DIFFERS else self.field.default_text)
        text = "" if value is DIFFERS or value is None else str(value)
        if self._text.document().isModified():
            return
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
        self._text.document().setModified(False)

    def abandon(self) -> None:
        self._text.document().setModified(False)

    def _commit(self) -> None:
        if not self._text.document().isModified():
            return
        self._text.document().setModified(False)
        value = self._text.toPlainText()
        if (value or None) != self._value:
            self.committed.emit(value or None)


class QuietCombo(QComboBox):
    """A choice that scrolling over does not change; long lists are filled when somebody looks at them."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Nor does scrolling give it the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        self.wanted.emit()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.wanted.emit()
        super().focusInEvent(event)


class ChoiceEditor(ValueEditor):
    """One of a few values; the first entry is the default, in second text colour."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._entries: list[tuple[object, str]] = []
        self._combo = QuietCombo()
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumContentsLength(8)
        self._combo.setMaxVisibleItems(18)
        self._offer(self._combo)
        self._combo.activated.connect(self._commit)
        self._combo.wanted.connect(lambda: self._fill(self._all_entries()))

    def show_value(self, value: object) -> None:
        super().show_value(value)
        entries = self._all_entries()
        chosen = next(entry for entry in entries if entry[0] is value or entry[0] == value)
        brief = len(entries) > _LONG_LIST and self._entries != entries
        self._fill([chosen] if brief else entries)
        restyle(self._combo, "defaulted", value is None or value is DIFFERS)

    def _all_entries(self) -> list[tuple[object, str]]:
        entries: list[tuple[object, str]] = list(self.field.choices)
        if not self.field.required:
            default = f"{default_words(self.field)} (default)" if _says(self.field) else "not stated"
            entries.insert(0, (None, default))
        if self._value is DIFFERS:
            entries.insert(0, (DIFFERS, "several values"))
        elif all(entry != self._value for entry, _ in entries):
            entries.append((self._value, readable(self._value)))
        return entries

    def _fill(self, entries: list[tuple[object, str]]) -> None:
        at = next(
            place for place, (entry, _) in enumerate(entries) if entry is self._value or entry == self._value
        )
        with QSignalBlocker(self._combo):
            if entries != self._entries:
                self._entries = entries
                self._combo.clear()
                self._combo.addItems([text for _, text in entries])
            self._combo.setCurrentIndex(at)

    def _commit(self, index: int) -> None:
        value = self._entries[index][0]
        if value is not DIFFERS and value != self._value:
            self.committed.emit(value)


def _says(field: Field) -> bool:
    return bool(field.default_text) or field.default is not None


class YesNoEditor(ValueEditor):
    """Yes, no or not stated: two buttons; a press on the chosen one takes the statement back."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._buttons = {True: self._button("Yes", True), False: self._button("No", False)}
        self.row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._hint = QLabel()
        self._hint.setObjectName("second")
        self.row.addWidget(self._hint)
        self.setFocusProxy(self._buttons[True])
        self._buttons[True].setObjectName("segment")

    def _button(self, text: str, value: bool) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("segment")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.field.label}: {text}")
        button.clicked.connect(lambda: self._press(value))
        self.row.addWidget(button)
        return button

    def button(self, value: bool) -> QPushButton:
        """Return the button that says yes (True) or no."""
        return self._buttons[value]

    def show_value(self, value: object) -> None:
        super().show_value(value)
        stated = True if isinstance(value, dict) else value
        taken = self.field.default if stated is None else stated
        for answer, button in self._buttons.items():
            with QSignalBlocker(button):
                button.setChecked(taken is answer)
            restyle(button, "defaulted", stated is None and taken is answer)
        hint = ""
        if value is DIFFERS:
            hint = "several values"
        elif stated is None:
            hint = "not stated" if taken is None else "default"
        self._hint.setText(hint)

    def _press(self, value: bool) -> None:
        stated = True if isinstance(self._value, dict) else self._value
        new = None if stated is value and not self.field.required else value
        self.show_value(self._value)
        if new is not self._value:
            self.committed.emit(new)


class MixedEditor(LineEditor):
    """A number or a word; the words hang in a list beside the line."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        from PySide6.QtWidgets import QCompleter

        words = [*field.words, *(text for _, text in field.choices)]
        completer = QCompleter(list(dict.fromkeys(words)), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._line.setCompleter(completer)
        if words:
            self._line.setToolTip(
                f"Takes {'a number, ' if field.numbers else ''}{', '.join(dict.fromkeys(words))}"
            )


def editor_for(field: Field) -> ValueEditor:
    """Return the editor that fits a field."""
    made: dict[str, type[ValueEditor]] = {
        "lines": LinesEditor,
        "choice": ChoiceEditor,
        "id": ChoiceEditor,
        "kind": ChoiceEditor,
        "yes_no": YesNoEditor,
        "switch": YesNoEditor,
        "mixed": MixedEditor,
    }
    return made.get(field.editor, LineEditor)(field)
