"""The simulation: showing its panel, and taking a kept result out of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _show(_session: Session, shell: Shell) -> None:
    shell.show_panel("simulation")


@needs("The document keeps no simulation.")
def _is_kept(session: Session) -> bool:
    return editable(session) and "simulation" in session.store.get("document", "document").extensions


def _drop(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import keeping

    keeping.drop_simulation(session)
    shell.toast("The report has no chapter on a simulation any more.")


ACTIONS = (
    Action(
        "simulation.show",
        "Simulate a journey",
        "Analyse",
        _show,
        "run",
        ("Ctrl+B, S",),
        tip="Follow the requests of a journey one by one: steady, overloaded, or with a zone lost.",
        section="panels",
    ),
    Action(
        "simulation.drop",
        "Drop the kept simulation",
        "Analyse",
        _drop,
        "",
        ("Ctrl+B, D",),
        _is_kept,
        tip="Take the simulation out of the document and of its report.",
        section="panels",
    ),
)
