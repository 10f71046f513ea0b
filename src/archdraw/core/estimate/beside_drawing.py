"""What the sheet says beside what the drawing states: traffic of journeys, storage, instances, fed fields.

A row need not feed a field to speak about it: “Redirects, peak” in requests a second and a journey “Redirect”
with a peak mean the same thing, and a reviewer asks where they are apart. Rows are matched by the words of
their names, and only where that leaves no choice.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.estimate.bindings import Place, fed_fields, fitting, place_of, value_at
from archdraw.core.estimate.dimensions import DATA, TIME
from archdraw.core.estimate.figures import amount_text, figure_text
from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.estimate.row_words import words_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.estimate.sheet import Outcome, Sheet
    from archdraw.core.model import Component, Design, Journey, Record

    Index = Mapping[str, Sequence[Journey | Component]]

# Figures that were found independently of each other may be so far apart and still say the same.
CLOSE = 0.1
# A fed field is a copy: only rounding may tell it from its row.
_ROUNDED = 0.005
_DAY_S = 86_400.0
_PEAK = re.compile(r"\bpeaks?\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(average|mean)s?\b", re.IGNORECASE)
_AMOUNT = re.compile(r"stor|disk|data", re.IGNORECASE)
_GROWTH = re.compile(r"\b(day|daily|grow\w*|new)\b", re.IGNORECASE)
_SERVERS = frozenset({"server", "instance", "machine", "node", "replica"})
_SIZES = (("PB", 1e15), ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


@frozen
class Beside:
    """A row of the sheet beside what the drawing states: `subject` in words, `element` by id where it is one.

    `sheet` and `stated` are texts with units; `ratio` is what the sheet says over what is stated. Of what is
    there to be used (`room`) more than the sheet asks for is no difference.
    """

    row: str
    subject: str
    element: str | None
    sheet: str
    stated: str
    ratio: float
    fed: bool = False
    room: bool = False

    @property
    def agrees(self) -> bool:
        """Whether both say the same, or there is as much as the sheet asks for."""
        if self.room and self.ratio <= 1.0:
            return True
        return abs(1.0 - self.ratio) / max(1.0, self.ratio) <= (_ROUNDED if self.fed else CLOSE)

    @property
    def verdict(self) -> str:
        """What is to be said about the two: "agree", "enough", or how far they are apart."""
        if self.agrees:
            return "that is enough" if self.room else "they agree"
        times = figure_text(max(self.ratio, 1.0 / self.ratio), 2)
        return f"{'the sheet' if self.ratio >= 1.0 else 'the drawing'} has {times} times as much"

    @property
    def sentence(self) -> str:
        """Both figures, and what to do where they are apart."""
        both = f"The sheet says {self.sheet}, the drawing has {self.stated} as {self.subject}: {self.verdict}"
        if self.agrees:
            return f"{both}."
        what_helps = "bring it up to date" if self.fed else "let the row feed it, or change one of both"
        return f"{both}; {what_helps}."


def sheet_beside_drawing(design: Design, sheet: Sheet) -> tuple[Beside, ...]:
    """Return what can be compared, in the order of the rows; a row is compared once."""
    drawing = _Drawing(design, sheet)
    fed = {one.id: place_of(one.feeds) for one in design.estimates if one.feeds}
    found: list[Beside] = []
    for key, outcome in sheet.outcomes.items():
        place = fed.get(key)
        one = None
        if place is not None:
            one = drawing.fed(outcome, place)
        elif outcome.row.kind == "estimate" and outcome.quantity is not None:
            one = drawing.traffic(outcome) or drawing.storage(outcome) or drawing.instances(outcome)
        if one is not None:
            found.append(one)
    return tuple(found)


def apart(found: Iterable[Beside]) -> list[tuple[str, str]]:
    """Return (row, sentence) for all rows that feed nothing and are apart from what is stated."""
    return [(one.row, one.sentence) for one in found if not one.fed and not one.agrees]


class _Drawing:
    """Looks up what a drawing states about what a row speaks of."""

    def __init__(self, design: Design, sheet: Sheet) -> None:
        self._design = design
        self._book = sheet.book
        self._taken = fed_fields(design.estimates)

    @cached_property
    def _journeys(self) -> Index:
        return _index(self._design.journeys)

    @cached_property
    def _components(self) -> Index:
        return _index(self._design.components)

    def fed(self, outcome: Outcome, place: Place) -> Beside | None:
        """Compare a row with the field that it feeds."""
        record = next((one for one in getattr(self._design, place.table) if one.id == place.record), None)
        if record is None:
            return None
        return self._field(outcome, record, place, f"{place.label} of “{_named(record)}”", fed=True)

    def traffic(self, outcome: Outcome) -> Beside | None:
        """Compare a rate with the load of the journey its name speaks of, or of all journeys."""
        field = _load_field(outcome)
        if field is None:
            return None
        label = "peak load" if field == "peak_rps" else "average load"
        place = Place("journeys", "", (field,), "request/s", whole=False, label=label)
        words = words_of(outcome.row.name)
        if not words:
            return self._all_traffic(outcome, place)
        journey = _only(self._journeys, words)
        if journey is None or ("journeys", journey.id, (field,)) in self._taken:
            return None
        return self._field(outcome, journey, place, f"{label} of “{_named(journey)}”")

    def storage(self, outcome: Outcome) -> Beside | None:
        """Compare an amount of data with the room of the store its name speaks of, or of all stores."""
        found = outcome.quantity
        if found is None or not _AMOUNT.search(outcome.row.name):
            return None
        powers = dict(found.dimension)
        if powers == {DATA: 1}:
            field, said, unit, value = "storage_limit_bytes", "room", "", found.value
        elif powers == {DATA: 1, TIME: -1} and _GROWTH.search(outcome.row.name):
            field, said, unit, value = "growth_bytes_day", "growth", "/day", found.value * _DAY_S
        else:
            return None
        stores = {one.id: (one, room) for one in self._design.components if (room := _number(one, field))}
        words = words_of(outcome.row.name)
        named = [key for key, (one, _) in stores.items() if words & words_of(one.name, one.id)]
        chosen = [stores[key] for key in (named if len(named) == 1 else stores)]
        path = ("attributes", field)
        if not chosen or any(("components", one.id, path) in self._taken for one, _ in chosen):
            return None
        stated = sum(room for _, room in chosen)
        only = chosen[0][0] if len(chosen) == 1 else None
        subject = f"{said} of all stores" if only is None else f"{said} of “{_named(only)}”"
        texts = _bytes(value, unit), _bytes(stated, unit)
        element = None if only is None else only.id
        return _compared(outcome, subject, element, texts, (value, stated), room=said == "room")

    def instances(self, outcome: Outcome) -> Beside | None:
        """Compare a number of servers with the instances of the component its name speaks of."""
        found = outcome.quantity
        powers = dict(found.dimension) if found is not None else {}
        if found is None or list(powers.values()) != [1] or not _SERVERS & powers.keys():
            return None
        component = _only(self._components, words_of(outcome.row.name))
        if component is None or ("components", component.id, ("replicas",)) in self._taken:
            return None
        place = Place("components", component.id, ("replicas",), "1", whole=True, label="instances")
        stated = value_at(component, place.path)
        texts = figure_text(found.value), figure_text(float(stated))
        subject = f"instances of “{_named(component)}”"
        return _compared(outcome, subject, component.id, texts, (found.value, float(stated)), room=True)

    def _field(
        self, outcome: Outcome, record: Record, place: Place, name: str, *, fed: bool = False
    ) -> Beside | None:
        """Compare a row with a field, in the unit the field is kept in."""
        stated, value = value_at(record, place.path), self._fitting(outcome, place)
        if value is None or isinstance(stated, bool) or not isinstance(stated, int | float):
            return None
        texts = _amount(value, place.unit), _amount(float(stated), place.unit)
        return _compared(outcome, name, getattr(record, "id", None), texts, (value, float(stated)), fed=fed)

    def _all_traffic(self, outcome: Outcome, place: Place) -> Beside | None:
        """Compare a rate that names nothing with what all journeys state together; all of them must."""
        journeys = self._design.journeys
        stated = [value_at(one, place.path) for one in journeys]
        rates = [float(one) for one in stated if isinstance(one, int | float)]
        value = self._fitting(outcome, place)
        taken = any(("journeys", one.id, place.path) in self._taken for one in journeys)
        if value is None or taken or not rates or len(rates) < len(stated):
            return None
        only = journeys[0] if len(journeys) == 1 else None
        subject = f"{place.label} of all journeys" if only is None else f"{place.label} of “{_named(only)}”"
        texts = amount_text(value, place.unit), amount_text(sum(rates), place.unit)
        return _compared(outcome, subject, only.id if only else None, texts, (value, sum(rates)))

    def _fitting(self, outcome: Outcome, place: Place) -> float | None:
        try:
            return float(fitting(outcome, place, self._book))
        except CalculationError:
            return None


def _compared(
    outcome: Outcome,
    subject: str,
    element: str | None,
    texts: tuple[str, str],
    values: tuple[float, float],
    *,
    fed: bool = False,
    room: bool = False,
) -> Beside | None:
    value, stated = values
    if value <= 0.0 or stated <= 0.0:
        return None
    return Beside(outcome.row.id, subject, element, *texts, value / stated, fed, room)


def _load_field(outcome: Outcome) -> str | None:
    """Return which load of a journey a rate of requests is; None where its name does not say."""
    powers = dict(outcome.quantity.dimension) if outcome.quantity is not None else {}
    if powers.pop(TIME, 0) != -1 or powers not in ({}, {"request": 1}):
        return None
    if _PEAK.search(outcome.row.name):
        return "peak_rps"
    return "average_rps" if _AVERAGE.search(outcome.row.name) else None


def _number(component: Component, field: str) -> float:
    """Return a stated amount, 0 where there is none."""
    stated = component.attributes.get(field)
    return 0.0 if isinstance(stated, bool) or not isinstance(stated, int | float) else max(0.0, float(stated))


def _amount(value: float, unit: str) -> str:
    if unit.startswith("byte"):
        return _bytes(value, unit.removeprefix("byte"))
    return amount_text(value, "" if unit == "1" else unit)


def _bytes(value: float, per: str) -> str:
    sign, size = next(((sign, size) for sign, size in _SIZES if value >= size), ("byte", 1.0))
    return amount_text(value / size, sign + per)


def _index(records: Iterable[Journey | Component]) -> Index:
    """Return the records by each word of their names and ids."""
    found: dict[str, list[Journey | Component]] = {}
    for one in records:
        for word in words_of(one.name, one.id):
            found.setdefault(word, []).append(one)
    return found


def _only(records: Index, words: frozenset[str]) -> Journey | Component | None:
    """Return the one record that has a word in common with a row; None where several have."""
    found = {one.id: one for word in words for one in records.get(word, ())}
    return next(iter(found.values())) if len(found) == 1 else None


def _named(record: Record) -> str:
    name: str = getattr(record, "name", "") or getattr(record, "id", "")
    return name
