"""Whether things may move on the screen: as the desktop wants it, or as the user has set it here."""

from __future__ import annotations

from archdraw.editor.settings import Motion

_wanted: list[Motion] = ["system"]


def set_motion(motion: Motion) -> None:
    """Follow the desktop from now on, or keep still, or move whatever the desktop says."""
    _wanted[0] = motion


def moves() -> bool:
    """Tell whether a change may be shown as a movement; else it is there at once."""
    if _wanted[0] != "system":
        return _wanted[0] == "full"
    from archdraw.qt.bridge.desktop_motion import keeps_still  # asks other programs: when something moves

    return not keeps_still()
