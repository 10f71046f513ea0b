"""The inspector's fold for looks: shape, colour family and emphasis of what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from archdraw.core.catalog import FAMILIES
from archdraw.core.model import EMPHASES, SHAPES, Style
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import restyling
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.section import Section

_SWATCH = 18
_COLUMNS = 7
_SHAPE_WORDS = {"card": "Card", "cylinder": "Drum", "queue": "Queue", "cloud": "Cloud", "icon": "Icon"}
_EMPHASIS_WORDS = {"normal": "Normal", "strong": "Strong", "quiet": "Quiet"}


class LookCard(Section):
    """Shows and changes the style of the selection; folded at first, and empty for connections."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("Look", self._make_look, icons, parent=parent)
        self._session = session
        self._appearance = icons.appearance
        self._ids: tuple[str, ...] = ()
        self._shapes: dict[str, QPushButton] = {}
        self._emphases: dict[str, QPushButton] = {}
        self.swatches: dict[str, QToolButton] = {}

    def show_selection(self) -> None:
        """Show the style of what is selected; the fold hides where nothing has one."""
        self._ids = tuple(restyling.styled(self._session, sorted(self._session.selection)))
        self.setVisible(bool(self._ids))
        if self._ids and self.body is not None:
            self._fill()

    @property
    def shapes(self) -> dict[str, QPushButton]:
        """The buttons of the shapes, by name."""
        return self._shapes

    # -- making --------------------------------------------------------------------------------

    def _make_look(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 2, 12, 12)
        column.setSpacing(6)
        self._shape_label = _label("Shape")
        column.addWidget(self._shape_label)
        self._shape_row = QWidget()
        self._shapes = self._segments(self._shape_row, SHAPES, _SHAPE_WORDS, "shape")
        column.addWidget(self._shape_row)
        column.addWidget(_label("Colour"))
        column.addLayout(self._make_swatches())
        self._emphasis_label = _label("Emphasis")
        column.addWidget(self._emphasis_label)
        self._emphasis_row = QWidget()
        self._emphases = self._segments(self._emphasis_row, EMPHASES, _EMPHASIS_WORDS, "emphasis")
        column.addWidget(self._emphasis_row)
        foot = QHBoxLayout()
        self.reset = _link("Reset", "Look as tags and kind say (Ctrl+Alt+R)", self._reset)
        tip = "Everything of this kind looks like that"
        self.for_kind = _link("Use for the whole kind", tip, self._for_kind)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(self.for_kind)
        column.addLayout(foot)
        QTimer.singleShot(0, self, self._fill)
        return body

    def _segments(
        self, holder: QWidget, names: tuple[str, ...], words: dict[str, str], field: restyling.StyleField
    ) -> dict[str, QPushButton]:
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        made = {}
        for name in names:
            button = QPushButton(words[name])
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{field.capitalize()}: {words[name].lower()}")
            button.clicked.connect(lambda _on=False, chosen=name: self._choose(field, chosen))
            row.addWidget(button, 1)
            made[name] = button
        return made

    def _make_swatches(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for at, (family, label) in enumerate(FAMILIES):
            button = QToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(_SWATCH, _SWATCH))
            button.setToolTip(label)
            button.setAccessibleName(f"Colour of: {label}")
            button.clicked.connect(lambda _on=False, chosen=family: self._choose("color", chosen))
            grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
            self.swatches[family] = button
        return grid

    # -- showing -------------------------------------------------------------------------------

    def _fill(self) -> None:
        styles = [restyling.style_of(self._session, one) for one in self._ids]
        if not styles or not self._shapes:
            return
        notes = all(self._session.note(one) is not None for one in self._ids)
        parts = any(self._session.component(one) is not None for one in self._ids)
        for widget in (self._shape_label, self._shape_row):
            widget.setVisible(parts)
        for widget in (self._emphasis_label, self._emphasis_row):
            widget.setVisible(not notes)
        shared = _shared(styles)
        for name, button in self._shapes.items():
            button.setChecked(shared.shape == name)
        for name, button in self._emphases.items():
            button.setChecked(shared.emphasis == name)
        ratio = self.devicePixelRatioF()
        theme = self._appearance.theme
        for family, swatch in self.swatches.items():
            chosen = shared.color == family
            swatch.setChecked(chosen)
            colours = (theme.color(f"family-{family}"), theme.color("card"))
            swatch.setIcon(_swatch_icon(*colours, ratio, chosen=chosen))
        self.reset.setEnabled(any(not style.empty for style in styles))
        self.for_kind.setVisible(len(self._ids) == 1 and not notes)
        self.for_kind.setEnabled(not styles[0].empty)

    # -- changing ------------------------------------------------------------------------------

    def _choose(self, field: restyling.StyleField, value: str) -> None:
        """Choose a value; choosing the chosen one again takes it away."""
        styles = [restyling.style_of(self._session, one) for one in self._ids]
        wanted = None if all(getattr(style, field) == value for style in styles) else value
        self._attempt(lambda: restyling.set_style(self._session, self._ids, field, wanted))

    def _reset(self) -> None:
        self._attempt(lambda: restyling.reset_style(self._session, self._ids))

    def _for_kind(self) -> None:
        self._attempt(lambda: restyling.style_of_kind_from(self._session, self._ids[0]))

    def _attempt(self, change: Callable[[], None]) -> None:
        try:
            change()
        except EditRefused as refusal:
            self._session.say(str(refusal))
        self._fill()


def _shared(styles: list[Style]) -> Style:
    """Return what all styles agree on."""
    first, *others = styles
    return Style(
        shape=first.shape if all(one.shape == first.shape for one in others) else None,
        color=first.color if all(one.color == first.color for one in others) else None,
        emphasis=first.emphasis if all(one.emphasis == first.emphasis for one in others) else None,
    )


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("fieldLabel")
    return label


def _link(text: str, tip: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("link")
    button.setToolTip(tip)
    button.clicked.connect(act)
    return button


def _swatch_icon(colour: str, ground: str, ratio: float, *, chosen: bool) -> QIcon:
    """Return a dot in a colour; the chosen one has a tick."""
    picture = QPixmap(QSize(round(_SWATCH * ratio), round(_SWATCH * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(1, 1, _SWATCH - 2, _SWATCH - 2)
    if chosen:
        painter.setPen(QPen(QColor(ground), 2.0))
        painter.drawPolyline([QPointF(5.0, 9.2), QPointF(8.0, 12.2), QPointF(13.2, 6.0)])
    painter.end()
    return QIcon(picture)
