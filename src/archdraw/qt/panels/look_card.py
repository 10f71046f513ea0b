"""The inspector's fold for looks: shape, colour family, emphasis, line and width of what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from archdraw.core.catalog import FAMILIES
from archdraw.core.model import EMPHASES, LINE_WIDTHS, LINES, SHAPES, Style
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import restyling
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.section import Section

_SWATCH = 18
_COLUMNS = 7
_SHAPE_WORDS = {"card": "Card", "cylinder": "Drum", "queue": "Queue", "cloud": "Cloud", "icon": "Icon"}
_LINE_WORDS = {"solid": "Solid", "dashed": "Dashed", "dotted": "Dotted", "double": "Double"}
_WIDTH_WORDS = {"thin": "Thin", "normal": "Normal", "thick": "Thick"}
_EMPHASIS_WORDS = {"normal": "Normal", "strong": "Strong", "quiet": "Quiet"}


class LookCard(Section):
    """Shows and changes the style of the selection; folded at first."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("Look", self._make_look, icons, parent=parent)
        self._session = session
        self._appearance = icons.appearance
        self._chosen: frozenset[str] = frozenset()
        self._buttons: dict[restyling.StyleField, dict[str, QPushButton]] = {}
        self._rows: dict[restyling.StyleField, QWidget] = {}
        self.swatches: dict[str, QToolButton] = {}

    def show_selection(self) -> None:
        """Show the style of what is selected; the fold hides where nothing has one."""
        chosen, scene = self._session.chosen, self._session.scene
        self._chosen = chosen.all
        able = chosen.boxes > 0 or any(len(scene.merged(one)) < 2 for one in chosen.connections)
        self.setVisible(able)
        if able and self.body is not None:
            self._fill()

    @property
    def _ids(self) -> list[str]:
        """What the fold is about, always in the same order."""
        return restyling.styled(self._session, sorted(self._chosen))

    @property
    def shapes(self) -> dict[str, QPushButton]:
        """The buttons of the shapes, by name."""
        return self._buttons.get("shape", {})

    @property
    def lines(self) -> dict[str, QPushButton]:
        """The buttons of the lines of connections, by name."""
        return self._buttons.get("line", {})

    @property
    def widths(self) -> dict[str, QPushButton]:
        """The buttons of the widths of connections, by name."""
        return self._buttons.get("width", {})

    # -- making --------------------------------------------------------------------------------

    def _make_look(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 2, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._segments("shape", SHAPES, _SHAPE_WORDS))
        column.addWidget(_label("Colour"))
        self._add_swatches(nested(column, QGridLayout()))
        column.addWidget(self._segments("emphasis", EMPHASES, _EMPHASIS_WORDS))
        column.addWidget(self._segments("line", LINES, _LINE_WORDS))
        column.addWidget(self._segments("width", LINE_WIDTHS, _WIDTH_WORDS))
        self.reset = _link("Reset", "Look as tags and kind say (Ctrl+Alt+R)", self._reset)
        tip = "Everything of this kind looks like that"
        self.for_kind = _link("Use for the whole kind", tip, self._for_kind)
        foot = nested(column, QHBoxLayout())
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(self.for_kind)
        QTimer.singleShot(0, self, self._fill)
        return body

    def _segments(
        self, field: restyling.StyleField, names: tuple[str, ...], words: dict[str, str]
    ) -> QWidget:
        """Return a heading with a row of buttons below it, one for each value."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(_label(field.capitalize()))
        row = nested(column, QHBoxLayout())
        row.setSpacing(4)
        made = self._buttons[field] = {}
        for name in names:
            button = QPushButton(words[name])
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{field.capitalize()}: {words[name].lower()}")
            button.clicked.connect(lambda _on=False, chosen=name: self._choose(field, chosen))
            row.addWidget(button, 1)
            made[name] = button
        self._rows[field] = holder
        return holder

    def _add_swatches(self, grid: QGridLayout) -> None:
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

    # -- showing -------------------------------------------------------------------------------

    def _fill(self) -> None:
        ids = self._ids
        styles = [restyling.style_of(self._session, one) for one in ids]
        if not styles or not self._buttons:
            return
        roles = {self._session.role(one) for one in ids}
        shown = {
            "shape": "component" in roles,
            "emphasis": not roles.isdisjoint(("component", "group")),
            "line": "connection" in roles,
            "width": "connection" in roles,
        }
        shared = _shared(styles)
        for field, buttons in self._buttons.items():
            self._rows[field].setVisible(shown[field])
            for name, button in buttons.items():
                button.setChecked(getattr(shared, field) == name)
        ratio = self.devicePixelRatioF()
        theme = self._appearance.theme
        for family, swatch in self.swatches.items():
            chosen = shared.color == family
            swatch.setChecked(chosen)
            colours = (theme.color(f"family-{family}"), theme.color("card"))
            swatch.setIcon(_swatch_icon(*colours, ratio, chosen=chosen))
        self.reset.setEnabled(any(not style.empty for style in styles))
        self.for_kind.setVisible(len(ids) == 1 and roles != {"note"})
        self.for_kind.setEnabled(not styles[0].empty)

    # -- changing ------------------------------------------------------------------------------

    def _choose(self, field: restyling.StyleField, value: str) -> None:
        """Choose a value; choosing the chosen one again takes it away."""
        ids = self._ids
        styles = [restyling.style_of(self._session, one) for one in ids]
        wanted = None if all(getattr(style, field) == value for style in styles) else value
        self._attempt(lambda: restyling.set_style(self._session, ids, field, wanted))

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
    fields = ("shape", "color", "emphasis", "line", "width")
    agreed = [one for one in fields if all(getattr(other, one) == getattr(first, one) for other in others)]
    return Style(**{one: getattr(first, one) for one in agreed})


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
