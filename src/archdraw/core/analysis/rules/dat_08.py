"""DAT-08: a store that does not do what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed
from archdraw.core.analysis.rules.stores import stores_of
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.rules.usage import severity_by_use
from archdraw.core.analysis.wording import rate_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding

_WITHOUT = ("key_value", "document_db", "wide_column", "in_memory_cache", "search_index", "object_store")
_ASKED = {"transactions": "transactions over several records", "joins": "joins"}
_ONE_NODE = ("rdbms_primary",)


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    asked = [c for c in context.design.components if any(c.attributes.get(key) is True for key in _ASKED)]
    single = [c for c in stores_of(context) if c.kind in _ONE_NODE and context.component(c.id).rate_rps]
    if not asked and not single:
        return NotApplicable("no store states transactions or joins")
    found = []
    for store in asked:
        if store.kind not in _WITHOUT:
            continue
        wishes = [words for key, words in _ASKED.items() if store.attributes.get(key) is True]
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} is to do {listed(wishes)}, which a "
                f"{context.part(store.id).kind.label} is not made for.",
                severity=severity_by_use(context, RULE.severity, store.id),
                evidence={key: True for key in _ASKED if store.attributes.get(key) is True},
                remedy="Use a relational store for this part, or let one record be enough.",
                fix="change-store",
            )
        )
    for store in single:
        rate = context.component(store.id).rate_rps or 0.0
        if rate >= threshold(context, "one_primary_rps"):
            found.append(
                RULE.finding(
                    [store.id],
                    f"{context.name(store.id)} gets {rate_text(rate)} on one relational primary.",
                    severity=severity_by_use(context, RULE.severity, store.id),
                    evidence={"rate_rps": rate},
                    remedy="Shard, or take a store that is made for it.",
                    fix="change-store",
                    about=[store.id, "rate"],
                )
            )
    return found


RULE = Rule(
    id="DAT-08",
    title="Store does not fit the need",
    severity="medium",
    rationale="What the store does not do, the application does badly.",
    source="course text, relational and other stores",
    thresholds=("one_primary_rps",),
    fixes=("change-store",),
    check=_check,
)
