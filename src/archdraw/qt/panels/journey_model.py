"""The journeys as a table: load, target, what was computed, whether it is met, what gives way first."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from archdraw.core.analysis.result import Analysis, JourneyResult, TargetCheck
from archdraw.core.model import Design, Journey
from archdraw.core.records import frozen
from archdraw.qt.bridge.figures import (
    availability_text,
    bounds_text,
    downtime_of,
    first_bounds_tip,
    measured_text,
    range_ms_text,
    rate_text,
    style,
    time_text,
)
from archdraw.qt.bridge.fonts import in_number_font, number_font
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.live_analysis import FirstBounds

Index = QModelIndex | QPersistentModelIndex
MET = {True: ("✓", "good"), False: ("✗", "danger"), None: ("", "text-second")}


@frozen
class JourneyLine:
    """A journey beside its result or, until that is there, what its availability lies between.

    `awaited` tells that what is not known yet is being worked out.
    """

    journey: Journey
    result: JourneyResult | None
    bottleneck: str
    bounds: tuple[float, float] | None = None
    awaited: bool = True

    def is_as(self, other: JourneyLine) -> bool:
        """Tell whether there is nothing new to show.

        The very same result, not an equal one: comparing two would work out all that they put off.
        """
        same = self.journey is other.journey and self.result is other.result
        same = same and self.bottleneck == other.bottleneck and self.awaited == other.awaited
        return same and self.bounds == other.bounds

    @property
    def unknown(self) -> str:
        """What stands for a figure that is not there: the sign of waiting, or of nothing."""
        return "…" if self.result is None and self.awaited else "–"

    @property
    def met(self) -> bool | None:
        """Whether all targets that were computed are met; None where there is none."""
        checks = [check.met for check in self.result.targets if check.met is not None] if self.result else []
        return all(checks) if checks else None


def _served(line: JourneyLine, say: Callable[[Any], str]) -> str:
    measure = line.result.measures.get("served") if line.result is not None else None
    return line.unknown if measure is None else say(measure)


def _availability(line: JourneyLine) -> str:
    if line.bounds is not None:
        return f"{bounds_text(line.bounds)} bounded"
    return _served(line, lambda m: f"{measured_text(m)} {m.method}")


def _cut_sets(line: JourneyLine) -> str:
    def say(measure: Any) -> str:
        orders = measure.cut_sets.by_order
        return f"{orders.get(1, 0)} / {orders.get(2, 0)}"

    return _served(line, say)


def _target(line: JourneyLine) -> str:
    wanted = line.journey.targets.availability
    words = "" if wanted is None else availability_text(wanted)
    sign = MET[line.met][0]
    return f"{sign} {words or 'targets'}" if line.met is not None else words or "–"


def _ceiling(line: JourneyLine) -> str:
    ceiling = line.result.ceiling_rps if line.result is not None else None
    return line.unknown if ceiling is None else rate_text(ceiling)


def _bottleneck(line: JourneyLine) -> str:
    return line.bottleneck or line.unknown


def _p99(line: JourneyLine) -> str:
    latency = line.result.latency if line.result is not None else None
    if latency is None:
        return "…" if line.awaited and line.journey.targets.states_latency else line.unknown
    return range_ms_text(latency.p99_ms) if latency.stable else "no end"


COLUMNS: tuple[tuple[str, Callable[[JourneyLine], str], bool, str], ...] = (
    ("Journey", lambda line: line.journey.name or line.journey.id, False, ""),
    (
        "Peak load",
        lambda line: "–" if line.journey.peak_rps is None else rate_text(line.journey.peak_rps),
        True,
        "",
    ),
    (
        "Availability",
        _availability,
        True,
        "Served: what the critical, synchronous chain gives",
    ),
    (
        "Downtime",
        lambda line: _served(line, lambda m: downtime_of(m, short=True)),
        True,
        "",
    ),
    ("Target", _target, False, "The availability that was asked for, and whether all stated targets are met"),
    ("Ceiling", _ceiling, True, "The load at which the first component is full"),
    ("Bottleneck", _bottleneck, False, "The component that is full first"),
    ("Cuts 1 / 2", _cut_sets, True, "How many single events, and pairs of events, stop the journey"),
    (
        "p99",
        _p99,
        True,
        "The time within which 99 of 100 requests are answered at peak; more in the Load panel",
    ),
)
_LOAD_COLUMN, _AVAILABILITY_COLUMN, _DOWNTIME_COLUMN, _MET_COLUMN = range(1, 5)
_CEILING_COLUMN, _BOTTLENECK_COLUMN, _CUTS_COLUMN, _P99_COLUMN = range(5, 9)
# Where the table is too narrow for all of them, the last ones give way.
LEAST_NEEDED_LAST = (
    *(_AVAILABILITY_COLUMN, _MET_COLUMN, _LOAD_COLUMN, _DOWNTIME_COLUMN),
    *(_P99_COLUMN, _CEILING_COLUMN, _BOTTLENECK_COLUMN, _CUTS_COLUMN),
)


class JourneyModel(QAbstractTableModel):
    """Rows follow the document's journeys; results are filled in when they come."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._lines: tuple[JourneyLine, ...] = ()
        self._revision = ""
        self._awaited = True
        # The revision that the figures belong to where that is one of before and nothing follows.
        self._older = ""

    def line(self, row: int) -> JourneyLine | None:
        """Return a row, or None past the end."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def place_of(self, journey_id: str) -> int | None:
        """Return the row of a journey, or None."""
        return next((at for at, line in enumerate(self._lines) if line.journey.id == journey_id), None)

    def show(
        self,
        design: Design,
        analysis: Analysis | None,
        bounds: FirstBounds | None = None,
        *,
        awaited: bool = True,
        behind: str = "",
    ) -> None:
        """Take the journeys and the newest result; rows keep their place where only figures changed.

        First bounds take the place of a result: it is of another revision. `awaited` tells that closer
        figures follow, `behind` why they do not although the result is of before the last change.
        """
        if bounds is not None:
            analysis = None
        self._revision = bounds.revision if bounds is not None else ""
        self._awaited = awaited
        older = f"Of {analysis.revision}, before the last change: {behind}." if analysis and behind else ""
        marked, self._older = older != self._older, older
        lines = []
        for journey in design.journeys:
            result = analysis.journey(journey.id) if analysis is not None else None
            bottleneck = design.component_by_id.get(result.bottleneck or "") if result is not None else None
            name = (bottleneck.name or bottleneck.id) if bottleneck is not None else ""
            ends = bounds.served.get(journey.id) if bounds is not None else None
            lines.append(JourneyLine(journey, result, name, ends, awaited))
        same = [line.journey.id for line in lines] == [line.journey.id for line in self._lines]
        if not same:
            self.beginResetModel()
        before, self._lines = self._lines, tuple(lines)
        if not same:
            self.endResetModel()
        elif lines and (marked or not all(map(JourneyLine.is_as, before, self._lines))):
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1), [])

    def restyle(self) -> None:
        """Write all figures anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._lines:
            last = self.index(len(self._lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [])

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        title, _, numeric, tip = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{title} a {style().downtime}" if section == _DOWNTIME_COLUMN else title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        _, say, numeric, _ = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return in_number_font(say(line)) if numeric else say(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return say(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and numeric:
            return number_font()
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, index.column())
        return None

    def _colour(self, line: JourneyLine, column: int) -> QColor | None:
        if self._older and column > _LOAD_COLUMN:
            return QColor(self._icons.colour("text-second"))
        return QColor(self._icons.colour(MET[line.met][1])) if column == _MET_COLUMN else None

    def _tip(self, line: JourneyLine, column: int) -> str | None:
        if line.bounds and column == _AVAILABILITY_COLUMN:
            return first_bounds_tip(line.bounds, self._revision, stopped=not self._awaited)
        tip = _tip(line, column)
        return "\n".join(filter(None, (self._older, tip))) or None


def _check_words(check: TargetCheck) -> str:
    """Return a target with what was computed: "p99 34.5 ms, wanted 80 ms"."""
    name, unit, _ = check.target.partition("_ms")
    if not unit:
        return check.target.replace("_", " ")
    name = "p99.9" if name == "p999" else name
    computed = "" if check.computed is None else f" {time_text(check.computed)},"
    return f"{name}{computed} wanted {time_text(check.wanted)}"


def _tip(line: JourneyLine, column: int) -> str | None:
    if column == _MET_COLUMN and line.result is not None and line.result.targets:
        signs = {True: "✓", False: "✗", None: "not computed:"}
        rows = (f"{signs[check.met]} {_check_words(check)}" for check in line.result.targets)
        return "\n".join(rows)
    if column == _AVAILABILITY_COLUMN and line.result is not None and "served" in line.result.measures:
        from archdraw.core.analysis.cut_set_words import method_meaning, method_tag
        from archdraw.core.analysis.wording import requests_text

        measure = line.result.measures["served"]
        tag = style().written(method_tag(measure))
        tip = f"{measure.availability:.12g}, {tag}\n{method_meaning(measure)}"
        weighted = line.result.request_weighted
        return tip if weighted is None else f"{tip}\n{style().written(requests_text(weighted))}"
    said = [f"{title}: {say(line)}" for title, say, _, _ in COLUMNS]
    return "\n".join([*said, *_range_rows(line)])


def _range_rows(line: JourneyLine) -> list[str]:
    """Return the 5 and 95 % points that ranges on inputs give, a line each."""
    result = line.result
    if result is None:
        return []
    rows = []
    if result.ceiling_range is not None:
        low, high = (rate_text(end) for end in result.ceiling_range)
        rows.append(f"Ceiling, 5–95 % of the stated ranges: {low} – {high}")
    slow = result.latency.p99_range_ms if result.latency is not None else None
    if slow is not None:
        words = [time_text(end) if isfinite(end) else "without end" for end in slow]
        rows.append(f"p99, 5–95 % of the stated ranges: {words[0]} – {words[1]}")
    return rows
