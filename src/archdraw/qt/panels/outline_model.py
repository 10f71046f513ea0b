"""The drawing as a tree: groups with what is in them, then connections and notes, filtered by words."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from archdraw.core.analysis.wording import own_availability_text
from archdraw.editor.document import EditRefused
from archdraw.editor.hierarchy import parent_of
from archdraw.editor.session import Session
from archdraw.editor.spoken import Speech
from archdraw.qt.bridge.figures import style
from archdraw.qt.bridge.glyphs import glyph_icon
from archdraw.qt.bridge.interface_icons import Icons

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Name", "Kind", "Availability", "Findings")
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NAME, _KIND, _AVAILABILITY, _FINDINGS = range(4)
# Rows that hold what belongs to no group; ids of elements have no blanks.
_HEADINGS = {"connection": "- connections", "note": "- notes"}
_TITLES = {"- connections": "Connections", "- notes": "Notes"}
_HEADING = Qt.ItemFlag.ItemIsEnabled
_CHOSEN = _HEADING | Qt.ItemFlag.ItemIsSelectable
# What can be done with a row of an element, by whether it is its name and whether there is something in it.
_FLAGS = {
    (is_name, holds): (_CHOSEN | Qt.ItemFlag.ItemIsEditable if is_name else _CHOSEN)
    | (Qt.ItemFlag.NoItemFlags if holds else Qt.ItemFlag.ItemNeverHasChildren)
    for is_name in (True, False)
    for holds in (True, False)
}


class Renamed(Protocol):
    """Is told what a person typed as the new name of an element."""

    def __call__(self, element_id: str, text: str) -> None:
        """Give the element another name."""
        ...


class OutlineModel(QAbstractItemModel):
    """Elements by their place in the tree; everything about one is asked for when its row is painted."""

    def __init__(self, session: Session, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icons = icons
        self.speech = Speech(session)
        self._filter = ""
        self._children: dict[str, list[str]] = {"": []}
        self._parents: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        # Qt keeps a number with each row: the place in this list.
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}

    # -- the tree ------------------------------------------------------------------------------

    def read(self, words: str | None = None) -> None:
        """Read the drawing anew; `words` is a new filter, and None keeps the one there is."""
        if words is not None:
            self._filter = words.casefold().strip()
        parents = self._wanted_parents()
        self.beginResetModel()
        self._parents = parents
        self._children = {"": []}
        for one, parent in parents.items():
            self._children.setdefault(parent, []).append(one)
        self._rows = {one: at for inside in self._children.values() for at, one in enumerate(inside)}
        self._ids = list(parents)
        self._numbers = {one: at for at, one in enumerate(self._ids)}
        self.endResetModel()

    def _wanted_parents(self) -> dict[str, str]:
        """Return the parent of each row in the order of reading, headings before what is under them."""
        session, order = self._session, self.speech.order()
        roles = {one: session.scene.role(one) for one in order}
        placed = [one for one in order if roles[one] in ("component", "group")]
        wanted = self._fitting(order)
        parents: dict[str, str] = {}
        for one in placed:
            if one in wanted:
                around = parent_of(session, one)
                parents[one] = around if around in roles else ""
        for role, heading in _HEADINGS.items():
            inside = [one for one in order if roles[one] == role and one in wanted]
            if inside:
                parents[heading] = ""
                parents.update(dict.fromkeys(inside, heading))
        return parents

    def _fitting(self, order: list[str]) -> set[str]:
        """Return the ids that fit the filter, with the groups around them."""
        if not self._filter:
            return set(order)
        found: set[str] = set()
        for one in order:
            if self._filter in f"{self.speech.name(one)} {self.speech.kind(one)}".casefold():
                at: str | None = one
                while at is not None and at not in found:
                    found.add(at)
                    at = parent_of(self._session, at)
        return found

    def id_of(self, index: Index) -> str:
        """Return the element of a row, empty for headings."""
        key = self._key(index)
        return "" if key in _TITLES else key

    def index_of(self, element_id: str) -> QModelIndex:
        """Return the row of an element; an invalid one where it is filtered out."""
        number = self._numbers.get(element_id)
        return QModelIndex() if number is None else self.createIndex(self._rows[element_id], 0, number)

    @property
    def count(self) -> int:
        """How many elements there are in the tree."""
        return sum(1 for one in self._ids if one not in _TITLES)

    def _key(self, index: Index) -> str:
        return self._ids[index.internalId()] if index.isValid() else ""

    # -- what Qt asks --------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's
        inside = self._children.get(self._key(parent), [])
        if not (0 <= row < len(inside) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, self._numbers[inside[row]])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008 - Qt's
        above = self._parents.get(self._key(index), "")
        return self.createIndex(self._rows[above], 0, self._numbers[above]) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.column() > 0 else len(self._children.get(self._key(parent), []))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return COLUMNS[section] if shown else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Asked for each of ten thousand rows when the tree is laid out: nothing is put together here.
        key = self._key(index)
        if not key or key in _TITLES:
            return _HEADING if key else Qt.ItemFlag.NoItemFlags
        return _FLAGS[index.column() == _NAME, key in self._children]

    def data(self, index: Index, role: int = 0) -> Any:
        key = self._key(index)
        if key in _TITLES:
            shown = role == Qt.ItemDataRole.DisplayRole and index.column() == _NAME
            return f"{_TITLES[key]} ({len(self._children.get(key, []))})" if shown else None
        if self._session.role(key) is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(key, index.column())
        if role == ID_ROLE:
            return key
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.speech.description(key)
        if role == Qt.ItemDataRole.EditRole:
            record = self._session.record(key)
            return getattr(record, "name", None) or getattr(record, "text", "")
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _NAME:
            return self._picture(key)
        return None

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        key = self.id_of(index)
        if role != Qt.ItemDataRole.EditRole or not key or str(value) == self.data(index, role):
            return False
        try:
            self._session.rename(key, str(value))
        except EditRefused as refusal:
            self._session.say(str(refusal))
            return False
        return True

    def _shown(self, key: str, column: int) -> str:
        facts = self.speech.facts
        if column == _NAME:
            return " ".join(self.speech.name(key).split())
        if column == _KIND:
            return self.speech.kind(key)
        if column == _AVAILABILITY:
            part = facts.components.get(key)
            return "" if part is None else style().written(own_availability_text(part))
        found = len(facts.findings.get(key, ()))
        single = "single point" if key in facts.single_points else ""
        return " · ".join(part for part in (single, str(found) if found else "") if part)

    def _picture(self, key: str) -> Any:
        session, theme = self._session, self._icons.appearance.theme
        component = session.component(key)
        if component is not None:
            kind = session.catalog.kind(component.kind)
            return glyph_icon(kind.glyph, theme.color(f"family-{kind.family}"), 16)
        group = session.group(key)
        if group is not None:
            return glyph_icon(session.catalog.group(group.kind).glyph, theme.color("group"), 16)
        name = "note" if session.note(key) is not None else "connect"
        return self._icons.icon(name, "text-second")
