"""Layers: making one of the selection, and the panel of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import needs, some_selected
from archdraw.editor.edits import layering

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _add(session: Session, shell: Shell) -> None:
    layering.add_layer(session, session.selection)
    shell.show_panel("layers")


def _put(session: Session, shell: Shell) -> None:
    layers = layering.layers_of(session)
    at = (
        0
        if len(layers) == 1
        else shell.ask_choice("Put into a layer", "Layer", tuple(one.name or one.id for one in layers))
    )
    if at is not None:
        layering.put_in_layer(session, layers[at].id, session.selection)


@needs("Select something first; and this view needs a layer.")
def _can_put(session: Session) -> bool:
    return some_selected(session) and bool(layering.layers_of(session))


def _panel(_session: Session, shell: Shell) -> None:
    shell.show_panel("layers")


ACTIONS = (
    Action(
        "layers.add",
        "Layer of the selection",
        "Arrange",
        _add,
        "",
        ("Ctrl+Alt+N",),
        some_selected,
        tip="Make a layer of the selection, to hide and lock it together.",
        section="layers",
        submenu="Layers",
    ),
    Action(
        "layers.put",
        "Put into layer…",
        "Arrange",
        _put,
        "",
        ("Ctrl+Alt+P",),
        _can_put,
        tip="Add the selection to a layer.",
        section="layers",
        submenu="Layers",
    ),
    Action(
        "layers.panel",
        "Show layers and tags",
        "View",
        _panel,
        "",
        ("Alt+Shift+L",),
        tip="Hide and lock parts of this view together.",
        section="hidden",
    ),
)
