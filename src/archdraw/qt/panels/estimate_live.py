"""Results while somebody types, and the library of uncommon units, loaded beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

from archdraw.core.estimate import foreign
from archdraw.core.estimate.against_document import is_behind
from archdraw.core.estimate.arithmetic import way_texts
from archdraw.core.estimate.plausibility import warnings_of
from archdraw.core.estimate.sheet import Outcome, Row, Sheet, book_of, compute, rows_of
from archdraw.core.estimate.syntax import FormulaError
from archdraw.core.estimate.typed import typed_value
from archdraw.core.estimate.units import UnitsLoadingError
from archdraw.core.model import Design, Settings
from archdraw.editor.session import Session
from archdraw.qt.bridge.worker import Run, RunSignals

if TYPE_CHECKING:
    from archdraw.core.estimate.units import UnitBook
    from archdraw.core.history import TableName


class UnitLoader(QObject):
    """Loads the library of uncommon units on a thread, once, when a sheet needs it.

    Signals
    -------
    loaded()
        It is there, or could not be loaded; either way nobody has to wait any more.
    """

    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # After the pool, so that they are there while its thread is.
        self._signals = RunSignals(self)
        self._signals.finished.connect(self._end)
        self._signals.failed.connect(self._end)
        self._waiting: list[Callable[[], None]] = []

    def begin(self, then: Callable[[], None] | None = None) -> None:
        """Load it; `then` is called when it is there, at once where it is already."""
        if foreign.loaded():
            if then is not None:
                then()
            return
        if then is not None:
            self._waiting.append(then)
        if self._run is None:
            self._run = Run("units", lambda _run: foreign.load(), self._signals)
            self._run.start(self._pool)

    def stop(self) -> None:
        """Wait for the thread; nobody is told any more."""
        self._waiting.clear()
        self._signals.blockSignals(True)
        self._pool.waitForDone()

    def _end(self, *_outcome: object) -> None:
        self._run = None
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one()
        self.loaded.emit()


class Preview:
    """The sheet of a session with texts that are typed and not yet kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.typed: dict[tuple[str, str], str] = {}
        self.refusals: dict[str, tuple[str, str]] = {}

    def book(self) -> UnitBook:
        """Return the units of the document, without ever waiting for the library."""
        return book_of(self._settings(), wait=False)

    def sheet(self) -> Sheet:
        """Compute the sheet as it would be with what is typed."""
        store, settings = self._session.store, self._settings()
        rows = rows_of(store.table("inputs").values(), store.table("estimates").values())
        book = book_of(settings, wait=False)
        self.refusals.clear()
        return compute([self._as_typed(row, book) for row in rows], settings.estimates, book)

    def warnings(self, sheet: Sheet) -> dict[str, tuple[str, ...]]:
        """Return what looks wrong; nothing while somebody types, when it would only flicker."""
        return {} if self.typed else warnings_of(self._design(), sheet)

    def is_behind(self, sheet: Sheet) -> bool:
        """Tell whether the document has other figures than its sheet gives."""
        return not self.typed and is_behind(self._design(), sheet)

    def _design(self) -> Design:
        """Return what of the document the sheet has to do with; putting all of it together takes longer."""
        store = self._session.store
        names: tuple[TableName, ...] = ("inputs", "estimates", "journeys", "components", "connections")
        return Design().model_copy(update={name: tuple(store.table(name).values()) for name in names})

    def _settings(self) -> Settings:
        found: Settings = self._session.store.get("document", "document").settings
        return found

    def _as_typed(self, row: Row, book: UnitBook) -> Row:
        for (key, field), text in self.typed.items():
            if key != row.id:
                continue
            if field == "formula":
                row = replace(row, formula=text)
            elif field == "unit":
                row = replace(row, unit=text)
            elif field == "value":
                row = self._with_value(row, text, book)
        return row

    def _with_value(self, row: Row, text: str, book: UnitBook) -> Row:
        if not text.strip():
            return replace(row, value=None)
        try:
            value, unit = typed_value(text, book)
        except UnitsLoadingError:
            return replace(row, value=None)
        except FormulaError as error:
            self.refusals[row.id] = ("value", str(error))
            return row
        return replace(row, value=value, unit=unit or row.unit)


def arithmetic(outcome: Outcome, sheet: Sheet) -> str:
    """Return the whole way to a result, a line for each step, with what else can be said of it."""
    if outcome.quantity is None:
        return ""
    head = [f"{outcome.row.label} = {outcome.row.formula}"] if outcome.row.formula else []
    end = [f"in full: {outcome.full_text}"] if outcome.full_text != outcome.text else []
    return "\n".join((*head, *way_texts(outcome, sheet.book), *end))
