"""Making a change that the what-if ranking has found: one step, taken back like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import update

if TYPE_CHECKING:
    from archdraw.core.analysis.what_if import Change
    from archdraw.editor.workspace import Workspace


def label_of(change: Change) -> str:
    """Return what the step is called in the history: the description without its full stop."""
    return change.description.removesuffix(".")


def apply_change(desk: Workspace, change: Change) -> None:
    """Make a change to its component, in one step.

    Raises
    ------
    EditRefused
        When the component is gone, already is as the change would make it, or the document is read-only.
    """
    component = desk.component(change.component)
    if component is None:
        raise EditRefused(f"There is no “{change.component}” any more: the change can’t be made.")
    if all(getattr(component, field) == value for field, value in change.fields.items()):
        raise EditRefused(f"“{component.name or component.id}” already is like that.")
    update(desk, "components", change.component, dict(change.fields), label_of(change))
