"""Automatic placement; the engine runs outside and only gives places."""

from archdraw.core.layout.arrange import arrange
from archdraw.core.layout.engine import LayoutCancelled, LayoutError, find_engine
from archdraw.core.layout.graph import Direction

__all__ = ["Direction", "LayoutCancelled", "LayoutError", "arrange", "find_engine"]
