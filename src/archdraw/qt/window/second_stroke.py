"""After the first of two strokes: what can follow, and the key that does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from archdraw.editor.actions import Action, KeyMap, action_for, why_not
from archdraw.editor.session import Session
from archdraw.qt.bridge.events import key_event
from archdraw.qt.bridge.key_names import shown_chord
from archdraw.qt.panels.strips import announce

# Long enough to read all that can follow; whoever knows the keys never waits.
PATIENCE_MS = 15_000
_COLUMN_PX, _MOST_COLUMNS, _MARGIN = 230, 4, 12
_HELD = frozenset({"Shift", "Control", "Alt", "Meta"})
_ELSEWHERE = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.WindowDeactivate, QEvent.Type.TouchBegin}
)


class SecondStroke(QObject):
    """Waits for the second stroke, whatever has the keyboard, and shows what it can be.

    Escape, a click, another window and patience end it with nothing done.
    """

    def __init__(
        self, session: Session, keys: KeyMap, perform: Callable[[str], None], ground: QWidget
    ) -> None:
        super().__init__(ground)
        self._session = session
        self._keys = keys
        self._perform = perform
        self._ground = ground
        self._first = ""
        self._card: QFrame | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.end)

    @property
    def first(self) -> str:
        """The stroke that came first; empty while none is waited for."""
        return self._first

    @property
    def text(self) -> str:
        """What is shown, as plain text; empty while nothing is."""
        if self._card is None:
            return ""
        return "\n".join(label.text() for label in self._card.findChildren(QLabel))

    def begin(self, first: str) -> None:
        """Wait for what follows a first stroke."""
        self.end()
        self._first = first
        following = self._keys.after(first)
        self._card = _card(self._ground, first, following, self._session)
        lines = [f"{shown_chord(key)}: {_named(action)}" for key, action in following]
        announce(self._ground, f"{shown_chord(first)}, and then: {'; '.join(lines)}. Escape leaves.")
        # Only while a stroke is waited for: a filter sees everything that happens in the program.
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def end(self) -> None:
        """Wait no longer."""
        if self._first:
            self._first = ""
            self._timer.stop()
            application = QCoreApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ELSEWHERE:
            self.end()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            # No field takes it as text, and no command of one stroke answers it.
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            self._take(event)
            return True
        return False

    def _take(self, event: QKeyEvent) -> None:
        pressed = key_event(event)
        if pressed.key in _HELD or event.isAutoRepeat():
            return
        first, session = self._first, self._session
        self.end()
        if pressed.key == "Escape":
            return
        action = action_for(pressed, self._keys, first)
        if action is None:
            session.say(f"Nothing follows {shown_chord(first)} with {shown_chord(pressed.chord)}.")
        elif missing := why_not(action, session):
            session.say(missing)
        else:
            self._perform(action.id)


def _named(action: Action) -> str:
    title = action.title.rstrip("…")
    return f"{action.submenu}: {title}" if action.submenu else title


def _card(ground: QWidget, first: str, following: list[tuple[str, Action]], session: Session) -> QFrame:
    """Return the card at the foot of `ground` that lists what can follow; what can't be used now is faint."""
    card = QFrame(ground)
    card.setObjectName("secondStroke")
    card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    columns = max(1, min(_MOST_COLUMNS, (ground.width() - 4 * _MARGIN) // _COLUMN_PX, len(following)))
    rows = -(-len(following) // columns)
    grid = QGridLayout(card)
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    head = QLabel(f"{shown_chord(first)}, and then …")
    head.setObjectName("sectionTitle")
    leave = QLabel("Esc leaves")
    leave.setObjectName("second")
    grid.addWidget(head, 0, 0, 1, 2 * columns - 1)
    grid.addWidget(leave, 0, 2 * columns - 1, Qt.AlignmentFlag.AlignRight)
    for place, (key, action) in enumerate(following):
        column, row = divmod(place, rows)
        cap = QLabel(shown_chord(key))
        cap.setObjectName("cap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        does = QLabel(_named(action))
        does.setEnabled(action.when(session))
        grid.addWidget(cap, row + 1, 2 * column)
        grid.addWidget(does, row + 1, 2 * column + 1)
        grid.setColumnStretch(2 * column + 1, 1)
    card.adjustSize()
    card.move((ground.width() - card.width()) // 2, ground.height() - card.height() - _MARGIN)
    card.show()
    card.raise_()
    return card
