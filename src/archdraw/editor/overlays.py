"""What the workspace shows over the drawing: the chosen overlay, and what the what-if adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.drawing import Overlay
from archdraw.editor.workspace import EMPTY
from archdraw.report.overlays import overlay_of

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace

_WHAT_IF = "What if"


def build_overlay(desk: Workspace) -> Overlay:
    """Return the overlay chosen in the workspace, with what the what-if adds to it."""
    failed, degraded = lost_elements(desk)
    chosen = overlay_of(desk.design, desk.analysis, desk.overlay_name, desk.journey_id)
    if not (failed or desk.highlighted):
        return chosen
    return replace(
        chosen,
        name=chosen.name or (_WHAT_IF if failed else ""),
        failed=failed,
        degraded=degraded,
        highlighted=chosen.highlighted | desk.highlighted,
    )


def lost_elements(desk: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """Return what fails and what is degraded when the elements of the what-if are lost."""
    if not desk.failed:
        return EMPTY, EMPTY
    from archdraw.core.analysis import lose  # the engine is loaded when it is first needed

    effect = lose(desk.design, desk.catalog, desk.failed)
    return frozenset(effect.failed) | desk.failed, frozenset(effect.degraded) - desk.failed
