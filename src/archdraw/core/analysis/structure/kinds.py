"""What the analysis needs from a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from archdraw.core.catalog import ComponentKind, GroupKind


class Kinds(Protocol):
    """Kinds by their id; `archdraw.core.catalog.Catalog` is one."""

    def kind(self, kind_id: str, /) -> ComponentKind:
        """Return a component kind; an unknown id gives a generic one."""
        ...

    def group(self, kind_id: str, /) -> GroupKind:
        """Return a group kind; an unknown id gives a logical boundary."""
        ...
