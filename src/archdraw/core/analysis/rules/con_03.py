"""CON-03: users who have to see their own writes, reading a copy that follows later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection, Journey


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    wishes = {j.id: j for j in context.design.journeys if _asks(j)}
    if not wishes:
        return NotApplicable("no journey asks for read-your-writes")
    found: dict[tuple[str, str], Finding] = {}
    for link in context.design.connections:
        if link.kind != "call" or link.operation == "write" or not _lags(context, link):
            continue
        for one in calls_in(context, link):
            if one not in wishes or (link.target, one) in found:
                continue
            lag = context.design.component_by_id[link.target].attributes.get("replication_lag_s")
            found[link.target, one] = RULE.finding(
                [link.target, link.source, link.id],
                f"{context.name(one)} has to see its own writes, but {context.name(link.source)} reads "
                f"{context.name(link.target)}, a copy that follows later.",
                severity=context.severity(RULE.severity, [wishes[one]]),
                evidence={"replication_lag_s": "not stated" if lag is None else lag},
                remedy="Read from the primary after a write of the same user, or wait for the copy.",
                fix="read-from-primary",
                journey=one,
                about=[link.target, one],
            )
    return list(found.values())


def _asks(journey: Journey) -> bool:
    return journey.consistency == "read-your-writes" or journey.attributes.get("read_your_writes") is True


def _lags(context: Context, link: Connection) -> bool:
    """Return whether what is read is a copy that is not kept in step."""
    target = context.design.component_by_id[link.target]
    incoming, _ = context.neighbours(target.id)
    leaders = [copy for copy in incoming if copy.kind == "replicate"]
    if target.attributes.get("reads_from_replica") is True:
        return bool(target.attributes.get("replication", "async") == "async")
    if target.kind != "rdbms_replica" or not leaders:
        return False
    modes = {context.design.component_by_id[copy.source].attributes.get("replication") for copy in leaders}
    return not modes & {"sync", "quorum"} and all(copy.mode != "sync" for copy in leaders)


RULE = Rule(
    id="CON-03",
    title="Read-your-writes over an asynchronous replica",
    severity="high",
    rationale="Users who do not see what they just did do it again.",
    source="System Design Primer, replication; Kleppmann, Designing Data-Intensive Applications, chapter 5",
    fixes=("read-from-primary",),
    check=_check,
)
