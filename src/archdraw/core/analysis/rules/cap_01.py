"""CAP-01: more load than capacity."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.queues import falls_behind
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.wording import percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    loaded = [result for result in context.components if result.utilisation is not None]
    found = list(_endless(context))
    if not loaded and not found:
        return NotApplicable("no load, or no capacity known")
    for result in loaded:
        part = context.part(result.id)
        if result.utilisation is None or result.utilisation <= 1.0 or part.capacity_rps is None:
            continue
        if falls_behind(context, result.id):
            continue  # its queue fills: ASY-03 says how fast
        rate = result.rate_rps or 0.0
        journeys = [j for j in context.design.journeys if result.rate_by_journey.get(j.id)]
        usable = part.capacity_rps * context.design.settings.target_utilisation
        enough = math.ceil(rate / usable) if usable > rate * 1e-12 else None
        advice = f"Run {enough} serving instances" if enough else "Add instances"
        advice = "Raise its limit with the provider" if part.managed else advice
        carried = rate_text(part.capacity_rps)
        carried = f"its {part.serving} × {carried} carry" if part.serving > 1 else f"it carries ({carried})"
        found.append(
            RULE.finding(
                [result.id],
                f"{context.name(result.id)} gets {rate_text(rate)} at peak, "
                f"{percent_text(result.utilisation)} of what {carried}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={
                    "rate_rps": rate,
                    "capacity_rps": result.capacity_rps,
                    "utilisation": result.utilisation,
                    "instances_needed": enough,
                },
                remedy=f"{advice}, shard, or keep load away with a cache or a queue.",
                fix=None if part.managed else "add-instance",
                journey=journeys[0].id if journeys else None,
            )
        )
    return found


def _endless(context: Context) -> Iterable[Finding]:
    """Return a finding for each ring whose calls bring at least one call more: it has no load at all."""
    rings: dict[tuple[str, ...], list[Journey]] = {}
    for journey in context.design.journeys:
        load = context.load.journeys.get(journey.id)
        if load is not None and load.loop:
            rings.setdefault(load.loop, []).append(journey)
    for ring, journeys in rings.items():
        inside = [
            link.id
            for one in ring
            for link in context.requirements.outgoing.get(one, ())
            if link.target in ring and link.target != one
        ]
        yield RULE.finding(
            [*ring, *inside],
            f"Calls multiply without end in the ring of {named(context, ring, 5)}: on average a request that "
            "enters it comes round as one or more.",
            severity=context.severity(RULE.severity, journeys),
            evidence={"components": list(ring), "connections": inside},
            remedy="State fewer calls a request within the ring, or break it.",
            journey=journeys[0].id,
        )


RULE = Rule(
    id="CAP-01",
    title="Overloaded",
    severity="critical",
    rationale="Above 100 % the queue grows for as long as the load lasts.",
    source="course text, step 3 of the design walk",
    fixes=("add-instance",),
    check=_check,
)
