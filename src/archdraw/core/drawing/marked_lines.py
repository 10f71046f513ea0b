"""Plain lines that carry something: thousands of them have few widths, and each is said something of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.drawing.connections import SimpleLine, carried_width
from archdraw.core.drawing.display import Pen
from archdraw.core.drawing.figures import full_rate
from archdraw.core.drawing.marks import marked_ids

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from archdraw.core.drawing.columns import LineKind
    from archdraw.core.drawing.display import Overlay


class LineMarker:
    """Finds how lines look that carry something, and what is said of them.

    Parameters
    ----------
    overlay
        What is said about elements.
    merged
        The lines that stand for others, which are left to those who draw single ones.
    kinds
        What lines have in common; those that carry something are added to it.
    """

    def __init__(self, overlay: Overlay, merged: Container[str], kinds: list[LineKind]) -> None:
        self._rates: Mapping[str, float] = overlay.rates or {}
        self._top = max(self._rates.values(), default=0.0)
        # What it says more than a rate about.
        self._otherwise = marked_ids(replace(overlay, rates=None))
        self._merged = merged
        self._kinds = kinds
        self._known: dict[tuple[int, float], int] = {}

    def numbers(self, ids: list[str], numbers: list[int], odd: int) -> list[int]:
        """Return the numbers of kinds with what the overlay says of each, `odd` of what is not ordinary."""
        find_rate, merged, otherwise = self._rates.get, self._merged, self._otherwise
        top = self._top
        found: list[int] = []
        put = found.append
        for key, number in zip(ids, numbers, strict=True):
            rate = find_rate(key)
            if number == odd or key in merged or key in otherwise:
                put(odd)
            elif rate is None:
                put(number)
            else:
                width = carried_width(rate / top if top > 0 else 0.0)
                put(self._known.get((number, width)) or self._add(number, width))
        return found

    def _add(self, number: int, width: float) -> int:
        kind = self._kinds[number]
        (paint, _, dash), head = kind.look
        self._kinds.append(kind._replace(look=SimpleLine(Pen(paint, width, dash), head)))
        added = self._known[number, width] = len(self._kinds) - 1
        return added

    def tips(self, ids: list[str], numbers: list[int]) -> list[str]:
        """Return what is said of each line: what its kind says, and its rate."""
        find_rate, said = self._rates.get, [kind.tip for kind in self._kinds]
        tips: list[str] = []
        for key, number in zip(ids, numbers, strict=True):
            rate, tip = find_rate(key), said[number]
            if rate is not None:
                load = f"Load {full_rate(rate)}"
                tip = f"{tip}\n{load}" if tip else load
            tips.append(tip)
        return tips
