"""Saying in the window which plug-ins wait to be allowed and what went wrong with others, each once."""

from __future__ import annotations

from archdraw.plugins.registry import plugins
from archdraw.qt.window.desk import Desk


def say_faults(window: Desk, said: int) -> int:
    """Show a sentence on what has gone wrong since `said` faults were known; return how many there are.

    Of a plug-in that waits to be allowed the user is told once, whatever the number of starts.
    """
    found = plugins()
    faults = found.faults()
    new = [*faults[said:], *found.untold()]
    if new:
        more = f" ({len(new) - 1} more)" if len(new) > 1 else ""
        text = f"{new[0]}{more}"
        window.toast(text, "Plug-ins", lambda: window.shell.show_dialog("plugins"))
    return len(faults)
