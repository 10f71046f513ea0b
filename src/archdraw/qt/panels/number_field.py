"""A field for one number within bounds; what is no such number is marked and said, never swallowed."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QLineEdit, QWidget

from archdraw.qt.bridge.figures import style as figure_style
from archdraw.qt.panels.parsing import plain_number


class NumberField(QLineEdit):
    """A line that holds a number.

    Parameters
    ----------
    name
        What the number is called, in sentences and for screen readers.
    bounds
        The least and the most that it may be.
    whole
        Whether it counts something.
    """

    def __init__(
        self, name: str, bounds: tuple[float, float], value: float, *, whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.name = name
        self._bounds = bounds
        self._whole = whole
        self.setAccessibleName(name)
        self.setText(figure_style().written(f"{value:.12g}"))
        self.textChanged.connect(self._judge)

    @property
    def problem(self) -> str:
        """What is wrong with the text, in a sentence; empty where nothing is."""
        value = self._read()
        least, most = self._bounds
        if value is None:
            return f"{self.name}: “{self.text()}” is not a {'whole ' if self._whole else ''}number."
        if not least <= value <= most:
            return figure_style().written(f"{self.name} must be {least:,.12g} to {most:,.12g}.")
        return ""

    def value(self) -> float:
        """Return the number.

        Raises
        ------
        ValueError
            The text is none, or it is out of bounds; the message is a sentence.
        """
        value = self._read()
        if value is None or self.problem:
            raise ValueError(self.problem)
        return value

    def _read(self) -> float | None:
        try:
            value = float(plain_number(self.text()))
        except ValueError:
            return None
        whole = not self._whole or value.is_integer()
        return value if math.isfinite(value) and whole else None

    def _judge(self) -> None:
        problem = self.problem
        self.setToolTip(problem)
        if self.property("refused") != bool(problem):
            self.setProperty("refused", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
