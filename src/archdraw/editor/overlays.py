"""What the workspace shows over the drawing: the chosen overlay, and what the what-if adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.drawing import Overlay
from archdraw.editor.workspace import EMPTY
from archdraw.report.overlays import overlay_of

if TYPE_CHECKING:
    from archdraw.core.analysis.failing import LossEffect
    from archdraw.editor.workspace import Workspace

_WHAT_IF = "What if"
_CHANGES = "What has changed"
_BEFORE = "before the last change"
_POINTED_OUT = "Chosen in the list"


def build_overlay(desk: Workspace) -> Overlay:
    """Return the overlay chosen in the workspace, with what the what-if adds to it."""
    failed, degraded = lost_elements(desk)
    chosen = desk.traffic.over(_chosen(desk))
    if desk.changes:
        chosen = replace(chosen, name=chosen.name or _CHANGES, changes=dict(desk.changes))
    if not (desk.failed or desk.highlighted):
        return chosen
    return replace(
        chosen,
        name=chosen.name or (_WHAT_IF if desk.failed else ""),
        failed=failed,
        degraded=degraded,
        # What is pointed out stands alone: within the path of its journey a cut set would not be seen.
        highlighted=desk.highlighted or chosen.highlighted,
        chosen=_POINTED_OUT if desk.highlighted else chosen.chosen,
    )


def _chosen(desk: Workspace) -> Overlay:
    """Return the overlay chosen; one that would be another with other figures says of when these are."""
    design, name, journey = desk.design, desk.overlay_name, desk.journey_id
    found = overlay_of(design, desk.analysis, name, journey)
    # At other traffic the load is worked out anew.
    by_itself = name == "utilisation" and not desk.traffic.as_stated
    if desk.behind and not by_itself and found != overlay_of(design, None, name, journey):
        return replace(found, name=f"{found.name}, {_BEFORE}")
    return found


def lost_elements(desk: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """Return what fails and what is degraded when the elements of the what-if are lost."""
    if not desk.failed:
        desk.known_loss = None
        return EMPTY, EMPTY
    effect = loss_of(desk)
    drawn = frozenset(one for one in desk.failed if desk.role(one) is not None)
    return frozenset(effect.failed) | drawn, frozenset(effect.degraded) - drawn


def loss_of(desk: Workspace) -> LossEffect:
    """Return what the what-if does; computed once for a design, however many ask."""
    from archdraw.core.analysis import lose  # the engine is loaded when it is first needed

    design, known = desk.design, desk.known_loss
    if known is None or known[0] is not design or known[1] != desk.failed:
        known = desk.known_loss = (design, desk.failed, lose(design, desk.catalog, desk.failed))
    return known[2]


def may_fail(desk: Workspace, element_id: str) -> bool:
    """Tell whether the what-if can take something down: what is drawn, or an instance of it ("web#2")."""
    if desk.role(element_id) is not None:
        return True
    component_id, mark, number = element_id.rpartition("#")
    component = desk.component(component_id) if mark else None
    return component is not None and number.isdecimal() and 1 <= int(number) <= component.replicas
