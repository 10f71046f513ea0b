"""The commands of plug-ins, among ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.document import EditRefused
from archdraw.editor.fixing import apply_plan
from archdraw.plugins.naming import kind_of, said_of
from archdraw.plugins.registry import Plugins, plugins

if TYPE_CHECKING:
    from archdraw.core.model import Design
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session
    from archdraw.plugins.registry import BroughtAction


def plugin_actions(found: Plugins | None = None) -> tuple[Action, ...]:
    """Return the commands of plug-ins, which are loaded for it."""
    found = plugins() if found is None else found
    return tuple(_action(found, one) for one in found.actions())


def _action(found: Plugins, brought: BroughtAction) -> Action:
    given = brought.action

    def perform(session: Session, shell: Shell) -> None:
        _perform(found, brought, session, shell)

    return Action(
        f"plugin.{given.name}",
        given.title.strip(),
        "Edit",
        perform,
        tip=f"{given.description} (plug-in {brought.plugin})",
        section="plugins",
        submenu="Plug-in commands",
    )


def _perform(found: Plugins, brought: BroughtAction, session: Session, shell: Shell) -> None:
    """Let a plug-in work on the document; what it returns becomes one step, or a sentence.

    Raises
    ------
    EditRefused
        It broke off, or gave something else; nothing is changed then.
    """
    from archdraw.core.analysis import analyse
    from archdraw.core.model import Design
    from archdraw.plugins.api import ActionInput

    before, title = session.design, brought.action.title.strip()
    given = ActionInput(
        design=before,
        catalog=session.catalog,
        selection=frozenset(session.selection),
        view_id=session.view_id,
        analysis=lambda: analyse(before, session.catalog),
    )
    fault = ""
    answer: Design | str | None = None
    try:
        answer = brought.action.perform(given)
    except EditRefused:
        raise
    except Exception as error:  # noqa: BLE001 - somebody else's code
        fault = f"“{title}” broke off with {said_of(error)}."
    if not fault and answer is not None and not isinstance(answer, Design | str):
        fault = f"“{title}” gave {kind_of(answer)} where a design or a sentence is wanted."
    if fault:
        found.report(brought.plugin, fault)
        raise EditRefused(f"Plug-in {brought.plugin}: {fault} Nothing was changed.")
    if isinstance(answer, str):
        shell.toast(answer)
    elif answer is not None:
        apply_plan(session, before, answer, title)
