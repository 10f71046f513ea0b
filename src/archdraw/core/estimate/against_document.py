"""Where a document says something else than its sheet: stored results, fed fields, peaks below averages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.estimate.beside_drawing import apart, sheet_beside_drawing
from archdraw.core.estimate.bindings import fitting, place_of, value_at
from archdraw.core.estimate.dimensions import TIME
from archdraw.core.estimate.figures import amount_text, figure_text
from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.estimate.slips import slip_between

if TYPE_CHECKING:
    from archdraw.core.estimate.sheet import Outcome, Sheet
    from archdraw.core.model import Design, Estimate

# Stored figures may be rounded by so much.
_ROUNDED = 0.005
Doubt = tuple[str, str]


def document_doubts(design: Design, sheet: Sheet) -> list[Doubt]:
    """Return (row, sentence) for all that does not agree."""
    return [
        *_stale(design, sheet),
        *_feeding(design, sheet),
        *_journeys(design, sheet),
        *_peaks(sheet),
        *apart(sheet_beside_drawing(design, sheet)),
    ]


def is_behind(design: Design, sheet: Sheet) -> bool:
    """Tell whether bringing the document up to date would change a figure by more than rounding."""
    return bool(_stale(design, sheet)) or any(_behind(one, design, sheet) for one in design.estimates)


def _behind(one: Estimate, design: Design, sheet: Sheet) -> bool:
    place = place_of(one.feeds)
    if place is None:
        return False
    record = next((found for found in getattr(design, place.table) if found.id == place.record), None)
    if record is None:
        return False
    try:
        value = fitting(sheet.outcomes[one.id], place, sheet.book)
    except CalculationError:
        return False
    now = value_at(record, place.path)
    return not isinstance(now, int | float) or differs(now, value)


def differs(one: float, other: float) -> bool:
    """Tell whether two figures differ by more than rounding."""
    return abs(one - other) > _ROUNDED * max(abs(one), abs(other))


def _stale(design: Design, sheet: Sheet) -> list[Doubt]:
    said = []
    for one in design.estimates:
        value = sheet.outcomes[one.id].value
        if one.value is None or value is None or not one.formula.strip() or not one.unit.strip():
            continue
        if differs(one.value, value):
            slip = slip_between(value, one.value)
            reason = f", {slip}" if slip else ""
            claimed, computed = amount_text(one.value, one.unit), sheet.outcomes[one.id].text
            said.append((one.id, f"The document says {claimed}, the formula gives {computed}{reason}."))
    return said


def _feeding(design: Design, sheet: Sheet) -> list[Doubt]:
    taken: dict[str, str] = {}
    said = []
    for one in design.estimates:
        sentence = _feeding_doubt(one, design, sheet, taken) if one.feeds else ""
        if sentence:
            said.append((one.id, sentence))
    return said


def _feeding_doubt(one: Estimate, design: Design, sheet: Sheet, taken: dict[str, str]) -> str:
    place = place_of(one.feeds)
    if place is None:
        return f"It feeds “{one.feeds}”, which is no field that takes a result: choose another."
    record = next((found for found in getattr(design, place.table) if found.id == place.record), None)
    if record is None:
        return f"It feeds “{place.record}”, which is not in the drawing: choose another field."
    if place.text in taken:
        return f"“{taken[place.text]}” feeds the same field; that one counts."
    taken[place.text] = one.name or one.id
    outcome = sheet.outcomes[one.id]
    try:
        value = fitting(outcome, place, sheet.book)
    except CalculationError as error:
        return str(error) if outcome.quantity is not None else ""
    now = value_at(record, place.path)
    if isinstance(now, int | float) and not differs(now, value):
        return ""
    shown = (
        figure_text(float(now)) if isinstance(now, int | float) else "nothing" if now is None else str(now)
    )
    return f"The drawing has {shown} there, the sheet gives {figure_text(value)}: bring it up to date."


def _journeys(design: Design, sheet: Sheet) -> list[Doubt]:
    """Compare peak and average of the journeys that the sheet feeds."""
    said = []
    feeding = {one.feeds: one.id for one in design.estimates if one.feeds}
    for journey in design.journeys:
        keys = [feeding.get(f"journey:{journey.id}.{field}") for field in ("peak_rps", "average_rps")]
        row = keys[0] or keys[1]
        high = _rate(keys[0], sheet, journey.peak_rps)
        low = _rate(keys[1], sheet, journey.average_rps)
        if row is not None and high is not None and low is not None and high < low:
            name = journey.name or journey.id
            figures = f"({figure_text(high)}/s) is below its average ({figure_text(low)}/s)"
            said.append((row, f"The peak of “{name}” {figures}."))
    return said


def _rate(key: str | None, sheet: Sheet, stated: float | None) -> float | None:
    if key is None:
        return stated
    found = sheet.outcomes[key].quantity
    return None if found is None else found.value


def _peaks(sheet: Sheet) -> list[Doubt]:
    """Compare what is called a peak with the rates it is made of."""
    said = []
    for key, outcome in sheet.outcomes.items():
        if "peak" in outcome.row.name.lower():
            above = next((one for one in outcome.needs if _exceeds(sheet.outcomes[one], outcome)), None)
            if above is not None:
                name = sheet.outcomes[above].row.label
                said.append((key, f"This peak is below “{name}”, which it is made of."))
    return said


def _exceeds(base: Outcome, outcome: Outcome) -> bool:
    one, other = base.quantity, outcome.quantity
    if one is None or other is None or one.dimension != other.dimension:
        return False
    if "peak" in base.row.name.lower():
        return False  # a share of another peak
    return dict(one.dimension).get(TIME) == -1 and one.value > other.value
