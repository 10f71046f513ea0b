"""Saying in the window what went wrong with plug-ins, each sentence once."""

from __future__ import annotations

from archdraw.plugins.registry import plugins
from archdraw.qt.window.desk import Desk


def say_faults(window: Desk, said: int) -> int:
    """Show a sentence on what has gone wrong since `said` faults were known; return how many there are."""
    faults = plugins().faults()
    new = faults[said:]
    if new:
        more = f" ({len(new) - 1} more)" if len(new) > 1 else ""
        text = f"{new[0]}{more}"
        window.toast(text, "Plug-ins", lambda: window.shell.show_dialog("plugins"))
    return len(faults)
