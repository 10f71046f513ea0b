"""The action table as Qt actions: menus, toolbar, keys and context menu all come from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from archdraw.editor.actions import MENUS, Action, KeyMap, Shell, all_actions, attach, perform
from archdraw.editor.actions.key_map import menu_letters
from archdraw.editor.chords import split_chord, strokes_of
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.key_names import shown_chord

# Keys that mean something else in lists and text fields: they reach actions through the canvas only.
_CANVAS_KEYS = frozenset(
    {
        "Delete",
        "Backspace",
        "Left",
        "Right",
        "Up",
        "Down",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Tab",
        "Return",
        "Enter",
        "Space",
        "Escape",
        "F2",
    }
)
_REFRESH_MS = 30


def belongs_to_canvas(shortcut: str) -> bool:
    """Tell whether a shortcut works only while the canvas has the focus."""
    *modifiers, key = split_chord(strokes_of(shortcut)[0])
    control, alt = "Ctrl" in modifiers, "Alt" in modifiers
    if control and alt:
        # No list and no field has a use for both.
        return False
    if key in _CANVAS_KEYS:
        return True
    function_key = key[:1] == "F" and key[1:].isdigit()
    return not (function_key or control or alt or "Meta" in modifiers)


class CommandTable(QObject):
    """One QAction per action, greyed and ticked by the session's state.

    Signals
    -------
    begun(stroke)
        The first of two strokes was pressed.
    """

    begun = Signal(str)

    def __init__(self, session: Session, shell: Shell, icons: Icons, keys: KeyMap, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._shell = shell
        self.keys = keys
        self._actions: dict[str, Action] = {action.id: action for action in all_actions()}
        # Those that have their tips: 178 tips nobody has seen yet cost more than the menus.
        self._described: set[str] = set()
        # Titles with their underlined letter; known once a menu is opened.
        self._titles: dict[str, str] = {}
        self._submenus: dict[tuple[str, str], QMenu] = {}
        self._qt: dict[str, QAction] = {}
        # One connection for all instead of one for each of two hundred.
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(lambda made: self.perform(made.objectName()))
        for action in self._actions.values():
            self._qt[action.id] = self._make(action, icons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._stop = session.listen(self._hear)
        attach(session, shell, keys, self.begun.emit)
        keys.listen(self.follow_keys)
        self._beginnings: list[QShortcut] = []
        self._listen_for_beginnings()
        # Of an empty document nothing is told that would grey out what can't be done with it.
        self._timer.start()

    def _make(self, action: Action, icons: Icons) -> QAction:
        shortcuts, text = self._keys_shown(action)
        made = QAction(text, self._group)
        made.setObjectName(action.id)
        if action.icon:
            made.setIcon(icons.icon(action.icon))
        if shortcuts:
            made.setShortcuts(shortcuts)
        if action.checked(self._session) is not None:
            made.setCheckable(True)
            # Beside a picture no tick would be seen.
            made.setIconVisibleInMenu(False)
        return made

    def _keys_shown(self, action: Action) -> tuple[list[QKeySequence], str]:
        """Return the keys that work in the whole window, and the title, beside it the key that does not."""
        keys = self.keys.keys_of(action.id)
        of_window = [key for key in keys if not belongs_to_canvas(key) and len(strokes_of(key)) == 1]
        text = self._titles.get(action.id, action.title)
        if keys and keys[0] not in of_window:
            text = f"{text}\t{shown_chord(keys[0])}"
        return [QKeySequence(key) for key in of_window], text

    def _show_keys(self, action: Action, made: QAction) -> None:
        shortcuts, text = self._keys_shown(action)
        made.setShortcuts(shortcuts)
        made.setText(text)
        if action.id in self._described:
            self._describe(action, made)

    def _describe(self, action: Action, made: QAction) -> None:
        keys = self.keys.keys_of(action.id)
        made.setStatusTip(action.tip)
        made.setIconText(action.title.rstrip("…"))
        tip = action.tip or action.title
        made.setToolTip(f"{tip} ({shown_chord(keys[0])})" if keys else tip)

    def follow_keys(self) -> None:
        """Give menus, tooltips and the window's shortcuts the keys that hold now."""
        for action_id, made in self._qt.items():
            self._show_keys(self._actions[action_id], made)
        self._listen_for_beginnings()

    def _listen_for_beginnings(self) -> None:
        """Hear the first of two strokes; Qt would wait for the second one in silence, and for ever."""
        for shortcut in self._beginnings:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._beginnings = []
        for stroke in self.keys.beginnings:
            if not belongs_to_canvas(stroke):
                shortcut = QShortcut(QKeySequence(stroke), self._window)
                shortcut.activated.connect(self._beginner(stroke))
                self._beginnings.append(shortcut)

    def _beginner(self, stroke: str) -> Callable[[], None]:
        return lambda: self.begun.emit(stroke)

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()
        self._session.key_fallback = None

    # -- performing ----------------------------------------------------------------------------

    def action(self, action_id: str) -> QAction:
        """Return the Qt action of an action.

        Raises
        ------
        KeyError
            When the table has no such action.
        """
        made = self._qt[action_id]
        if action_id not in self._described:
            self._described.add(action_id)
            self._describe(self._actions[action_id], made)
        return made

    def knows(self, action_id: str) -> bool:
        """Tell whether the table has an action."""
        return action_id in self._qt

    def all(self) -> Iterable[Action]:
        """Return all actions in the order of the table."""
        return self._actions.values()

    def perform(self, action_id: str) -> None:
        """Do what an action does, unless it is greyed out; a refusal becomes a sentence."""
        perform(self._actions[action_id], self._session, self._shell)
        self.refresh()

    # -- menus ---------------------------------------------------------------------------------

    def fill_menu_bar(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Fill the menu bar; return the menus by name."""
        menus: dict[str, QMenu] = {}
        letters = menu_letters()
        for name in MENUS:
            entries = [action for action in self._actions.values() if action.menu == name]
            if not entries:
                continue
            menu = bar.addMenu(_with_mnemonic(name, letters[name]))
            self._fill(menu, entries)
            menu.aboutToShow.connect(self._underline)
            menu.aboutToShow.connect(self.refresh)
            menus[name] = menu
        return menus

    def _fill(self, menu: QMenu, entries: list[Action]) -> None:
        submenus: dict[str, QMenu] = {}
        section: str | None = None
        # What belongs together stands together, from whichever room it comes.
        sections = list(dict.fromkeys(action.section for action in entries))
        for action in sorted(entries, key=lambda one: sections.index(one.section)):
            if section is not None and action.section != section:
                menu.addSeparator()
            section = action.section
            if action.submenu:
                if action.submenu not in submenus:
                    submenus[action.submenu] = menu.addMenu(action.submenu)
                    self._submenus[action.menu, action.submenu] = submenus[action.submenu]
                submenus[action.submenu].addAction(self._qt[action.id])
            else:
                menu.addAction(self._qt[action.id])

    def _underline(self) -> None:
        """Give the entries of all menus their letters, when the first menu is opened."""
        if not self._titles:
            from archdraw.editor.actions.mnemonics import menu_titles

            self._titles, submenus = menu_titles(self._actions.values())
            for key, title in submenus.items():
                if key in self._submenus:
                    self._submenus[key].setTitle(title)
            self._described.update(self._actions)
            self.follow_keys()

    def context_menu(self, wanted: Iterable[str | None]) -> QMenu:
        """Return a menu of those actions that can be used now; None is a separator."""
        self.refresh()
        menu = QMenu()
        for action_id in wanted:
            if action_id is None:
                menu.addSeparator()
            elif action_id in self._qt and self._qt[action_id].isEnabled():
                menu.addAction(self.action(action_id))
        return menu

    # -- state ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Grey out and tick all actions by the session's present state; in a gesture only after it."""
        if self._session.store.in_gesture:
            self._timer.start()
            return
        # Whatever is still to come because of what happened until now is done herewith.
        self._timer.stop()
        for action_id, action in self._actions.items():
            made = self._qt[action_id]
            made.setEnabled(action.when(self._session))
            ticked = action.checked(self._session)
            if ticked is not None:
                made.setChecked(ticked)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind not in ("hover", "ghosts", "camera", "message") and not self._timer.isActive():
            self._timer.start()


def _with_mnemonic(name: str, letter: str) -> str:
    at = name.upper().find(letter) if letter else -1
    return name if at < 0 else f"{name[:at]}&{name[at:]}"
