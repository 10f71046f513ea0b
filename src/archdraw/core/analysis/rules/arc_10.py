"""ARC-10: much more than the load asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.wording import number_text, percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

_IDLE = 0.01
_ENOUGH = 3
_FEW_RPS = 100.0
_MANY_SERVICES = 8
_ONE_NODE_BYTES = 1e12
_ONE_NODE_RPS = 10_000.0


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    rates = [j.peak_rps for j in context.design.journeys if j.peak_rps is not None]
    if not rates:
        return NotApplicable("no journey states its load")
    return [*_many_services(context, sum(rates)), *_idle(context), *_needless_shards(context)]


def _many_services(context: Context, total: float) -> list[Finding]:
    services = [c.id for c in context.design.components if context.role(c.id) == "service"]
    if len(services) <= _MANY_SERVICES or total >= _FEW_RPS:
        return []
    return [
        RULE.finding(
            services,
            f"{len(services)} services ({named(context, services)}) share {rate_text(total)} at peak.",
            evidence={"services": len(services), "peak_rps": total},
            about=("many",),
            remedy="Merge services until each has a reason of its own to be apart.",
        )
    ]


def _idle(context: Context) -> list[Finding]:
    """Return a finding for each component that three instances would carry with less than 1 %."""
    found = []
    for component in context.design.components:
        used, part = context.component(component.id).utilisation, context.part(component.id)
        needed = part.managed or part.redundancy == "quorum" or part.needed > _ENOUGH
        if used is None or needed or part.replicas <= _ENOUGH or used * part.serving / _ENOUGH >= _IDLE:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} runs {part.replicas} instances at {percent_text(used)} "
                "of their capacity.",
                severity="low",
                evidence={"replicas": part.replicas, "utilisation": used},
                remedy="Three instances in three zones would do for redundancy.",
            )
        )
    return found


def _needless_shards(context: Context) -> list[Finding]:
    found = []
    for store in stores_of(context):
        held, rate = store.attributes.get("storage_bytes"), context.component(store.id).rate_rps
        if store.attributes.get("sharded") is not True or not isinstance(held, int | float) or rate is None:
            continue
        if held >= _ONE_NODE_BYTES or rate >= _ONE_NODE_RPS:
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} is sharded for {number_text(held / 1e9)}\u2009GB "
                f"and {rate_text(rate)}, which one node holds.",
                evidence={"storage_bytes": held, "rate_rps": rate},
                remedy="Stay on one node with a standby until it is half full.",
            )
        )
    return found


RULE = Rule(
    id="ARC-10",
    title="Over-engineered",
    severity="medium",
    rationale="Every part has to be run, paid and understood.",
    source="interview rubrics; the YAGNI argument of the course text",
    check=_check,
)
