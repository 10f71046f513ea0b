"""Locking what the hand must not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs, some_selected
from archdraw.editor.actions.standing import with_ways
from archdraw.editor.edits import layering, locking

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _toggle(session: Session, shell: Shell) -> None:
    chosen = session.selection
    with_ways(
        session,
        shell,
        locking.lines_to_hold(session, chosen),
        lambda ways: locking.toggle_lock(session, chosen, ways),
        "lock it again",
    )


def _locked(session: Session) -> bool:
    return locking.all_locked(session, session.selection)


def _unlock_all(session: Session, shell: Shell) -> None:
    count = locking.unlock_all(session)
    shell.toast("One element is unlocked." if count == 1 else f"{count:,} elements are unlocked.")


@needs("Nothing is locked.")
def _any_locked(session: Session) -> bool:
    if not editable(session):
        return False
    return bool(locking.locked_keys(session)) or any(one.locked for one in layering.layers_of(session))


ACTIONS = (
    Action(
        "lock.toggle",
        "Lock",
        "Arrange",
        _toggle,
        "",
        ("Ctrl+Shift+K",),
        some_selected,
        _locked,
        tip="What is locked can be selected, but not moved, led, resized or deleted by hand.",
        section="lock",
    ),
    Action(
        "lock.unlock-all",
        "Unlock all",
        "Arrange",
        _unlock_all,
        "",
        ("Ctrl+Alt+L",),
        _any_locked,
        tip="Unlock every element and layer of this view.",
        section="lock",
    ),
)
