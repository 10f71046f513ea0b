"""Exporting from the window: the work runs on a thread, the answer is a toast with a button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from archdraw.qt.window.main_window import MainWindow


def start_export(window: MainWindow, path: Path, kind: str, options: dict[str, Any] | None = None) -> None:
    """Write the review ("pdf") or the present view ("svg", "png") to `path` and say so.

    Parameters
    ----------
    options
        What the export dialog chose: "scale" of a PNG, "paper" of a PDF, "theme" of a drawing.
    """
    session = window.session
    design, catalog, view_id = session.design, session.catalog, session.view_id
    chosen = dict(options or {})

    def work(progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> Path | None:
        from archdraw.exporters import write

        progress(-1, f"Writing {path.name}")
        write(kind, design, catalog, path, view_id=view_id, should_stop=should_stop, **chosen)
        return None if should_stop() else path

    def done(written: Path | None) -> None:
        if written is not None:
            window.toast(f"{written.name} is written.", "Show", lambda: show_file(written))

    window.run_long(f"Writing {path.name}", work, done)


def show_file(path: Path) -> None:
    """Open a file with the program that the desktop keeps for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
