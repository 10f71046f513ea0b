"""Writing results into the rows of the sheet: only those that change, and first those in sight."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from archdraw.core.estimate.sheet import Outcome, Sheet
from archdraw.qt.panels.estimate_live import arithmetic
from archdraw.qt.panels.estimate_row import SheetRow

# In a sheet of more rows those out of sight are written when nobody has typed for a moment.
_FEW_ROWS = 40
_REST_MS = 150
_Said = tuple[Outcome | None, tuple[str, ...], tuple[str, str] | None]


class ResultWriter(QObject):
    """Remembers what each row shows, so that a letter typed costs only what it changes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._shown: dict[SheetRow, _Said] = {}
        self._later: dict[SheetRow, _Said] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.show_rest)

    def show_all(
        self,
        rows: Mapping[str, SheetRow],
        sheet: Sheet,
        warnings: Mapping[str, tuple[str, ...]],
        refusals: Mapping[str, tuple[str, str]],
    ) -> None:
        """Show results, doubts, and texts that can't be read (field and sentence), by the id of the row."""
        self._sheet = sheet
        many = len(rows) > _FEW_ROWS
        for key, row in rows.items():
            said = (sheet.outcomes.get(key), warnings.get(key, ()), refusals.get(key))
            if self._shown.get(row) == said:
                self._later.pop(row, None)
            elif many and row.visibleRegion().isEmpty():
                self._later[row] = said
            else:
                self._show(row, said)
        if self._later:
            self._timer.start()

    def show_rest(self) -> None:
        """Write the rows that were out of sight when they changed."""
        later, self._later = self._later, {}
        for row, said in later.items():
            self._show(row, said)

    def drop(self, row: SheetRow) -> None:
        """Forget a row: it is gone, or shows something else now."""
        self._shown.pop(row, None)
        self._later.pop(row, None)

    def forget(self) -> None:
        """Write every row anew the next time."""
        self._shown.clear()

    def stop(self) -> None:
        """Write nothing any more."""
        self._timer.stop()

    def _show(self, row: SheetRow, said: _Said) -> None:
        self._later.pop(row, None)
        self._shown[row] = said
        outcome, doubts, refusal = said
        way = arithmetic(outcome, self._sheet) if outcome is not None and self._sheet is not None else ""
        row.show_outcome(outcome, way, doubts)
        if refusal is not None:
            row.refuse(*refusal)
