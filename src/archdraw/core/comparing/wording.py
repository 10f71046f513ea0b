"""A comparison in words: the same in window, command line and report."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.wording import (
    availability_text,
    downtime_text,
    money_text,
    number_text,
    rate_text,
    time_text,
)
from archdraw.core.comparing.elements import HAPPENINGS
from archdraw.core.model import Record, element_name, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.comparing.comparison import Comparison
    from archdraw.core.comparing.elements import ElementChange, FieldChange, Happening
    from archdraw.core.comparing.figures import FigureChange
    from archdraw.core.model import Design

SIGNS: dict[Happening, str] = {"added": "+", "removed": "−", "changed": "Δ", "moved": "→"}
FIGURES = {
    "availability": "Availability",
    "downtime_s_year": "Downtime a year",
    "single_points": "Single points",
    "p99_ms": "p99 (at most)",
    "ceiling_rps": "Ceiling",
    "cost_month": "Cost a month",
}
_LONGEST = 60
_CONFLICTS = "extensions.merge_conflicts"
_MOST_JOURNEYS = 2


def summary(comparison: Comparison) -> str:
    """Return the comparison in one sentence: "2 changed: availability of checkout 99.39 → 99.89 %, …"."""
    if comparison.equal:
        return "Nothing has changed."
    drawn = counted_happenings(comparison.elements) or "another order"
    figures = figures_summary(comparison)
    return (
        f"{drawn[:1].upper()}{drawn[1:]}: {figures}."
        if figures
        else f"{drawn[:1].upper()}{drawn[1:]}; all figures are as before."
    )


def counted_happenings(elements: Iterable[ElementChange]) -> str:
    """Return "2 added, 1 removed, 3 changed"; what was only moved in a drawing counts once for each view."""
    counts = Counter(one.happening for one in elements)
    return ", ".join(f"{counts[name]:,} {name}" for name in HAPPENINGS if counts[name])


def figures_summary(comparison: Comparison) -> str:
    """Return what became of the figures, the journeys that changed most first; "" where nothing did."""
    changed = comparison.changed_figures
    parts = _journeys_said(comparison, [one for one in changed if one.name == "availability"])
    for name, words in (("single_points", "single points"), ("p99_ms", "p99"), ("ceiling_rps", "ceiling")):
        hit = [one for one in changed if one.name == name and one.old is not None and one.new is not None]
        if hit:
            first = max(hit, key=_size)
            of = f" of {journey_name(comparison, first)}" if len(_journeys(comparison)) > 1 else ""
            parts.append(f"{words}{of} {both_texts(first)}")
    cost = next((one for one in changed if one.name == "cost_month"), None)
    if cost is not None:
        parts.append(f"cost a month {both_texts(cost)}")
    opened = sum(one.happening == "opened" for one in comparison.findings)
    closed = len(comparison.findings) - opened
    if opened or closed:
        parts.append("findings " + " ".join([f"+{opened}"] * bool(opened) + [f"−{closed}"] * bool(closed)))
    return ", ".join(parts)


def _journeys_said(comparison: Comparison, changed: list[FigureChange]) -> list[str]:
    ranked = sorted(changed, key=_size, reverse=True)
    parts = [
        f"availability of {journey_name(comparison, one)} {both_texts(one)}"
        for one in ranked[:_MOST_JOURNEYS]
    ]
    more = len(ranked) - len(parts)
    if more > 0:
        parts.append(f"that of {more} more {'journey' if more == 1 else 'journeys'} too")
    return parts


def _journeys(comparison: Comparison) -> set[str]:
    return {one.journey for one in comparison.figures if one.journey is not None}


def _size(figure: FigureChange) -> float:
    """Return by how much a figure changed; one that came or went is the largest."""
    if figure.old is None or figure.new is None:
        return float("inf")
    if figure.old_down is not None and figure.new_down is not None:
        return abs(figure.new_down - figure.old_down)
    return abs(figure.new - figure.old)


def journey_name(comparison: Comparison, figure: FigureChange) -> str:
    """Return the name of the figure's journey, also of one that is no longer there."""
    if figure.journey is None:
        return one_line(comparison.new.title) or "the design"
    there = comparison.new if figure.journey in comparison.new.journey_by_id else comparison.old
    return element_name(there, figure.journey)


def both_texts(figure: FigureChange) -> str:
    """Return "99.39 → 99.89 %": the unit once where both have the same."""
    old, new = (
        figure_text(figure, figure.old, figure.old_down),
        figure_text(figure, figure.new, figure.new_down),
    )
    if figure.name in ("availability", "ceiling_rps") and figure.old is not None and figure.new is not None:
        stem, _, unit = old.rpartition("\u2009")
        if stem and unit and unit == new.rpartition("\u2009")[2]:
            old = stem
    return f"{old} → {new}"


def figure_text(figure: FigureChange, value: float | None, down: float | None = None) -> str:
    """Return one side of a figure with its unit; a dash where there is none."""
    if value is None:
        return "–"
    if figure.name == "availability":
        return availability_text(value, down)
    if figure.name == "downtime_s_year":
        return downtime_text(value)
    if figure.name == "p99_ms":
        return time_text(value)
    if figure.name == "ceiling_rps":
        return rate_text(value)
    return money_text(value) if figure.name == "cost_month" else number_text(value)


def method_text(figure: FigureChange) -> str:
    """Return how the figure was found, before and after where that differs: "exact", "bounded → exact"."""
    old, new = figure.old_method, figure.new_method
    if old is None or new is None or old == new:
        return new or old or ""
    return f"{old} → {new}"


def field_text(change: FieldChange, comparison: Comparison) -> str:
    """Return "replicas 1 → 3", of long lists what came and went; ids are told by name."""
    words = change.field.replace("_", " ")
    if change.field == _CONFLICTS:
        return f"conflicts left by a merge {_number_of(change.old)} → {_number_of(change.new)}"
    if _is_long(change.old) and _is_long(change.new):
        came = [element_name(comparison.new, one) for one in change.new if one not in change.old]
        went = [element_name(comparison.old, one) for one in change.old if one not in change.new]
        told = [f"{sign} {_cut(', '.join(some))}" for sign, some in (("+", came), ("−", went)) if some]
        if told:
            return f"{words}: {'; '.join(told)}"
    return f"{words} {value_text(change.old, comparison.old)} → {value_text(change.new, comparison.new)}"


def _number_of(value: Any) -> int:
    return len(value) if isinstance(value, (list, tuple)) else 0


def _is_long(value: Any) -> bool:
    """Return whether a value is a list of words or ids that would be cut if it were told."""
    words = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return words and sum(len(one) + 2 for one in value) > _LONGEST


def value_text(value: Any, design: Design) -> str:
    """Return a value as people read it, cut where it is long."""
    if value is None or value in ("", (), {}):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        known = element_name(design, value)
        return _cut(known if known != value else one_line(value))
    if isinstance(value, (int, float)):
        return f"{value:,.10g}"
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return _cut(", ".join(element_name(design, one) for one in value))
    if isinstance(value, Record):
        return _cut(value.model_dump_json(exclude_defaults=True))
    return _cut(json.dumps(_plain(value), ensure_ascii=False, default=str))


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def move_text(change: ElementChange) -> str:
    """Return where to something was moved: "by 40, −20", "to another size", "along another way"."""
    named = {one.field: one for one in change.fields}
    if change.table == "edges":
        return "along another way"
    shift = [
        (named[axis].new or 0.0) - (named[axis].old or 0.0) if axis in named else 0.0 for axis in ("x", "y")
    ]
    parts = []
    if any(shift):
        parts.append("by " + ", ".join(f"{one:,.4g}".replace("-", "−") for one in shift))
    if "w" in named or "h" in named:
        parts.append("to another size")
    return " and ".join(parts)
