"""Whether drawings look alike, for comparing one that moved along with one made anew."""

from __future__ import annotations

from math import isclose
from typing import Any


def alike(first: Any, second: Any) -> bool:
    """Tell whether two drawings are equal to a millionth of a unit: sums of floats come in some order."""
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        return isclose(first, second, rel_tol=1e-9, abs_tol=1e-6)
    if type(first) is not type(second):
        return False
    if isinstance(first, (tuple, list)):
        return len(first) == len(second) and all(map(alike, first, second))
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(alike(first[key], second[key]) for key in first)
    names = getattr(first, "__dataclass_fields__", None)
    if names is None or not type(first).__module__.startswith("archdraw.core.drawing"):
        return bool(first == second)
    return all(alike(getattr(first, name), getattr(second, name)) for name in names)
