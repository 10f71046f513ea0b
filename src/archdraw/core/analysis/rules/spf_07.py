"""SPF-07: a pair of failures that eats a noticeable part of the error budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.places import instances_by_zone
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed
from archdraw.core.analysis.rules.thresholds import threshold
from archdraw.core.analysis.wording import percent_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import CutSet, Finding
    from archdraw.core.model import Journey

_MOST = 3


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    aimed = [j for j in context.design.journeys if (j.targets.availability or 1.0) < 1.0]
    if not aimed:
        return NotApplicable("no journey states an availability target")
    return [finding for journey in aimed for finding in _pairs(context, journey)]


def _pairs(context: Context, journey: Journey) -> list[Finding]:
    served = context.result(journey.id).measures.get("served")
    target = journey.targets.availability
    if served is None or target is None:
        return []
    budget = 1.0 - target
    owner = {event.id: event.element for event in context.system.events}
    least = threshold(context, "pair_share") * budget
    found: list[Finding] = []
    for pair, probabilities in _by_pair(served.cut_sets.list, owner).items():
        total = sum(probabilities)
        if total <= least or not _alike(context, pair):
            continue
        names = [context.name(one) for one in pair]
        who = f"Two instances of {names[0]}" if len(pair) == 1 else listed(names)
        found.append(
            RULE.finding(
                pair,
                f"{who} failing at the same time use {percent_text(total / budget)} of the error budget of "
                f"{context.name(journey.id)}.",
                severity="low",
                evidence={"probability": total, "error_budget": budget, "share": total / budget},
                remedy="Add a third, or put them where they do not fail together.",
                journey=journey.id,
                fix="add-instance" if len(pair) == 1 else None,
                about=[*pair, journey.id],
            )
        )
    return sorted(found, key=lambda one: -float(one.evidence["share"]))[:_MOST]


def _by_pair(cuts: Iterable[CutSet], owner: dict[str, str]) -> dict[tuple[str, ...], list[float]]:
    """Return the probabilities of all pairs of events by the elements whose events they are."""
    found: dict[tuple[str, ...], list[float]] = {}
    for cut in cuts:
        if len(cut.events) == 2:
            pair = tuple(sorted({owner.get(event, event) for event in cut.events}))
            found.setdefault(pair, []).append(cut.probability)
    return found


def _alike(context: Context, pair: tuple[str, ...]) -> bool:
    """Return whether the elements are components of one kind or of one zone."""
    known = context.design.component_by_id
    if any(one not in known for one in pair):
        return False
    if len({known[one].kind for one in pair}) == 1:
        return True
    zones = [set(instances_by_zone(context, known[one])) for one in pair]
    return bool(set.intersection(*zones))


RULE = Rule(
    id="SPF-07",
    title="Dangerous pair",
    severity="low",
    rationale="What fails in pairs is the next single point once the first ones are mended.",
    source="Google SRE book",
    thresholds=("pair_share",),
    fixes=("add-instance",),
    check=_check,
)
