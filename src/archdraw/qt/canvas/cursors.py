"""The editor's cursors in Qt."""

from __future__ import annotations

from PySide6.QtCore import Qt

from archdraw.editor.workspace import Cursor

_SHAPES: dict[Cursor, Qt.CursorShape] = {
    "default": Qt.CursorShape.ArrowCursor,
    "hand": Qt.CursorShape.OpenHandCursor,
    "grabbing": Qt.CursorShape.ClosedHandCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "forbidden": Qt.CursorShape.ForbiddenCursor,
    "move": Qt.CursorShape.SizeAllCursor,
    "text": Qt.CursorShape.IBeamCursor,
    "size-n": Qt.CursorShape.SizeVerCursor,
    "size-s": Qt.CursorShape.SizeVerCursor,
    "size-e": Qt.CursorShape.SizeHorCursor,
    "size-w": Qt.CursorShape.SizeHorCursor,
    "size-ne": Qt.CursorShape.SizeBDiagCursor,
    "size-sw": Qt.CursorShape.SizeBDiagCursor,
    "size-nw": Qt.CursorShape.SizeFDiagCursor,
    "size-se": Qt.CursorShape.SizeFDiagCursor,
}


def qt_cursor(cursor: Cursor) -> Qt.CursorShape:
    """Return Qt's shape for a cursor of the editor."""
    return _SHAPES.get(cursor, Qt.CursorShape.ArrowCursor)
