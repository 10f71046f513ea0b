"""What may be dropped on the window: designs, group kinds from the palette, text; the rest is told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDropEvent

from archdraw.core.model import listed
from archdraw.core.storage.pictures import PICTURE_ENDINGS
from archdraw.editor import files
from archdraw.editor.clipboard import paste_plain
from archdraw.editor.document import EditRefused
from archdraw.qt.panels.kind_model import GROUP_MIME
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.documents import Documents

_MOST_NAMED = 3


def may_drop(data: QMimeData) -> bool:
    """Tell whether the window takes what is being dragged, if only to say why it can't be used."""
    return data.hasFormat(GROUP_MIME) or data.hasUrls() or data.hasText() or data.hasImage()


def take_copy(event: QDropEvent) -> None:
    """Take what is dragged as a copy, whatever was proposed: what is moved is deleted where it came from."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def drop(window: Desk, documents: Documents, event: QDropEvent) -> None:
    """Use what was dropped at a point of the window."""
    take_copy(event)
    data, position = event.mimeData(), event.position()
    place = window.canvas.viewport().mapFrom(window, position)
    at = window.session.camera.to_world(place.x(), place.y())
    if data.hasFormat(GROUP_MIME):
        documents.insert_group(bytes(data.data(GROUP_MIME).data()).decode("utf-8", "replace"), at)
    elif data.hasUrls():
        # Later: a question about unsaved changes must not hold up the program that was dragged from.
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        QTimer.singleShot(0, window, lambda: open_dropped(window, documents, paths))
    elif data.hasText():
        try:
            paste_plain(window.session, data.text(), at)
        except EditRefused as refusal:
            window.toast(str(refusal))
    else:
        window.toast("A picture can\u2019t be put on the drawing; drop designs (.adraw) or text.")


def open_dropped(window: Desk, documents: Documents, paths: list[Path]) -> None:
    """Open the first design among the files and say what became of the others."""
    # Exported reviews and drawings carry their design; a design itself goes before them.
    openable = (files.ENDING, *PICTURE_ENDINGS)
    designs = [path for path in paths if path.suffix.lower() in openable]
    designs.sort(key=lambda path: path.suffix.lower() != files.ENDING)
    if not designs:
        named = listed((path.name for path in paths), _MOST_NAMED) if paths else "What was dropped"
        what = "can\u2019t be opened: only designs (.adraw), and exports that carry one, can be dropped here."
        window.toast(f"{named} {what}")
        return
    if documents.open_path(designs[0]) and len(paths) > 1:
        left = listed((path.name for path in paths if path != designs[0]), _MOST_NAMED)
        window.toast(f"One window shows one design: {designs[0].name}. Not opened: {left}.")
