"""The way to a result in lines that can be checked with a pencil."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.estimate.figures import amount_text, other_texts, quantity_text

if TYPE_CHECKING:
    from archdraw.core.estimate.sheet import Outcome
    from archdraw.core.estimate.units import UnitBook

_MOST_STEPS = 12


def steps_texts(outcome: Outcome, book: UnitBook) -> tuple[str, ...]:
    """Return the arithmetic of a row, a line for each operation: "100,000,000 link/day × 10 = …"."""
    signs = {"*": "×", "/": "÷", "-": "−", "+": "+", "^": "^"}
    lines = []
    for step in outcome.steps:
        parts = [quantity_text(part, book) for part in step.parts]
        sign = signs.get(step.sign)
        left = f" {sign} ".join(parts) if sign else f"{step.sign}({', '.join(parts)})"
        lines.append(f"{left} = {quantity_text(step.result, book)}")
    return tuple(lines)


def way_texts(outcome: Outcome, book: UnitBook) -> tuple[str, ...]:
    """Return the steps with the result at their end, and the other ways to write it: in GiB, in bits."""
    if outcome.quantity is None:
        return ()
    lines = list(steps_texts(outcome, book))
    if len(lines) > _MOST_STEPS:
        lines = [*lines[: _MOST_STEPS - 1], "…", lines[-1]]
    others = [text for text in other_texts(outcome.quantity, book, outcome.unit) if text != outcome.text]
    besides = f" ({', '.join(others)})" if others else ""
    if lines and lines[-1].endswith(f"= {outcome.text}"):
        lines[-1] += besides
    else:
        lines.append(f"= {outcome.text}{besides}")
    precise = precise_text(outcome)
    return (*lines, precise) if precise else tuple(lines)


def precise_text(outcome: Outcome) -> str:
    """Return what exact arithmetic gives beside a result of a whiteboard, and how far that is from it."""
    value, precise = outcome.value, outcome.precise
    # Closer than any figure is written is the same: what is between is the rounding of the machine.
    if value is None or precise is None or math.isclose(value, precise, rel_tol=1e-9):
        return ""
    exactly = f"exactly {amount_text(precise, outcome.unit, 6)}"
    if precise == 0.0:
        return exactly
    off = (value - precise) / precise * 100.0
    return f"{exactly}: the whiteboard is {abs(off):.2g} % {'above' if off > 0.0 else 'below'}"
