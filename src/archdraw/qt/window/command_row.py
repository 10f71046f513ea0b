"""One command as a row of the palette: icon, title with the letters found, menu, key, and why not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from archdraw.editor.actions.search import Command
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.key_caps import paint_caps
from archdraw.qt.bridge.key_names import shown_chord
from archdraw.qt.bridge.stylesheet import chosen_ground, mixed
from archdraw.qt.panels.row_state import row_state

COMMAND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_PX = 34
_ICON_PX, _GAP, _SMALL_PX = 16, 8, 12
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class CommandDelegate(QStyledItemDelegate):
    """Paints rows from the tokens of the theme; what can't be used is grey and says why."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command = index.data(COMMAND_ROLE)
        if not isinstance(command, Command):
            return
        box: QRect = option.rect
        state = row_state(option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state.selected or state.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground(selected=state.selected))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        usable = not command.reason
        if command.icon or command.checked:
            # A tick says more of a command that is on than its picture.
            name, token = ("good", "accent") if command.checked else (command.icon, "text-second")
            at = QRect(box.left() + 10, box.center().y() - _ICON_PX // 2 + 1, _ICON_PX, _ICON_PX)
            painter.setOpacity(1.0 if usable else 0.5)
            self._icons.icon(name, token).paint(painter, at)
            painter.setOpacity(1.0)
        keys = [shown_chord(one) for one in command.keys[:1]]
        right = paint_caps(painter, box, keys, self._icons)
        left = self._paint_title(painter, box.adjusted(36, 0, -right - _GAP, 0), command)
        self._paint_aside(painter, box.adjusted(36 + left + 14, 0, -right - _GAP, 0), command)
        painter.restore()

    def _paint_title(self, painter: QPainter, box: QRect, command: Command) -> int:
        """Write the title, the letters that were found in semi-bold; return its width."""
        normal, strong = QFont(painter.font()), QFont(painter.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setPen(self._icons.colour("text" if not command.reason else "text-second"))
        x = box.left()
        for text, found in _runs(command.title, command.places):
            painter.setFont(strong if found else normal)
            width = painter.fontMetrics().horizontalAdvance(text)
            room = QRect(x, box.top(), max(0, box.right() - x), box.height())
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, shown)
            x += width
        painter.setFont(normal)
        return x - box.left()

    def _paint_aside(self, painter: QPainter, box: QRect, command: Command) -> None:
        """Write the menu, or why the command can't be used, in what room is left."""
        painter.setFont(self._small(painter))
        painter.setPen(self._icons.colour("text-second"))
        text = command.reason or command.path
        if command.reason:
            box = QRect(box)
            slanted = QFont(painter.font())
            slanted.setItalic(True)
            painter.setFont(slanted)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, _LEFT, shown)

    def _small(self, painter: QPainter) -> QFont:
        font = QFont(painter.font())
        font.setPixelSize(_SMALL_PX)
        return font

    def _ground(self, *, selected: bool) -> QColor:
        theme = self._icons.appearance.theme
        if selected:
            return QColor(chosen_ground(theme, "card"))
        return QColor(mixed(theme.color("text"), theme.color("card"), 0.06))


def _runs(title: str, places: tuple[int, ...]) -> list[tuple[str, bool]]:
    """Return the title in pieces, each with whether its letters were found."""
    found = set(places)
    runs: list[tuple[str, bool]] = []
    for at, sign in enumerate(title):
        if runs and runs[-1][1] is (at in found):
            runs[-1] = (runs[-1][0] + sign, runs[-1][1])
        else:
            runs.append((sign, at in found))
    return runs
