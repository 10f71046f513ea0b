"""Whether things may move on the screen: as the desktop wants it, or as the user has set it here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from archdraw.editor.settings import Motion

_wanted: list[Motion] = ["system"]


def set_motion(motion: Motion) -> None:
    """Follow the desktop from now on, or keep still, or move whatever the desktop says."""
    _wanted[0] = motion


def moves(widget: QWidget) -> bool:
    """Tell whether a change of a widget may be shown as a movement; else it is there at once."""
    if _wanted[0] != "system":
        return _wanted[0] == "full"
    from PySide6.QtWidgets import QStyle  # with all its enumerations: not before somebody asks

    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
