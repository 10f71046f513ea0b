"""CON-01: quorums that do not overlap where strong consistency is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.quorums import quorum_of, reached_stores
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    strong: dict[str, tuple[Component, list[Journey]]] = {}
    for journey in context.design.journeys:
        for store in reached_stores(context, journey):
            if quorum_of(store) is None:
                continue
            if journey.consistency == "strong" or store.attributes.get("consistency") == "strong":
                strong.setdefault(store.id, (store, []))[1].append(journey)
    if not strong:
        return NotApplicable("no store with stated quorums has to be strongly consistent")
    found = []
    for store, journeys in strong.values():
        quorum = quorum_of(store)
        if quorum is None:
            continue
        stale, split = quorum.read + quorum.write <= quorum.copies, 2 * quorum.write <= quorum.copies
        if not stale and not split:
            continue
        r, w, n = quorum.read, quorum.write, quorum.copies
        reason = (
            f"R + W = {r + w} is not above N = {n}: a read may miss the last write"
            if stale
            else f"2 W = {2 * w} is not above N = {n}: two writes may both succeed"
        )
        found.append(
            RULE.finding(
                [store.id],
                f"{context.name(store.id)} has to be strongly consistent, but {reason}.",
                severity=context.severity(RULE.severity, journeys),
                evidence={"read_quorum": r, "write_quorum": w, "copies": n},
                remedy="Choose R + W > N and W > N / 2, for example majorities.",
                fix="use-quorum",
                journey=journeys[0].id,
            )
        )
    return found


RULE = Rule(
    id="CON-01",
    title="Quorum misconfigured",
    severity="critical",
    rationale="Only quorums that overlap are sure to meet the last write.",
    source="Kleppmann, Designing Data-Intensive Applications, chapter 5",
    fixes=("use-quorum",),
    check=_check,
)
