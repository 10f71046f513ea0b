"""A fold: a heading with a chevron over a body that is made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge


class Section(QWidget):
    """A titled part of a panel that folds away.

    Signals
    -------
    toggled(open)
        The user opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(
        self,
        title: str,
        make_body: Callable[[], QWidget],
        icons: Icons,
        *,
        opened: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._make_body = make_body
        self._icons = icons
        self._body: QWidget | None = None
        self._header = QToolButton(self)
        self._header.setObjectName("sectionHeader")
        self._header.setText(title)
        self._header.setCheckable(False)
        self._header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._header.setIconSize(QSize(12, 12))
        self._header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._header.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._header.setAccessibleName(title)
        self._header.clicked.connect(self._flip)
        self._column = edge_to_edge(QVBoxLayout(self))
        self._column.addWidget(self._header)
        self._opened = False
        self._show_state()
        if opened:
            self.set_opened(True)

    @property
    def opened(self) -> bool:
        """Whether the body shows."""
        return self._opened

    @property
    def body(self) -> QWidget | None:
        """The body, or None while it has never been opened."""
        return self._body

    @property
    def header(self) -> QToolButton:
        """The heading, which takes focus and folds with Space or Enter."""
        return self._header

    def set_opened(self, opened: bool) -> None:
        """Show or hide the body."""
        self._opened = opened
        if opened and self._body is None:
            self._body = self._make_body()
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(opened)
        self._show_state()

    def refresh_icon(self) -> None:
        """Take the chevron in the colours of the theme that is on."""
        self._show_state()

    def _flip(self) -> None:
        self.set_opened(not self._opened)
        self.toggled.emit(self._opened)

    def _show_state(self) -> None:
        self._header.setIcon(self._icons.icon("chevron_down" if self._opened else "chevron_right"))
