"""ASY-09: one journey writes to a store and tells a broker, and one of the two may fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.usage import calls_in

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    known = context.design.component_by_id
    writes = [c for c in context.design.connections if _writes(context, c)]
    tells = [c for c in context.design.connections if _tells(context, c)]
    writers = {c.source for c in writes} & {c.source for c in tells}
    if not writers:
        return NotApplicable("nothing both writes to a store and publishes")
    found = []
    for source in sorted(writers):
        stated = known[source].attributes.get("outbox")
        pair = _together(context, _from(source, writes), _from(source, tells))
        if stated is True or pair is None or _is_repeated(context, source):
            continue
        write, tell = pair
        found.append(
            RULE.finding(
                [source, write.target, tell.target],
                f"{context.name(source)} writes to {context.name(write.target)} and tells "
                f"{context.name(tell.target)} in one journey: when the second step fails, they disagree.",
                severity=context.severity(
                    RULE.severity if stated is False else "medium", context.journeys_through(write.id)
                ),
                evidence={"outbox": "not stated" if stated is None else stated},
                remedy="Write the message into the same transaction (outbox), or read the change log.",
                fix="add-outbox",
                about=[source],
            )
        )
    return found


def _is_repeated(context: Context, source: str) -> bool:
    """Return whether both steps are done again until both have worked.

    An idempotent consumer confirms a message after its last step; a broker that delivers at least once
    brings it back when the consumer fell between the two.
    """
    incoming, _ = context.neighbours(source)
    if not incoming or context.design.component_by_id[source].attributes.get("idempotent") is not True:
        return False
    return all(
        link.kind == "deliver"
        and context.design.component_by_id[link.source].attributes.get("delivery") == "at-least-once"
        for link in incoming
    )


def _from(source: str, links: list[Connection]) -> list[Connection]:
    return [link for link in links if link.source == source]


def _tells(context: Context, link: Connection) -> bool:
    return link.kind == "publish" and context.role(link.target) == "queue"


def _writes(context: Context, link: Connection) -> bool:
    changes = link.operation == "write" or link.attributes.get("mutates") is True
    return link.kind == "call" and changes and context.role(link.target) == "store"


def _together(
    context: Context, writes: list[Connection], tells: list[Connection]
) -> tuple[Connection, Connection] | None:
    """Return a write and a message that one journey makes."""
    for write in writes:
        during = set(calls_in(context, write)) - {""}
        for tell in tells:
            if during & set(calls_in(context, tell)):
                return write, tell
    return None


RULE = Rule(
    id="ASY-09",
    title="Dual write",
    severity="high",
    rationale="No transaction spans a store and a broker.",
    source="microservice patterns, transactional outbox",
    fixes=("add-outbox",),
    check=_check,
)
