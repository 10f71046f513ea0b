"""What actions ask of the window: dialogs, panels, theme, clipboard and long jobs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QIcon

from archdraw.editor.actions.action import Answer, Collision, DialogName, PanelName
from archdraw.editor.workspace import ThemeChoice
from archdraw.qt.window.desk import Desk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from archdraw.editor.clipboard import Clip, Clipboard
    from archdraw.qt.bridge.long_jobs import LongWork

_FILTERS = {
    "adraw": "ArchDraw designs (*.adraw)",
    "pdf": "PDF documents (*.pdf)",
    "svg": "SVG drawings (*.svg)",
    "png": "PNG pictures (*.png)",
    "html": "Web pages (*.html)",
    "md": "Markdown (*.md)",
    "txt": "Plain text (*.txt)",
}
_CARRYING = "Exports that carry their design (*.svg *.png *.pdf)"


class Verbs(Protocol):
    """What only the whole window can do."""

    def open_path(self, path: Path) -> None:
        """Open a document, after asking about unsaved changes."""
        ...

    def open_sample(self, path: Path) -> None:
        """Show a copy of a sample, after asking about unsaved changes."""
        ...

    def new_document(self) -> None:
        """Show an empty document, after asking about unsaved changes."""
        ...

    def export(self, path: Path, kind: str) -> None:
        """Write the review or the drawing to a file, on a thread."""
        ...

    def show_panel(self, name: PanelName) -> None:
        """Bring a panel to the front and give it the focus."""
        ...

    def hide_panel(self, name: PanelName) -> None:
        """Fold a panel away."""
        ...

    def panel_shown(self, name: PanelName) -> bool:
        """Tell whether a panel is open and in front."""
        ...

    def walk_panes(self, step: int) -> None:
        """Give the keyboard to the next pane that is shown, 1 onwards and -1 back."""
        ...

    def set_theme(self, name: str) -> None:
        """Change the colours of the window."""
        ...

    def present(self) -> None:
        """Play the steps of the present view, full screen."""
        ...

    def toggle_full_screen(self) -> None:
        """Give the canvas the whole screen, or take it back."""
        ...

    def show_shortcuts(self) -> None:
        """Show all keys."""
        ...

    def show_about(self) -> None:
        """Show version, licence and credits."""
        ...

    def show_dialog(self, name: DialogName) -> None:
        """Show a dialog by its name."""
        ...

    def flip_theme(self) -> None:
        """Go from dark to light or from light to dark."""
        ...


class WindowShell:
    """Implements the editor's `Shell` over the main window."""

    def __init__(self, window: Desk, verbs: Verbs) -> None:
        self._window = window
        self._verbs = verbs

    # -- questions -----------------------------------------------------------------------------

    def ask_open_path(self) -> Path | None:
        """Let the user choose a document; None when they think better of it."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self._window,
            "Open a design",
            str(self._window.folder),
            ";;".join((_FILTERS["adraw"], *_read_by_plugins(), _CARRYING, "All files (*)")),
        )
        return Path(name) if name else None

    def ask_save_path(self, suggested: Path, kind: str) -> Path | None:
        """Let the user name a file; the ending is added where they leave it out."""
        start = suggested if suggested.is_absolute() else self._window.folder / suggested
        title = "Save the design" if kind == "adraw" else f"Export as {kind.upper()}"
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(
            self._window, title, str(start), _FILTERS.get(kind, "All files (*)")
        )
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(f".{kind}")

    def ask_unsaved(self, name: str) -> Answer:
        """Ask what becomes of unsaved changes."""
        from PySide6.QtWidgets import QMessageBox

        box = self._question("Unsaved changes", f"“{name}” has changes that are not saved.")
        box.setInformativeText("Save them? Without saving they are lost.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        _without_icons(box)
        answers: dict[int, Answer] = {int(buttons.Save): "save", int(buttons.Discard): "discard"}
        return answers.get(int(box.exec()), "cancel")

    def ask_changed_outside(self, name: str) -> Collision:
        """Ask what to do when somebody else has changed the file."""
        from PySide6.QtWidgets import QMessageBox

        text = f"“{name}” was changed by another program since it was opened here."
        box = self._question("The file has changed", text)
        box.setInformativeText("Overwriting loses what the other program wrote.")
        elsewhere = box.addButton("Save elsewhere…", QMessageBox.ButtonRole.AcceptRole)
        overwrite = box.addButton("Overwrite", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(elsewhere)
        _without_icons(box)
        box.exec()
        if box.clickedButton() is overwrite:
            return "overwrite"
        return "save-as" if box.clickedButton() is elsewhere else "cancel"

    def ask_text(self, title: str, question: str, text: str) -> str | None:
        """Let the user type one line; None when they think better of it."""
        from archdraw.qt.window.asking import ask_text

        return ask_text(self._window, title, question, text)

    def ask_choice(self, title: str, question: str, choices: tuple[str, ...]) -> int | None:
        """Let the user choose one of several; None when they think better of it."""
        from archdraw.qt.window.asking import ask_choice

        return ask_choice(self._window, title, question, choices)

    def present(self) -> None:
        """Play the steps of the present view, full screen."""
        self._verbs.present()

    def _question(self, title: str, text: str) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setText(text)
        icon = self._window.icons.icon("warning", "warning")
        box.setIconPixmap(icon.pixmap(QSize(32, 32), self._window.devicePixelRatioF()))
        return box

    # -- documents -----------------------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a document in this window, after asking about unsaved changes."""
        self._verbs.open_path(path)

    def open_sample(self, path: Path) -> None:
        """Show a copy of a sample, after asking about unsaved changes."""
        self._verbs.open_sample(path)

    def new_window(self) -> None:
        """Show an empty document, after asking about unsaved changes."""
        self._verbs.new_document()

    def export(self, path: Path, kind: str) -> None:
        """Write the present view or the review as "pdf", "svg" or "png"."""
        self._verbs.export(path, kind)

    def quit(self) -> None:
        """Close the window, asking about unsaved changes."""
        self._window.close()

    # -- window --------------------------------------------------------------------------------

    def toast(self, text: str) -> None:
        """Show a sentence for a few seconds."""
        self._window.toast(text)

    def toggle_panel(self, name: PanelName) -> None:
        """Show a hidden panel, hide a shown one."""
        if self.panel_shown(name):
            self._verbs.hide_panel(name)
        else:
            self._verbs.show_panel(name)

    def show_panel(self, name: PanelName) -> None:
        """Bring a panel to the front."""
        self._verbs.show_panel(name)

    def panel_shown(self, name: PanelName) -> bool:
        """Tell whether a panel is open."""
        return self._verbs.panel_shown(name)

    def walk_panes(self, step: int) -> None:
        """Give the keyboard to the next pane that is shown, 1 onwards and -1 back."""
        self._verbs.walk_panes(step)

    def open_menu(self) -> None:
        """Show the context menu of what has the keyboard."""
        from archdraw.qt.window.menu_key import open_menu

        open_menu()

    def resize_pane(self, step: int) -> None:
        """Give the panel that has the keyboard more room with 1, less with -1."""
        if not self._window.frame.resize_focused(step):
            self.toast("Go to a panel with F6 first; the canvas takes the room that is left.")

    def set_theme(self, name: ThemeChoice) -> None:
        """Change the colours of the window; exports keep theirs."""
        self._verbs.set_theme(name)

    def toggle_full_screen(self) -> None:
        """Give the canvas the whole screen, or take it back."""
        self._verbs.toggle_full_screen()

    def show_shortcuts(self) -> None:
        """Show all keys, taken from the action table."""
        self._verbs.show_shortcuts()

    def show_about(self) -> None:
        """Show version, licence and credits."""
        self._verbs.show_about()

    def show_dialog(self, name: DialogName) -> None:
        """Show a dialog of the window by its name."""
        self._verbs.show_dialog(name)

    def flip_theme(self) -> None:
        """Go from a dark theme to the light one, from any other to the dark one."""
        self._verbs.flip_theme()

    def stop_analysis(self) -> None:
        """Work out no more figures until the design changes or `analyse_again` is asked for."""
        self._window.runner.call_off()

    def analyse_again(self) -> None:
        """Work the figures of the present design out."""
        self._window.runner.request_now()

    def read_clipboard(self) -> Clipboard:
        """Return what is on the system clipboard."""
        from archdraw.qt.window.clip_data import read_mime

        return read_mime(QGuiApplication.clipboard().mimeData())

    def put_clip(self, clip: Clip) -> None:
        """Put elements on the system clipboard, for us and for other programs."""
        from archdraw.qt.window.clip_data import ClipData

        session = self._window.session
        QGuiApplication.clipboard().setMimeData(ClipData(clip, session.catalog, session.measurer))

    def set_clipboard(self, text: str) -> None:
        """Put a text on the system clipboard."""
        QGuiApplication.clipboard().setText(text)

    def run_long(self, label: str, work: LongWork, done: Callable[[Any], None]) -> None:
        """Run `work` away from the window's thread, then `done` with its result on it."""
        self._window.run_long(label, work, done)

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        """Show a sentence for a few seconds with a button that does something."""
        self._window.toast(text, button, act)

    def glide(self, step: Callable[[float], bool]) -> None:
        """Call `step` with shares that grow to 1 within 300 ms, or with 1 at once where motion is off."""
        from archdraw.qt.bridge.motion import moves
        from archdraw.qt.window.gliding import Glide

        Glide(step, self._window, moving=moves())

    def remember_keep_tidy(self, on: bool) -> None:
        """Keep with the settings whether new components are placed by themselves."""
        self._window.saved.remember("keep-tidy", on)


def _without_icons(box: QMessageBox) -> None:
    """Take away the pictures that the style puts on the buttons of a question."""
    for button in box.buttons():
        button.setIcon(QIcon())


def _read_by_plugins() -> list[str]:
    """Return what plug-ins read as file filters: "Lists of arrows (*.arrows)"."""
    from archdraw.editor.plugged import offered_importers

    return [f"{one.importer.description} (*{one.importer.suffix})" for one in offered_importers()]
