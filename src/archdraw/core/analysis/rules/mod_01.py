"""MOD-01: it is not clear whether targets of a balancer replace each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    found = []
    routed = False
    for component in context.design.components:
        routed = routed or context.part(component.id).kind.routes
        for targets in context.requirements.unpooled(component.id):
            names = named(context, targets)
            found.append(
                RULE.finding(
                    [component.id, *targets],
                    f"{context.name(component.id)} routes to {names}: they are of one kind, but nothing "
                    "on the drawing says that they replace each other. Each counts as needed.",
                    evidence={"source": component.id, "targets": list(targets)},
                    remedy="If they replace each other, give their connections one pool; if not, "
                    'set the pool to "each".',
                    fix="pool-or-each",
                    about=[component.id],
                )
            )
    return found if routed or found else NotApplicable("nothing routes")


RULE = Rule(
    id="MOD-01",
    title="Are these alternatives?",
    severity="low",
    rationale="Whether targets replace each other decides the availability more than any figure.",
    source="ArchDraw semantics, section 2",
    fixes=("pool-or-each",),
    check=_check,
)
