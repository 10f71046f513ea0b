"""A row of a dialog in which a file may be chosen: its name, a button to choose, one to do without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from archdraw.qt.panels.elided import ElidedLabel

_LEAST_PX = 26


class FileChoice(QWidget):
    """None is chosen at first.

    Parameters
    ----------
    what
        What the file is for, for the names of the buttons: "logo".
    nothing
        What is said while none is chosen.
    ask
        Lets the user choose; None when they think better of it.

    Signals
    -------
    changed()
        Another file is chosen, or none any more.
    """

    changed = Signal()

    def __init__(self, what: str, nothing: str, ask: Callable[[], Path | None]) -> None:
        super().__init__()
        self._ask = ask
        self._nothing = nothing
        self.path: Path | None = None
        self.words = ElidedLabel(nothing)
        self.button = QPushButton("Choose…")
        self.button.setAccessibleName(f"Choose: {what}")
        self.clear_button = QPushButton("None")
        self.clear_button.setAccessibleName(f"None: {what}")
        for button in (self.button, self.clear_button):
            button.setAutoDefault(False)
            # In a form that is low on room nothing gets smaller than a hand can hit.
            button.setMinimumHeight(_LEAST_PX)
        self.button.clicked.connect(self.choose)
        self.clear_button.clicked.connect(lambda: self.take(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self.clear_button)
        # A form takes from what may be lower, and then cuts the buttons at their foot.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.button)
        self.take(None)

    def choose(self) -> None:
        """Let the user choose a file; the one before stays when they think better of it."""
        path = self._ask()
        if path is not None:
            self.take(path)

    def take(self, path: Path | None) -> None:
        """Show a file as the chosen one, or none."""
        self.path = path
        self.words.say(
            path.name if path is not None else self._nothing, str(path) if path is not None else ""
        )
        self.clear_button.setVisible(path is not None)
        self.changed.emit()
