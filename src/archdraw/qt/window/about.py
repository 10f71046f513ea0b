"""The box about the program."""

from __future__ import annotations

import platform
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from archdraw import __version__
from archdraw.qt.window.closing import closing_buttons
from archdraw.qt.window.desk import Desk


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
        layout.addWidget(closing_buttons(self))
        self.setFixedWidth(460)
