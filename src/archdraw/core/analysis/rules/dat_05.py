"""DAT-05: a backup that goes with its store, or that is older than may be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import fed_by, severity_by_use
from archdraw.core.analysis.wording import downtime_text

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    kept = [(c, _kept_in(context, c), _interval(c)) for c in context.design.components]
    stated = [entry for entry in kept if entry[1] or entry[2] is not None]
    if not stated:
        return NotApplicable("no backup states its place or interval")
    found = []
    for store, places, interval in stated:
        name = context.name(store.id)
        shared = _shared(context, store, places)
        if shared is not None:
            found.append(
                RULE.finding(
                    [store.id, shared],
                    f"{name} and its backup stand in {context.name(shared)} only: its loss takes both.",
                    severity=severity_by_use(context, RULE.severity, store.id),
                    evidence={"domain": shared},
                    remedy="Keep the backup in another zone or region, under another account.",
                    fix="move-backup",
                )
            )
        limits = [(j.targets.rpo_s, j) for j in fed_by(context, store.id) if j.targets.rpo_s is not None]
        if interval is None or not limits:
            continue
        least, journey = min(limits, key=lambda entry: entry[0])
        if interval > least:
            found.append(
                RULE.finding(
                    [store.id],
                    f"{name} is backed up every {downtime_text(interval)}, and {context.name(journey.id)} "
                    f"may lose no more than {downtime_text(least)}.",
                    severity=severity_by_use(context, RULE.severity, store.id),
                    evidence={"interval_s": interval, "rpo_s": least},
                    remedy="Back up as often as that, or keep the log for recovery to a point in time.",
                    journey=journey.id,
                    fix="shorten-interval",
                    about=[store.id, "interval"],
                )
            )
    return found


def _interval(store: Component) -> float | None:
    backup = store.attributes.get("backup")
    value = backup.get("interval_s") if isinstance(backup, dict) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value is not None else None


def _kept_in(context: Context, store: Component) -> list[tuple[str, ...]]:
    """Return the domains around each drawn or named place of the backup."""
    backup = store.attributes.get("backup")
    named = backup.get("domain") if isinstance(backup, dict) else None
    design = context.design
    _, outgoing = context.neighbours(store.id)
    places = [design.component_by_id[link.target].parent for link in outgoing if link.kind == "backup"]
    if isinstance(named, str):
        holder = design.component_by_id.get(named)
        places.append(named if holder is None else holder.parent)
    return [chain for place in places if (chain := context.domains.chain(place))]


def _shared(context: Context, store: Component, kept: list[tuple[str, ...]]) -> str | None:
    """Return a zone or smaller domain that holds every instance and every backup."""
    places = [*context.domains.placement(store), *kept]
    if not kept:
        return None
    for domain in places[0]:
        if context.design.group_by_id[domain].kind != "region" and all(domain in place for place in places):
            return domain
    return None


RULE = Rule(
    id="DAT-05",
    title="Backup in the same place or too old",
    severity="high",
    rationale="A backup is for the day on which the place of the data is gone.",
    source="Azure Well-Architected RE:09",
    fixes=("move-backup", "shorten-interval"),
    check=_check,
)
