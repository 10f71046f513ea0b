"""Reads attribute schemas: the groups of `attributes.toml` and what a kind adds or overrides.

The results are plain dictionaries with the fields of AttributeSpec, so that they can be cached.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.records import ATTRIBUTE_TYPES, CatalogError
from archdraw.core.catalog.tables import Table, checked_id

if TYPE_CHECKING:
    from collections.abc import Mapping

SpecData = dict[str, Any]
AttributeGroups = dict[str, dict[str, SpecData]]

_UNITS = {"duration_s": "s", "bytes": "B", "rate_rps": "req/s"}
_RECORDS = ("record", "bool_or_record")
_WITH_CHOICES = ("choice", "number_or_choice")
_NUMBERS = ("int", "number", "ratio", "duration_s", "bytes", "rate_rps", "bool_or_number", "number_or_choice")


def read_attribute_groups(where: str, values: Mapping[str, Any]) -> AttributeGroups:
    """Return group id -> attribute name -> schema, from a parsed `attributes.toml`.

    Raises
    ------
    CatalogError
        A key, type or default that does not fit.
    """
    groups: AttributeGroups = {}
    for group, table in _tables(Table(where, values)):
        checked_id(table.where, group)
        title = table.text("title")
        attributes = table.table("attributes")
        groups[group] = {
            name: read_attribute(part, name, {"group": title}) for name, part in _tables(attributes)
        }
        table.close()
    return groups


def read_attribute(table: Table, name: str, known: SpecData) -> SpecData:
    """Return one attribute's schema; what the table does not say is taken from `known`.

    Raises
    ------
    CatalogError
        A key, type or default that does not fit.
    """
    checked_id(table.where, name)
    kind = table.choice("type", ATTRIBUTE_TYPES, known.get("type"))
    ratio = kind == "ratio"
    lowest, highest = (table.number(key, lowest=None) for key in ("minimum", "maximum"))
    spec: SpecData = {
        "name": name,
        "label": table.text("label", known.get("label")),
        "type": kind,
        "unit": table.text("unit", known.get("unit", _UNITS.get(kind, ""))),
        "choices": table.texts("choices") or known.get("choices", []),
        "default": table.raw("default") if table.has("default") else known.get("default"),
        "default_source": table.text("default_source", known.get("default_source", "")),
        "help": table.text("help", known.get("help")),
        "group": table.text("section", known.get("group")),
        "minimum": known.get("minimum", 0.0 if kind in _NUMBERS else None) if lowest is None else lowest,
        "maximum": known.get("maximum", 1.0 if ratio else None) if highest is None else highest,
        "fields": _read_fields(table, known),
    }
    table.close()
    _check(table, spec)
    return spec


def _read_fields(table: Table, known: SpecData) -> list[SpecData]:
    if not table.has("fields"):
        return list(known.get("fields", []))
    title = {"group": str(known.get("group", ""))}
    return [read_attribute(part, name, title) for name, part in _tables(table.table("fields"))]


def _tables(table: Table) -> list[tuple[str, Table]]:
    return [(key, table.table(key)) for key in table.names()]


def _check(table: Table, spec: SpecData) -> None:
    if (spec["type"] in _WITH_CHOICES) != bool(spec["choices"]):
        raise table.fault("choices", f"belongs to the types {' and '.join(_WITH_CHOICES)} and only to them")
    if (spec["type"] in _RECORDS) != bool(spec["fields"]):
        raise table.fault("fields", f"belongs to the types {' and '.join(_RECORDS)} and only to them")
    if any(field["type"] in _RECORDS for field in spec["fields"]):
        raise table.fault("fields", "may not be records themselves")
    default = spec["default"]
    if default is None:
        return
    if not _fits(default, spec):
        raise table.fault("default", f"is {default!r}, which is no {spec['type']} within its bounds")
    if not spec["default_source"]:
        raise CatalogError(f'{table.where}: a "default" needs a "default_source" beside it.')


def _fits(value: Any, spec: SpecData) -> bool:
    kind: str = spec["type"]
    if isinstance(value, bool):
        return kind == "bool" or kind.startswith("bool_or_")
    if isinstance(value, str):
        choices: list[str] = spec["choices"]
        return value in choices or kind in ("text", "bool_or_id", "bool_or_text")
    if isinstance(value, int | float):
        low, high = spec["minimum"], spec["maximum"]
        inside = math.isfinite(value) and (low is None or value >= low) and (high is None or value <= high)
        return inside and kind in _NUMBERS and (kind != "int" or isinstance(value, int))
    if isinstance(value, dict) and kind in _RECORDS:
        fields = {field["name"]: field for field in spec["fields"]}
        return all(name in fields and _fits(part, fields[name]) for name, part in value.items())
    return False
