"""ARC-06: one journey that changes several stores without a way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import named
from archdraw.core.analysis.rules.stores import keeps_data_durably
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    changes = [c for c in context.design.connections if c.attributes.get("mutates") is True]
    writes = [c for c in context.design.connections if _is_write(context, c)]
    if not changes and not writes:
        return NotApplicable("no connection states that it changes data")
    stated = _stated(context, changes)
    told = {finding.journey for finding in stated}
    return [*stated, *_drawn(context, writes, told)]


def _stated(context: Context, changes: list[Connection]) -> list[Finding]:
    """Return a finding for each component whose calls are said to change data of several owners."""
    found = []
    for source, links in _by_source(changes).items():
        component = context.design.component_by_id[source]
        if component.attributes.get("saga") is True or component.kind == "workflow_engine":
            continue
        journey, together = max(_by_journey(context, links).items(), key=lambda entry: len(entry[1]))
        if len(together) < 2:
            continue
        during = f"in {context.name(journey)}" if journey else "in one go"
        found.append(
            RULE.finding(
                [source, *together],
                f"{context.name(source)} changes {named(context, together)} {during} and states no saga: "
                "when a later step fails, the earlier ones stay done.",
                severity=context.severity(RULE.severity, context.journeys_through(source)),
                evidence={
                    "changes": [link.id for link in links],
                    "saga": component.attributes.get("saga", "not stated"),
                },
                remedy="Give every step a compensating one, and drive them from a saga or a workflow engine; "
                "two-phase commit would block whenever one falls between its phases.",
                fix="add-saga",
                about=[source],
                journey=journey or None,
            )
        )
    return found


def _drawn(context: Context, writes: list[Connection], told: set[str | None]) -> list[Finding]:
    """Return a finding for each journey that waits for writes to several stores, as the drawing has it."""
    found: dict[str, Finding] = {}
    for journey in context.design.journeys:
        mine = [link for link in writes if context.on_path(link.id, journey.id)]
        owners: dict[str, Connection] = {}
        for link in mine:
            owners.setdefault(link.target if link.pool in ("auto", "each") else f"pool {link.pool}", link)
        if len(owners) < 2 or journey.id in told or _has_way_back(context, journey.id):
            continue
        driver = _driver(context, journey.id, [link.source for link in owners.values()])
        if driver in found:
            continue
        stores = [link.target for link in owners.values()]
        found[driver] = RULE.finding(
            [driver, *(one for one in stores if one != driver)],
            f"{context.name(journey.id)} writes to {named(context, stores)}, driven by "
            f"{context.name(driver)}, and no saga is stated: when a later step fails, the earlier ones "
            "stay done.",
            severity=context.severity("medium", [journey]),
            evidence={"changes": [link.id for link in owners.values()], "saga": "not stated"},
            remedy="Give every step a compensating one, and drive them from a saga or a workflow engine; "
            "or keep what changes together in one store.",
            fix="add-saga",
            about=[driver],
            journey=journey.id,
        )
    return list(found.values())


def _is_write(context: Context, link: Connection) -> bool:
    """Return whether a service writes to data of record; files are written before anything names them."""
    store = context.design.component_by_id.get(link.target)
    if store is None or link.kind != "call" or link.operation != "write":
        return False
    return context.role(store.id) == "store" and keeps_data_durably(context, store)


def _has_way_back(context: Context, journey: str) -> bool:
    return any(
        component.attributes.get("saga") is True or component.kind == "workflow_engine"
        for component in context.design.components
        if context.on_path(component.id, journey)
    )


def _driver(context: Context, journey: str, writers: list[str]) -> str:
    """Return the service nearest to all who write that calls them, directly or through others."""
    callers: dict[str, list[str]] = {}
    for link in context.design.connections:
        if link.kind == "call" and link.synchronous and context.on_path(link.id, journey):
            callers.setdefault(link.target, []).append(link.source)
    steps = [_distances(writer, callers) for writer in dict.fromkeys(writers)]
    able = [one for one in steps[0] if all(one in each for each in steps)]
    able = [one for one in able if context.role(one) in ("service", "worker")]
    return min(able, key=lambda one: (sum(each[one] for each in steps), one), default=writers[0])


def _distances(start: str, callers: dict[str, list[str]]) -> dict[str, int]:
    """Return who calls a component, directly or not, with the number of calls between."""
    found, waiting = {start: 0}, [start]
    for one in waiting:
        for caller in callers.get(one, ()):
            if caller not in found:
                found[caller] = found[one] + 1
                waiting.append(caller)
    return found


def _by_source(changes: list[Connection]) -> dict[str, list[Connection]]:
    found: dict[str, list[Connection]] = {}
    for change in changes:
        found.setdefault(change.source, []).append(change)
    return found


def _by_journey(context: Context, changes: list[Connection]) -> dict[str, list[str]]:
    """Return what each journey changes; targets that share a pool are one."""
    found: dict[str, dict[str, str]] = {"": {}}
    for change in changes:
        owner = change.target if change.pool in ("auto", "each") else f"pool {change.pool}"
        for journey in calls_in(context, change):
            found.setdefault(journey, {}).setdefault(owner, change.target)
    return {journey: list(owners.values()) for journey, owners in found.items()}


RULE = Rule(
    id="ARC-06",
    title="Cross-service transaction without saga",
    severity="high",
    rationale="When the second change fails, the first one stays.",
    source="course text, saga",
    fixes=("add-saga",),
    check=_check,
)
