"""Keeping a simulation in the document, so that its report can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.keeping import KEY, kept_form

if TYPE_CHECKING:
    from archdraw.core.analysis.simulation.results import SimulationResult
    from archdraw.editor.workspace import Workspace


def keep_simulation(desk: Workspace, result: SimulationResult) -> None:
    """Put a result into the document, in one step; it takes the place of the one before.

    Raises
    ------
    EditRefused
        When the document is read-only.
    """
    with desk.change("Keep simulation") as store:
        extensions = {**desk.design.extensions, KEY: kept_form(result)}
        store.change_document(extensions=extensions)


def drop_simulation(desk: Workspace) -> None:
    """Take the kept result out of the document, in one step.

    Raises
    ------
    EditRefused
        When the document is read-only.
    """
    with desk.change("Drop simulation") as store:
        rest = {name: value for name, value in desk.design.extensions.items() if name != KEY}
        store.change_document(extensions=rest)
