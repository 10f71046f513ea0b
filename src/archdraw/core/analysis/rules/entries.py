"""What the security rules ask: where clients come in, and what their requests pass before they are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context
    from archdraw.core.model import Component, Journey

# DNS is asked, not passed through; static content is made to be fetched by everybody.
_ASKED = "dns"
_OUTSIDE = (_ASKED, "object_store")
_PASSED_THROUGH = ("cdn", "cdn_cache", "waf", "firewall")


def public_entries(context: Context) -> dict[str, list[Journey]]:
    """Return what clients call first, with the journeys they begin there."""
    found: dict[str, list[Journey]] = {}
    for journey in context.design.journeys:
        client = context.design.component_by_id.get(journey.entry or "")
        if client is None or context.role(client.id) != "client":
            continue
        _, outgoing = context.neighbours(client.id)
        called = dict.fromkeys(c.target for c in outgoing if c.kind == "call" and journey.calls_over(c))
        for target in dict.fromkeys(one for first in called for one in _reached(context, first, journey)):
            if context.design.component_by_id[target].attributes.get("public") is not False:
                found.setdefault(target, []).append(journey)
    return found


def _reached(context: Context, target: str, journey: Journey) -> list[str]:
    """Return what a client reaches: the target, or what a name service drawn in the way leads to."""
    if context.design.component_by_id[target].kind != _ASKED:
        return [target]
    _, outgoing = context.neighbours(target)
    named = [link.target for link in outgoing if link.kind == "call" and journey.calls_over(link)]
    return [one for one in named if context.design.component_by_id[one].kind != _ASKED] or [target]


def guarded(
    context: Context, component: str, guards: Callable[[Component], bool], seen: frozenset[str] = frozenset()
) -> bool:
    """Return whether requests meet a guard at the component, or behind it if it only passes them on."""
    one = context.design.component_by_id[component]
    if component in seen or one.kind in _OUTSIDE or guards(one):
        return True
    if context.role(component) != "router" and one.kind not in _PASSED_THROUGH:
        return False
    _, outgoing = context.neighbours(component)
    behind = dict.fromkeys(link.target for link in outgoing if link.kind == "call")
    return bool(behind) and all(guarded(context, one, guards, seen | {component}) for one in behind)
