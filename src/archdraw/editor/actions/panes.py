"""Going from pane to pane of the window with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _next_pane(_session: Session, shell: Shell) -> None:
    shell.walk_panes(1)


def _previous_pane(_session: Session, shell: Shell) -> None:
    shell.walk_panes(-1)


def _context_menu(_session: Session, shell: Shell) -> None:
    shell.open_menu()


def _larger_pane(_session: Session, shell: Shell) -> None:
    shell.resize_pane(1)


def _smaller_pane(_session: Session, shell: Shell) -> None:
    shell.resize_pane(-1)


ACTIONS = (
    Action(
        "view.next-pane",
        "Next pane",
        "View",
        _next_pane,
        "",
        ("F6",),
        tip="Give the keyboard to toolbar, palette, canvas, inspector, panel and status line in turn.",
        section="panels",
        submenu="Panels",
    ),
    Action(
        "view.previous-pane",
        "Previous pane",
        "View",
        _previous_pane,
        "",
        ("Shift+F6",),
        tip="Give the keyboard to the pane before.",
        section="panels",
        submenu="Panels",
    ),
    Action(
        "view.context-menu",
        "Context menu",
        "View",
        _context_menu,
        "",
        ("Shift+F10",),
        tip="Show the menu of what has the keyboard, as a right click does.",
        section="panels",
        submenu="Panels",
    ),
    Action(
        "view.larger-pane",
        "Larger pane",
        "View",
        _larger_pane,
        "",
        ("Ctrl+Alt+=",),
        tip="Give the panel that has the keyboard more room.",
        section="panels",
        submenu="Panels",
    ),
    Action(
        "view.smaller-pane",
        "Smaller pane",
        "View",
        _smaller_pane,
        "",
        ("Ctrl+Alt+-",),
        tip="Give the panel that has the keyboard less room.",
        section="panels",
        submenu="Panels",
    ),
)
