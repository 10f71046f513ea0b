"""SEC-03: an edge without encryption or without a filter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archdraw.core.analysis.rules.entries import guarded, public_entries
from archdraw.core.analysis.rules.rule import NotApplicable, Rule
from archdraw.core.analysis.rules.sentences import listed

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.analysis.result import Finding
    from archdraw.core.model import Component

_ENCRYPTED = ("https", "wss", "tls", "grpcs", "quic", "http/3", "mtls")


def _check(context: Context) -> Iterable[Finding] | NotApplicable:
    entries = public_entries(context)
    if not entries:
        return NotApplicable("no client begins a journey")
    found = []
    for entry, journeys in entries.items():
        missing = []
        if not guarded(context, entry, _has_tls) and not _arrives_encrypted(context, entry):
            missing.append("TLS")
        if not guarded(context, entry, _has_filter):
            missing.append("a web application firewall")
        if not missing:
            continue
        attributes = context.design.component_by_id[entry].attributes
        denied = attributes.get("tls") is False or attributes.get("waf") is False
        found.append(
            RULE.finding(
                [entry],
                f"Clients reach {context.name(entry)} without {listed(missing)} being stated.",
                severity=context.severity(RULE.severity if denied else "low", journeys),
                evidence={key: attributes.get(key, "not stated") for key in ("tls", "waf")},
                remedy="End TLS at the edge and let a web application firewall look at requests there.",
                fix="protect-edge",
            )
        )
    return found


def _has_tls(component: Component) -> bool:
    return component.attributes.get("tls") is True


def _has_filter(component: Component) -> bool:
    return component.kind == "waf" or component.attributes.get("waf") is True


def _arrives_encrypted(context: Context, entry: str) -> bool:
    incoming, _ = context.neighbours(entry)
    arriving = [link for link in incoming if _is_outside(context, link.source)]
    return all(
        link.attributes.get("encrypted") is True or link.protocol.lower() in _ENCRYPTED for link in arriving
    )


def _is_outside(context: Context, source: str) -> bool:
    """Return whether requests come from a client, or by the name service drawn between."""
    return context.role(source) == "client" or context.part(source).kind.id == "dns"


RULE = Rule(
    id="SEC-03",
    title="No TLS or WAF at the edge",
    severity="medium",
    rationale="What is readable on the way is read, and what can be tried is tried.",
    source="AWS Well-Architected, security pillar",
    fixes=("protect-edge",),
    check=_check,
)
