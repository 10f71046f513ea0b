"""One field of the inspector: label, editor, where the default comes from, reset and refusal."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from archdraw.editor.edits.following import feeding_row
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.editors import LineEditor, ValueEditor, default_words, editor_for
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.elided import ElidedButton
from archdraw.qt.panels.field import Field
from archdraw.qt.panels.parsing import RefusedError, unit_beside

THIN = "\u2009"

# Nothing that can be clicked is smaller than this.
TARGET_PX = 24
# Names of fields that may be stated as ranges.
_RANGED = frozenset({"availability", "capacity_rps", "service_time_ms", "hit_ratio", "peak_rps"})


class FieldRow(QWidget):
    """Shows one field of a target and stores what the user gives.

    Signals
    -------
    source_wanted(row)
        The user asks where the figure comes from.
    estimate_wanted(row_id)
        The user wants to see the row of the sheet that feeds this field.
    """

    source_wanted = Signal(QWidget)
    estimate_wanted = Signal(str)

    def __init__(self, field: Field, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._target: Target | None = None
        self._fed_by = ""
        self._label = QLabel(field.label)
        self._label.setObjectName("fieldLabel")
        self._info = self._mini(icons, "info", f"Where the figure for {field.label} comes from")
        self._reset = self._mini(icons, "reset", f"Back to the default: {field.label}")
        self._info.clicked.connect(lambda: self.source_wanted.emit(self))
        self._reset.clicked.connect(self.reset)
        self._refusal: QLabel | None = None
        self._fed: ElidedButton | None = None
        self._range: ElidedButton | None = None
        self.editor: ValueEditor = _editor(field)
        self._label.setBuddy(self.editor)
        self.editor.committed.connect(self._store)
        self.editor.refused.connect(self._say)
        self._lay_out()
        self._explain()

    def _lay_out(self) -> None:
        layout = edge_to_edge(QVBoxLayout(self))
        # Long labels beside both of their buttons need every px of half a row.
        head = edge_to_edge(nested(layout, QHBoxLayout()))
        head.addWidget(self._label)
        head.addWidget(self._info)
        head.addStretch(1)
        head.addWidget(self._reset)
        layout.addWidget(self.editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _mini(self, icons: Icons, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("mini")
        button.setIcon(icons.icon(name, "text-second"))
        button.setIconSize(QSize(12, 12))
        button.setFixedSize(TARGET_PX, TARGET_PX)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    @property
    def info_button(self) -> QToolButton:
        """The (i) beside the label."""
        return self._info

    @property
    def reset_button(self) -> QToolButton:
        """The arrow that takes the statement back."""
        return self._reset

    @property
    def refusal(self) -> str:
        """The sentence under the field, empty while all is well."""
        return self._refusal.text() if self._refusal is not None else ""

    @property
    def fed(self) -> ElidedButton | None:
        """The link to the estimate that feeds the field; None or hidden where nothing does."""
        return self._fed

    @property
    def range(self) -> ElidedButton | None:
        """The line that says between what the figure lies; None or hidden where nothing is stated."""
        return self._range

    @property
    def target(self) -> Target | None:
        """The records the row shows."""
        return self._target

    def bind(self, target: Target) -> None:
        """Show the field of other records."""
        other = self._target is None or (self._target.table, self._target.keys) != (target.table, target.keys)
        if other:
            self.editor.abandon()
            self._say("")
        self._target = target
        self.refresh()

    def set_field(self, field: Field) -> None:
        """Take another description of the same field (its default has changed)."""
        if field != self.field:
            self.field = field
            self.editor.set_field(field)
            self._explain()

    def refresh(self) -> None:
        """Read the value anew."""
        if self._target is None:
            return
        value = self._target.value(self.field.path)
        usual = self._target.is_usual(self.field.path, value)
        self.editor.show_value(value)
        self.editor.mark_usual(usual and value is not None)
        words = self.field.editor in ("text", "lines", "list") and self.field.default is None
        stated = value is not None and not usual
        self._reset.setVisible(stated and not self.field.required and not words)
        self._show_feeding()
        self._show_range()

    def _show_range(self) -> None:
        """Say under the field between what its figure lies, where a range is stated."""
        words = self._range_words()
        if not words:
            if self._range is not None:
                self._range.hide()
            return
        if self._range is None:
            self._range = ElidedButton(f"Range of {self.field.label}")
            self._range.clicked.connect(lambda: self.source_wanted.emit(self))
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._range)
        self._range.say(
            f"90{THIN}%: {words}",
            "With 90 % certainty it lies between these; 5 and 95 % points of the results follow from it",
        )
        self._range.show()

    def _show_feeding(self) -> None:
        """Say under the field which estimate it takes its value from."""
        target = self._target
        found = None
        if target is not None and len(target.keys) == 1:
            found = feeding_row(target.session.store, target.table, target.keys[0], self.field.path)
        if found is None:
            if self._fed is not None:
                self._fed.hide()
            return
        if self._fed is None:
            self._fed = ElidedButton(f"{self.field.label} comes from the estimate")
            self._fed.clicked.connect(lambda: self.estimate_wanted.emit(self._fed_by))
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._fed)
        self._fed_by = found.id
        self._fed.say(
            f"= {found.name or found.id}", "Show the formula; typing another value ends the feeding"
        )
        self._fed.show()

    def _range_words(self) -> str:
        target = self._target
        if target is None or self.field.path[-1] not in _RANGED:
            return ""
        if not any("ranges" in getattr(record, "attributes", ()) for record in target.records()):
            return ""
        # Few designs state any; the start does without.
        from archdraw.qt.panels.range_fields import range_words

        return range_words(self.field, target)

    def reset(self) -> None:
        """Take the statement back: the default holds again."""
        self.editor.abandon()
        self._say("")
        self._store(None)
        self.refresh()

    def _store(self, value: object) -> None:
        if self._target is None:
            return
        try:
            self._target.change(self.field.path, value, f"Change {self.field.label.lower()}")
            self.refresh()
        except RefusedError as refusal:
            if isinstance(self.editor, LineEditor):
                self.editor.mark_refused(str(refusal))
            else:
                self._say(str(refusal))

    def _say(self, sentence: str) -> None:
        if self._refusal is None:
            layout = self.layout()
            if not sentence or not isinstance(layout, QVBoxLayout):
                return
            self._refusal = QLabel()
            self._refusal.setObjectName("refusal")
            self._refusal.setWordWrap(True)
            # Right under the editor, before what feeds it and its range.
            layout.insertWidget(layout.indexOf(self.editor) + 1, self._refusal)
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def _explain(self) -> None:
        lines = []
        if self.field.help:
            lines.append(self.field.help)
        if self.field.default is not None or self.field.default_text:
            unit = unit_beside(self.field)
            said = default_words(self.field) + (
                f"{THIN}{unit}" if unit and not self.field.default_text else ""
            )
            lines.append(f"Default: {said}")
        if self.field.source:
            lines.append(f"Source: {self.field.source}")
        if self.field.confidence:
            lines.append(f"Confidence: {self.field.confidence}")
        text = "\n".join(lines)
        self._info.setVisible(bool(self.field.source or self.field.help or self.field.sourced))
        self._info.setToolTip(text)
        self._label.setToolTip(text)


def _editor(field: Field) -> ValueEditor:
    if field.editor == "columns":
        from archdraw.qt.panels.columns_editor import ColumnsEditor

        return ColumnsEditor(field)
    return editor_for(field)
