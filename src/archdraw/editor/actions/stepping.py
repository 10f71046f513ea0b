"""The arrow keys: nudging what is selected, and going on with a connected component."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import one_component, resting
from archdraw.editor.edits import moving, routes
from archdraw.editor.edits.growing import grow
from archdraw.editor.edits.locking import LOCKED, unlocked

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.placing import Direction
    from archdraw.editor.session import Session

NUDGE = 1.0
# Px that an arrow key scrolls by when nothing is selected.
_SCROLL = 40.0
_SIDES: tuple[tuple[Direction, str, str, int, int], ...] = (
    ("right", "Right", "to the right", 1, 0),
    ("left", "Left", "to the left", -1, 0),
    ("up", "Up", "above", 0, -1),
    ("down", "Down", "below", 0, 1),
)


def _nudge(dx: int, dy: int, session: Session, _shell: Shell) -> None:
    _move(session, dx * NUDGE, dy * NUDGE, dx, dy)


def _nudge_far(dx: int, dy: int, session: Session, _shell: Shell) -> None:
    _move(session, dx * session.grid, dy * session.grid, dx, dy)


def _move(session: Session, dx: float, dy: float, across: int, down: int) -> None:
    one = next(iter(session.selection)) if len(session.selection) == 1 else None
    if session.selection and not unlocked(session, session.selection):
        session.say(LOCKED)
    elif one is not None and session.connection(one) is not None:
        if not session.document.read_only:
            routes.nudge_segment(session, one, dx, dy)
    elif session.selection:
        moving.move_by(session, session.selection, dx, dy, "Nudge")
    else:
        session.set_camera(session.camera.panned(-across * _SCROLL, -down * _SCROLL))


def _grow(direction: Direction, session: Session, _shell: Shell) -> None:
    grow(session, next(iter(session.selection)), direction)


ACTIONS = (
    *(
        Action(
            f"insert.grow-{direction}",
            f"Connected component {where}",
            "Insert",
            partial(_grow, direction),
            shortcuts=(f"Ctrl+{key}", f"Alt+Shift+{key}"),
            when=one_component,
            tip="Put another of the same kind there and connect it.",
            section="component",
            submenu="Go on",
        )
        for direction, key, where, _, _ in _SIDES
    ),
    *(
        Action(
            f"arrange.nudge-{direction}",
            f"{key} a little",
            "Arrange",
            partial(_nudge, dx, dy),
            shortcuts=(key,),
            when=resting,
            tip="Move the selection by one, of a connection a segment; with nothing selected scroll.",
            section="nudge",
            submenu="Move",
        )
        for direction, key, _, dx, dy in _SIDES
    ),
    *(
        Action(
            f"arrange.step-{direction}",
            f"{key} by a grid step",
            "Arrange",
            partial(_nudge_far, dx, dy),
            shortcuts=(f"Shift+{key}",),
            when=resting,
            tip="Move the selection by a step of the grid; with nothing selected scroll.",
            section="nudge",
            submenu="Move",
        )
        for direction, key, _, dx, dy in _SIDES
    ),
)
