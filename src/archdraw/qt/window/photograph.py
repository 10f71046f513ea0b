"""A picture of the real main window, for the command line and the manual."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import cast, get_args

from PySide6.QtCore import QEventLoop, QTimer

from archdraw.editor import files
from archdraw.editor.actions.action import PanelName
from archdraw.editor.session import OverlayName
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.start import make_application, make_window, wait_for_analysis

_SETTLE_MS = 200
# What the analysis or a panel still computes is waited for so many times.
_MOST_WAITS = 100


def photograph_window(
    file: Path,
    output: Path,
    *,
    size: tuple[int, int],
    scale: float,
    theme: str,
    overlay: str | None,
    select: str | None,
    panel: str | None,
) -> None:
    """Write a PNG of the main window with a design in it (see `archdraw.app.take_screenshot`).

    Raises
    ------
    ValueError
        When there is no such overlay, element or panel, or the design can't be read.
    """
    _check("overlay", overlay, get_args(OverlayName))
    _check("panel", panel, get_args(PanelName))
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    with tempfile.TemporaryDirectory() as folder:
        # The picture must not depend on how the user left the window.
        os.environ["ARCHDRAW_CONFIG_DIR"] = folder
        _photograph(file, output, size, theme, (overlay, select, panel))


def _photograph(
    file: Path,
    output: Path,
    size: tuple[int, int],
    theme: str,
    wishes: tuple[str | None, str | None, str | None],
) -> None:
    opened = files.open_document(file)
    app = make_application()
    window = make_window(app, theme)
    try:
        window.resize(*size)
        window.show()
        window.session.load(opened.design, opened.state)
        window.complete()
        wait_for_analysis(window)
        _arrange(window, file, wishes)
        _settle()
        for _ in range(_MOST_WAITS):
            if window.runner.whole and not window.panels.busy:
                break
            _settle()
        if not window.grab().save(str(output), "PNG"):
            raise ValueError(f"The picture can't be written to {output}.")
    finally:
        # Nothing is asked and nothing remembered when a photographed window goes.
        window.session.set_document(files.new_document().state)
        window.runner.stop()
        window.panels.close_session()
        window.hide()
        window.deleteLater()


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


def _arrange(window: MainWindow, file: Path, wishes: tuple[str | None, str | None, str | None]) -> None:
    overlay, select, panel = wishes
    window.documents.show_all()
    if overlay is not None:
        window.session.show_overlay(cast("OverlayName", overlay))
    if panel is not None:
        window.show_panel(cast("PanelName", panel))
    if select is not None:
        if window.session.role(select) is None:
            raise ValueError(f"There is no element “{select}” in {file.name}.")
        window.session.select({select})


def _check(what: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise ValueError(f"There is no {what} “{value}”; there are: {', '.join(known)}.")
