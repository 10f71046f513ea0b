"""SEC-02: data where everybody can reach them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_DATA = ("store", "cache", "queue")
_MADE_FOR_IT = ("object_store", "cdn_cache")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    design = context.design
    stated = any("public" in g.attributes for g in design.groups)
    data = [c for c in design.components if context.role(c.id) in _DATA and c.kind not in _MADE_FOR_IT]
    if not data or not (stated or any("public" in c.attributes for c in data)):
        return NotApplicable("nothing states what is public")
    found = []
    for keeper in data:
        around = _public_group(context, keeper)
        if around is None and keeper.attributes.get("public") is not True:
            continue
        where = f"stands in {context.name(around)}, which is public" if around else "is public"
        found.append(
            RULE.finding(
                [keeper.id, *([around] if around else [])],
                f"{context.name(keeper.id)} {where}: anybody may knock at the data.",
                severity=severity_by_use(context, RULE.severity, keeper.id),
                evidence={"public": True, "group": around},
                remedy="Keep data in a private network, and let services alone reach them.",
                fix="make-private",
                about=[keeper.id],
            )
        )
    return found


def _public_group(context: Context, component: Component) -> str | None:
    """Return the innermost group that says whether it is public, if it is."""
    for group in context.design.enclosing_groups(component.id):
        stated = group.attributes.get("public")
        if isinstance(stated, bool):
            return group.id if stated else None
    return None


RULE = Rule(
    id="SEC-02",
    title="Data tier in a public zone",
    severity="critical",
    rationale="One wrong password away from the data is too near.",
    source="AWS Well-Architected SEC05",
    fixes=("make-private",),
    check=_check,
)
