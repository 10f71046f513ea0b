"""What was added, removed, changed and moved between two designs, record by record and field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.history.conversion import tables_of
from archdraw.core.history.tables import TABLES, compare_tables, split_place_key
from archdraw.core.model import Record, element_name, one_line
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archdraw.core.history.tables import Table, TableDiff, TableName
    from archdraw.core.model import Design

    Both = tuple[Design, Design]

Happening = Literal["added", "removed", "changed", "moved"]
HAPPENINGS: tuple[Happening, ...] = ("added", "removed", "changed", "moved")
_PLACE = ("x", "y", "w", "h")
_COURSE = ("route", "points", "source_at", "target_at", "label_at")
_LAYOUT = frozenset({"nodes", "edges"})
# What each table is called where one record of it is spoken of.
NOUNS: Mapping[TableName, str] = {
    "document": "document",
    "components": "component",
    "groups": "group",
    "connections": "connection",
    "journeys": "journey",
    "requirements": "requirement",
    "estimates": "estimate",
    "inputs": "input",
    "apis": "API",
    "entities": "entity",
    "decisions": "decision",
    "risks": "risk",
    "failure_modes": "failure mode",
    "remediation": "step of the plan",
    "suppressions": "accepted finding",
    "views": "view",
    "nodes": "place",
    "edges": "line",
    "notes": "note",
}


@frozen
class FieldChange:
    """One field with its value before and after; None where it was not there. `field` may be "a.b"."""

    field: str
    old: Any
    new: Any


@frozen
class ElementChange:
    """What happened to one record.

    `id` is that of the element ("" for the document itself), `view` the view where only its place there is
    concerned. `fields` are given for what was changed or moved.
    """

    happening: Happening
    table: TableName
    id: str
    name: str
    view: str = ""
    fields: tuple[FieldChange, ...] = ()

    @property
    def noun(self) -> str:
        """What kind of thing it is, in a word."""
        return NOUNS[self.table]


def compare_elements(old: Design, new: Design) -> tuple[ElementChange, ...]:
    """Return everything that differs: tables in the order of the document, in each: removed, added, changed.

    Places count as moved only for what stands in the view before and after; routes that the router found
    do not count at all.
    """
    before, after = comparable_tables(old), comparable_tables(new)
    found: list[ElementChange] = []
    for table in TABLES:
        keys = before[table].keys() | after[table].keys()
        diff = compare_tables(before[table], after[table], keys, reordered=False)
        if table in _LAYOUT:
            found += _placed(table, diff, (old, new))
        else:
            found += _recorded(table, diff, (old, new))
    return tuple(found)


def reordered_tables(old: Design, new: Design) -> tuple[TableName, ...]:
    """Return the tables whose records, as far as they are in both, stand in another order."""
    before, after = tables_of(old), tables_of(new)
    return tuple(
        table
        for table in TABLES
        if table not in _LAYOUT
        and [key for key in before[table] if key in after[table]]
        != [key for key in after[table] if key in before[table]]
    )


def comparable_tables(design: Design) -> dict[TableName, Table]:
    """Return the tables of a design with accepted findings under keys that are the same in another state."""
    tables = tables_of(design)
    # Suppressions carry no id: what they accept tells them apart, not where in the list they stand.
    accepted: Table = {}
    for record in tables["suppressions"].values():
        key = f"{record.rule} {record.element or ''}".strip()
        while key in accepted:
            key += "'"
        accepted[key] = record
    tables["suppressions"] = accepted
    return tables


def _recorded(table: TableName, diff: TableDiff, both: Both) -> Iterator[ElementChange]:
    old, new = both
    for key, (_, record) in diff.removed.items():
        element, view = _identity(table, key)
        yield ElementChange("removed", table, element, _name(table, element, record, old), view)
    for key, (_, record) in diff.added.items():
        element, view = _identity(table, key)
        yield ElementChange("added", table, element, _name(table, element, record, new), view)
    # Updates come in no order of their own: they are told in that of the ids.
    for key, (earlier, later) in sorted(diff.updated.items()):
        element, view = _identity(table, key)
        fields = field_changes(earlier, later)
        moved = tuple(one for one in fields if table == "notes" and one.field in _PLACE)
        others = tuple(one for one in fields if one not in moved)
        name = _name(table, element, later, new)
        if others:
            yield ElementChange("changed", table, element, name, view, others)
        if moved:
            yield ElementChange("moved", table, element, name, view, moved)


def _placed(table: TableName, diff: TableDiff, both: Both) -> Iterator[ElementChange]:
    """Yield moves of what is placed before and after; coming and going is told with the element itself."""
    _, new = both
    course = _PLACE if table == "nodes" else _COURSE
    for key, (earlier, later) in sorted(diff.updated.items()):
        view, element = split_place_key(key)
        fields = field_changes(earlier, later)
        moved = tuple(one for one in fields if one.field in course)
        looks = tuple(one for one in fields if one.field not in course)
        name = element_name(new, element)
        if moved and (table == "nodes" or _by_hand(earlier) or _by_hand(later)):
            yield ElementChange("moved", table, element, name, view, moved)
        if looks:
            yield ElementChange("changed", table, element, name, view, looks)


def _by_hand(route: Any) -> bool:
    return bool(route.led or route.route == "straight" or route.source_at or route.target_at)


def _identity(table: TableName, key: str) -> tuple[str, str]:
    """Return (element id, view id) of a key."""
    if table == "document":
        return "", ""
    if table == "notes":
        view, element = split_place_key(key)
        return element, view
    return key, ""


def _name(table: TableName, element: str, record: Any, design: Design) -> str:
    if table == "document":
        return one_line(design.title) or "Untitled design"
    if table in ("components", "groups", "connections", "journeys"):
        return element_name(design, element)
    for field in ("name", "title", "text", "path"):
        said = getattr(record, field, "")
        if said:
            words = one_line(str(said))
            return words if len(words) <= 48 else f"{words[:47].rstrip()}…"
    about = getattr(record, "element", None)
    # A row of the failure analysis without words of its own is told by what fails.
    return element_name(design, about) if table == "failure_modes" and about else element


def field_changes(old: Record, new: Record, prefix: str = "") -> tuple[FieldChange, ...]:
    """Return the fields in which two records differ; those of records and objects inside one by one."""
    before = {**{name: getattr(old, name) for name in old.defaults}, **old.extra}
    after = {**{name: getattr(new, name) for name in new.defaults}, **new.extra}
    return tuple(_differing(before, after, prefix))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*before, *after)):
        earlier, later = before.get(name), after.get(name)
        if earlier == later:
            continue
        if isinstance(earlier, Record) and isinstance(later, Record):
            yield from field_changes(earlier, later, f"{prefix}{name}.")
        elif isinstance(earlier, dict) and isinstance(later, dict):
            yield from _differing(earlier, later, f"{prefix}{name}.")
        else:
            yield FieldChange(prefix + name, earlier, later)
