"""An action: one record that feeds menus, toolbar, shortcuts, context menu and help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archdraw.editor.clipboard import Clip, Clipboard
    from archdraw.editor.session import Session
    from archdraw.editor.workspace import ThemeChoice

    LongWork = Callable[[Callable[[float, str], None], Callable[[], bool]], Any]

Menu = Literal["File", "Edit", "View", "Insert", "Arrange", "Analyse", "Help"]
MENUS: tuple[Menu, ...] = ("File", "Edit", "View", "Insert", "Arrange", "Analyse", "Help")
PanelName = Literal[
    "palette",
    "inspector",
    "findings",
    "journeys",
    "load",
    "losses",
    "changes",
    "outline",
    "layers",
    "steps",
    "estimates",
    "simulation",
    "papers",
    "comparison",
]
DialogName = Literal[
    "commands",
    "keys",
    "settings",
    "export",
    "plugins",
    "accept",
    "take-back",
    "rules",
    "consistency",
    "samples",
]
Answer = Literal["save", "discard", "cancel"]
Collision = Literal["overwrite", "save-as", "cancel"]


class Shell(Protocol):
    """What an action asks of the window around the canvas."""

    def ask_open_path(self) -> Path | None:
        """Let the user choose a document; None when they think better of it."""
        ...

    def ask_save_path(self, suggested: Path, kind: str) -> Path | None:
        """Let the user name a file; `kind` is its ending without the dot: "adraw", "pdf", "svg", "png"."""
        ...

    def ask_unsaved(self, name: str) -> Answer:
        """Ask what becomes of unsaved changes."""
        ...

    def ask_changed_outside(self, name: str) -> Collision:
        """Ask what to do when somebody else has changed the file."""
        ...

    def open_path(self, path: Path) -> None:
        """Open a document in this window, or in a new one when this one is in use."""
        ...

    def open_sample(self, path: Path) -> None:
        """Show a copy of a design that comes with the program; saving asks for a name."""
        ...

    def new_window(self) -> None:
        """Show an empty document."""
        ...

    def export(self, path: Path, kind: str) -> None:
        """Write the present view or the review as "pdf", "svg" or "png"."""
        ...

    def quit(self) -> None:
        """Close all windows, asking about unsaved changes."""
        ...

    def toast(self, text: str) -> None:
        """Show a sentence for a few seconds."""
        ...

    def toggle_panel(self, name: PanelName) -> None:
        """Show a hidden panel, hide a shown one."""
        ...

    def show_panel(self, name: PanelName) -> None:
        """Bring a panel to the front."""
        ...

    def panel_shown(self, name: PanelName) -> bool:
        """Tell whether a panel is open."""
        ...

    def walk_panes(self, step: int) -> None:
        """Give the keyboard to the next pane that is shown, 1 onwards and -1 back."""
        ...

    def open_menu(self) -> None:
        """Show the context menu of what has the keyboard."""
        ...

    def resize_pane(self, step: int) -> None:
        """Give the panel that has the keyboard more room with 1, less with -1."""
        ...

    def set_theme(self, name: ThemeChoice) -> None:
        """Change the colours of the window and `session.theme`; exports keep theirs."""
        ...

    def ask_text(self, title: str, question: str, text: str) -> str | None:
        """Let the user type one line, beginning with `text`; None when they think better of it."""
        ...

    def ask_choice(self, title: str, question: str, choices: tuple[str, ...]) -> int | None:
        """Let the user choose one of several; return its place, or None when they think better of it."""
        ...

    def present(self) -> None:
        """Play the steps of the present view, full screen."""
        ...

    def toggle_full_screen(self) -> None:
        """Give the canvas the whole screen, or take it back."""
        ...

    def show_shortcuts(self) -> None:
        """Show all keys, taken from the action table."""
        ...

    def show_about(self) -> None:
        """Show version, licence and credits."""
        ...

    def show_dialog(self, name: DialogName) -> None:
        """Show a dialog of the window by its name."""
        ...

    def stop_analysis(self) -> None:
        """Work out no more figures until the design changes or `analyse_again` is asked for."""
        ...

    def analyse_again(self) -> None:
        """Work the figures of the present design out."""
        ...

    def flip_theme(self) -> None:
        """Go from a dark theme to the light one, from any other to the dark one."""
        ...

    def read_clipboard(self) -> Clipboard:
        """Return what is on the system clipboard."""
        ...

    def put_clip(self, clip: Clip) -> None:
        """Put elements on the system clipboard, for us and for other programs."""
        ...

    def set_clipboard(self, text: str) -> None:
        """Put a text on the system clipboard."""
        ...

    def run_long(self, label: str, work: LongWork, done: Callable[[Any], None]) -> None:
        """Run ``work(progress, should_stop)`` away from the window's thread, then `done` with the result.

        While it runs `label` is shown with the progress (0 to 1 and a few words) and a way to cancel; an
        exception of `work` becomes a toast with its sentence.
        """
        ...

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        """Show a sentence for a few seconds with a button that does something."""
        ...

    def glide(self, step: Callable[[float], bool]) -> None:
        """Call `step` with shares that grow to 1 within 300 ms, until it says False.

        Where motion is to be reduced it is called once, with 1.
        """
        ...

    def remember_keep_tidy(self, on: bool) -> None:
        """Keep with the settings whether new components are placed by themselves."""
        ...


def always(_session: Session) -> bool:
    """Tell that an action can be used at any time."""
    return True


def never_checked(_session: Session) -> bool | None:
    """Tell that an action has no tick."""
    return None


@frozen
class Action:
    """Something the user can ask for.

    `shortcuts` are written as "Ctrl+Shift+L", the first one is shown; `icon` names a picture in the
    interface icons; `when` greys the action out; `checked` is None for actions without a tick. `section`
    separates runs of actions in a menu; `submenu` names the submenu, empty for none.
    """

    id: str
    title: str
    menu: Menu
    perform: Callable[[Session, Shell], None]
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    when: Callable[[Session], bool] = always
    checked: Callable[[Session], bool | None] = never_checked
    tip: str = ""
    section: str = ""
    submenu: str = ""
