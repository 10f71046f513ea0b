"""CON-06: a store whose answer to a partition is not the one the journey asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.stores import stores_of

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wishes = [j for j in context.design.journeys if j.consistency in ("strong", "eventual")]
    if not wishes:
        return NotApplicable("no journey states its consistency")
    found = []
    for journey in wishes:
        for store in stores_of(context):
            if journey.consistency != "strong" or not context.on_path(store.id, journey.id):
                continue
            stated = store.attributes.get("consistency")
            if stated != "eventual" and not _answers_first(store.attributes.get("pacelc")):
                continue
            found.append(
                RULE.finding(
                    [store.id],
                    f"{context.name(journey.id)} needs strong consistency, but {context.name(store.id)} "
                    "answers with what it has while the network is split.",
                    severity=context.severity(RULE.severity, [journey]),
                    evidence={"wanted": "strong", "store": stated or store.attributes.get("pacelc")},
                    remedy="Read and write with a quorum (R + W > N), or use a store that refuses instead.",
                    journey=journey.id,
                    fix="use-quorum",
                )
            )
    return found


def _answers_first(pacelc: object) -> bool:
    return isinstance(pacelc, str) and pacelc.startswith("PA")


RULE = Rule(
    id="CON-06",
    title="CAP class conflicts with the requirement",
    severity="critical",
    rationale="In a partition a store either answers or stays right; the journey has to want the same.",
    source="course text, CAP and PACELC",
    check=_check,
)
