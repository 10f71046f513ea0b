"""“Fail this”: what the strip over the canvas says about the journeys when chosen things are down."""

from __future__ import annotations

from html import escape

from archdraw.core.analysis.failing import LossEffect
from archdraw.core.analysis.result import Impact
from archdraw.core.model import Design, event_name
from archdraw.qt.bridge.fonts import strong


def loss_words(design: Design, effect: LossEffect, failed: frozenset[str]) -> str:
    """Return what the loss does to each journey, as one line of rich text."""
    names = [event_name(design, element) for element in sorted(failed)]
    lost = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    by_impact: dict[Impact, list[str]] = {"down": [], "degraded": [], "full": []}
    for journey in design.journeys:
        by_impact[effect.journeys.get(journey.id, "full")].append(journey.name or journey.id)
    parts = []
    for impact, sign, word in (("down", "✗", "down"), ("degraded", "▲", "degraded")):
        hit = by_impact[impact]  # type: ignore[index]
        if hit:
            parts.append(f"{sign} {word}: {escape(', '.join(hit))}")
    kept = len(by_impact["full"])
    if not parts:
        parts.append("✓ every journey keeps working" if kept else "there is no journey to break")
    elif kept:
        parts.append(f"{kept} not affected")
    return f"{strong(f'What if {escape(lost)} fails?')}&nbsp;&nbsp; {'&nbsp;&nbsp;·&nbsp;&nbsp;'.join(parts)}"
