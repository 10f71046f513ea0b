"""A computed sheet as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.cli.console import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.estimate.sheet import Outcome, Sheet
    from archdraw.core.model import Design


def print_sheet(design: Design, sheet: Sheet, warnings: Mapping[str, tuple[str, ...]]) -> None:
    """Print inputs, then each estimate with its formula, steps, result, and what is wrong."""
    say(f"{design.title or 'Estimates'} ({sheet.method}). {sheet.conventions}")
    if design.inputs:
        say()
        say("Inputs")
    sources = {one.id: one.source for one in design.inputs}
    for outcome in _of_kind(sheet, "input"):
        source = f"  [{sources[outcome.row.id]}]" if sources[outcome.row.id] else ""
        say(f"  {outcome.row.label} ({outcome.row.id}) = {outcome.full_text or '–'}{source}")
        _say_doubts(outcome, warnings)
    if design.estimates:
        say()
        say("Estimates")
    feeds = {one.id: one.feeds for one in design.estimates}
    for outcome in _of_kind(sheet, "estimate"):
        _print_estimate(outcome, sheet, feeds[outcome.row.id])
        _say_doubts(outcome, warnings)
    _say_beside(design, sheet)
    if not sheet.outcomes:
        say("There is no estimate yet; --template adds the sheet of a common question.")


def _say_beside(design: Design, sheet: Sheet) -> None:
    """Print what the drawing states about the same things, apart or not."""
    from archdraw.core.estimate.beside_drawing import sheet_beside_drawing

    found = sheet_beside_drawing(design, sheet)
    if not found:
        return
    say()
    say("Beside the drawing")
    for one in found:
        sign = "✓" if one.agrees else "≠"
        label = sheet.outcomes[one.row].row.label
        say(f"  {sign} {label}: {one.sheet}; {one.subject}: {one.stated} ({one.verdict})")


def _print_estimate(outcome: Outcome, sheet: Sheet, feeds: str | None) -> None:
    from archdraw.core.estimate.arithmetic import way_texts

    say(f"  {outcome.row.label} ({outcome.row.id}) = {outcome.row.formula or outcome.full_text}")
    for line in way_texts(outcome, sheet.book):
        say(f"      {line}")
    if feeds:
        say(f"      → {feeds}")


def _say_doubts(outcome: Outcome, warnings: Mapping[str, tuple[str, ...]]) -> None:
    if outcome.problem is not None:
        say(f"    ✕ {outcome.problem.sentence}")
    for sentence in warnings.get(outcome.row.id, ()):
        say(f"    ▲ {sentence}")


def sheet_json(design: Design, sheet: Sheet, warnings: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the sheet for programs: values in the unit beside them."""
    from archdraw.core.estimate.beside_drawing import sheet_beside_drawing

    sources = {one.id: one.source for one in design.inputs}
    feeds = {one.id: one.feeds for one in design.estimates}
    rows = []
    for key, outcome in sheet.outcomes.items():
        row = _row_json(outcome, sheet, warnings.get(key, ()))
        row.update({"source": sources[key]} if key in sources else {"feeds": feeds[key]})
        rows.append(row)
    return {
        "format": "archdraw-estimate",
        "version": 1,
        "title": design.title,
        "rounding": sheet.rounding,
        "method": sheet.method,
        "conventions": sheet.conventions,
        "cycles": [list(cycle) for cycle in sheet.cycles],
        "rows": rows,
        "beside_drawing": [
            {
                "row": one.row,
                "subject": one.subject,
                "element": one.element,
                "sheet": one.sheet,
                "stated": one.stated,
                "ratio": one.ratio,
                "fed": one.fed,
                "agrees": one.agrees,
            }
            for one in sheet_beside_drawing(design, sheet)
        ],
    }


def _row_json(outcome: Outcome, sheet: Sheet, doubts: tuple[str, ...]) -> dict[str, Any]:
    from archdraw.core.estimate.arithmetic import steps_texts

    problem = outcome.problem
    return {
        "id": outcome.row.id,
        "kind": outcome.row.kind,
        "name": outcome.row.name,
        "formula": outcome.row.formula,
        "value": outcome.value,
        "unit": outcome.unit,
        "exact_value": outcome.value if outcome.precise is None else outcome.precise,
        "method": sheet.method if outcome.row.kind == "estimate" else "exact",
        "needs": list(outcome.needs),
        "steps": list(steps_texts(outcome, sheet.book)),
        "problem": None if problem is None else {"field": problem.field, "sentence": problem.sentence},
        "warnings": list(doubts),
    }


def _of_kind(sheet: Sheet, kind: str) -> list[Outcome]:
    return [one for one in sheet.outcomes.values() if one.row.kind == kind]
