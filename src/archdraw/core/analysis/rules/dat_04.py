"""DAT-04: the only copy in memory or on an ephemeral disk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import is_store_of_record
from archdraw.core.analysis.rules.usage import severity_by_use

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    keepers = [c for c in context.design.components if is_store_of_record(context, c)]
    if not keepers:
        return NotApplicable("nothing keeps data of record")
    found = []
    for keeper in keepers:
        volume = keeper.attributes.get("volume")
        lost = keeper.attributes.get("volatile") is True or volume == "emptyDir"
        if not lost and not _may_forget(context, keeper):
            continue
        where = "on an emptyDir volume" if volume == "emptyDir" else "in memory"
        found.append(
            RULE.finding(
                [keeper.id],
                f"{context.name(keeper.id)} holds the only copy of its data {where}."
                if lost
                else f"{context.name(keeper.id)} is the store of record, and nothing says that it writes "
                "anything to disk.",
                severity=severity_by_use(context, RULE.severity if lost else "medium", keeper.id),
                evidence={
                    "volatile": keeper.attributes.get("volatile", "not stated"),
                    "volume": "not stated" if volume is None else volume,
                },
                remedy="Write through to a durable store, or give it a durable disk and a replica.",
                fix="persist",
            )
        )
    return found


def _may_forget(context: Context, keeper: Component) -> bool:
    """Return whether it keeps data in memory by its kind, and does not say that it writes them down."""
    told = {"volatile", "volume", "replication"} & set(keeper.attributes)
    own = not context.part(keeper.id).managed
    return own and context.part(keeper.id).kind.family == "cache" and not told


RULE = Rule(
    id="DAT-04",
    title="Only copy in memory or on an ephemeral disk",
    severity="critical",
    rationale="A restart empties it, and nothing can fill it again.",
    source="kube-linter; Google Online Boutique, cart service",
    fixes=("persist",),
    check=_check,
)
