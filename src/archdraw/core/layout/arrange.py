"""Automatic placement: of a whole view, of a selection, or of what has no place yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.layout.engine import LayoutCancelled, LayoutError
from archdraw.core.layout.graph import Task, build_task, shown_elements
from archdraw.core.layout.level import Style
from archdraw.core.layout.measures import SPACINGS, Axes, Measures
from archdraw.core.layout.nesting import Nest
from archdraw.core.layout.notes import notes_along
from archdraw.core.layout.pins import Pins, held_elements
from archdraw.core.layout.sketching import Sketches
from archdraw.core.layout.standing import on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from archdraw.core.layout.measures import Direction, Spacing
    from archdraw.core.model import Design, View


class Arrangement(NamedTuple):
    """Where things go, by id, on the grid; and what the user should know about it, empty for nothing."""

    boxes: dict[str, Box]
    remark: str = ""


class Request(NamedTuple):
    """How to lay out: which way calls run, how roomy, and how to stop.

    Direction and spacing of None are those of the view. `timeout_s` is how long the engine may take;
    `should_stop` is asked often, true raises LayoutCancelled; `progress` hears shares from 0 to 1.
    """

    direction: Direction | None = None
    spacing: Spacing | None = None
    timeout_s: float = 10.0
    should_stop: Callable[[], bool] | None = None
    progress: Callable[[float], None] | None = None

    def axes(self, view: View) -> Axes:
        """Return which way is up."""
        return Axes(self.direction or view.direction)

    def measures(self, view: View) -> Measures:
        """Return the distances to keep."""
        return SPACINGS[self.spacing or view.spacing]

    def sketches(self) -> Sketches:
        """Return where the engine's sketches come from."""
        return Sketches(self.timeout_s, self.should_stop)

    def check(self) -> None:
        """Raise LayoutCancelled when nobody wants the result any more."""
        if self.should_stop is not None and self.should_stop():
            raise LayoutCancelled

    def tell(self, share: float) -> None:
        """Tell how far it is."""
        if self.progress is not None:
            self.progress(share)


USUAL = Request()


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
        from archdraw.core.layout.fitting import fit_selection

        return fit_selection(design, view, only, request)
    task = build_task(design, view, shown_elements(design, view))
    if not task.children[None]:
        return Arrangement({})
    stands = {key: view.nodes[key].box for key in task.elements if key in view.nodes}
    sketches = request.sketches()
    ideal = lay_out_task(task, request.axes(view), request.measures(view), request, sketches)
    pinned = {key for key, place in view.nodes.items() if place.pin}
    held = held_elements(task, pinned, stands)
    boxes = ideal
    if held:
        boxes = Pins(task, ideal, held, request.measures(view)).boxes(request.check)
    else:
        dx, dy = _way_home(ideal.values(), stands.values())
        boxes = {key: box.moved(dx, dy) for key, box in ideal.items()}
    return Arrangement({**boxes, **notes_along(view, stands, boxes)}, sketches.remark)


def place_missing(
    design: Design, view_id: str, *, also: Collection[str] = (), request: Request = USUAL
) -> Arrangement:
    """Return places for what a view shows and has no place yet, and for `also`; nothing else moves.

    They go beside what they are connected to, into the group that they belong to, where they cover nothing;
    a group that is too small grows where there is room.

    Raises
    ------
    LayoutError, LayoutCancelled
        As for `arrange`.
    """
    from archdraw.core.layout.fitting import fit_new

    view = _view(design, view_id)
    shown = shown_elements(design, view)
    new = {key for key in shown if key not in view.nodes or (key in also and not view.nodes[key].pin)}
    return fit_new(design, view, new, request)


def lay_out_task(
    task: Task, axes: Axes, measures: Measures, request: Request, sketches: Sketches
) -> dict[str, Box]:
    """Return the boxes of a task, as on the drawing, wherever they come to lie."""
    nest = Nest(task, Style(measures, axes, sketches, request.check))
    return {key: axes.placed(box) for key, box in nest.boxes(request.tell).items()}


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
