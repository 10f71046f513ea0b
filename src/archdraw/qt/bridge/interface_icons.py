"""Interface icons in the colours of the theme that is on; nothing is read before it is painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QToolButton

from archdraw.core.catalog.icon_set import interface_icons
from archdraw.qt.bridge.colors import pixel_ratio
from archdraw.qt.bridge.glyphs import draw_glyph
from archdraw.qt.bridge.palette import Appearance

ICON_PX = 20
_UNKNOWN = "settings"


class _ThemedEngine(QIconEngine):
    """Paints one icon file with the token colour of the moment, so a theme switch is a repaint."""

    def __init__(self, name: str, token: str, appearance: Appearance) -> None:
        super().__init__()
        self._name = name
        self._token = token
        self._appearance = appearance

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect, self._pixmap(rect.size(), pixel_ratio(painter), mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._pixmap(size, 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._pixmap(size, scale, mode)

    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._token, self._appearance)

    def _pixmap(self, size: QSize, ratio: float, mode: QIcon.Mode) -> QPixmap:
        colour = self._appearance.theme.color(self._token)
        return painted_icon(
            self._name, colour, size.width(), size.height(), ratio, mode == QIcon.Mode.Disabled
        )


@lru_cache(maxsize=512)
def painted_icon(name: str, colour: str, width: int, height: int, ratio: float, faint: bool) -> QPixmap:
    """Return the picture of an icon: `colour` "#RRGGBB", size in logical px, faint where disabled."""
    pixmap = QPixmap(QSize(round(width * ratio), round(height * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    icons = interface_icons()
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.4 if faint else 1.0)
    side = min(width, height)
    left, top = round((width - side) / 2), round((height - side) / 2)
    draw_glyph(painter, icons.get(name, icons[_UNKNOWN]), left, top, side, QColor(colour))
    painter.end()
    return pixmap


def add_cross(field: QLineEdit) -> None:
    """Give a field the cross that empties it, with the name that Qt leaves out."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        if not button.text():
            button.setText("Clear")
            button.setToolTip("Clear")


class Icons:
    """Gives icons by the name of their file in the resources."""

    def __init__(self, appearance: Appearance) -> None:
        self.appearance = appearance
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, paint: str = "text") -> QIcon:
        """Return the icon `name`, painted in the theme's colour for the token `paint`."""
        key = (name, paint)
        if key not in self._made:
            self._made[key] = QIcon(_ThemedEngine(name, paint, self.appearance))
        return self._made[key]

    def search_field(self, hint: str, name: str, icon: str = "search") -> QLineEdit:
        """Return a field to search in: with a sign before the text and a cross after it."""
        field = QLineEdit()
        field.setPlaceholderText(hint)
        field.setAccessibleName(name)
        sign = field.addAction(self.icon(icon, "text-second"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(hint)
        sign.triggered.connect(field.setFocus)
        add_cross(field)
        return field

    def colour(self, token: str) -> QColor:
        """Return the colour of a token in the theme that is on."""
        return QColor(self.appearance.theme.color(token))
