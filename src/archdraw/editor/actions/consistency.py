"""Asking what a store is needed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import needs, resting

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def chosen_store(session: Session) -> str | None:
    """Return the store that is selected alone, None where there is none."""
    chosen = session.chosen
    if chosen.boxes != 1 or len(chosen.components) != 1:
        return None
    (component_id,) = chosen.components
    component = session.component(component_id)
    is_store = component is not None and session.catalog.kind(component.kind).role == "store"
    return component_id if is_store else None


@needs("Select one data store first.", edits=False)
def _has_store(session: Session) -> bool:
    return resting(session) and chosen_store(session) is not None


def _ask(_session: Session, shell: Shell) -> None:
    shell.show_dialog("consistency")


ACTIONS = (
    Action(
        "analyse.consistency",
        "Consistency…",
        "Analyse",
        _ask,
        shortcuts=("Ctrl+U, C",),
        when=_has_store,
        tip="Must a read be right, or must there be an answer? What follows from that, and what a cut does.",
        section="what-if",
    ),
)
