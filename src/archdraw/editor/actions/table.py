"""The table of all actions, and doing one by its key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from archdraw.editor.actions import (
    analyse,
    arrange,
    compare,
    consistency,
    edit,
    estimate,
    file,
    find,
    fold,
    insert,
    layers,
    lines,
    lock,
    manual,
    panes,
    present,
    resize,
    settings,
    simulate,
    size,
    stepping,
    style,
    tidy,
    view,
    views,
    walking,
    words,
)
from archdraw.editor.actions.key_map import KeyMap
from archdraw.editor.chords import joined
from archdraw.editor.document import EditRefused
from archdraw.editor.tools.keys import MODIFIER_KEYS
from archdraw.plugins.distribution import ACTIONS
from archdraw.plugins.registry import plugins

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.editor.actions.action import Action, Shell
    from archdraw.editor.events import KeyEvent
    from archdraw.editor.session import Session

# What is done on and on while its key is held: moving and sizing.
_HELD = frozenset({"nudge", "size"})


@lru_cache(maxsize=1)
def all_actions() -> tuple[Action, ...]:
    """Return every action in the order of the menus, those of plug-ins after ours."""
    rooms = (
        *(
            file,
            compare,
            edit,
            style,
            words,
            find,
            walking,
            tidy,
            arrange,
            view,
            views,
            layers,
            present,
            panes,
        ),
        *(
            insert,
            stepping,
            resize,
            lines,
            fold,
            size,
            lock,
            analyse,
            consistency,
            estimate,
            simulate,
            settings,
            manual,
        ),
    )
    ours = tuple(action for room in rooms for action in room.ACTIONS)
    if not plugins().brings(ACTIONS):
        return (*ours, *file.LAST)
    from archdraw.editor.actions.plugin import plugin_actions

    return (*ours, *plugin_actions(), *file.LAST)


@lru_cache(maxsize=1)
def actions_by_id() -> dict[str, Action]:
    """Return every action by its id."""
    return {action.id: action for action in all_actions()}


@lru_cache(maxsize=1)
def default_keys() -> KeyMap:
    """Return the keys of the table, which nobody has changed."""
    return KeyMap(all_actions())


def action_for(event: KeyEvent, keys: KeyMap | None = None, before: str = "") -> Action | None:
    """Return the action that a key asks for, or None; without `keys` those of the table count.

    `before` is the stroke that came first, empty for none.
    """
    if event.kind != "press":
        return None
    known = keys or default_keys()
    # "+" needs Shift on many keyboards; zooming in means the same either way.
    for chord in (event.chord, event.chord.replace("Shift++", "+")):
        found = known.action_for(joined(before, chord) if before else chord)
        if found is not None:
            return found
    return None


def perform(action: Action, session: Session, shell: Shell) -> bool:
    """Do an action if it can be used now; return whether it could.

    What it refuses is shown as a sentence; nothing is changed then.
    """
    if not action.when(session):
        return False
    session.look_away()
    try:
        action.perform(session, shell)
    except EditRefused as refusal:
        session.store.bail_out()
        shell.toast(str(refusal))
    # From a menu no event comes after it.
    session.come_to_rest()
    session.refresh_ghosts()
    return True


def _go_on(action: Action, session: Session, shell: Shell) -> bool:
    """Do what a key that is held does once more, as part of its step: holding it is one gesture."""
    store, dirty = session.store, session.dirty
    depth, label = store.undo_depth, store.undo_label
    done = perform(action, session, shell)
    # A step that is saved already is left as it is: what comes after it is not saved.
    if dirty and label is not None and (store.undo_depth, store.undo_label) == (depth + 1, label):
        store.join_last(label)
    return done


def attach(
    session: Session,
    shell: Shell,
    keys: KeyMap | None = None,
    begin: Callable[[str], None] | None = None,
) -> None:
    """Let keys that no tool wants do the actions they stand for, alone or after a first stroke.

    `begin` is told of a first stroke and waits for the second one itself; without it the next key is that.
    """
    known = keys or default_keys()
    begun: list[str] = []

    def on_key(event: KeyEvent) -> bool:
        if event.kind != "press" or event.key in MODIFIER_KEYS:
            return False
        before = begun.pop() if begun else ""
        if not before and known.begins(event.chord):
            if begin is not None:
                begin(event.chord)
            else:
                begun.append(event.chord)
            return True
        action = action_for(event, known, before)
        if action is None:
            # A second stroke that means nothing is none for others either.
            return bool(before)
        if event.repeated and action.section in _HELD:
            return _go_on(action, session, shell)
        return perform(action, session, shell)

    session.key_fallback = on_key
