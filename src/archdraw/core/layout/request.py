"""How to lay out and what comes of it; the layout of a task without regard to where anything stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.layout.engine import LayoutCancelled
from archdraw.core.layout.level import Style
from archdraw.core.layout.measures import SPACINGS, Axes, Measures
from archdraw.core.layout.nesting import Nest
from archdraw.core.layout.sketching import Sketches
from archdraw.core.layout.standing import on_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.geometry import Box
    from archdraw.core.layout.graph import Task
    from archdraw.core.layout.measures import Direction, Spacing
    from archdraw.core.model import View


class Arrangement(NamedTuple):
    """Where things go, by id, on the grid; and what the user should know about it, empty for nothing."""

    boxes: dict[str, Box]
    remark: str = ""


class Request(NamedTuple):
    """How to lay out: which way calls run, how roomy, and how to stop.

    Direction and spacing of None are those of the view. `timeout_s` is how long the engine may take;
    `should_stop` is asked often, true raises LayoutCancelled; `progress` hears shares from 0 to 1. `hidden`
    elements are not looked at, `fixed` ones stay as if they were pinned.
    """

    direction: Direction | None = None
    spacing: Spacing | None = None
    timeout_s: float = 10.0
    should_stop: Callable[[], bool] | None = None
    progress: Callable[[float], None] | None = None
    hidden: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()

    def held(self, view: View) -> frozenset[str]:
        """Return what stays to the px: pinned, locked, or said to be fixed."""
        return self.fixed | {key for key, place in view.nodes.items() if place.pin or place.locked}

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


def lay_out_task(
    task: Task, axes: Axes, measures: Measures, request: Request, sketches: Sketches
) -> dict[str, Box]:
    """Return the boxes of a task, as on the drawing, wherever they come to lie."""
    nest = Nest(task, Style(measures, axes, sketches, request.check))
    boxes = {key: axes.placed(box) for key, box in nest.boxes(request.tell).items()}
    # Reversed axes leave corners off the grid, all by the same.
    first = boxes[next(iter(task.sizes))]
    dx, dy = on_grid(first.x) - first.x, on_grid(first.y) - first.y
    return {key: box.moved(dx, dy) for key, box in boxes.items()}
