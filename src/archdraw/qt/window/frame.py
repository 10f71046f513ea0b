"""Where the panels stand: toolbar, palette, canvas, inspector, bottom and status line, each foldable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QToolButton, QVBoxLayout, QWidget

from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested

Side = Literal["palette", "inspector", "bottom"]
PALETTE_PX, INSPECTOR_PX, BOTTOM_PX = 240, 300, 220
# How much larger or smaller a panel becomes with one key.
STEP_PX = 40


class Frame(QWidget):
    """The central widget. Panels are put in when they are made; until then their place is kept.

    Signals
    -------
    folded(side, shown)
        A panel was folded away or brought back.
    """

    folded = Signal(str, bool)

    def __init__(self, canvas: QWidget, icons: Icons) -> None:
        super().__init__()
        self.stage = QWidget()
        column = edge_to_edge(QVBoxLayout(self.stage))
        self.strips = edge_to_edge(nested(column, QVBoxLayout()))
        column.addWidget(canvas, 1)
        self._stage_column = column
        self._holders: dict[Side, QWidget] = {side: _holder() for side in ("palette", "inspector", "bottom")}
        self.tabs = _Tabs(icons, lambda: self.fold("bottom", False))
        _put(self._holders["bottom"], self.tabs)
        self._holders["bottom"].setObjectName("bottomPanel")
        self._upper = _splitter(Qt.Orientation.Horizontal, self._holders["palette"], self.stage)
        self._left = _splitter(Qt.Orientation.Vertical, self._upper, self._holders["bottom"])
        self._whole = _splitter(Qt.Orientation.Horizontal, self._left, self._holders["inspector"])
        for splitter, stretched in ((self._upper, 1), (self._left, 0), (self._whole, 0)):
            splitter.setStretchFactor(stretched, 1)
        self._holders["palette"].setMinimumWidth(180)
        self._holders["inspector"].setMinimumWidth(292)
        self._holders["bottom"].setMinimumHeight(120)
        # Together with both panels beside it just what the narrowest window has.
        self.stage.setMinimumSize(QSize(246, 160))
        self.set_sizes([PALETTE_PX, INSPECTOR_PX, BOTTOM_PX])
        self._column = edge_to_edge(QVBoxLayout(self))
        self._column.addWidget(self._whole, 1)

    def add_head(self, widget: QWidget) -> None:
        """Put the toolbar on top."""
        self._column.insertWidget(0, widget)

    def add_below_canvas(self, widget: QWidget) -> None:
        """Put the tabs of the views at the foot of the canvas."""
        self._stage_column.addWidget(widget)

    def add_foot(self, widget: QWidget) -> None:
        """Put the status line at the foot."""
        self._column.addWidget(widget)

    def put(self, side: Side, panel: QWidget) -> None:
        """Put the palette or the inspector into its place."""
        _put(self._holders[side], panel)

    def shown(self, side: Side) -> bool:
        """Tell whether a panel is not folded away."""
        return not self._holders[side].isHidden()

    def fold(self, side: Side, shown: bool) -> None:
        """Show a panel or fold it away."""
        if self.shown(side) != shown:
            self._holders[side].setVisible(shown)
            self.folded.emit(side, shown)

    def resize_focused(self, step: int) -> bool:
        """Make the panel that has the keyboard larger (1) or smaller (-1); return whether one has it."""
        splitters: dict[Side, tuple[QSplitter, int]] = {
            "palette": (self._upper, 0),
            "inspector": (self._whole, 1),
            "bottom": (self._left, 1),
        }
        focused = self.window().focusWidget()
        for side, (splitter, at) in splitters.items():
            if focused is not None and self._holders[side].isAncestorOf(focused):
                sizes = splitter.sizes()
                sizes[at] += step * STEP_PX
                sizes[1 - at] -= step * STEP_PX
                splitter.setSizes(sizes)
                return True
        return False

    def sizes(self) -> list[int]:
        """Return width of palette and inspector and height of the bottom panel, for the next start."""
        return [self._upper.sizes()[0], self._whole.sizes()[1], self._left.sizes()[1]]

    def set_sizes(self, sizes: list[int]) -> None:
        """Give the panels the sizes of the last session (see `sizes`); the canvas gets the rest."""
        if len(sizes) == 3 and all(60 <= size <= 4000 for size in sizes):
            palette, inspector, bottom = sizes
            self._upper.setSizes([palette, 10_000])
            self._whole.setSizes([10_000, inspector])
            self._left.setSizes([10_000, bottom])


class _Tabs(QTabWidget):
    """The bottom panel: findings and journeys, with a button that folds it."""

    def __init__(self, icons: Icons, fold: Callable[[], None]) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName("Panels below the canvas")
        self.tabBar().setAccessibleName("Panels below the canvas")
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)
        close = QToolButton()
        close.setIcon(icons.icon("chevron_down", "text-second"))
        close.setIconSize(QSize(14, 14))
        close.setToolTip("Fold this panel")
        close.setAccessibleName("Fold this panel")
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(fold)
        self.setCornerWidget(close, Qt.Corner.TopRightCorner)


def _holder() -> QWidget:
    holder = QWidget()
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    edge_to_edge(QHBoxLayout(holder))
    return holder


def _put(holder: QWidget, panel: QWidget) -> None:
    layout = holder.layout()
    if layout is not None:
        layout.addWidget(panel)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
