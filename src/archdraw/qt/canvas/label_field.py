"""The text field that lies exactly over a label while it is being typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from archdraw.core.drawing import Theme
from archdraw.core.drawing.display import FontSpec
from archdraw.core.geometry import Box
from archdraw.editor.session import Session
from archdraw.editor.workspace import LabelEdit
from archdraw.qt.bridge.events import key_event
from archdraw.qt.bridge.fonts import qt_font

# What is drawn at a tenth of its size is still typed in a field one can read.
_SMALLEST_FONT, _LEAST_WIDTH, _LEAST_HEIGHT = 11.0, 100.0, 26.0
# Room for the caret and both borders beside a text that makes the field grow, and from the canvas's edge.
_AROUND_TEXT, _AROUND_LINES, _FROM_EDGE = 14.0, 4.0, 8.0
_WIDTH, _ONE_LINE = QPlainTextEdit.LineWrapMode.WidgetWidth, QPlainTextEdit.LineWrapMode.NoWrap
_LOOK = {
    "component": (FontSpec(size=13.0, weight=600), "card", "text"),
    "group": (FontSpec(size=12.0, weight=600), "canvas", "text"),
    "connection": (FontSpec(size=11.0), "canvas", "text"),
    "note": (FontSpec(size=13.0), "note", "note-text"),
}
_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab)


class LabelField(QPlainTextEdit):
    """Shows what `session.editing` says and tells the session what is typed.

    Enter, Escape, Tab and Ctrl+Enter go to the session, which commits; leaving the field commits too.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, parent
        self._edit: LabelEdit | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("labelField")
        self.setAccessibleName("Label")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._report)
        self.hide()

    def begin(self, edit: LabelEdit, theme: Theme) -> None:
        """Show the field with its text selected, or take over a text that the session changed."""
        if self._edit is None or self._edit.element_id != edit.element_id:
            self._edit = edit
            self._dress(theme)
            # What is drawn in one line is typed in one.
            self.setLineWrapMode(_WIDTH if edit.multiline or edit.breaks else _ONE_LINE)
            self.setPlainText(edit.text)
            if edit.text == self._name():
                self.selectAll()
            else:
                self.moveCursor(self.textCursor().MoveOperation.End)
            self.place()
            self.show()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif edit.text != self.toPlainText():
            self._edit = edit
            self.setPlainText(edit.text)
            self.moveCursor(self.textCursor().MoveOperation.End)

    def end(self) -> None:
        """Hide the field."""
        self._edit = None
        self.hide()

    def place(self) -> None:
        """Lie over the label where the camera shows it now."""
        if self._edit is None:
            return
        camera = self._session.camera
        box, zoom = self._text_box(self._edit), camera.zoom
        spec, _, _ = self._look()
        self.setFont(qt_font(spec, max(zoom, _SMALLEST_FONT / spec.size)))
        x, y = camera.to_screen(box.x, box.y)
        width, height = max(box.w * zoom, _LEAST_WIDTH), max(box.h * zoom, _LEAST_HEIGHT)
        # A field that had to grow keeps its left edge, where the text begins; beside a line its middle.
        if self._on_line:
            typed = self.fontMetrics().horizontalAdvance(self.toPlainText()) + _AROUND_TEXT
            room = self._canvas.width() - 2 * _FROM_EDGE
            width = min(max(width, typed), room)
            x -= (width - box.w * zoom) / 2
            x = max(_FROM_EDGE, min(x, _FROM_EDGE + room - width))
        if self._edit.multiline:
            # A note grows downwards; how high the text is depends on how wide the field is.
            self.resize(round(width), self.height())
            lowest = self._canvas.height() - _FROM_EDGE
            height = max(height, min(self._text_height() + _AROUND_LINES, lowest - _FROM_EDGE))
            y = min(y, max(_FROM_EDGE, lowest - height))
        else:
            y -= (height - box.h * zoom) / 2
        self.setGeometry(round(x), round(y), round(width), round(height))
        self._center()

    @property
    def _on_line(self) -> bool:
        """Whether the label is that of a connection, which grows with what is typed."""
        return self._edit is not None and self._session.role(self._edit.element_id) == "connection"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENDING_KEYS:
            super().keyPressEvent(event)
            return
        if self._breaks(event):
            # Where the cursor stands: the session only knows the text.
            self.insertPlainText("\n")
            return
        self._session.handle(key_event(event))

    def _breaks(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        wanted = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        held = wanted == Qt.KeyboardModifier.ShiftModifier
        return enter and held and self._edit is not None and self._edit.breaks

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._edit is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._session.commit_edit(self.toPlainText())

    def _report(self) -> None:
        if self._edit is None:
            return
        if self._on_line or self._edit.multiline:
            self.place()
        self._center()
        if self._session.editing is not None and self._session.editing.text != self.toPlainText():
            self._session.edit_text(self.toPlainText())

    def _center(self) -> None:
        """Leave as much room above the text as below it, as the drawing does."""
        if self._edit is None or self._edit.multiline:
            self.setViewportMargins(0, 0, 0, 0)
            return
        lines = max(1, int(self.document().size().height()))
        text_height = lines * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin()
        self.setViewportMargins(0, max(0, int((self.height() - text_height) / 2)), 0, 0)

    def _text_height(self) -> float:
        """Return the height of what is typed, in px: wrapped as it stands in the field now."""
        height, block = self.document().documentMargin(), self.document().firstBlock()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _dress(self, theme: Theme) -> None:
        _, ground, ink = self._look()
        accent = theme.color("accent")
        # Within a card its outline shows what is typed in; beside a line nothing else would, nor where the
        # field is larger than what it lies over.
        outlined = self._on_line or (
            self._edit is not None and self._text_box(self._edit).w * self._session.camera.zoom < _LEAST_WIDTH
        )
        border = f"1px solid {accent}" if outlined else "none"
        self.setStyleSheet(
            f"#labelField {{ background: {theme.color(ground)}; color: {theme.color(ink)};"
            f" border: {border}; border-radius: 2px; padding: 0px; selection-background-color: {accent};"
            f" selection-color: {theme.color('on-accent')}; }}"
        )

    def _look(self) -> tuple[FontSpec, str, str]:
        role = self._session.role(self._edit.element_id) if self._edit is not None else None
        return _LOOK.get(role or "component", _LOOK["component"])

    def _name(self) -> str:
        record = self._session.record(self._edit.element_id) if self._edit is not None else None
        return str(getattr(record, "name", getattr(record, "text", "")))

    def _text_box(self, edit: LabelEdit) -> Box:
        """Return where the text itself stands: beside the tile of a component, else the whole label."""
        if self._session.role(edit.element_id) != "component":
            return edit.box
        drawing = self._session.scene.element(edit.element_id)
        return edit.box if drawing is None or drawing.label_box is None else drawing.label_box
