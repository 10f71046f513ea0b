"""The palette: every kind to drag on the canvas, or to insert with Enter or a double click."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDrag, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.catalog import Catalog, ComponentKind, GroupKind
from archdraw.qt.bridge.colors import fill, pixel_ratio, solid_brush
from archdraw.qt.bridge.glyphs import glyph_pixmap
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.bridge.stylesheet import chosen_ground, mixed
from archdraw.qt.panels.kind_model import HEADING_ROLE, KIND_ROLE, OPEN_ROLE, KindModel
from archdraw.qt.panels.row_state import row_state

_ROW_PX = 32
_TILE_PX = 24


class _KindDelegate(QStyledItemDelegate):
    """Paints a heading with its chevron, or a tile with the glyph and the label."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._icons.appearance.theme
        box: QRect = option.rect
        state = row_state(option, index)
        painter.save()
        if state.selected:
            fill(painter, box, QColor(chosen_ground(theme)))
            if state.focused:
                painter.setPen(self._icons.colour("accent"))
                painter.drawRect(box.adjusted(0, 0, -1, -1))
        elif state.hovered:
            fill(painter, box, QColor(mixed(theme.color("text"), theme.color("panel"), 0.06)))
        painter.setPen(self._icons.colour("text"))
        if index.data(HEADING_ROLE):
            name = "chevron_down" if index.data(OPEN_ROLE) else "chevron_right"
            self._icons.icon(name, "text-second").paint(
                painter, QRect(box.left() + 8, box.center().y() - 5, 12, 12)
            )
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            text = box.adjusted(26, 0, -8, 0)
        else:
            kind = index.data(KIND_ROLE)
            colour = theme.color(f"family-{kind.family}" if isinstance(kind, ComponentKind) else "group")
            tile = QRect(box.left() + 10, box.center().y() - _TILE_PX // 2 + 1, _TILE_PX, _TILE_PX)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(solid_brush(self._tile_ground(colour)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(tile, 6, 6)
            glyph = glyph_pixmap(kind.glyph, 18, colour, pixel_ratio(painter))
            painter.drawPixmap(tile.adjusted(3, 3, -3, -3), glyph)
            painter.setPen(self._icons.colour("text"))
            text = box.adjusted(44, 0, -8, 0)
        label = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), label)
        painter.restore()

    def _tile_ground(self, colour: str) -> QColor:
        return QColor(mixed(colour, self._icons.appearance.theme.color("panel"), 0.12))


class _KindList(QListView):
    """The list itself: Enter inserts or folds, Left and Right fold, letters go to the search field."""

    chosen = Signal(int)
    typed = Signal(str)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Drag the tile of the kind, not the whole row."""
        index = self.currentIndex()
        if index.data(KIND_ROLE) is None:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        row = self.visualRect(index)
        tile = self.viewport().grab(QRect(row.left() + 8, row.center().y() - 13, 28, 28))
        drag.setPixmap(tile)
        drag.setHotSpot(QPoint(-12, -12))
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        at = self.currentIndex()
        heading = bool(at.data(HEADING_ROLE)) if at.isValid() else False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and at.isValid():
            self.chosen.emit(at.row())
            return
        if heading and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if bool(at.data(OPEN_ROLE)) == (key == Qt.Key.Key_Left):
                self.chosen.emit(at.row())
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text() and event.text().isprintable():
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)


class KindPalette(QWidget):
    """The panel on the left.

    Signals
    -------
    insert_wanted(kind_id)
        A component of this kind is to be inserted in the middle of the view.
    group_wanted(kind_id)
        A group of this kind is to be drawn around the selection, or in the middle of the view.
    """

    insert_wanted = Signal(str)
    group_wanted = Signal(str)

    def __init__(self, catalog: Catalog, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palettePanel")
        self.setAccessibleName("Components")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = KindModel(catalog)
        self.search = icons.search_field("Search components", "Search components")
        self.list = _KindList()
        self.list.setAccessibleName("Components")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_KindDelegate(icons, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        layout = edge_to_edge(QVBoxLayout(self))
        head = nested(layout, QVBoxLayout())
        head.setContentsMargins(8, 8, 8, 8)
        head.addWidget(self.search)
        layout.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.chosen.connect(self._choose)
        self.list.typed.connect(self._type)
        self.list.clicked.connect(self._click)
        self.list.doubleClicked.connect(lambda index: self._choose(index.row(), fold=False))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._walk_to_list()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                place = self.model.first_kind()
                if place is not None and self.search.text():
                    self._choose(place)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _walk_to_list(self) -> None:
        place = self.model.first_kind()
        if not self.list.currentIndex().isValid() and place is not None:
            self.list.setCurrentIndex(self.model.index(place))
        self.list.setFocus()

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        place = self.model.first_kind()
        if text.strip() and place is not None:
            self.list.setCurrentIndex(self.model.index(place))

    def _type(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def _click(self, index: QModelIndex) -> None:
        if index.data(HEADING_ROLE):
            self._choose(index.row())

    def _choose(self, place: int, *, fold: bool = True) -> None:
        row = self.model.row(place)
        if row is None:
            return
        if row.kind is None:
            if fold:
                self.model.flip(place)
                self.list.setCurrentIndex(self.model.index(place))
            return
        wish = self.group_wanted if isinstance(row.kind, GroupKind) else self.insert_wanted
        wish.emit(row.kind.id)

    def note_used(self, kind_id: str) -> None:
        """Remember a kind as recent; the list keeps its place."""
        at = self.list.currentIndex().row()
        scrolled = self.list.verticalScrollBar().value()
        current = self.model.row(at)
        self.model.note_used(kind_id)
        for place in range(self.model.rowCount()):
            row = self.model.row(place)
            if (
                row is not None
                and current is not None
                and (row.fold, row.kind) == (current.fold, current.kind)
            ):
                self.list.setCurrentIndex(self.model.index(place))
                break
        self.list.verticalScrollBar().setValue(scrolled)
