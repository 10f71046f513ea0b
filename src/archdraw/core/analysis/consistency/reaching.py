"""What a journey reaches, by its calls and the messages it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.model import Design, Journey


def reached_in(design: Design, journey: Journey) -> set[str]:
    """Return the components that a journey may call, directly or not."""
    onwards: dict[str, list[str]] = {}
    for link in design.connections:
        if link.kind in ("call", "publish", "deliver") and journey.calls_over(link) > 0.0:
            onwards.setdefault(link.source, []).append(link.target)
    seen: set[str] = set()
    waiting = [journey.entry] if journey.entry is not None else []
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(onwards.get(here, ()))
    return seen
