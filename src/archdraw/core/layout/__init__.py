"""Automatic placement that respects what hands have placed; the engine runs outside and only gives an order."""

from archdraw.core.layout.arrange import Arrangement, Request, arrange, place_missing
from archdraw.core.layout.engine import LayoutCancelled, LayoutError, find_engine
from archdraw.core.layout.measures import Direction, Spacing

__all__ = [
    "Arrangement",
    "Direction",
    "LayoutCancelled",
    "LayoutError",
    "Request",
    "Spacing",
    "arrange",
    "find_engine",
    "place_missing",
]
