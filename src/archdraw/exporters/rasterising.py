"""Turns a page of a PDF into pixels; the engine works for one caller at a time, whatever the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.storage.pdf_attachments import PDFIUM_TURN

if TYPE_CHECKING:
    from PIL.Image import Image


def page_picture(data: bytes, page: int, scale: float) -> Image:
    """Return a page (from 0) as a picture in RGB, `scale` pixels a point."""
    import pypdfium2

    with PDFIUM_TURN:
        document = pypdfium2.PdfDocument(data)
        try:
            made: Image = document[page].render(scale=scale, may_draw_forms=False).to_pil()
            return made.convert("RGB")
        finally:
            document.close()


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Return width and height of a page (from 0) in points."""
    import pypdfium2

    with PDFIUM_TURN:
        document = pypdfium2.PdfDocument(data)
        try:
            width, height = document.get_page_size(page)
            return float(width), float(height)
        finally:
            document.close()


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with PDFIUM_TURN:
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()
