"""The foot of the canvas: a tab for each view, a button for more, and how much is hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QToolButton, QWidget

from archdraw.editor.document import EditRefused
from archdraw.editor.edits import views
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import count_text
from archdraw.qt.bridge.interface_icons import Icons

BAR_PX = 30
_ICON = QSize(14, 14)


class _Tabs(QTabBar):
    """Tabs that are renamed in place, by double click or F2."""

    rename_asked = Signal(int)
    delete_asked = Signal(int)
    dropped = Signal()

    def minimumSizeHint(self) -> QSize:
        # Without room for scroll buttons that few tabs never show: what adds a view stands beside them.
        return super().minimumSizeHint().boundedTo(self.sizeHint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        # The tabs it passed moved one by one; where it is let go is what counts.
        self.dropped.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.tabAt(event.position().toPoint())
        if at >= 0:
            self.rename_asked.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename_asked.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _NameField(QLineEdit):
    """Typing the name of a tab: Enter and leaving keep it, Escape does not."""

    done = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit(False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit(True)
        else:
            super().keyPressEvent(event)


class ViewBar(QWidget):
    """Shows and switches the views of the document.

    Signals
    -------
    more_wanted(QPoint)
        The ways to make a view are to be offered at this point of the screen.
    menu_wanted(QPoint)
        What can be done with the view that shows is to be offered there.
    hidden_wanted()
        The layers are to be shown.
    left()
        The canvas gets the focus back.
    """

    more_wanted = Signal(QPoint)
    menu_wanted = Signal(QPoint)
    hidden_wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewBar")
        self.setAccessibleName("Views")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_PX)
        self._session = session
        self.tabs = _Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setMovable(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName("Views")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.more = _button(icons, "plus", "Add a view")
        self.hidden = QToolButton()
        self.hidden.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.hidden.setIcon(icons.icon("eye_off", "text-second"))
        self.hidden.setIconSize(_ICON)
        self.hidden.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._field: _NameField | None = None
        self._lay_out()
        self.tabs.currentChanged.connect(self._choose)
        self.tabs.dropped.connect(self._order)
        self.tabs.rename_asked.connect(self.rename)
        self.tabs.delete_asked.connect(self._delete)
        self.tabs.customContextMenuRequested.connect(self._menu)
        self.more.clicked.connect(lambda: self.more_wanted.emit(self.more.mapToGlobal(QPoint(0, 0))))
        self.hidden.clicked.connect(self.hidden_wanted)
        self._stop = session.listen(self._hear)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.hidden)

    def close_session(self) -> None:
        """Stop listening."""
        self._stop()

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the views of the document and which one is on the canvas."""
        wanted = [(key, view.name or key) for key, view in self._session.store.table("views").items()]
        shown = [(self.tabs.tabData(at), self.tabs.tabText(at)) for at in range(self.tabs.count())]
        with QSignalBlocker(self.tabs):
            if [(key, _literal(name)) for key, name in wanted] != shown:
                while self.tabs.count() > len(wanted):
                    self.tabs.removeTab(self.tabs.count() - 1)
                while self.tabs.count() < len(wanted):
                    self.tabs.addTab("")
                for at, (key, name) in enumerate(wanted):
                    self.tabs.setTabData(at, key)
                    self.tabs.setTabText(at, _literal(name))
                    self.tabs.setTabToolTip(at, name)
            ids = [key for key, _ in wanted]
            if self._session.view_id in ids:
                self.tabs.setCurrentIndex(ids.index(self._session.view_id))
        self._show_hidden()

    def _show_hidden(self) -> None:
        count = len(self._session.scene.hidden)
        self.hidden.setVisible(bool(count))
        self.hidden.setText(f"{count_text(count)} hidden")
        self.hidden.setToolTip("Hidden in this view, but still counted by the analysis: layers and tags.")
        self.hidden.setAccessibleName(f"{count_text(count)} hidden, still counted by the analysis")

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "changed" and self._session.store.in_gesture:
            return
        if event.kind in ("changed", "view", "document"):
            self.refresh()

    # -- asking --------------------------------------------------------------------------------

    def _choose(self, at: int) -> None:
        key = self.tabs.tabData(at)
        if key is not None:
            self._session.show_view(str(key))

    def _order(self) -> None:
        order = [str(self.tabs.tabData(at)) for at in range(self.tabs.count())]
        self._attempt(lambda: views.order_views(self._session, order))

    def _menu(self, place: QPoint) -> None:
        at = self.tabs.tabAt(place)
        if at >= 0:
            self.tabs.setCurrentIndex(at)
        self.menu_wanted.emit(self.tabs.mapToGlobal(place))

    def _delete(self, at: int) -> None:
        key = str(self.tabs.tabData(at))
        self._attempt(lambda: views.delete_view(self._session, key))

    def rename(self, at: int | None = None) -> None:
        """Type another name in the tab; without a place in that of the view on the canvas."""
        at = self.tabs.currentIndex() if at is None else at
        if self._session.document.read_only:
            self._attempt(lambda: views.rename_view(self._session, self._session.view_id, " read-only"))
            return
        rect = self.tabs.tabRect(at)
        field = _NameField(self.tabs)
        field.setAccessibleName("Name of the view")
        field.setText(views.view_name(self._session, str(self.tabs.tabData(at))))
        field.setGeometry(rect.adjusted(0, 2, 24, -2))
        field.setMaxLength(200)
        field.done.connect(lambda keep: self._end_renaming(keep=keep))
        field.editingFinished.connect(lambda: self._end_renaming(keep=True))
        self._field, self._renamed = field, str(self.tabs.tabData(at))
        field.selectAll()
        field.show()
        field.setFocus()

    def _end_renaming(self, *, keep: bool) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        text = field.text()
        field.hide()
        field.deleteLater()
        if keep:
            self._attempt(lambda: views.rename_view(self._session, self._renamed, text))
        self.left.emit()

    def _attempt(self, change: Callable[[], None]) -> None:
        try:
            change()
        except EditRefused as refusal:
            self._session.say(str(refusal))
        self.refresh()


def _literal(name: str) -> str:
    """Return a name as a tab shows it: an ampersand is no mnemonic."""
    return name.replace("&", "&&")


def _button(icons: Icons, icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon, "text-second"))
    button.setIconSize(_ICON)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
