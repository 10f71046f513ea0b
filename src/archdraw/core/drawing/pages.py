"""All of a view at once, as a page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.collecting import collector_paused
from archdraw.core.drawing.display import NO_OVERLAY
from archdraw.core.drawing.scene import Scene

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.display import DisplayList, Overlay, TextMeasurer
    from archdraw.core.drawing.told_wiring import Found
    from archdraw.core.model import Design


def build_display_list(
    design: Design,
    view_id: str,
    catalog: Catalog,
    measurer: TextMeasurer,
    overlay: Overlay = NO_OVERLAY,
    found: Found | None = None,
) -> DisplayList:
    """Return the display list of one view of a design, for exporters; `found` is known of it (see `tell`).

    With more than `PLAIN_FROM` connections, all drawn at once, lines look for no way around: on a page of
    that size nobody could follow one, and the search would take ten times as long as all the rest.
    """
    with collector_paused():
        scene = Scene(design, view_id, catalog, measurer, for_a_page=True)
        scene.tell(found)
        scene.set_overlay(overlay)
        return scene.display_list()
