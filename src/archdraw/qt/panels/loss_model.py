"""The loss matrix as a table: what is lost, and what becomes of each journey, in symbols and in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from archdraw.core.analysis.headroom import CeilingAfterLoss
from archdraw.core.analysis.result import Analysis, Impact, LossKind, LossRow
from archdraw.core.model import Design, element_name, event_name
from archdraw.core.records import frozen
from archdraw.qt.bridge.figures import rate_text
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.panels.row_table import RowTable, Side

LOST, KIND = range(2)
# Symbol, word and colour: the shape says it too, never the colour alone.
SIGNS: dict[Impact, tuple[str, str, str]] = {
    "full": ("●", "works", "good"),
    "degraded": ("◐", "degraded", "warning"),
    "down": ("✕", "down", "danger"),
}
# It works, but what is left carries less than the peak.
_SHORT = ("▼", "overloaded", "warning")
_SHORT_WEIGHT = 30
_WEIGHT: dict[Impact, int] = {"full": 0, "degraded": 1, "down": 1000}
_KINDS: dict[LossKind, str] = {"component": "Component", "instance": "Instance", "domain": "Domain"}


@frozen
class LossLine:
    """A row: what is lost by its id, kind and name, and the fate of each journey in the order of columns.

    `left` is what each then still carries, None where that is not known or not less than before.
    """

    row: LossRow
    name: str
    impacts: tuple[Impact, ...]
    left: tuple[CeilingAfterLoss | None, ...] = ()

    def weight_at(self, at: int) -> int:
        """Return how much it hurts one journey."""
        return _SHORT_WEIGHT if self.short(at) else _WEIGHT[self.impacts[at]]

    @property
    def weight(self) -> int:
        """How much it hurts: a journey that is down counts more than any number of degraded ones."""
        return sum(map(self.weight_at, range(len(self.impacts))))

    def short(self, at: int) -> bool:
        """Tell whether a journey works but can no longer carry its peak."""
        left = self.left[at] if at < len(self.left) else None
        return self.impacts[at] != "down" and left is not None and left.enough is False

    def sign(self, at: int) -> tuple[str, str, str]:
        """Return symbol, word and colour of the fate of a journey."""
        return _SHORT if self.short(at) else SIGNS[self.impacts[at]]


class LossModel(RowTable[LossLine]):
    """What is lost, its kind, and a column for each journey; what hurts most comes first."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(None)
        self._icons = icons
        self._lines: list[LossLine] = []
        self._journeys: list[str] = []
        self._kind: LossKind | None = None
        self._hurting = True

    @property
    def total(self) -> int:
        """How many losses there are before filtering."""
        return len(self._lines)

    @property
    def hurting(self) -> int:
        """How many losses degrade or stop a journey."""
        return sum(1 for line in self._lines if line.weight)

    def show(self, design: Design, analysis: Analysis | None) -> None:
        """Take the newest result."""
        known = [
            one for one in design.journeys if analysis is not None and analysis.journey(one.id) is not None
        ]
        found = analysis.loss_matrix if analysis is not None else ()
        ids = [one.id for one in known if any(one.id in row.journeys for row in found)]
        headroom = analysis.headroom if analysis is not None else None
        carried = {} if headroom is None else {(one.lost, one.journey): one for one in headroom.after_loss}
        lines = [
            LossLine(
                row,
                event_name(design, row.lost),
                tuple(row.journeys.get(one, "full") for one in ids),
                tuple(carried.get((row.lost, one)) for one in ids),
            )
            for row in found
        ]
        names = [element_name(design, one) for one in ids]
        if lines == self._lines and names == self._journeys:
            return
        self.beginResetModel()
        self._lines, self._journeys = lines, names
        self._rows = self._chosen()
        self.endResetModel()

    def filter(self, text: str, kind: LossKind | None, *, hurting: bool) -> None:
        """Show only losses with these words, of this kind, and, with `hurting`, those that hurt a journey."""
        self._kind, self._hurting = kind, hurting
        self._take_words(text)

    def place_of(self, lost: str) -> int | None:
        """Return the row of what is lost, or None."""
        return next((at for at, line in enumerate(self._rows) if line.row.lost == lost), None)

    def as_text(self, remark: str = "") -> str:
        """Return what shows as a table with tabs, for a spreadsheet: words, not symbols; a remark first."""
        lines = [*filter(None, (remark,)), "\t".join(["Lost", "Kind", *self._journeys])]
        for line in self._rows:
            words = [line.sign(at)[1] for at in range(len(line.impacts))]
            lines.append("\t".join([line.name.replace("\u00a0", " "), _KINDS[line.row.kind].lower(), *words]))
        return "\n".join(lines) + "\n"

    # -- what the table says -------------------------------------------------------------------

    def _all(self) -> list[LossLine]:
        return self._lines

    def _fits(self, row: LossLine) -> bool:
        if (self._hurting and not row.weight) or self._kind not in (None, row.row.kind):
            return False
        return super()._fits(row)

    def _hay(self, row: LossLine) -> str:
        return row.name

    def _usual(self, row: LossLine) -> int:
        return -row.weight

    def _value(self, row: LossLine, column: int) -> Any:
        if column == LOST:
            return row.name.casefold()
        if column == KIND:
            return row.row.kind
        at = column - 2
        return row.weight_at(at) if at < len(row.impacts) else 0

    def _titles(self) -> tuple[str, ...]:
        return ("When this is lost", "Kind", *self._journeys)

    def _tip(self, column: int) -> str | None:
        return self._titles()[column] if column > KIND else None

    def _side(self, column: int) -> Side:
        return Side.AlignLeft if column <= KIND else Side.AlignHCenter

    def _say(self, row: LossLine, column: int, role: int) -> Any:
        if column > KIND:
            return self._fate(row, column - 2, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.name if column == LOST else _KINDS[row.row.kind]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}\n{self._summary(row)}\nEnter takes it down on the canvas."
        if role == Qt.ItemDataRole.ForegroundRole and column == KIND:
            return QColor(self._icons.colour("text-second"))
        return None

    def _fate(self, line: LossLine, at: int, role: int) -> Any:
        sign, word, token = line.sign(at)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{sign}\u2009{word}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._journeys[at]}: {word}"
        if role == Qt.ItemDataRole.ToolTipRole:
            fate = (
                f"When {line.name} is lost, “{self._journeys[at]}” {'is ' if word != 'works' else ''}{word}"
            )
            return f"{fate}{_carried(line.left[at] if at < len(line.left) else None)}."
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._icons.colour(token))
        return None

    def _summary(self, line: LossLine) -> str:
        words = [line.sign(at)[1] for at in range(len(line.impacts))]
        signs = (SIGNS["down"], _SHORT, SIGNS["degraded"], SIGNS["full"])
        return ", ".join(f"{words.count(word)} {word}" for _, word, _ in signs if word in words)


def _carried(left: CeilingAfterLoss | None) -> str:
    """Return what a journey then still carries; nothing where that is not known, or nothing."""
    if left is None or left.ceiling_rps <= 0.0:
        return ""
    peak = "" if left.peak_rps is None else f"; its peak is {rate_text(left.peak_rps)}"
    return f" and carries up to {rate_text(left.ceiling_rps)}{peak}"
