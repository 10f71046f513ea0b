"""ARC-10: much more than the load asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import number_text, percent_text, rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    rates = [j.peak_rps for j in context.design.journeys if j.peak_rps is not None]
    if not rates:
        return NotApplicable("no journey states its load")
    return [*_many_services(context, sum(rates)), *_idle(context), *_needless_shards(context)]


def _many_services(context: Context, total: float) -> list[Finding]:
    services = [c.id for c in context.design.components if context.role(c.id) == "service"]
    many, few = threshold(context, "many_services"), threshold(context, "few_requests_rps")
    if len(services) <= many or total >= few:
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
    """Return a finding for each component that the fewest instances would carry almost unused."""
    found = []
    idle, enough = threshold(context, "overbuilt"), threshold(context, "idle_kept")
    for component in context.design.components:
        used, part = context.component(component.id).utilisation, context.part(component.id)
        needed = part.managed or part.redundancy == "quorum" or part.needed > enough
        if used is None or needed or part.replicas <= enough or used * part.serving / enough >= idle:
            continue
        found.append(
            RULE.finding(
                [component.id],
                f"{context.name(component.id)} runs {part.replicas} instances at {percent_text(used)} "
                "of their capacity.",
                severity="low",
                evidence={"replicas": part.replicas, "utilisation": used, "enough": enough},
                fix="remove-idle",
                remedy=f"{enough:g} instances in as many zones would do for redundancy.",
            )
        )
    return found


def _needless_shards(context: Context) -> list[Finding]:
    found = []
    for store in stores_of(context):
        held, rate = store.attributes.get("storage_bytes"), context.component(store.id).rate_rps
        if store.attributes.get("sharded") is not True or not isinstance(held, int | float) or rate is None:
            continue
        if held >= threshold(context, "one_node_bytes") or rate >= threshold(context, "one_node_rps"):
            continue
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} is sharded for {number_text(held / 1e9)}\u2009GB "
                f"and {rate_text(rate)}, which one node holds.",
                evidence={"storage_bytes": held, "rate_rps": rate},
                fix="unshard",
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
    thresholds=(
        *("few_requests_rps", "many_services", "overbuilt", "idle_kept"),
        *("one_node_bytes", "one_node_rps"),
    ),
    fixes=("remove-idle", "unshard"),
    by_hand="which services belong together is known to those who change them.",
    check=_check,
)
