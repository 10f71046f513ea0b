"""What to export: the review document or the drawing, with the few choices each has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from archdraw.editor.files import suggested_path
from archdraw.editor.plugged import offered_formats
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.window.closing import settle_buttons
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.exporting import start_export
from archdraw.qt.window.file_choice import FileChoice
from archdraw.qt.window.fitting import RoomyPage, fit_to_screen

# Pixels for one unit of the drawing.
_SCALES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_KINDS = (
    (
        "pdf",
        "Review document (PDF)",
        "Verdicts, the drawing, findings, inventory and assumptions, page by page.",
    ),
    ("html", "Review document (HTML)", "The same as one web page without scripts, for wikis and mail."),
    (
        "md",
        "Review document (Markdown)",
        "Its text and tables, with its figures as SVG in a folder beside it, for a repository.",
    ),
    ("svg", "Drawing (SVG)", "This view as a vector drawing with real text."),
    ("png", "Picture (PNG)", "This view as pixels, for slides and chats."),
)


class ExportDialog(QDialog):
    """Asks what, then where to, then starts."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Export")
        self.setMinimumWidth(460)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 20, 20, 4)
        layout.setSpacing(4)
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        self._suffixes = {one.name: one.suffix for one in offered_formats()}
        self._offer_kinds(layout)
        self.logo = FileChoice("logo", "no logo", self._ask_logo)
        self.since = FileChoice("earlier version to compare with", "no version", window.shell.ask_open_path)
        self.embed = QCheckBox("Carry the design, so that the file opens again")
        self.version = QLineEdit()
        self.version.setPlaceholderText("such as 2, or after the first review")
        self._form = nested(layout, QFormLayout())
        self._rows = self._make_rows()
        layout.addStretch(1)
        self._page = RoomyPage(page)
        self._buttons = self._make_buttons()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 16)
        whole.setSpacing(4)
        whole.addWidget(self._page, 1)
        whole.addWidget(self._buttons)
        self._group.buttonClicked.connect(self._show_options)
        self._show_options()

    def _offer_kinds(self, layout: QVBoxLayout) -> None:
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

    def _make_rows(self) -> dict[str, QWidget]:
        """Put the choices into the form; return them by the option that they are."""
        template = _choice(
            ("The whole review", "full"), ("Two-page summary", "summary"), ("Interview hand-in", "interview")
        )
        scale = _choice(*((f"{size:g} ×", size) for size in _SCALES))
        scale.setCurrentIndex(_SCALES.index(2.0))
        saved = self._window.saved
        remembered = saved.text("export-logo")
        self.logo.take(Path(remembered) if remembered and Path(remembered).is_file() else None)
        self.logo.changed.connect(lambda: saved.remember("export-logo", str(self.logo.path or "")))
        self.embed.setChecked(True)
        self.embed.setToolTip("Without it whoever gets the file sees what is drawn and written, no more")
        rows: dict[str, tuple[str, QWidget]] = {
            "template": ("Contents", template),
            "paper": ("Paper", _choice(("A4", "A4"), ("Letter", "Letter"))),
            "large": (
                "Large drawings",
                _choice(("Fit the page to them", "fit"), ("Divide them over pages", "tile")),
            ),
            "theme": (
                "Colours",
                _choice(("Light", "light"), ("Dark", "dark"), ("For a monochrome printer", "print")),
            ),
            "scale": ("Pixels", scale),
            "logo": ("Logo", self.logo),
            "document_version": ("Version", self.version),
            "since": ("Changes since", self.since),
            "embed": ("", self.embed),
        }
        self._form.setContentsMargins(0, 6, 0, 12)
        self._form.setVerticalSpacing(8)
        self._form.setHorizontalSpacing(12)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for label, row in rows.values():
            self._form.addRow(label, row)
        return {name: row for name, (_, row) in rows.items()}

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.look = buttons.addButton("Preview…", QDialogButtonBox.ButtonRole.ActionRole)
        self.look.clicked.connect(self.preview)
        settle_buttons(buttons)
        buttons.setContentsMargins(20, 0, 20, 0)
        go.setDefault(True)
        buttons.accepted.connect(self.accept_choice)
        buttons.rejected.connect(self.reject)
        return buttons

    @property
    def kind(self) -> str:
        """What is to be exported: "pdf", "svg", "png" or the name of a plug-in's format."""
        return next(kind for kind, button in self.choices.items() if button.isChecked())

    def options(self) -> dict[str, Any]:
        """Return the choices that belong to the kind."""
        return {
            name: _value(self._rows[name])
            for name in _OPTIONS.get(self.kind, ())
            if _value(self._rows[name]) is not None
        }

    def _ask_logo(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Choose a logo", str(self._window.folder), "Pictures (*.svg *.png)"
        )
        return Path(name) if name else None

    def preview(self) -> None:
        """Show the pages of the review before it is saved anywhere."""
        from archdraw.qt.window.review_preview import start_preview

        self.accept()
        start_preview(self._window, self.options())

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as what is shown: sentences that fill two lines are not in the first guess."""
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self._page.updateGeometry()
            fit_to_screen(self, QSize(self.width(), max(self.height(), self.sizeHint().height())))

    def _show_options(self) -> None:
        self.look.setEnabled(self.kind == "pdf")
        for name, box in self._rows.items():
            self._form.setRowVisible(box, name in _OPTIONS.get(self.kind, ()))
        self._grow()

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
    "pdf": ("template", "paper", "large", "logo", "document_version", "since", "embed"),
    "html": ("template", "logo", "document_version", "since"),
    "md": ("template", "document_version", "since"),
    "svg": ("theme", "embed"),
    "png": ("theme", "scale", "embed"),
}


def _value(row: QWidget) -> Any:
    if isinstance(row, QCheckBox):
        return row.isChecked()
    if isinstance(row, FileChoice):
        return row.path
    if isinstance(row, QLineEdit):
        return row.text().strip() or None
    return row.currentData() if isinstance(row, QComboBox) else None


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
