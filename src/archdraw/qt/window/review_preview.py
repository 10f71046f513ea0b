"""The review before it is saved: its pages as pictures, made beside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import (
    QCloseEvent,
    QImage,
    QIntValidator,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from archdraw import __version__
from archdraw.editor.files import suggested_path
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.bridge.worker import Run, RunSignals
from archdraw.qt.window.desk import Desk

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_FIRST_ZOOM = 2
# Behind the fixed sizes: as wide as the window, and all of the page at once.
_FIT_WIDTH, _FIT_PAGE = "width", "page"
_MARGIN = 24
# Pixels of a point at 100 %: a page is as large as on paper on a screen of 96 dots an inch.
_POINT = 96.0 / 72.0


def start_preview(window: Desk, options: dict[str, Any]) -> None:
    """Make the review with the options of the export dialog, then show its pages."""
    session, document = window.session, window.session.document
    design, catalog, view_id = session.design, session.catalog, session.view_id
    chosen = dict(options)
    chosen.update(version=__version__, file_name=document.name if document.path is not None else "")
    chosen.update(file_digest="" if session.dirty else document.digest or "")

    def work(progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> tuple[bytes, int]:
        from archdraw.exporters.formats import PDF
        from archdraw.exporters.job import ExportJob
        from archdraw.exporters.rasterising import page_count
        from archdraw.qt.window.exporting import read_files

        progress(-1, "Laying out the review")
        day = date.today()  # noqa: DTZ011 - a calendar day
        ready = read_files(chosen, catalog)
        ready["progress"] = progress
        job = ExportJob(design, catalog, day, view_id=view_id, should_stop=should_stop, **ready)
        data, _ = PDF.make(job)
        return data, page_count(data)

    def done(made: tuple[bytes, int]) -> None:
        ReviewPreview(window, *made).show()

    window.run_long("Laying out the review", work, done)


class ReviewPreview(QDialog):
    """Shows one page at a time; what is saved are the very bytes that were shown."""

    def __init__(self, window: Desk, data: bytes, pages: int) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Review before saving")
        self._window, self._data, self.pages = window, data, pages
        self.page = 0
        self._shown: tuple[int, float] | None = None
        self._run: Run | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # After the pool, so that they are there while its thread is.
        self._signals = RunSignals(self)
        self._signals.finished.connect(self._take)
        self._signals.failed.connect(self._fail)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sizes: dict[int, tuple[float, float]] = {}
        self._area = QScrollArea()
        self._area.setObjectName("pages")
        self.picture.setObjectName("page")
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName("The page")
        self._area.setWidget(self.picture)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        self._add_tools(nested(layout, QHBoxLayout()))
        layout.addWidget(self._area, 1)
        self._keys()
        room = window.size()
        self.resize(min(900, room.width()), max(500, room.height() - 40))
        self.go_to(0)
        # The arrow keys move the page from the start.
        self._area.setFocus()

    def _add_tools(self, bar: QHBoxLayout) -> None:
        self.back = QPushButton("Previous")
        self.onward = QPushButton("Next")
        self.place = QLineEdit()
        self.place.setValidator(QIntValidator(1, max(self.pages, 1), self.place))
        self.place.setAccessibleName("Page")
        self.place.setToolTip("Type a number to go to a page (PgUp, PgDn, Home, End)")
        self.place.setFixedWidth(56)
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.place.returnPressed.connect(lambda: self.go_to(int(self.place.text()) - 1))
        self.where = QLabel()
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("Size of the page")
        for zoom in _ZOOMS:
            self.zoom.addItem(f"{zoom * 100:.0f}\u2009%", zoom)
        self.zoom.addItem("Fit the width", _FIT_WIDTH)
        self.zoom.addItem("Whole page", _FIT_PAGE)
        self.zoom.setCurrentIndex(_FIRST_ZOOM)
        save, close = QPushButton("Save…"), QPushButton("Close")
        self.back.clicked.connect(lambda: self.go_to(self.page - 1))
        self.onward.clicked.connect(lambda: self.go_to(self.page + 1))
        self.zoom.currentIndexChanged.connect(lambda _: self._ask())
        save.clicked.connect(self.save)
        close.clicked.connect(self.close)
        for widget in (self.back, self.onward, self.place, self.where):
            bar.addWidget(widget)
        bar.addStretch(1)
        for end in (self.zoom, save, close):
            bar.addWidget(end)
        for button in (self.back, self.onward, save, close):
            button.setAutoDefault(False)

    def _keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("PgDown", lambda: self.go_to(self.page + 1)),
            ("PgUp", lambda: self.go_to(self.page - 1)),
            ("Ctrl+Home", lambda: self.go_to(0)),
            ("Ctrl+End", lambda: self.go_to(self.pages - 1)),
            ("Home", lambda: self.go_to(0)),
            ("Ctrl+0", lambda: self.zoom.setCurrentIndex(_FIRST_ZOOM)),
            ("End", lambda: self.go_to(self.pages - 1)),
            ("Ctrl++", lambda: self.magnify(1)),
            ("Ctrl+=", lambda: self.magnify(1)),
            ("Ctrl+-", lambda: self.magnify(-1)),
            ("Ctrl+S", self.save),
        )
        for key, act in keys:
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def go_to(self, page: int) -> None:
        """Show a page, counted from 0; beyond the ends the nearest one."""
        self.page = min(max(page, 0), self.pages - 1)
        self.place.setText(str(self.page + 1))
        self.where.setText(f"of {self.pages}")
        self.back.setEnabled(self.page > 0)
        self.onward.setEnabled(self.page < self.pages - 1)
        self._area.verticalScrollBar().setValue(0)
        self._ask()

    def magnify(self, steps: int) -> None:
        """Show the page larger or smaller by so many steps."""
        at = self.zoom.currentIndex()
        if at >= len(_ZOOMS):
            # From a fitted size on to the fixed one next to it.
            now = self._scale()
            at = min(range(len(_ZOOMS)), key=lambda place: abs(_ZOOMS[place] - now))
        self.zoom.setCurrentIndex(min(max(at + steps, 0), len(_ZOOMS) - 1))

    def save(self) -> None:
        """Ask where to, then write what was shown."""
        suggested = suggested_path(self._window.session, ".pdf")
        path = self._window.shell.ask_save_path(suggested, "pdf")
        if path is None:
            return
        data = self._data

        def work(progress: Callable[[float, str], None], _stop: Callable[[], bool]) -> None:
            from archdraw.core.storage import SystemDisk, write_atomically

            progress(-1, f"Writing {path.name}")
            write_atomically(path, data, SystemDisk(), name=path.name)

        window = self._window

        def done(_nothing: None) -> None:
            from archdraw.qt.window.exporting import show_file

            window.toast(f"{path.name} is written.", "Show", lambda: show_file(path))

        self.close()
        window.run_long(f"Writing {path.name}", work, done)

    def done(self, result: int) -> None:
        """Close once the page under way is done: its thread must not outlive what it works for."""
        self._pool.waitForDone()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the page under way here too."""
        self._pool.waitForDone()
        super().closeEvent(event)

    def _wanted(self) -> tuple[int, float]:
        return self.page, self._scale() * self.devicePixelRatioF()

    def _scale(self) -> float:
        """Return the size that is chosen, as a share of the size on paper."""
        chosen = self.zoom.currentData()
        if isinstance(chosen, float):
            return chosen
        room = self._area.viewport().size()
        width, height = self._paper()
        wide = (room.width() - _MARGIN) / (width * _POINT)
        if chosen == _FIT_PAGE:
            wide = min(wide, (room.height() - _MARGIN) / (height * _POINT))
        return round(min(max(wide, 0.1), 4.0), 3)

    def _paper(self) -> tuple[float, float]:
        """Return the size of the page in points."""
        if self.page not in self._sizes:
            from archdraw.exporters.rasterising import page_size

            self._sizes[self.page] = page_size(self._data, self.page)
        return self._sizes[self.page]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.zoom.currentIndex() >= len(_ZOOMS):
            self._ask()

    def _ask(self) -> None:
        """Have the wanted page made; while one is under way, it is asked for when that is done."""
        wanted = self._wanted()
        if self._run is not None or wanted == self._shown:
            return
        data, (page, scale) = self._data, wanted

        def work(_run: Run) -> QImage:
            from archdraw.exporters.rasterising import page_picture

            made = page_picture(data, page, scale * _POINT)
            width, height = made.size
            # The image borrows the bytes: a copy of its own outlives them.
            return QImage(made.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()

        self._run = Run(wanted, work, self._signals)
        self._run.start(self._pool)

    def _take(self, run: Run, image: object, _cancelled: bool) -> None:
        self._run = None
        if not isinstance(image, QImage):
            return
        if isinstance(run.key, tuple):
            self._shown = run.key
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setAccessibleName(f"Page {self.page + 1} of {self.pages}")
        self._ask()

    def _fail(self, _run: Run, sentence: str, _details: str) -> None:
        self._run = None
        self.picture.setText(f"This page can't be shown. {sentence}")
