"""The window, put together: the only place that the command and Qt both reach.

Qt is loaded when one of the functions is called, never by importing this module.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from archdraw.module_files import find_own_modules, keep_module_pack, use_module_pack
from archdraw.standard_modules import OnlyWhenAsked

# A picture of the window needs no screen, also where there is one. Qt reads this when it starts.
HEADLESS_PLATFORM = "offscreen"
_BEFORE_QT = ("editor.files", "editor.actions", "editor.session")


def open_window(files: list[Path]) -> int:
    """Open the main window on designs and run until it is closed.

    Parameters
    ----------
    files
        Designs that exist; an empty list opens a new one.

    Returns
    -------
    int
        Exit code of the event loop.
    """
    _load_headless_rooms()
    from archdraw.qt.window.start import run_window

    return run_window(files, keep_module_pack)


def _load_headless_rooms() -> None:
    """Load everything below Qt, in the cheapest way and order.

    The window calls for the same modules; this only saves time.
    """
    import gc

    # Loading makes a hundred thousand objects that stay: looking through them again and again for garbage
    # is a tenth of the start. The window switches it on when it stands.
    gc.disable()
    find_own_modules()
    with OnlyWhenAsked():
        from archdraw.core.locations import cache_dir

        use_module_pack(cache_dir())
        for name in _BEFORE_QT:
            import_module(f"archdraw.{name}")
        from archdraw.qt.bridge.binding import load_binding

        load_binding()


def take_screenshot(
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
    """Write a PNG of the main window with a design in it; needs no display.

    Parameters
    ----------
    file, output
        The design and the picture.
    size
        Width and height of the window in units of the interface.
    scale
        Pixels per unit.
    theme
        "light" or "dark".
    overlay, select, panel
        What the canvas shows on top, the element selected and the panel in front; None for none.

    Raises
    ------
    ValueError
        When there is no such overlay, element or panel; the message is a sentence.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", HEADLESS_PLATFORM)
    from archdraw.qt.window.photograph import photograph_window

    photograph_window(
        file,
        output,
        size=size,
        scale=scale,
        theme=theme,
        overlay=overlay,
        select=select,
        panel=panel,
    )
