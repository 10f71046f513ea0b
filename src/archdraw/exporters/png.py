"""A drawing as pixels, without Qt: painted on a page of its size, then rasterised."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from archdraw.exporters.job import ExportError
from archdraw.exporters.pdf.diagram import Spot, extent_of, paint_display
from archdraw.exporters.pdf.fonts import Fonts
from archdraw.exporters.pdf.sheet import Sheet
from archdraw.exporters.pdf.writing import font_warnings, new_canvas

if TYPE_CHECKING:
    from archdraw.core.drawing import DisplayList, Theme

MARGIN = 24.0
MOST_PIXELS = 120_000_000


def write_png(display: DisplayList, theme: Theme, *, scale: float = 1.0) -> tuple[bytes, tuple[str, ...]]:
    """Return a PNG of the drawing on the ground of its theme, and sentences on signs that are missing.

    Parameters
    ----------
    scale
        Pixels a drawing unit.

    Raises
    ------
    ExportError
        The scale is not above zero, or the picture would be too large to be made.
    """
    box = extent_of(display).grown(MARGIN)
    if not scale > 0:
        raise ExportError("The scale must be above zero.")
    if box.w * box.h * scale * scale > MOST_PIXELS:
        most = (MOST_PIXELS / (box.w * box.h)) ** 0.5
        raise ExportError(f"At this scale the picture would be too large; the largest is {most:.2g}.")
    page, warnings = write_page(display, theme)
    return _rasterised(page, scale), warnings


def write_page(display: DisplayList, theme: Theme) -> tuple[bytes, tuple[str, ...]]:
    """Return a PDF of one page with just the drawing on it, and sentences on signs that are missing."""
    box = extent_of(display).grown(MARGIN)
    buffer, fonts = BytesIO(), Fonts()
    canvas = new_canvas(buffer, (box.w, box.h), date(2000, 1, 1))
    sheet = Sheet(canvas, fonts, theme, (box.w, box.h))
    sheet.box(0.0, 0.0, box.w, box.h, "canvas")
    paint_display(sheet, display, Spot(0.0, 0.0, box.x, box.y, 1.0))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue(), font_warnings(fonts)


def _rasterised(page: bytes, scale: float) -> bytes:
    from archdraw.exporters.rasterising import page_picture

    buffer = BytesIO()
    page_picture(page, 0, scale).save(buffer, "PNG", optimize=False)
    return buffer.getvalue()
