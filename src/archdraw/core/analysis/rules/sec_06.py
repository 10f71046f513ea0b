"""SEC-06: a trust boundary that is crossed in the clear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Connection

_PLAIN = ("http", "http/1.1", "http/2", "tcp", "ws", "ftp", "amqp", "mqtt", "redis", "plain", "ldap")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    crossing = [c for c in context.design.connections if _crosses(context, c)]
    stated = [c for c in crossing if c.protocol or "encrypted" in c.attributes]
    if not stated:
        return NotApplicable("no connection over a trust boundary states its protocol")
    return [
        RULE.finding(
            [link.source, link.target, link.id],
            f"The way from {context.name(link.source)} to {context.name(link.target)} leaves a trust "
            "boundary "
            f"{'unencrypted' if not link.protocol else 'over ' + link.protocol + ', unencrypted'}.",
            severity=context.severity(RULE.severity, context.journeys_through(link.id)),
            evidence={
                "protocol": link.protocol or "not stated",
                "encrypted": link.attributes.get("encrypted", "not stated"),
            },
            remedy="Use TLS, on both sides where both sides are ours.",
            fix="encrypt",
            about=[link.id],
        )
        for link in stated
        if _is_plain(link)
    ]


def _is_plain(link: Connection) -> bool:
    encrypted = link.attributes.get("encrypted")
    return encrypted is False or (encrypted is None and link.protocol.lower() in _PLAIN)


def _crosses(context: Context, link: Connection) -> bool:
    """Return whether the two ends are trusted differently: clients, outside systems, public and private."""
    if link.kind not in ("call", "publish", "deliver", "replicate", "backup"):
        return False
    ends = [link.source, link.target]
    if any(context.role(one) == "client" or context.part(one).kind.family == "external" for one in ends):
        return True
    return _boundary(context, link.source) != _boundary(context, link.target)


def _boundary(context: Context, component: str) -> tuple[object, ...]:
    """Return what the groups around a component say about trust: public, provider, region."""
    public: object = None
    provider: object = None
    region: object = None
    for group in context.design.enclosing_groups(component):
        public = group.attributes.get("public") if public is None else public
        provider = provider or group.attributes.get("provider")
        region = region or (group.id if group.kind == "region" else None)
    return public, provider, region


RULE = Rule(
    id="SEC-06",
    title="Trust boundary crossed in the clear",
    severity="high",
    rationale="Whoever is between the two ends reads and changes what passes.",
    source="STRIDE threat model",
    fixes=("encrypt",),
    check=_check,
)
