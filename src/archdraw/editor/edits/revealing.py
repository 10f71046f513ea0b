"""Steps of a presentation: what each adds and points at, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.model import RevealStep, View, fresh_id
from archdraw.editor.document import EditRefused
from archdraw.editor.naming import unique_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.editor.workspace import Workspace


def steps_of(desk: Workspace) -> tuple[RevealStep, ...]:
    """Return the steps of the present view."""
    view: View = desk.store.get("views", desk.view_id)
    return view.steps


def add_step(desk: Workspace, ids: Iterable[str], name: str = "", *, after: str | None = None) -> str:
    """Add a step that reveals these elements, at the end or after another one; return its id.

    What an earlier step reveals already is pointed at instead.

    Raises
    ------
    EditRefused
        When nothing is named.
    """
    wanted = tuple(sorted(key for key in ids if desk.role(key) is not None))
    if not wanted:
        raise EditRefused("Select what the step reveals first.")
    steps = list(steps_of(desk))
    revealed = {key for step in steps for key in step.adds}
    adds = tuple(key for key in wanted if key not in revealed)
    name = unique_name(name or f"Step {len(steps) + 1}", {step.name for step in steps})
    step_id = fresh_id(name, {step.id for step in steps})
    highlights = () if adds else wanted
    step = RevealStep(id=step_id, name=name, adds=adds, highlights=highlights)
    at = next((index + 1 for index, one in enumerate(steps) if one.id == after), len(steps))
    steps.insert(at, step)
    _put(desk, steps, "Add a step")
    return step_id


def change_step(desk: Workspace, step_id: str, label: str, **fields: Any) -> None:
    """Change fields of a step: `name`, `caption`, `adds`, `highlights`."""
    _put(desk, [one.revised(**fields) if one.id == step_id else one for one in steps_of(desk)], label)


def delete_step(desk: Workspace, step_id: str) -> None:
    """Delete a step; what it revealed is there from the beginning then."""
    _put(desk, [one for one in steps_of(desk) if one.id != step_id], "Delete the step")


def move_step(desk: Workspace, step_id: str, to: int) -> None:
    """Move a step to a place counted from 0."""
    order = [one.id for one in steps_of(desk)]
    at = order.index(step_id)
    order.insert(max(0, min(len(order) - 1, to)), order.pop(at))
    order_steps(desk, order)


def order_steps(desk: Workspace, order: Sequence[str]) -> None:
    """Put all steps in this order; the order there is already is no change."""
    steps = {one.id: one for one in steps_of(desk)}
    if list(order) != list(steps):
        _put(desk, [steps[one] for one in order], "Move the step")


def _put(desk: Workspace, steps: Iterable[RevealStep], label: str) -> None:
    view: View = desk.store.get("views", desk.view_id)
    with desk.change(label) as store:
        store.put("views", desk.view_id, view.revised(steps=tuple(steps)))
