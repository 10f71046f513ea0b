"""Reads component and group kinds from parsed TOML into plain dictionaries of built-in types.

The dictionaries have the fields of ComponentKind and GroupKind; a figure is the list
[value, unit, confidence, source, note].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.attributes import AttributeGroups, SpecData, read_attribute
from archdraw.core.catalog.records import FAMILIES, REDUNDANCIES, ROLES, CatalogError, Confidence
from archdraw.core.catalog.tables import Table, checked_id

if TYPE_CHECKING:
    from collections.abc import Mapping

KindData = dict[str, Any]
FigureData = list[float | str | None]

_CONFIDENCES = tuple(str(confidence) for confidence in Confidence)
_FAMILY_IDS = tuple(family for family, _ in FAMILIES)


def read_kind(where: str, kind_id: str, values: Mapping[str, Any], groups: AttributeGroups) -> KindData:
    """Return one component kind.

    Parameters
    ----------
    where
        The file, as errors name it.
    kind_id
        The id: the name of the file without its ending.
    values
        The parsed TOML.
    groups
        The attribute groups that the kind may offer.

    Raises
    ------
    CatalogError
        A key that is missing, unknown, of a wrong type or out of range.
    """
    table = Table(where, values)
    source = table.text("source", "")
    kind: KindData = {
        "id": checked_id(where, kind_id),
        "label": table.text("label"),
        "family": table.choice("family", _FAMILY_IDS),
        "summary": table.text("summary"),
        "keywords": table.texts("keywords"),
        "aliases": table.texts("aliases"),
        "default_name": table.text("default_name", str(values.get("label", ""))),
        "managed": table.flag("managed"),
        "routes": table.flag("routes"),
        "role": table.choice("role", ROLES, "other"),
        "storage_limit": table.text("storage_limit", ""),
        "cap_pacelc": table.text("consistency", ""),
        "scaling": table.text("scaling", ""),
    }
    kind.update(_read_availability(table.table("availability"), source))
    kind.update(_read_performance(table.table("performance"), source))
    kind.update(_read_redundancy(table.table("redundancy"), source))
    kind.update(_read_cost(table.table("cost"), source))
    kind["attributes"] = _read_attributes(table, groups)
    table.close()
    return kind


def read_group_kinds(where: str, values: Mapping[str, Any], groups: AttributeGroups) -> dict[str, KindData]:
    """Return the kinds of groups from a parsed `groups.toml`; `icon` names a picture of the pack.

    Raises
    ------
    CatalogError
        A key that is missing, unknown, of a wrong type or out of range.
    """
    table, found = Table(where, values), {}
    for kind_id in table.names():
        part = table.table(kind_id)
        domain = part.flag("failure_domain")
        figure = part.table("availability")
        provenance = _provenance(figure, "")
        single = figure.number("single", 0, 1)
        if domain and single is None:
            raise figure.fault("single", "is missing: a failure domain needs an availability")
        found[checked_id(where, kind_id)] = {
            "id": kind_id,
            "label": part.text("label"),
            "summary": part.text("summary"),
            "failure_domain": domain,
            "availability": _figure(figure, single, "ratio", provenance),
            "attributes": _read_attributes(part, groups),
            "icon": part.text("icon", f"group_{kind_id}"),
        }
        figure.close()
        part.close()
    return found


def _read_availability(table: Table, source: str) -> KindData:
    provenance = _provenance(table, source)
    basis = table.text("basis", "")
    single, redundant = (table.number(key, 0, 1) for key in ("single", "redundant"))
    data = {
        "availability_single": _figure(table, single, "ratio", provenance, basis),
        "availability_redundant": _figure(table, redundant, "ratio", provenance, basis),
        "sla_basis": basis,
    }
    table.close()
    return data


def _read_performance(table: Table, source: str) -> KindData:
    provenance = _provenance(table, source)
    unit = table.text("throughput_unit", "")
    mean, p99 = table.number("mean_ms"), table.number("p99_ms")
    if mean is not None and p99 is not None and p99 < mean:
        raise table.fault("p99_ms", f"is {p99:g}, below the mean of {mean:g}")
    capacity, capacity_note = table.number("capacity_rps"), table.text("capacity_note", "")
    concurrency, concurrency_note = table.number("concurrency"), table.text("concurrency_note", "")
    data = {
        "throughput": _figure(table, table.number("throughput"), unit, provenance),
        "capacity_rps": _figure(table, capacity, "req/s", provenance, capacity_note),
        "mean_ms": _figure(table, mean, "ms", provenance),
        "p99_ms": _figure(table, p99, "ms", provenance),
        "concurrency": _figure(table, concurrency, "requests in parallel", provenance, concurrency_note),
    }
    table.close()
    return data


def _read_redundancy(table: Table, source: str) -> KindData:
    provenance = _provenance(table, source)
    note = table.text("failover_note", "")
    data = {
        "default_redundancy": table.choice("default", REDUNDANCIES, "none"),
        "redundancy_note": table.text("how", ""),
        "failover_note": note,
        "failover_s": _figure(table, table.number("failover_s"), "s", provenance, note),
    }
    table.close()
    return data


def _read_cost(table: Table, source: str) -> KindData:
    basis = table.text("basis", "")
    provenance = _provenance(table, basis or source)
    data = {
        "cost_month": _figure(table, table.number("month_usd"), "USD/month", provenance),
        "cost_basis": basis,
    }
    table.close()
    return data


def _provenance(table: Table, source: str) -> tuple[str, str, str]:
    confidence = table.choice("confidence", _CONFIDENCES, str(Confidence.ASSUMED))
    return confidence, table.text("source", source), table.text("note", "")


def _figure(
    table: Table, value: float | None, unit: str, provenance: tuple[str, str, str], basis: str = ""
) -> FigureData:
    confidence, source, note = provenance
    if value is not None and not source.strip():
        raise CatalogError(f'{table.where}: a figure needs a "source" that says where it comes from.')
    return [value, unit, confidence, source, "; ".join(part for part in (basis, note) if part)]


def _read_attributes(table: Table, groups: AttributeGroups) -> list[SpecData]:
    offered: dict[str, SpecData] = {}
    for name in table.texts("attributes"):
        if name not in groups:
            raise table.fault("attributes", f'names the group "{name}"; there are: {", ".join(groups)}')
        offered.update(groups[name])
    own = table.table("attribute")
    for name in own.names():
        offered[name] = read_attribute(own.table(name), name, offered.get(name, {"group": "Details"}))
    return list(offered.values())
