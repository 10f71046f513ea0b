"""The sheet of keys and gestures, from the action table, and the box about the program."""

from __future__ import annotations

import platform
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from archdraw import __version__
from archdraw.qt.window.command_table import CommandTable
from archdraw.qt.window.desk import Desk

_GESTURES = (
    ("Wheel · Shift + wheel · Ctrl + wheel", "scroll · sideways · zoom at the pointer"),
    ("Space + drag, middle drag, right drag", "move the view"),
    ("Drag on empty canvas", "select what the frame touches"),
    ("Drag from a border or an arrow", "connect; on empty canvas: insert and connect"),
    ("Alt or Ctrl + drag", "duplicate"),
    ("Ctrl + arrow", "insert a connected component in that direction"),
    ("Alt + arrow", "go to the nearest component in that direction"),
    ("Enter, F2, double click", "edit the label"),
    ("/ or a letter, double click on empty canvas", "insert by typing"),
    ("Tab · Shift + Tab", "next · previous element"),
    ("Escape", "cancel, then leave the mode, then select nothing"),
)


class ShortcutSheet(QDialog):
    """All keys by menu, filtered by typing."""

    def __init__(self, commands: CommandTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 620)
        self._commands = commands
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter")
        self._filter.setClearButtonEnabled(True)
        self._page = QTextBrowser()
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.addWidget(self._filter)
        layout.addWidget(self._page, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._filter.textChanged.connect(self._show)
        self._show("")

    @property
    def text(self) -> str:
        """The sheet as plain text."""
        return self._page.toPlainText()

    def _show(self, text: str) -> None:
        second = self.palette().placeholderText().color().name()
        wanted = text.casefold()
        rows: dict[str, list[tuple[str, str]]] = {"Mouse and hand": list(_GESTURES)}
        for action in self._commands.all():
            if action.shortcuts:
                rows.setdefault(action.menu, []).append(
                    (" · ".join(action.shortcuts), action.title.rstrip("…"))
                )
        parts = []
        for heading, entries in rows.items():
            fitting = [entry for entry in entries if wanted in f"{entry[0]} {entry[1]}".casefold()]
            if not fitting:
                continue
            lines = "".join(
                f'<tr><td width="300" style="padding:2px 16px 2px 0">{escape(keys)}</td>'
                f'<td style="color:{second}">{escape(what)}</td></tr>'
                for keys, what in fitting
            )
            parts.append(
                f'<p style="font-weight:600;margin:10px 0 2px 0">{escape(heading)}</p><table>{lines}</table>'
            )
        self._page.setHtml("".join(parts) or "No key fits.")


class AboutSheet(QDialog):
    """Version, what it stands on, and licences."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        import PySide6
        from PySide6.QtCore import qVersion

        self.setWindowTitle("About ArchDraw")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        packs = "".join(
            f"<li>{escape(pack.label)} {escape(pack.version)} ({escape(pack.license)})</li>"
            for pack in window.session.catalog.packs
        )
        label = QLabel(
            f"<p style='font-size:16px;font-weight:600;margin:0'>ArchDraw {__version__}</p>"
            "<p>Draw an architecture, see how it fails and how much it carries, hand over the review "
            "document.</p>"
            f"<p>Python {platform.python_version()}, Qt {qVersion()}, PySide6 {PySide6.__version__}</p>"
            "<p>ArchDraw: Apache License 2.0. Qt and PySide6: LGPL 3. Fonts Fira Sans and IBM Plex Mono: "
            "SIL Open Font License 1.1. Layout engine Graphviz: EPL 2.0, run as a program of its own. "
            "pydantic, networkx, reportlab, pypdfium2, fontTools, typer: MIT, BSD and Apache licences.</p>"
            f"<p>Component packs:</p><ul>{packs}</ul>"
        )
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 12)
        layout.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setFixedWidth(460)
