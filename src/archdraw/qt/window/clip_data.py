"""Elements on the system's clipboard: our own text, words, and pictures that are made when pasted."""

from __future__ import annotations

import atexit
import logging
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMetaType, QMimeData, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import DisplayList, Scene, TextMeasurer, load_theme
from archdraw.editor.camera import Camera
from archdraw.editor.clipboard import MAX_PASTE_BYTES, Clip, Clipboard

MIME = "application/vnd.archdraw+json"
_SVG, _PNG, _TEXT = "image/svg+xml", "image/png", "text/plain"
# Under this name Qt hands out a picture in whatever format the other program asks for.
_QT_IMAGE = "application/x-qt-image"
_MARGIN = 24.0
_SCALE = 2.0
_LONGEST_PX = 8000
_log = logging.getLogger(__name__)


def read_mime(data: QMimeData | None) -> Clipboard:
    """Return what a clipboard holds, without reading more of it than may be pasted."""
    if data is None:
        # Nothing was ever put on it.
        return Clipboard()
    if isinstance(data, ClipData):
        return Clipboard(fragment=data.clip.fragment, text=data.clip.words)
    own = bytes(data.data(MIME).data()[: MAX_PASTE_BYTES + 1]) if data.hasFormat(MIME) else b""
    files = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    text = data.text() if data.hasText() and not files else ""
    return Clipboard(own.decode("utf-8", "replace"), text, data.hasImage(), files)


class ClipData(QMimeData):
    """Copied elements. Only what somebody asks for is made: copying itself takes no time."""

    def __init__(self, clip: Clip, catalog: Catalog, measurer: TextMeasurer) -> None:
        super().__init__()
        self.clip = clip
        self._catalog = catalog
        self._measurer = measurer
        self._made: dict[str, Any] = {}
        self._drawn: DisplayList | None = None

    def formats(self) -> list[str]:
        """Return what can be had, the best first."""
        return [MIME, _SVG, _PNG, _QT_IMAGE, _TEXT]

    def hasFormat(self, mime_type: str) -> bool:
        """Tell whether a format can be had."""
        return mime_type in self.formats()

    def retrieveData(self, mime_type: str, wanted: QMetaType | QMetaType.Type) -> Any:
        """Make what is asked for, once."""
        if mime_type not in self._made:
            try:
                self._made[mime_type] = self._make(mime_type)
            except Exception:  # noqa: BLE001 - Qt can not be told and would end the program
                # The other formats are still there.
                _log.exception("%s could not be made for the clipboard", mime_type)
                self._made[mime_type] = None
        return self._made[mime_type]

    def _make(self, mime_type: str) -> Any:
        if mime_type == MIME:
            return QByteArray(self.clip.json.encode("utf-8"))
        if mime_type == _TEXT:
            return self.clip.words
        if mime_type == _SVG:
            return QByteArray(self._svg().encode("utf-8"))
        if mime_type == _QT_IMAGE:
            return self._picture()
        return QByteArray(_png(self._picture())) if mime_type == _PNG else None

    def _page(self) -> DisplayList:
        """Return the drawing, as exports make it: the ways of thousands of lines would take many seconds."""
        if self._drawn is None:
            scene = Scene(self.clip.design, "main", self._catalog, self._measurer, for_a_page=True)
            self._drawn = scene.display_list()
        return self._drawn

    def _svg(self) -> str:
        from archdraw.exporters.svg import write_svg

        return write_svg(self._page(), load_theme("light"), title="Part of a drawing")

    def _picture(self) -> QImage:
        from archdraw.qt.canvas.picture import paint_page

        box = self._page().bounds.grown(_MARGIN)
        zoom = min(1.0, _LONGEST_PX / (_SCALE * max(box.w, box.h)))
        size = QSize(max(1, round(box.w * zoom)), max(1, round(box.h * zoom)))
        return paint_page(self._page(), load_theme("light"), Camera(box.x, box.y, zoom), size, _SCALE)


def _png(picture: QImage) -> bytes:
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"PNG")).write(picture)
    return bytes(written.data().data())


def settle_clipboard() -> None:
    """Leave our text on the clipboard when the program ends: it can still be pasted into the next one.

    The clipboard may outlive the interpreter, and data that Python made ends the process then.
    """
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if isinstance(data, ClipData):
        clipboard.setText(data.clip.json)


atexit.register(settle_clipboard)
