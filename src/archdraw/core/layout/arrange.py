"""Automatic placement: of a whole view, of a selection, or of what has no place yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.applying import followers
from archdraw.core.layout.engine import LayoutError
from archdraw.core.layout.fitting import fit_new, fit_selection
from archdraw.core.layout.graph import build_task, shown_elements
from archdraw.core.layout.notes import notes_along
from archdraw.core.layout.pins import Pins, held_elements
from archdraw.core.layout.request import USUAL, Arrangement, Request, lay_out_task
from archdraw.core.layout.standing import on_grid

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.model import Design, View


def arrange(
    design: Design, view_id: str, *, only: Collection[str] | None = None, request: Request = USUAL
) -> Arrangement:
    """Return new places for the components, groups and notes of a view.

    Parameters
    ----------
    design, view_id
        What to lay out.
    only
        Ids of components and groups; None lays out everything. A group brings what stands in it. Nothing
        else moves, and nothing else is covered.
    request
        Direction, spacing, time limit and how to stop.

    Returns
    -------
    Arrangement
        Boxes in drawing units, on the 20-unit grid; groups fit around what they hold. Pinned elements keep
        their place, and a pinned group all that is in it. The drawing stays where it was.

    Raises
    ------
    LayoutError
        When the view does not exist; nothing has changed then.
    LayoutCancelled
        When `request.should_stop` said so.
    """
    view = _view(design, view_id)
    if only is not None:
        return fit_selection(design, view, only, request)
    task = build_task(design, view, shown_elements(design, view, request.hidden))
    if not task.children[None]:
        return Arrangement({})
    stands = {key: view.nodes[key].shown for key in task.elements if key in view.nodes}
    sketches = request.sketches()
    ideal = lay_out_task(task, request.axes(view), request.measures(view), request, sketches)
    held = held_elements(task, request.held(view), stands)
    boxes = ideal
    if held:
        boxes = Pins(task, ideal, held, request.measures(view)).boxes(request.check)
    else:
        dx, dy = _way_home(ideal.values(), stands.values())
        boxes = {key: box.moved(dx, dy) for key, box in ideal.items()}
    boxes.update(notes_along(view, stands, boxes, request.fixed))
    return Arrangement({**boxes, **followers(design, view, boxes)}, sketches.remark)


def place_new(
    design: Design, view_id: str, new: Collection[str] | None = None, request: Request = USUAL
) -> Arrangement:
    """Return places for new elements among what stands; nothing else moves.

    They go beside what they are connected to, into the group that they belong to, where they cover nothing;
    a group that is too small grows where there is room.

    Parameters
    ----------
    design, view_id
        What they are in.
    new
        Their ids; None are all that the view shows and that have no place in it. Pinned ones are left alone.
    request
        As for `arrange`; so are the errors.
    """
    view = _view(design, view_id)
    shown, held = shown_elements(design, view, request.hidden), request.held(view)
    placed = view.nodes.keys()
    wanted = shown - placed if new is None else (shown & set(new)) - (held & placed)
    return fit_new(design, view, wanted, request)


def _view(design: Design, view_id: str) -> View:
    view = design.view_by_id.get(view_id)
    if view is None:
        message = f"There is no view “{view_id}” to lay out."
        raise LayoutError(message)
    return view


def _way_home(new: Collection[Box], old: Collection[Box]) -> tuple[float, float]:
    """Return the shift on the grid that brings a drawing to where it was, or to the origin."""
    after, before = bounding_box(new), bounding_box(old)
    if after is None:
        return 0.0, 0.0
    if before is None:
        return -on_grid(after.x), -on_grid(after.y)
    return on_grid(before.center.x - after.center.x), on_grid(before.center.y - after.center.y)
