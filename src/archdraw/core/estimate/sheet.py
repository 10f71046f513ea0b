"""The sheet: inputs and estimates of a document, computed in the order of what they need."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from archdraw.core.estimate import foreign
from archdraw.core.estimate.computing import Computer, Step, unit_of_text
from archdraw.core.estimate.figures import amount_text, shown_unit, two_figures
from archdraw.core.estimate.ordering import calculation_order
from archdraw.core.estimate.parsing import parse_formula
from archdraw.core.estimate.quantities import CalculationError, Quantity, checked, measured_in, of_nines
from archdraw.core.estimate.syntax import FormulaError, Measure, names_in
from archdraw.core.estimate.units import DAY_S, WHITEBOARD_DAY_S, Unit, UnitBook, UnitsLoadingError
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.estimate.syntax import Node, Span
    from archdraw.core.model import Design, Estimate, Input, Settings

_LONGEST_SPAN = 10_000.0
Rounding = Literal["exact", "whiteboard"]
RowKind = Literal["input", "estimate"]
Field = Literal["formula", "unit", "value", "row"]


@frozen
class Row:
    """A row to compute: an input has a value, an estimate a formula (or a value that stands for one)."""

    id: str
    kind: RowKind
    name: str = ""
    formula: str = ""
    value: float | None = None
    unit: str = ""

    @property
    def label(self) -> str:
        """What the row is called in sentences."""
        return self.name or self.id


@frozen
class Problem:
    """Why a row has no result: the field to look at, a sentence, and the place in the formula."""

    field: Field
    sentence: str
    span: Span | None = None


@frozen
class Outcome:
    """What became of a row.

    `value` is in `unit`, the one stated or the one that suits. `precise` is what exact arithmetic gives in
    that unit, where the sheet is a whiteboard's. `pending` says that a unit is being looked up.
    """

    row: Row
    quantity: Quantity | None = None
    precise: float | None = None
    value: float | None = None
    unit: str = ""
    problem: Problem | None = None
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()
    pending: bool = False

    @property
    def text(self) -> str:
        """The result with its unit; empty where there is none."""
        return "" if self.value is None else amount_text(self.value, self.unit)

    @property
    def full_text(self) -> str:
        """The result with all its digits."""
        return "" if self.value is None else amount_text(self.value, self.unit, 12)


@frozen
class Sheet:
    """All rows computed, in the order of the document; `order` is that of the calculation."""

    rounding: Rounding
    book: UnitBook
    outcomes: Mapping[str, Outcome]
    order: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...] = ()

    @property
    def problems(self) -> tuple[Outcome, ...]:
        """The rows without a result."""
        return tuple(one for one in self.outcomes.values() if one.problem is not None)

    @property
    def pending(self) -> bool:
        """Whether a unit is still being looked up."""
        return any(one.pending for one in self.outcomes.values())

    @property
    def method(self) -> str:
        """How the results were found: "exact", or "estimated" for two figures."""
        return "exact" if self.rounding == "exact" else "estimated"

    @property
    def conventions(self) -> str:
        """What a day, a month, a year and a kilobyte are here, in a sentence."""
        book = self.book
        day = "86,400 s" if book.day_s == DAY_S else "100,000 s"
        figures = "" if self.rounding == "exact" else "; each result has two figures"
        return (
            f"A day has {day}, a month {book.month_days:g} days, a year {book.year_days:g} days; "
            f"1 kB = 1,000 bytes, 1 KiB = 1,024 bytes, 1 byte = 8 bits{figures}."
        )


def rows_of(inputs: Iterable[Input], estimates: Iterable[Estimate]) -> tuple[Row, ...]:
    """Return the rows of a document's sheet: inputs first."""
    return (*map(input_row, inputs), *map(estimate_row, estimates))


def input_row(one: Input) -> Row:
    """Return an input as a row."""
    return Row(one.id, "input", one.name, value=one.value, unit=one.unit)


def estimate_row(one: Estimate) -> Row:
    """Return an estimate as a row."""
    return Row(one.id, "estimate", one.name, one.formula, one.value, one.unit)


def book_of(settings: Settings, *, wait: bool = True) -> UnitBook:
    """Return the units under the conventions of a document.

    Parameters
    ----------
    settings
        Of the document.
    wait
        Whether an uncommon unit may cost the 0.4 s that its library takes to load; else its row is pending.
    """
    day = WHITEBOARD_DAY_S if settings.estimates == "whiteboard" else DAY_S
    look_up = foreign.look_up if wait else foreign.look_up_if_loaded
    return UnitBook(day, *month_and_year(settings), look_up)


def month_and_year(settings: Settings) -> tuple[float, float]:
    """Return the days of a month and of a year; what no calendar could mean is 30 and 365."""
    month = settings.month_days if 1.0 <= settings.month_days <= _LONGEST_SPAN else 30.0
    year = settings.year_days if 1.0 <= settings.year_days <= _LONGEST_SPAN else 365.0
    return month, year


def compute_design(design: Design, *, wait: bool = True) -> Sheet:
    """Return the computed sheet of a document."""
    rows = rows_of(design.inputs, design.estimates)
    return compute(rows, design.settings.estimates, book_of(design.settings, wait=wait))


def compute(rows: Iterable[Row], rounding: Rounding, book: UnitBook) -> Sheet:
    """Return a computed sheet. What goes wrong in a row is said there; the other rows are computed.

    Linear in the length of all formulas; time, memory and depth are bounded by the limits of the language.
    """
    by_id = {row.id: row for row in rows}
    ids = frozenset(by_id)
    trees = {row.id: _read(row, ids) for row in by_id.values()}
    needs = {key: _needs(tree, by_id) for key, tree in trees.items()}
    order, cycles = calculation_order(needs)
    in_cycle = {key: cycle for cycle in cycles for key in cycle}
    outcomes: dict[str, Outcome] = {}
    values: dict[str, Quantity] = {}
    for key in order:
        cycle = in_cycle.get(key)
        found = (
            Outcome(by_id[key], problem=_cycle_problem(cycle, by_id), needs=needs[key])
            if cycle is not None
            else _outcome(by_id[key], trees[key], needs[key], _Known(values, outcomes, rounding, book))
        )
        outcomes[key] = found
        if found.quantity is not None:
            values[key] = found.quantity
    in_order = {key: outcomes[key] for key in by_id}
    if rounding == "whiteboard":
        in_order = _with_precise(in_order, by_id, book)
    return Sheet(rounding, book, in_order, order, cycles)


def _with_precise(found: dict[str, Outcome], rows: Mapping[str, Row], book: UnitBook) -> dict[str, Outcome]:
    """Return the outcomes of a whiteboard with what exact arithmetic gives in the same units."""
    exactly = replace(book, day_s=DAY_S)
    sheet = compute(rows.values(), "exact", exactly)
    return {
        key: replace(one, precise=_measured(sheet.outcomes[key].quantity, one.unit, exactly))
        for key, one in found.items()
    }


def _measured(quantity: Quantity | None, unit: str, book: UnitBook) -> float | None:
    if quantity is None:
        return None
    try:
        measure = unit_of_text(unit, book)
        return quantity.value if measure is None else measured_in(quantity, measure)
    except (CalculationError, FormulaError, UnitsLoadingError):
        return None


@frozen
class _Known:
    """What is known while a row is computed."""

    values: dict[str, Quantity]
    outcomes: dict[str, Outcome]
    rounding: Rounding
    book: UnitBook


def _read(row: Row, ids: frozenset[str]) -> Node | Problem | None:
    if row.kind == "input" or (not row.formula.strip() and row.value is not None):
        return None
    if not row.formula.strip():
        return Problem("formula", "There is no formula yet: write numbers and names of other rows.", (0, 0))
    try:
        return _parsed(row.formula, ids)
    except FormulaError as error:
        return Problem("formula", str(error), error.span)


@lru_cache(maxsize=1024)
def _parsed(formula: str, ids: frozenset[str]) -> Node:
    return parse_formula(formula, ids)


def _needs(tree: Node | Problem | None, rows: Mapping[str, Row]) -> tuple[str, ...]:
    if tree is None or isinstance(tree, Problem):
        return ()
    return tuple(dict.fromkeys(one.word for one in names_in(tree) if one.word in rows))


def _outcome(row: Row, tree: Node | Problem | None, needs: tuple[str, ...], known: _Known) -> Outcome:
    if isinstance(tree, Problem):
        return Outcome(row, problem=tree)
    waiting = [one for one in needs if one not in known.values]
    if waiting:
        if any(known.outcomes[one].pending for one in waiting):
            return Outcome(row, needs=needs, pending=True)
        names = ", ".join(f"“{known.outcomes[one].row.label}”" for one in waiting)
        have = "has" if len(waiting) == 1 else "have"
        problem = Problem("formula", f"It needs {names}, which {have} no result: mend that first.")
        return Outcome(row, problem=problem, needs=needs)
    field: Field = "unit"
    try:
        unit = unit_of_text(row.unit, known.book)
        field = "formula"
        return _computed(row, tree, unit, needs, known)
    except UnitsLoadingError:
        return Outcome(row, needs=needs, pending=True)
    except FormulaError as error:
        return Outcome(row, problem=Problem(field, str(error), error.span), needs=needs)
    except CalculationError as error:
        field = "value" if row.kind == "input" else "unit"
        return Outcome(row, problem=Problem(field, str(error)), needs=needs)


def _computed(
    row: Row, tree: Node | None, unit: Unit | None, needs: tuple[str, ...], known: _Known
) -> Outcome:
    if tree is None:
        return _stated(row, unit)
    computer = Computer(known.book, known.values)
    found = computer.compute(tree, row.formula)
    if unit is not None:
        value = measured_in(found, unit)
    else:
        unit = shown_unit(found, known.book)
        value = measured_in(found, unit)
    as_typed = found.whole or (isinstance(tree, Measure) and not row.unit.strip())
    if known.rounding == "whiteboard" and not as_typed:
        value = two_figures(value)
    quantity = _in_unit(value, unit, found, stated=bool(row.unit.strip()))
    return Outcome(row, quantity, None, value, unit.text, None, tuple(computer.steps), needs)


def _stated(row: Row, unit: Unit | None) -> Outcome:
    if row.value is None:
        return Outcome(row, problem=Problem("value", f"“{row.label}” has no value yet: type one."))
    if unit is None:
        quantity = Quantity(row.value)
    elif unit.nines:
        quantity = of_nines(row.value)
    else:
        quantity = checked(row.value * unit.factor, unit.dimension, unit)
    return Outcome(row, quantity, None, row.value, "" if unit is None else unit.text)


def _in_unit(value: float, unit: Unit, found: Quantity, *, stated: bool) -> Quantity:
    """Return what other rows go on with: the value as it is shown, in the dimension it was stated in."""
    if unit.nines:
        return Quantity(of_nines(value).value, found.dimension, None, found.whole)
    kept = unit if stated and unit.dimension else found.shown
    return replace(checked(value * unit.factor, unit.dimension, kept), whole=found.whole)


def _cycle_problem(cycle: tuple[str, ...], rows: Mapping[str, Row]) -> Problem:
    names = " → ".join(f"“{rows[key].label}”" for key in (*cycle, cycle[0]))
    if len(cycle) == 1:
        return Problem("formula", f"The row needs itself ({names}): take its own name out of the formula.")
    return Problem("formula", f"These rows need each other in a ring: {names}. Give one of them a number.")
