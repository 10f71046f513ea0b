"""Cables: connections that work both ways and that calls go over: "uses" with `attributes.undirected`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.model.elements import Connection


def is_cable(connection: Connection) -> bool:
    """Tell whether a connection is a stretch of a network: drawn without a head, led over both ways."""
    return connection.kind == "uses" and connection.attributes.get("undirected") is True
