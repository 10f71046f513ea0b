"""How what a store keeps grows: one home for the rule that warns and for the forecast that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.model import Component


@frozen
class Keeping:
    """What a store holds and gets, in bytes without copies.

    Attributes
    ----------
    held, growth_day
        What is held now, None where not stated, and what comes in a day.
    kept_days
        After so many days records are deleted; None: never.
    copies
        How often each byte is stored.
    room
        What fits, all copies together; None where not stated.
    """

    held: float | None
    growth_day: float
    kept_days: float | None
    copies: float
    room: float | None

    def after(self, days: float) -> float:
        """Return what is held after some days, all copies together."""
        held = self.held or 0.0
        grown = held + self.growth_day * days
        if self.kept_days is not None:
            # What is older goes; what is there already leaves in its own time.
            grown = min(grown, max(held, self.growth_day * self.kept_days))
        return grown * self.copies

    def days_until_full(self) -> float | None:
        """Return after how many days the room is used up: 0 where it is now, None where it never is."""
        if self.room is None:
            return None
        held, room = self.held or 0.0, self.room / self.copies
        if held > room:
            return 0.0
        endless = self.kept_days is None or self.growth_day * self.kept_days > room
        return (room - held) / self.growth_day if self.growth_day > 0.0 and endless else None


def keeping_of(component: Component, growth_day: float | None = None) -> Keeping | None:
    """Return what a component keeps; None where neither it nor `growth_day` says how much comes in a day."""
    stated = number_of(component, "growth_bytes_day")
    growth = stated if stated is not None else growth_day
    if growth is None:
        return None
    return Keeping(
        held=number_of(component, "storage_bytes"),
        growth_day=growth,
        kept_days=number_of(component, "retention_days"),
        copies=copies_of(component),
        room=number_of(component, "storage_limit_bytes"),
    )


def copies_of(component: Component) -> float:
    """Return how often a store keeps each byte: `replication_factor`, else the replicas of a quorum."""
    stated = number_of(component, "replication_factor")
    if stated is not None and stated >= 1.0:
        return float(int(stated))
    return float(component.replicas) if component.redundancy == "quorum" else 1.0


def number_of(component: Component, name: str) -> float | None:
    """Return an attribute that is a number from 0 on, None where it is none."""
    value = component.attributes.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    return None
