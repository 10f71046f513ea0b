"""The bar at the head of the canvas that finds text anywhere in the document, and replaces it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from archdraw.editor.document import EditRefused
from archdraw.editor.find.pattern import Query
from archdraw.editor.find.search import Search
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import count_text
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.elided import ElidedLabel

_LEAST_WIDTH, _FIELD_WIDTH, _WIDEST = 90, 260, 16_777_215
# A bar that is narrower shows two rows.
_NARROW = 460
# After a change of the document the matches are found anew so many ms later.
_REFRESH_MS = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class FindBar(QFrame):
    """Made when it is first asked for. Esc hides it, takes the marks off and gives the canvas the focus."""

    def __init__(self, session: Session, icons: Icons, canvas: QWidget) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._session = session
        self._icons = icons
        self._canvas = canvas
        self._search = Search(session)
        self._refusal = ""
        self._pushed = 0
        self.field = _field("Find in names, labels, notes, attributes …", "Find")
        self.new_text = _field("Replace with", "Replace with")
        self.count = QLabel()
        self.where = ElidedLabel()
        self.where.setObjectName("second")
        self.case = self._toggle("Aa", "Match case (Alt+C)")
        self.whole = self._toggle("W", "Whole words (Alt+W)")
        self.regular = self._toggle(".*", "Regular expression (Alt+R)")
        self.replace_button = QPushButton("Replace")
        self.replace_button.setToolTip("Replace this one and go to the next (Enter)")
        self.all_button = QPushButton("Replace all")
        self.all_button.setToolTip("Replace all of them in one step (Ctrl+Enter)")
        self._assemble()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self.field.textChanged.connect(lambda _: self._find())
        for toggle in (self.case, self.whole, self.regular):
            toggle.toggled.connect(lambda _: self._find())
        self.replace_button.clicked.connect(self._replace_one)
        self.all_button.clicked.connect(self._replace_all)
        for field in (self.field, self.new_text):
            field.installEventFilter(self)
        self._stop = session.listen(self._hear)
        self.hide()

    def _assemble(self) -> None:
        self._middle, self._second = QWidget(), QWidget()
        middle, foot = _row(self._middle), _row(self._second)
        for toggle in (self.case, self.whole, self.regular):
            middle.addWidget(toggle)
        middle.addSpacing(4)
        middle.addWidget(self.count)
        middle.addWidget(self._button("chevron_up", "Previous match (Shift+Enter)", lambda: self.go(-1)))
        middle.addWidget(self._button("chevron_down", "Next match (Enter)", lambda: self.go(1)))
        middle.addSpacing(8)
        middle.addWidget(self.where, 1)
        foot.addWidget(self.new_text, 5)
        foot.addWidget(self.replace_button)
        foot.addWidget(self.all_button)
        foot.addStretch(1)
        # Its rows are never squeezed: a low canvas gives way.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 6, 8, 6)
        self._grid.setVerticalSpacing(6)
        self._grid.addWidget(self.field, 0, 0)
        self._grid.addWidget(self._button("close", "Close (Esc)", self.end), 0, 2)
        self._grid.addWidget(self._second, 2, 0, 1, 3)
        self._grid.setColumnStretch(0, 5)
        self._narrow: bool | None = None
        self._fold_rows(narrow=False)
        # From what is sought straight to what comes in its place.
        order = (self.field, self.new_text, self.replace_button, self.all_button, self.case)
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _fold_rows(self, *, narrow: bool) -> None:
        """Put what belongs to the field beside it, or in a row of its own where there is no room."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.removeWidget(self._middle)
        if narrow:
            self._grid.addWidget(self._middle, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self._middle, 0, 1)
        self._grid.setColumnStretch(1, 0 if narrow else 9)
        self.field.setMaximumWidth(_WIDEST if narrow else _FIELD_WIDTH)

    def _toggle(self, text: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setCheckable(True)
        made.setToolTip(tip)
        made.setAccessibleName(tip.split(" (", maxsplit=1)[0])
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setMinimumSize(QSize(28, 26))
        return made

    def _button(self, icon: str, tip: str, act: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setIcon(self._icons.icon(icon))
        made.setIconSize(QSize(14, 14))
        made.setToolTip(tip)
        made.setAccessibleName(tip.split(" (", maxsplit=1)[0])
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setMinimumSize(QSize(26, 26))
        made.clicked.connect(act)
        return made

    # -- what the window asks for --------------------------------------------------------------

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._stop()

    def ask(self, what: str) -> None:
        """Open the bar for finding or replacing, or go to the "next" or "previous" match."""
        opened = not self.isVisible()
        if what in ("next", "previous") and self.field.text():
            if opened:
                self.show()
                self._find(reveal=False)
            self.go(1 if what == "next" else -1)
            return
        self._second.setVisible(what == "replace" or (not opened and self._second.isVisibleTo(self)))
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if opened and self.field.text():
            self._find(reveal=False)

    def end(self) -> None:
        """Hide the bar and give the canvas the focus."""
        self._search.end()
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, by: int) -> None:
        """Show another match."""
        try:
            self._say(self._search.step(by))
        except EditRefused as refusal:
            self._refusal = str(refusal)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_rows(narrow=self.width() < _NARROW)
        self._keep_still(self.height() if self.isVisible() else 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_still(self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_still(0)

    def _keep_still(self, height: int) -> None:
        """Move the camera as far as the bar pushes the canvas down, so that the drawing stays where it is."""
        by, self._pushed = height - self._pushed, height
        if by:
            self._session.set_camera(self._session.camera.panned(0.0, -by))

    # -- inside --------------------------------------------------------------------------------

    def _query(self) -> Query:
        return Query(
            self.field.text(), self.case.isChecked(), self.whole.isChecked(), self.regular.isChecked()
        )

    def _find(self, *, reveal: bool = True) -> None:
        self._refusal = ""
        try:
            self._search.find(self._query())
            if reveal:
                self._search.glance()
        except EditRefused as refusal:
            self._refusal = str(refusal)
        self._tell()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        try:
            self._search.refresh()
        except EditRefused as refusal:
            self._refusal = str(refusal)
        self._tell()

    def _replace_one(self) -> None:
        try:
            self._say(self._search.replace_one(self.new_text.text()))
        except EditRefused as refusal:
            self._session.say(str(refusal))
        self._tell()

    def _replace_all(self) -> None:
        try:
            count = self._search.replace_all(self.new_text.text())
        except EditRefused as refusal:
            self._session.say(str(refusal))
        else:
            words = "1 match" if count == 1 else f"{count_text(count)} matches"
            said = f"Replaced {words}; undo brings them back." if count else "There is nothing to replace."
            self._session.say(said)
        self._tell()

    def _say(self, sentence: str) -> None:
        if sentence:
            self._session.say(sentence)

    def _tell(self) -> None:
        """Show how many there are, where the one in hand is, and what is wrong with the expression."""
        wrong = bool(self._refusal)
        self.count.setText("" if wrong else self._search.count_text)
        self.where.setObjectName("refusal" if wrong else "second")
        self.where.say(self._refusal or self._search.where_text)
        self.field.setProperty("refused", wrong)
        for widget in (self.where, self.field):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        some = bool(self._search.matches) and not self._session.document.read_only
        self.replace_button.setEnabled(some)
        self.all_button.setEnabled(some)

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("changed", "view") and self.isVisible() and not self._session.store.in_gesture:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event, replacing=watched is self.new_text)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent, *, replacing: bool) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        toggle = {Qt.Key.Key_C: self.case, Qt.Key.Key_W: self.whole, Qt.Key.Key_R: self.regular}
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in _ENTER and held == _CTRL and self._second.isVisible():
            self._replace_all()
        elif key in _ENTER and replacing and held != _SHIFT:
            self._replace_one()
        elif key in _ENTER:
            self.go(-1 if held == _SHIFT else 1)
        elif held == Qt.KeyboardModifier.AltModifier and key in toggle:
            toggle[Qt.Key(key)].toggle()
        else:
            return False
        return True


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    return row


def _field(placeholder: str, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(name)
    made.setMinimumWidth(_LEAST_WIDTH)
    made.setMaximumWidth(_FIELD_WIDTH)
    return made
