"""A part of the sheet: its heading, the heads of its columns, its rows, and a button for one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archdraw.core.estimate.functions import FUNCTIONS
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.estimate_row import HEADS, SheetRow, Table

_TITLES: dict[Table, str] = {"inputs": "Inputs", "estimates": "Estimates"}
_EMPTY: dict[Table, str] = {
    "inputs": "The numbers the estimates start from stand here, each with its unit and its source.",
    "estimates": "Formulas over inputs and other rows stand here; their results can feed loads and sizes.",
}
_ADD: dict[Table, str] = {"inputs": "Add an input", "estimates": "Add an estimate"}


_TIPS = {
    "In formulas": "The word that formulas use for the row; changing it changes every formula",
    "Value": "A number, also with its unit: 10 M · 1.5 million · 1.2 kB/tweet · 20 % · 3 nines",
    "Unit": "request/s · GB/day · byte/link · nines … kB is 1,000 bytes, KiB 1,024; empty: what suits",
    "Source": "Where the number comes from; the review prints it",
    "Formula": "Words of other rows, numbers with units, + − × ÷ ^ and parentheses\n"
    f"Functions: {', '.join(FUNCTIONS)}\n"
    "A number takes the unit behind it: x / 100 byte/link",
    "Result": "Hover a result for every step with its unit",
    "Feeds": "The field of a journey, component or connection that takes the result, and follows it",
}


class SheetSection(QWidget):
    """Rows of one table, in the order of the document.

    Signals
    -------
    row_wanted()
        A row is to be added at the end.
    """

    row_wanted = Signal()

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.narrow = False
        self._shown: list[SheetRow] = []
        self._title = _head(_TITLES[table], "sectionTitle")
        self._empty = QLabel(_EMPTY[table])
        self._empty.setObjectName("second")
        self._empty.setWordWrap(True)
        self._heads = QWidget()
        heads = QHBoxLayout(self._heads)
        heads.setContentsMargins(0, 0, 0, 0)
        heads.setSpacing(4)
        columns = HEADS[table]
        heads.addWidget(self._title, columns[0][1])
        self._others = [_head(text) for text, _ in columns[1:]]
        for label, (_, share) in zip(self._others, columns[1:], strict=True):
            heads.addWidget(label, share)
        self.add_button = QPushButton(_ADD[table])
        self.add_button.setObjectName("link")
        self.add_button.clicked.connect(self.row_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._heads)
        column.addWidget(self._empty)
        self._rows = nested(column, QVBoxLayout())
        self._rows.setSpacing(0)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def remark(self) -> str:
        """What is said about the rows as a whole; it shows in an empty section and in one that is cut."""
        return self._empty.text()

    def show_rows(self, rows: list[SheetRow], *, more: int = 0) -> None:
        """Show these rows in this order, and say how many more there are.

        Rows that were here and are not named are taken out.
        """
        self._empty.setText(
            f"Another {more:,} rows are in the document; archdraw estimate lists them all."
            if more
            else _EMPTY[self.table]
        )
        self._empty.setVisible(not rows or more > 0)
        self._show_heads(shown=bool(rows) and not self.narrow)
        if rows == self._shown:
            return
        for row in self._shown:
            self._rows.removeWidget(row)
        for row in rows:
            self._rows.addWidget(row)
            row.show()
        self._shown = list(rows)
        self._chain(rows)

    def _chain(self, rows: list[SheetRow]) -> None:
        """Let Tab go through the fields in the order in which they stand."""
        before: QWidget | None = None
        for row in rows:
            feeds = [row.feeds] if row.table == "estimates" else []
            for widget in (*row.fields.values(), *feeds):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget
        if before is not None:
            QWidget.setTabOrder(before, self.add_button)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the heads of the columns out where the rows take two lines."""
        self.narrow = narrow
        self._show_heads(shown=bool(self._shown) and not narrow)

    def _show_heads(self, *, shown: bool) -> None:
        for label in self._others:
            label.setVisible(shown)

    def focus_button(self) -> None:
        """Give the keyboard to the button that adds a row."""
        self.add_button.setFocus()


def _head(text: str, look: str = "second") -> QLabel:
    label = QLabel(text)
    label.setObjectName(look)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setToolTip(_TIPS.get(text, ""))
    if text == "Result":
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
    return label
