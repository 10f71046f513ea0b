"""The main window and what starts it."""

from archdraw.qt.window.photograph import photograph_window
from archdraw.qt.window.start import run_window

__all__ = ["photograph_window", "run_window"]
