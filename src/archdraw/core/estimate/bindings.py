"""What an estimate feeds: a field of a journey, component or connection, with the unit it is kept in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.estimate.computing import unit_of_text
from archdraw.core.estimate.quantities import CalculationError, measured_in
from archdraw.core.model import InvalidRecordError
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archdraw.core.catalog import Catalog, ComponentKind
    from archdraw.core.estimate.sheet import Outcome
    from archdraw.core.estimate.units import UnitBook
    from archdraw.core.model import Design, Estimate, Record

FedTable = Literal["journeys", "components", "connections"]
_TABLES: dict[str, FedTable] = {
    "journey": "journeys",
    "component": "components",
    "connection": "connections",
}
_WORDS = {table: word for word, table in _TABLES.items()}
# Field: the unit it is kept in, whether only whole numbers make sense, and what it is called.
_FIELDS: dict[FedTable, dict[str, tuple[str, bool, str]]] = {
    "journeys": {
        "peak_rps": ("request/s", False, "peak load"),
        "average_rps": ("request/s", False, "average load"),
    },
    "components": {
        "replicas": ("1", True, "instances"),
        "capacity_rps": ("request/s", False, "capacity of one instance"),
        "service_time_ms": ("ms", False, "service time"),
        "concurrency": ("1", False, "requests worked on at once"),
        "cost_month": ("USD/month", False, "cost a month"),
    },
    "connections": {"payload_bytes": ("byte", False, "payload"), "timeout_ms": ("ms", False, "timeout")},
}
# Attributes by the end of their name, the longest first.
_ENDINGS = (
    ("_bytes_day", "byte/day"),
    ("_bytes", "byte"),
    ("_rps", "request/s"),
    ("_days", "day"),
    ("_ms", "ms"),
    ("_s", "s"),
    ("_ratio", "1"),
    ("_share", "1"),
)
_WHOLE = frozenset({"partitions", "replication_factor", "max_connections", "bounded", "max_in_flight"})
_SIGNIFICANT = 12


@frozen
class Place:
    """A field that takes a result: its table, record and path, the unit it is kept in, and its name."""

    table: FedTable
    record: str
    path: tuple[str, ...]
    unit: str
    whole: bool
    label: str

    @property
    def text(self) -> str:
        """The place as `feeds` says it: "journey:redirect.peak_rps"."""
        return f"{_WORDS[self.table]}:{self.record}.{'.'.join(self.path)}"


def place_of(feeds: str | None) -> Place | None:
    """Return the place that `feeds` names, None for none; whether its record exists is another question."""
    if not feeds:
        return None
    word, _, rest = feeds.partition(":")
    table = _TABLES.get(word)
    if table is None:
        return None
    for at in _dots(rest):
        # An id may hold dots as well: the longest id whose rest is a field wins.
        found = _field(table, rest[:at], tuple(rest[at + 1 :].split(".")))
        if found is not None:
            return found
    return None


def _dots(text: str) -> Iterator[int]:
    at = text.rfind(".")
    while at > 0:
        yield at
        at = text.rfind(".", 0, at)


def _field(table: FedTable, record: str, path: tuple[str, ...]) -> Place | None:
    if len(path) == 1 and path[0] in _FIELDS[table]:
        unit, whole, label = _FIELDS[table][path[0]]
        return Place(table, record, path, unit, whole, label)
    if table != "components" or len(path) != 2 or path[0] != "attributes":
        return None
    name = path[1]
    label = _spoken(name)
    if name in _WHOLE:
        return Place(table, record, path, "1", True, label)
    kept = next((unit for ending, unit in _ENDINGS if name.endswith(ending)), None)
    return None if kept is None else Place(table, record, path, kept, False, label)


def _spoken(name: str) -> str:
    """Return an attribute as people call it: "growth a day" for growth_bytes_day."""
    spoken = name.removesuffix("_bytes").replace("_bytes_day", " a day").removesuffix("_rps")
    return spoken.removesuffix("_s").replace("_", " ")


def fed_fields(estimates: Iterable[Estimate]) -> dict[tuple[str, str, tuple[str, ...]], Estimate]:
    """Return the estimate that feeds each (table, record, path); the first of several."""
    found: dict[tuple[str, str, tuple[str, ...]], Estimate] = {}
    for one in estimates:
        place = place_of(one.feeds)
        if place is not None:
            found.setdefault((place.table, place.record, place.path), one)
    return found


def places(design: Design, catalog: Catalog, accepts: Callable[[str], bool]) -> Iterator[Place]:
    """Yield every field of a design that can be fed and is kept in an accepted unit, journeys first.

    Linear in the fields found; what a kind offers is looked at once a kind.
    """
    for journey in design.journeys:
        yield from _of(journey.id, _plain_fields("journeys", accepts))
    by_kind: dict[str, list[Place]] = {}
    for component in design.components:
        offered = by_kind.get(component.kind)
        if offered is None:
            offered = _plain_fields("components", accepts)
            offered += _attribute_fields(catalog.kind(component.kind), accepts)
            by_kind[component.kind] = offered
        yield from _of(component.id, offered)
    offered = _plain_fields("connections", accepts)
    for connection in design.connections:
        yield from _of(connection.id, offered)


def _plain_fields(table: FedTable, accepts: Callable[[str], bool]) -> list[Place]:
    return [
        Place(table, "", (name,), unit, whole, label)
        for name, (unit, whole, label) in _FIELDS[table].items()
        if accepts(unit)
    ]


def _attribute_fields(kind: ComponentKind, accepts: Callable[[str], bool]) -> list[Place]:
    found = (
        _field("components", "", ("attributes", spec.name))
        for spec in kind.attributes
        if not spec.type.startswith("bool")
    )
    return [place for place in found if place is not None and accepts(place.unit)]


def _of(record: str, offered: list[Place]) -> Iterator[Place]:
    for one in offered:
        yield Place(one.table, record, one.path, one.unit, one.whole, one.label)


def fitting_units(outcome: Outcome, book: UnitBook) -> Callable[[str], bool]:
    """Return what tells whether a result fits a field that is kept in a unit; each unit is tried once."""

    @cache
    def fits(unit: str) -> bool:
        try:
            fitting(outcome, Place("components", "", ("",), unit, whole=False, label=""), book)
        except CalculationError:
            return False
        return True

    return fits


def fitting(outcome: Outcome, place: Place, book: UnitBook) -> float | int:
    """Return the value that a place takes from a result, in the unit it keeps.

    Whole places take the next whole number above; others keep 12 significant digits.

    Raises
    ------
    CalculationError
        With a sentence, when the row has no result or its unit does not fit.
    """
    if outcome.quantity is None:
        raise CalculationError(f"“{outcome.row.label}” has no result, so {place.label} keeps its value.")
    unit = unit_of_text(place.unit, book)
    if unit is None:
        raise CalculationError(f"{place.label} has no unit.")
    try:
        value = measured_in(outcome.quantity, unit)
    except CalculationError:
        value = _without_things(outcome, place, book)
    if place.whole:
        from math import ceil

        near = round(value)
        return near if abs(value - near) <= 1e-9 * max(1.0, abs(value)) else ceil(value)
    return float(f"{value:.{_SIGNIFICANT}g}")


def _without_things(outcome: Outcome, place: Place, book: UnitBook) -> float:
    """Return a result in a unit that counts requests, where the row says it counts nothing (1/s)."""
    found = outcome.quantity
    bare = unit_of_text(place.unit.replace("request", "1").replace("USD", "1"), book)
    if found is not None and bare is not None and found.dimension == bare.dimension:
        return measured_in(found, bare)
    kept = place.unit if place.unit != "1" else "a plain number"
    raise CalculationError(
        f"“{outcome.row.label}” is in {outcome.unit or 'a plain number'}, but {place.label} is in {kept}: "
        "change the formula, its unit or what it feeds."
    )


def value_at(record: Record, path: tuple[str, ...]) -> Any:
    """Return what stands at a place of its record."""
    first = getattr(record, path[0], None)
    return first.get(path[1]) if len(path) == 2 and isinstance(first, dict) else first


def with_fed(record: Record, place: Place, value: float) -> Record:
    """Return the record with a fed value.

    Raises
    ------
    CalculationError
        When the field does not take the value.
    """
    name, *rest = place.path
    new: Any = value if not rest else {**getattr(record, name), rest[0]: value}
    try:
        revised: Record = record.revised(**{name: new})
    except InvalidRecordError as error:
        message = error.problems[0].message
        raise CalculationError(
            f"{place.label.capitalize()} of “{place.record}” does not take {value:g}: "
            f"{message[:1].lower()}{message[1:]}."
        ) from None
    return revised
