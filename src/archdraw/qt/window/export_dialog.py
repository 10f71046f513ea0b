"""What to export: the review document or the drawing, with the few choices each has."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
)

from archdraw.editor.files import suggested_path
from archdraw.editor.plugged import offered_formats
from archdraw.qt.window.closing import settle_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.exporting import start_export

_KINDS = (
    (
        "pdf",
        "Review document (PDF)",
        "Verdicts, the drawing, findings, inventory and assumptions, page by page.",
    ),
    ("html", "Review document (HTML)", "The same as one web page without scripts, for wikis and mail."),
    ("md", "Review document (Markdown)", "Its text and tables, for a repository beside the code."),
    ("svg", "Drawing (SVG)", "This view as a vector drawing with real text."),
    ("png", "Picture (PNG)", "This view as pixels, for slides and chats."),
)


class ExportDialog(QDialog):
    """Asks what, then where to, then starts."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Export")
        self.setMinimumWidth(420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(4)
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self._suffixes = {one.name: one.suffix for one in offered_formats()}
        for kind, title, about in (*_KINDS, *_further_kinds()):
            button = QRadioButton(title)
            words = QLabel(about)
            words.setObjectName("second")
            words.setWordWrap(True)
            words.setIndent(24)
            layout.addWidget(button)
            layout.addWidget(words)
            layout.addSpacing(6)
            self._group.addButton(button)
            self.choices[kind] = button
        self.choices["pdf"].setChecked(True)
        form = QFormLayout()
        form.setContentsMargins(0, 6, 0, 12)
        self._paper = _choice(("A4", "A4"), ("Letter", "Letter"))
        self._theme = _choice(("Light", "light"), ("Dark", "dark"), ("For a monochrome printer", "print"))
        self._scale = _choice(("1 ×", 1.0), ("2 ×", 2.0), ("3 ×", 3.0), ("4 ×", 4.0))
        self._scale.setCurrentIndex(1)
        self._template = _choice(
            ("The whole review", "full"), ("Two-page summary", "summary"), ("Interview hand-in", "interview")
        )
        self._rows = {
            "template": self._template,
            "paper": self._paper,
            "theme": self._theme,
            "scale": self._scale,
        }
        form.addRow("Contents", self._template)
        form.addRow("Paper", self._paper)
        form.addRow("Colours", self._theme)
        form.addRow("Pixels", self._scale)
        self._form = form
        layout.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.look = buttons.addButton("Preview…", QDialogButtonBox.ButtonRole.ActionRole)
        self.look.clicked.connect(self.preview)
        settle_buttons(buttons)
        go.setDefault(True)
        buttons.accepted.connect(self.accept_choice)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._group.buttonClicked.connect(self._show_options)
        self._show_options()

    @property
    def kind(self) -> str:
        """What is to be exported: "pdf", "svg", "png" or the name of a plug-in's format."""
        return next(kind for kind, button in self.choices.items() if button.isChecked())

    def options(self) -> dict[str, Any]:
        """Return the choices that belong to the kind."""
        return {name: self._rows[name].currentData() for name in _OPTIONS.get(self.kind, ())}

    def preview(self) -> None:
        """Show the pages of the review before it is saved anywhere."""
        from archdraw.qt.window.review_preview import start_preview

        self.accept()
        start_preview(self._window, self.options())

    def _show_options(self) -> None:
        self.look.setEnabled(self.kind == "pdf")
        for name, box in self._rows.items():
            self._form.setRowVisible(box, name in _OPTIONS.get(self.kind, ()))

    def accept_choice(self) -> None:
        """Ask where to, then start; the dialog stays when the user thinks better of it."""
        kind = self.kind
        suffix = self._suffixes[kind]
        suggested = suggested_path(self._window.session, suffix)
        path = self._window.shell.ask_save_path(suggested, suffix.removeprefix("."))
        if path is not None:
            self.accept()
            start_export(self._window, path, kind, self.options())


_OPTIONS = {
    "pdf": ("template", "paper"),
    "html": ("template",),
    "md": ("template",),
    "svg": ("theme",),
    "png": ("theme", "scale"),
}


def _further_kinds() -> list[tuple[str, str, str]]:
    """Return name, title and a sentence of the formats that plug-ins bring."""
    known = {kind for kind, _, _ in _KINDS}
    return [
        (one.name, f"{one.description} ({one.suffix.removeprefix('.').upper()})", "From a plug-in.")
        for one in offered_formats()
        if one.name not in known
    ]


def _choice(*entries: tuple[str, Any]) -> QComboBox:
    box = QComboBox()
    for text, value in entries:
        box.addItem(text, value)
    return box
