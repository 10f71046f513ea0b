"""The canvas offers its elements to screen readers; nothing is made before one of them asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

_offered: list[bool] = []


def offer_elements() -> None:
    """Tell Qt, once for all canvases, who makes their accessible objects."""
    if not _offered:
        _offered.append(True)
        QAccessible.installFactory(_make)


def _make(class_name: str, canvas: Any) -> QAccessibleInterface | None:
    """Return the accessible object of a canvas; Qt makes those of all other widgets itself."""
    if class_name != "CanvasView":
        return None
    from archdraw.qt.canvas.accessible_elements import CanvasInterface

    canvas.spoken = CanvasInterface(canvas, canvas.session, canvas.show_menu_at_selection)
    found: QAccessibleInterface = canvas.spoken
    return found
