"""Puts the tables of two sides together: records that came, went and changed since their ancestor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.history.conversion import design_of, tables_of
from archdraw.core.history.tables import DOCUMENT_KEY, TABLES, TableName, split_place_key
from archdraw.core.merging.conflicts import Conflict, kept_in
from archdraw.core.merging.orders import merged_order
from archdraw.core.merging.renaming import apart
from archdraw.core.merging.values import merge_record, same
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.history.tables import Table
    from archdraw.core.model import Design

    Tables = dict[TableName, Table]

_PLACES: tuple[TableName, ...] = ("nodes", "edges")
_ELEMENTS: tuple[TableName, ...] = ("components", "groups", "connections")
# Which fields of a table name elements that have to be there, and in which tables those are looked for.
_NEEDS: dict[TableName, tuple[tuple[str, TableName], ...]] = {
    "components": (("parent", "groups"),),
    "groups": (("parent", "groups"),),
    "connections": (("source", "components"), ("target", "components")),
    "journeys": (("entry", "components"),),
}


@frozen
class Merged:
    """The merged design, which keeps its conflicts itself, and these conflicts."""

    design: Design
    conflicts: tuple[Conflict, ...] = ()


def merge_designs(base: Design, ours: Design, theirs: Design) -> Merged:
    """Return one design of two that were made of `base`.

    Records are matched by id, fields of records that both changed one by one. What one side removed and the
    other left alone goes; what the other changed, or needs for what it added, stays and is a conflict. Where
    both changed a field to different values, that of ours stands and both are kept in the document.
    Fields that this version does not know are merged like all others; the order of both sides is kept.
    """
    theirs = apart(base, ours, theirs)
    return _Merger(base, ours, theirs).merged()


class _Merger:
    def __init__(self, base: Design, ours: Design, theirs: Design) -> None:
        self._base, self._ours, self._theirs = (_keyed(one) for one in (base, ours, theirs))
        self._conflicts: list[Conflict] = []
        self._tables: Tables = {}

    def merged(self) -> Merged:
        for name in TABLES:
            if name not in _PLACES:
                self._tables[name] = self._records(name)
        while self._restore_needed():
            pass
        for places in _PLACES:
            self._tables[places] = self._places(places)
        notes, views = self._tables["notes"], self._tables["views"]
        self._tables["notes"] = {key: one for key, one in notes.items() if split_place_key(key)[0] in views}
        conflicts = tuple(self._conflicts)
        return Merged(kept_in(design_of(self._tables), conflicts), conflicts)

    # -- records -------------------------------------------------------------------------------

    def _records(self, name: TableName) -> Table:
        base, ours, theirs = self._base[name], self._ours[name], self._theirs[name]
        found: Table = {}
        for key in (*ours, *(key for key in theirs if key not in ours)):
            record = self._record(name, key)
            if record is not None:
                found[key] = record
        return {key: found[key] for key in merged_order(list(base), list(ours), list(theirs), found)}

    def _record(self, name: TableName, key: str) -> Any:
        before = self._base[name].get(key)
        ours, theirs = self._ours[name].get(key), self._theirs[name].get(key)
        element = _element_of(name, key)

        def tell(field: str, mine: Any, yours: Any) -> None:
            self._conflicts.append(Conflict(element, field, mine, yours))

        if ours is not None and theirs is not None:
            return merge_record(before, ours, theirs, tell)
        left = ours if ours is not None else theirs
        if before is None:
            return left
        if same(before, left):
            return None
        sides = ("removed", "changed") if ours is None else ("changed", "removed")
        self._conflicts.append(Conflict(element, "", *sides, kept="theirs" if ours is None else "ours"))
        return left

    # -- what others need ----------------------------------------------------------------------

    def _restore_needed(self) -> bool:
        """Put back what one side removed and the other has come to need; return whether there was any."""
        for name, needs in _NEEDS.items():
            for key, record in self._tables[name].items():
                for field, home in needs:
                    wanted = getattr(record, field)
                    if wanted is None or wanted in self._tables[home]:
                        continue
                    side = self._side_with(name, key, field, wanted, home)
                    if side is not None:
                        self._restore(home, wanted, side)
                        return True
        return False

    def _side_with(
        self, name: TableName, key: str, field: str, wanted: str, home: TableName
    ) -> Tables | None:
        """Return the side in which the reference is whole; None where it is broken already."""
        for side in (self._ours, self._theirs):
            record = side[name].get(key)
            if record is not None and getattr(record, field) == wanted and wanted in side[home]:
                return side
        return None

    def _restore(self, home: TableName, key: str, side: Tables) -> None:
        mine = side is self._ours
        sides = ("needed", "removed") if mine else ("removed", "needed")
        self._conflicts.append(Conflict(key, "", *sides, kept="ours" if mine else "theirs"))
        found = {**self._tables[home], key: side[home][key]}
        base, ours, theirs = (list(one[home]) for one in (self._base, self._ours, self._theirs))
        self._tables[home] = {one: found[one] for one in merged_order(base, ours, theirs, found)}

    # -- places --------------------------------------------------------------------------------

    def _places(self, name: TableName) -> Table:
        """Merge where things stand: whoever is there keeps a place, whoever is not has none."""
        base, ours, theirs = self._base[name], self._ours[name], self._theirs[name]
        there = {key for table in _ELEMENTS for key in self._tables[table]}
        known = {
            key
            for side in (self._base, self._ours, self._theirs)
            for table in _ELEMENTS
            for key in side[table]
        }
        found: Table = {}
        for key in (*ours, *(key for key in theirs if key not in ours)):
            view, element = split_place_key(key)
            if view not in self._tables["views"] or (element in known and element not in there):
                continue
            record = self._place(name, key, element)
            if record is not None:
                found[key] = record
        return {key: found[key] for key in merged_order(list(base), list(ours), list(theirs), found)}

    def _place(self, name: TableName, key: str, element: str) -> Any:
        before, ours, theirs = (side[name].get(key) for side in (self._base, self._ours, self._theirs))
        if ours is not None and theirs is not None:

            def tell(field: str, mine: Any, yours: Any) -> None:
                self._conflicts.append(Conflict(element, field, mine, yours))

            return merge_record(before, ours, theirs, tell)
        left, other = (ours, self._theirs) if ours is not None else (theirs, self._ours)
        went_along = all(element not in other[table] for table in _ELEMENTS)
        return left if before is None or went_along or not same(before, left) else None


def _keyed(design: Design) -> Tables:
    """Return the tables; accepted findings by what they accept, not by their place in the list."""
    tables = tables_of(design)
    accepted: Table = {}
    for record in tables["suppressions"].values():
        key = f"{record.rule} {record.element or ''}"
        while key in accepted:
            key += "'"
        accepted[key] = record
    tables["suppressions"] = accepted
    return tables


def _element_of(name: TableName, key: str) -> str:
    if key == DOCUMENT_KEY and name == "document":
        return ""
    return split_place_key(key)[1] if name == "notes" else key
