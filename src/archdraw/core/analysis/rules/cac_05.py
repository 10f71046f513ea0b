"""CAC-05: static content that goes through the application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.structure.graphs import reach

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection

_STATIC = ("object_store", "file_store")
_CDN = ("cdn", "cdn_cache")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    known = context.design.component_by_id
    clients = [c for c in context.design.components if context.role(c.id) == "client"]
    reads = [link for link in context.design.connections if _is_read(context, link)]
    if not clients or not reads:
        return NotApplicable("no client's request reads files")
    edges: dict[str, list[str]] = {}
    for link in context.design.connections:
        if link.kind == "call" and link.synchronous:
            edges.setdefault(link.source, []).append(link.target)
    served = set().union(*(reach(c.id, lambda node: edges.get(node, [])) for c in clients))
    cached = [c for c in context.design.components if c.kind in _CDN]
    behind: set[str] = set()
    behind.update(*(reach(c.id, lambda node: edges.get(node, [])) for c in cached))
    return [
        RULE.finding(
            [link.target, link.source, link.id],
            f"Clients get the files of {context.name(link.target)} through {context.name(link.source)}, "
            "and no CDN is drawn before it.",
            severity=context.severity(RULE.severity, context.journeys_through(link.id)),
            evidence={"connection": link.id, "rate_rps": context.load.connections.get(link.id)},
            remedy="Serve files from a CDN, and keep the application for what changes.",
            fix="add-cdn",
            about=[link.target, link.source],
        )
        for link in reads
        if link.source in served and link.target not in behind and known[link.source].kind not in _CDN
    ]


def _is_read(context: Context, link: Connection) -> bool:
    into_files = context.design.component_by_id[link.target].kind in _STATIC
    reading = link.kind == "call" and link.operation == "read" and link.synchronous
    return into_files and reading and context.role(link.source) == "service"


RULE = Rule(
    id="CAC-05",
    title="Static content without CDN",
    severity="medium",
    rationale="Every picture takes a thread of the application and a way across the world.",
    source="System Design Primer, content delivery network",
    fixes=("add-cdn",),
    check=_check,
)
