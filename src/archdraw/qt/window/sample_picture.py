"""A small picture of a design that is not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from archdraw.core.drawing import Scene
from archdraw.core.storage import StorageError, read_design
from archdraw.editor.camera import Camera
from archdraw.qt.window.desk import Desk

_MARGIN = 24.0


def sample_picture(path: Path, window: Desk, size: QSize, ratio: float) -> QPixmap:
    """Return the first view of a design, as large as fits, in the colours of the window.

    Parameters
    ----------
    size, ratio
        Of the picture in logical px, and device px for each of them.
    """
    from archdraw.qt.canvas.picture import paint_picture

    try:
        design = read_design(path, window.session.catalog).design
    except StorageError:
        return QPixmap()
    scene = Scene(design, design.views[0].id, window.session.catalog, window.session.measurer)
    box = scene.display_list().bounds.grown(_MARGIN)
    zoom = min(size.width() / box.w, size.height() / box.h, 1.0)
    left = box.x - (size.width() / zoom - box.w) / 2.0
    top = box.y - (size.height() / zoom - box.h) / 2.0
    camera = Camera(left, top, zoom)
    return QPixmap.fromImage(paint_picture(scene, window.canvas.theme, camera, size, ratio, grid=False))
