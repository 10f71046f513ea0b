"""What the window does with documents: open, new, recent, insert, export, context menu, leaving."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from archdraw.core.geometry import Point
from archdraw.core.storage import StorageError
from archdraw.editor import files
from archdraw.editor.actions.file import may_close
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import insert_group
from archdraw.editor.edits.grouping import wrap
from archdraw.editor.edits.growing import add_from
from archdraw.editor.edits.splicing import splice
from archdraw.qt.window.desk import Desk

_SHOWN_MESSAGES = 3


class Documents:
    """Verbs of the window around its document."""

    def __init__(self, window: Desk) -> None:
        self._window = window

    def open_path(self, path: Path, *, ask: bool = True) -> bool:
        """Show the document in a file; return whether that worked. What was wrong with it becomes a toast."""
        window = self._window
        if ask and not self.may_close():
            return False
        try:
            opened = files.open_document(path, window.session.catalog)
        except StorageError as error:
            window.toast(str(error))
            return False
        window.session.load(opened.design, opened.state)
        files.remember_recent(path)
        self.show_all()
        if opened.messages:
            said = " ".join(opened.messages[:_SHOWN_MESSAGES])
            more = len(opened.messages) - _SHOWN_MESSAGES
            window.toast(f"{said} And {more} more repairs." if more > 0 else said)
        return True

    def open_copy(self, path: Path) -> bool:
        """Show a document without its file: saving asks for a name."""
        window = self._window
        try:
            opened = files.open_document(path, window.session.catalog)
        except StorageError as error:
            window.toast(str(error))
            return False
        window.session.load(opened.design, files.new_document().state)
        self.show_all()
        return True

    def new(self) -> None:
        """Show an empty document, after asking about unsaved changes."""
        if self.may_close():
            fresh = files.new_document()
            self._window.session.load(fresh.design, fresh.state)
            self.show_all()
            self._window.canvas.setFocus()

    def may_close(self) -> bool:
        """Ask what becomes of unsaved changes; return whether the document may be left."""
        return may_close(self._window.session, self._window.shell)

    def show_all(self) -> None:
        """Show the whole drawing."""
        self._window.session.show_whole()

    def fill_recent(self, menu: QMenu) -> None:
        """Fill the menu of documents used last."""
        menu.clear()
        self._fill_left_behind(menu)
        listed = files.recent_files()
        for path in listed:
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, chosen=path: self.open_path(chosen))
        if listed:
            menu.addSeparator()
            menu.addAction("Forget these", files.forget_recent)
        else:
            menu.addAction("No document used yet").setEnabled(False)

    def _fill_left_behind(self, menu: QMenu) -> None:
        """Begin a menu with the work that programs left behind which were killed."""
        recovery = self._window.recovery
        if recovery is None:
            return
        from archdraw.qt.window.recovery import left_behind, when

        found = left_behind()
        for kept in found:
            action = menu.addAction(f"{kept.owner.name}, not saved, {when(kept)}")
            action.triggered.connect(
                lambda _=False, chosen=kept.file: self.may_close() and recovery.take(chosen)
            )
        if found:
            menu.addSeparator()

    # -- inserting -----------------------------------------------------------------------------

    def insert_kind(self, kind_id: str) -> None:
        """Put a component into the selected connection, or where it covers nothing in the view."""
        session = self._window.session
        chosen = next(iter(session.selection)) if len(session.selection) == 1 else ""
        try:
            if session.connection(chosen) is not None:
                splice(session, chosen, kind_id)
            else:
                add_from(session, kind_id, None, source=None)
        except EditRefused as refusal:
            self._window.toast(str(refusal))

    def insert_group(self, kind_id: str, at: Point | None = None) -> None:
        """Draw a group at a world point; without one around the selection, or in the middle of the view."""
        session = self._window.session
        try:
            if at is None and any(session.connection(one) is None for one in session.selection):
                session.select({wrap(session, session.selection, kind_id)})
            else:
                session.select({insert_group(session, kind_id, at or session.visible_center())})
        except EditRefused as refusal:
            self._window.toast(str(refusal))

    def show_context_menu(self, place: QPoint) -> None:
        """Show what can be done with the selection, at a point of the screen."""
        from archdraw.qt.window.context_menus import ON_NOTHING, ON_SELECTION

        wanted = ON_SELECTION if self._window.session.selection else ON_NOTHING
        menu = self._window.commands.context_menu(wanted)
        menu.exec(place)

    def show_new_views(self, place: QPoint) -> None:
        """Show the ways to make a view, at a point of the screen."""
        from archdraw.qt.window.context_menus import MAKE_VIEW

        self._window.commands.context_menu(MAKE_VIEW).exec(place)

    def show_view_menu(self, place: QPoint) -> None:
        """Show what can be done with the view that shows, at a point of the screen."""
        from archdraw.qt.window.context_menus import ON_VIEW

        self._window.commands.context_menu(ON_VIEW).exec(place)

    # -- exporting -----------------------------------------------------------------------------

    def show_export(self) -> None:
        """Ask what is to be exported, then where to."""
        from archdraw.qt.window.export_dialog import ExportDialog

        ExportDialog(self._window).open()

    def export(self, path: Path, kind: str) -> None:
        """Write the review or the drawing to a file, on a thread."""
        from archdraw.qt.window.exporting import start_export

        start_export(self._window, path, kind)
