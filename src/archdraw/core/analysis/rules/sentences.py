"""How findings name several things in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from archdraw.core import model

if TYPE_CHECKING:
    from archdraw.core.analysis.context import Context

_SHOWN = 3


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """Return "A", "A and B" or "A, B and C"; many are cut to `shown`: "A, B, C and 4 more"."""
    return model.listed(names, shown)


def named(context: Context, elements: Iterable[str], shown: int = _SHOWN) -> str:
    """Return the names of elements (by their ids) as `listed` does."""
    return listed([context.name(element) for element in elements], shown)


def verb(subjects: Sequence[object], one: str, many: str) -> str:
    """Return the form that fits the number of subjects: "stops" or "stop"."""
    return one if len(subjects) == 1 else many


def counted(number: int, one: str, many: str) -> str:
    """Return the number with its noun: "1 copy", "2 copies"."""
    return f"{number} {one if number == 1 else many}"
