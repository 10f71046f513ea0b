"""Turns a page of a PDF into pixels; the engine works for one caller at a time, whatever the thread."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

# PDFium may not be called from two threads at once: a preview and an export of a picture take turns.
_TURN = Lock()


def page_picture(data: bytes, page: int, scale: float) -> Image:
    """Return a page (from 0) as a picture in RGB, `scale` pixels a point."""
    import pypdfium2

    with _TURN:
        document = pypdfium2.PdfDocument(data)
        try:
            made: Image = document[page].render(scale=scale, may_draw_forms=False).to_pil()
            return made.convert("RGB")
        finally:
            document.close()


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with _TURN:
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()
