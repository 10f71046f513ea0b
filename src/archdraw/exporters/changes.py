"""The change drawing: both states of a view in one picture, as SVG, PNG or a page of PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.comparing import both_in_one, change_marks
from archdraw.core.drawing import FontMetrics, Overlay, build_display_list, load_theme
from archdraw.exporters.job import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import ElementChange
    from archdraw.core.drawing import DisplayList
    from archdraw.core.model import Design

PICTURES = ("svg", "png", "pdf")
TITLE = "What has changed"


def change_display(
    old: Design, new: Design, elements: Iterable[ElementChange], view_id: str, catalog: Catalog
) -> DisplayList:
    """Return the drawing of a view with what was added, removed, changed and moved marked, and a legend."""
    overlay = Overlay(name=TITLE, changes=change_marks(elements, view_id))
    return build_display_list(both_in_one(old, new, view_id), view_id, catalog, FontMetrics(), overlay)


def write_changes(
    format: str, display: DisplayList, *, theme: str = "light", title: str = "", description: str = ""
) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of a picture, and sentences on signs that could not be shown.

    Raises
    ------
    ExportError
        There is no such format of picture.
    """
    if format == "svg":
        from archdraw.exporters.svg import write_svg

        text = write_svg(display, load_theme(theme), title=title, description=description)
        return text.encode("utf-8"), ()
    from archdraw.exporters.png import write_page, write_png

    if format == "png":
        return write_png(display, load_theme(theme))
    if format == "pdf":
        return write_page(display, load_theme(theme))
    raise ExportError(f'There is no picture "{format}"; name a file that ends in .svg, .png or .pdf.')
