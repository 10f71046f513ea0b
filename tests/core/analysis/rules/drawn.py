"""Small designs for the tests of rules, and pairs of them that differ in one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Analysis, Finding, Severity
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey, Targets

Edit = Callable[[Design], Design]
ZONES = ("zone-a", "zone-b", "zone-c")


@dataclass(frozen=True)
class Pair:
    """A design that breaks a rule and the edit that mends it."""

    rule: str
    case: str
    failing: Design
    mend: Edit
    elements: tuple[str, ...]
    severity: Severity

    @property
    def passing(self) -> Design:
        return self.mend(self.failing)

    def __str__(self) -> str:
        return f"{self.rule}: {self.case}"


@cache
def shared_catalog() -> Catalog:
    return load_catalog()


def analysed(design: Design) -> Analysis:
    return analyse(design, shared_catalog())


def findings_of(design: Design, rule: str) -> list[Finding]:
    return [finding for finding in analysed(design).findings if finding.rule == rule]


def status_of(design: Design, rule: str) -> str:
    return next(entry.status for entry in analysed(design).ledger if entry.rule == rule)


def part(part_id: str, kind: str = "service", replicas: int = 3, **fields: Any) -> Component:
    """Return a component that is called after its id; words that are no fields are its attributes."""
    known = {name: fields.pop(name) for name in list(fields) if name in Component.defaults}
    attributes = {**known.pop("attributes", {}), **fields}
    name = part_id.replace("-", " ").capitalize()
    return Component(id=part_id, kind=kind, name=name, replicas=replicas, attributes=attributes, **known)


def link(source: str, target: str, kind: str = "call", **fields: Any) -> Connection:
    """Return a connection called source>target, with a timeout; words that are no fields are attributes."""
    known = {name: fields.pop(name) for name in list(fields) if name in Connection.defaults}
    known.setdefault("timeout_ms", 1000.0)
    attributes = {**known.pop("attributes", {}), **fields}
    fields = {"source": source, "target": target, "kind": kind, **known}
    return Connection(id=f"{source}.{target}", attributes=attributes, **fields)


def journey(entry: str | None = "user", criticality: str = "critical", **fields: Any) -> Journey:
    fields = {"peak_rps": 100.0, "targets": Targets(availability=0.5), **fields}
    return Journey(id="order", name="Order", entry=entry, **{"criticality": criticality, **fields})


USER = part("user", "client_web", 1)


def drawn(*elements: Component | Connection | Group | Journey, **fields: Any) -> Design:
    """Return a design of these elements; without a journey, one from the user on."""
    journeys = tuple(e for e in elements if isinstance(e, Journey))
    return Design(
        components=tuple(e for e in elements if isinstance(e, Component)),
        connections=tuple(e for e in elements if isinstance(e, Connection)),
        groups=tuple(e for e in elements if isinstance(e, Group)),
        journeys=journeys or (journey(),),
        **fields,
    )


def zones() -> tuple[Group, ...]:
    return tuple(Group(id=z, kind="zone", name=z.replace("-", " ").capitalize()) for z in ZONES)


def sets(element: str, **values: Any) -> Edit:
    """Return the edit that sets fields of an element, or its attributes where there is no such field."""

    def edit(design: Design) -> Design:
        return _replaced(design, element, lambda record: _set(record, values))

    return edit


def drops(element: str) -> Edit:
    """Return the edit that takes a component (with its connections), connection or journey out."""

    def edit(design: Design) -> Design:
        return design.revised(  # type: ignore[no-any-return]
            components=tuple(c for c in design.components if c.id != element),
            connections=tuple(c for c in design.connections if element not in (c.id, c.source, c.target)),
            journeys=tuple(j for j in design.journeys if j.id != element),
        )

    return edit


def adds(*elements: Component | Connection) -> Edit:
    """Return the edit that adds a component with the connections at it, or a connection."""

    def edit(design: Design) -> Design:
        return design.revised(  # type: ignore[no-any-return]
            components=(*design.components, *(e for e in elements if isinstance(e, Component))),
            connections=(*design.connections, *(e for e in elements if isinstance(e, Connection))),
        )

    return edit


def _set(record: Any, values: dict[str, Any]) -> Any:
    fields = {name: value for name, value in values.items() if name in type(record).defaults}
    attributes = {name: value for name, value in values.items() if name not in fields}
    if attributes:
        fields["attributes"] = {**record.attributes, **attributes}
    return record.revised(**fields)


def _replaced(design: Design, element: str, change: Callable[[Any], Any]) -> Design:
    tables = {
        table: tuple(change(record) if record.id == element else record for record in getattr(design, table))
        for table in ("components", "connections", "groups", "journeys")
    }
    return design.revised(**tables)  # type: ignore[no-any-return]


def differences(one: Design, other: Design) -> list[str]:
    """Return what differs: fields and attributes by name; a component counts with its connections."""
    found = []
    for table in ("components", "connections", "groups", "journeys", "entities"):
        mine = {record.id: record for record in getattr(one, table)}
        theirs = {record.id: record for record in getattr(other, table)}
        found += [f"{table} {element}" for element in sorted(mine.keys() ^ theirs.keys())]
        for element in mine.keys() & theirs.keys():
            found += [f"{element}.{name}" for name in _changed(mine[element], theirs[element])]
    new = {name.removeprefix("components ") for name in found if name.startswith("components ")}
    joined = {c.id for c in (*one.connections, *other.connections) if new.intersection((c.source, c.target))}
    return [name for name in found if name.removeprefix("connections ") not in joined]


def _changed(one: Any, other: Any) -> list[str]:
    names = [n for n in type(one).defaults if n != "attributes" and getattr(one, n) != getattr(other, n)]
    mine, theirs = getattr(one, "attributes", {}), getattr(other, "attributes", {})
    return names + [key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)]
