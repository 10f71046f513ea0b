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
from archdraw.qt.window.drop_target import target_over

_MOST_NAMED = 3


def may_drop(data: QMimeData) -> bool:
    """Tell whether the window takes what is being dragged, if only to say why it can't be used."""
    return data.hasFormat(GROUP_MIME) or data.hasUrls() or data.hasText() or data.hasImage()


def enter(window: Desk, event: QDropEvent) -> None:
    """Take what comes over the window, and say over the canvas what letting go would do."""
    if not may_drop(event.mimeData()):
        return
    take_copy(event)
    words, taken = meaning_of(event.mimeData())
    target_over(window.canvas).say(words, taken=taken)


def leave(window: Desk) -> None:
    """Say no more what letting go would do: it is gone, or has been let go."""
    target_over(window.canvas).hide()


def meaning_of(data: QMimeData) -> tuple[str, bool]:
    """Return in words what dropping would do, and whether it would do anything."""
    if data.hasFormat(GROUP_MIME):
        return "Drop to put the group here", True
    if data.hasUrls():
        paths = _paths(data)
        designs = _designs(paths)
        if not designs:
            return f"{_named(paths)} can\u2019t be opened: only designs (.adraw), and exports of one", False
        others = len(paths) - 1
        rest = f"; {others} other{'s' if others > 1 else ''} not: one window shows one design"
        return f"Drop to open {designs[0].name}{rest if others else ''}", True
    if data.hasText():
        return "Drop to put the text here as a note", True
    return "A picture can\u2019t be put on the drawing", False


def take_copy(event: QDropEvent) -> None:
    """Take what is dragged as a copy, whatever was proposed: what is moved is deleted where it came from."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def drop(window: Desk, documents: Documents, event: QDropEvent) -> None:
    """Use what was dropped at a point of the window."""
    leave(window)
    take_copy(event)
    data, position = event.mimeData(), event.position()
    place = window.canvas.viewport().mapFrom(window, position)
    at = window.session.camera.to_world(place.x(), place.y())
    if data.hasFormat(GROUP_MIME):
        documents.insert_group(bytes(data.data(GROUP_MIME).data()).decode("utf-8", "replace"), at)
    elif data.hasUrls():
        # Later: a question about unsaved changes must not hold up the program that was dragged from.
        paths = _paths(data)
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
    designs = _designs(paths)
    if not designs:
        named = _named(paths)
        what = "can\u2019t be opened: only designs (.adraw), and exports that carry one, can be dropped here."
        window.toast(f"{named} {what}")
        return
    if documents.open_path(designs[0]) and len(paths) > 1:
        left = listed((path.name for path in paths if path != designs[0]), _MOST_NAMED)
        window.toast(f"One window shows one design: {designs[0].name}. Not opened: {left}.")


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _designs(paths: list[Path]) -> list[Path]:
    """Return the files that can be opened, the best first."""
    # Exported reviews and drawings carry their design; a design itself goes before them.
    openable = (files.ENDING, *PICTURE_ENDINGS)
    designs = [path for path in paths if path.suffix.lower() in openable]
    return sorted(designs, key=lambda path: path.suffix.lower() != files.ENDING)


def _named(paths: list[Path]) -> str:
    return listed((path.name for path in paths), _MOST_NAMED) if paths else "What was dropped"
