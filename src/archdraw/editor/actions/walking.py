"""Going about with the keyboard: from element to element, and over the drawing page by page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import one_chosen, resting
from archdraw.editor.edits.growing import reveal
from archdraw.editor.navigation import neighbour_in_direction, next_in_order

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.placing import Direction
    from archdraw.editor.session import Session

# The share of the viewport that a page goes on by.
_PAGE = 0.8
_SIDES: tuple[tuple[Direction, str, str], ...] = (
    ("right", "Right", "to the right"),
    ("left", "Left", "to the left"),
    ("up", "Up", "above"),
    ("down", "Down", "below"),
)


def _go_to(session: Session, element_id: str | None) -> None:
    if element_id is None:
        return
    session.select({element_id})
    frame = session.frame(element_id)
    if frame is not None:
        reveal(session, frame)


def _step(step: int, session: Session, _shell: Shell) -> None:
    _go_to(session, next_in_order(session, step))


def _beside(direction: Direction, session: Session, _shell: Shell) -> None:
    _go_to(session, neighbour_in_direction(session, direction))


def _page(share: float, session: Session, _shell: Shell) -> None:
    session.set_camera(session.camera.panned(0.0, session.viewport[1] * share))


ACTIONS = (
    Action(
        "go.next",
        "Next element",
        "Edit",
        partial(_step, 1),
        shortcuts=("Tab",),
        when=resting,
        tip="Select what comes next, line by line from the top left.",
        section="select",
        submenu="Go to",
    ),
    Action(
        "go.previous",
        "Previous element",
        "Edit",
        partial(_step, -1),
        shortcuts=("Shift+Tab",),
        when=resting,
        tip="Select what comes before, line by line.",
        section="select",
        submenu="Go to",
    ),
    *(
        Action(
            f"go.{direction}",
            f"Nearest element {where}",
            "Edit",
            partial(_beside, direction),
            shortcuts=(f"Alt+{key}",),
            when=one_chosen,
            tip="Select what lies nearest in that direction.",
            section="select",
            submenu="Go to",
        )
        for direction, key, where in _SIDES
    ),
    Action(
        "view.page-up",
        "Scroll up",
        "View",
        partial(_page, _PAGE),
        shortcuts=("PageUp",),
        tip="Show what lies above.",
        section="zoom",
    ),
    Action(
        "view.page-down",
        "Scroll down",
        "View",
        partial(_page, -_PAGE),
        shortcuts=("PageDown",),
        tip="Show what lies below.",
        section="zoom",
    ),
)
