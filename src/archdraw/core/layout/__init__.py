"""Automatic placement that respects what hands have placed; an engine outside only helps with the order."""

from archdraw.core.layout.applying import rerouted, with_places
from archdraw.core.layout.arrange import arrange, place_new
from archdraw.core.layout.engine import LayoutCancelled, LayoutError, find_engine
from archdraw.core.layout.measures import Direction, Spacing
from archdraw.core.layout.request import Arrangement, Request

__all__ = [
    "Arrangement",
    "Direction",
    "LayoutCancelled",
    "LayoutError",
    "Request",
    "Spacing",
    "arrange",
    "find_engine",
    "place_new",
    "rerouted",
    "with_places",
]
