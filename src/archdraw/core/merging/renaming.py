"""New things of both sides that happen to carry one id: the second one gets another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archdraw.core.history.conversion import document_ids, tables_of
from archdraw.core.history.tables import TABLES, split_place_key
from archdraw.core.model import Connection, Design, fresh_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.history.tables import Table, TableName

# Free text, in which a word that happens to be an id means no element.
_TEXTS = frozenset(
    {
        "name",
        "title",
        "description",
        "text",
        "notes",
        "caption",
        "context",
        "decision",
        "consequences",
        "reason",
        "alternatives",
        "cause",
        "effect",
        "mitigation",
    }
    | {"owner", "status", "classification", "kind", "protocol", "unit", "source_note", "note", "rule"}
)

# What has to be equal for two records of one table to be taken for one thing, as far as they have it.
_TELLING = ("kind", "name", "title", "text", "path", "loss", "element", "rule", "about")


def apart(base: Design, ours: Design, theirs: Design) -> Design:
    """Return theirs with new ids for what it added under an id that ours has given to something else.

    Two records of one table that say the same thing (kind and name, or the two ends of a connection) are
    taken for one.
    """
    known = document_ids(tables_of(base))
    mine, yours = _homes(ours), _homes(theirs)
    clashing = [
        key
        for key, (table, record) in yours.items()
        if key in mine and key not in known and not _one_thing(table, record, *mine[key])
    ]
    if not clashing:
        return theirs
    taken = {*mine, *yours, *known}
    names: dict[str, str] = {}
    for key in clashing:
        names[key] = fresh_id(key, taken)
        taken.add(names[key])
    return _renamed(theirs, names)


def _homes(design: Design) -> dict[str, tuple[TableName, Any]]:
    """Return the table and record of every id."""
    tables: Mapping[TableName, Table] = tables_of(design)
    return {
        (split_place_key(key)[1] if name == "notes" else key): (name, record)
        for name in TABLES
        if name not in ("document", "suppressions", "nodes", "edges")
        for key, record in tables[name].items()
    }


def _one_thing(table: TableName, record: Any, other_table: TableName, other: Any) -> bool:
    if table != other_table:
        return False
    if isinstance(record, Connection):
        return (record.source, record.target, record.kind) == (other.source, other.target, other.kind)
    told = [field for field in _TELLING if field in record.defaults]
    return all(getattr(record, field) == getattr(other, field) for field in told)


def _renamed(design: Design, names: Mapping[str, str]) -> Design:
    patterns = [(re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])"), new) for old, new in names.items()]

    def in_text(text: str) -> str:
        for pattern, new in patterns:
            text = pattern.sub(new, text)
        return text

    content = design.model_dump(mode="python")
    return Design.model_validate(_walk(content, "", names, in_text))


def _walk(value: Any, field: str, names: Mapping[str, str], in_text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        if field in ("formula", "feeds"):
            return in_text(value)
        return value if field in _TEXTS else names.get(value, value)
    if isinstance(value, dict):
        return {names.get(key, key): _walk(one, key, names, in_text) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_walk(one, field, names, in_text) for one in value)
    if isinstance(value, list):
        return [_walk(one, field, names, in_text) for one in value]
    return value
