"""Coordinates across the ranks: straight links first, nodes centred on their neighbours, nothing too close.

The method is that of Brandes and Köpf (Fast and Simple Horizontal Coordinate Assignment, 2001): four
drawings, each straight in its own corner, are laid over each other. It takes time linear in nodes and links.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Layers = list[list[int]]


class Tie(NamedTuple):
    """A link to a node of the next rank: `own` and `other` are where it is attached, from the middle."""

    node: int
    own: float
    other: float


class Across(NamedTuple):
    """What the coordinates depend on.

    `size` is the extent of each node across; `gaps` the least room between two neighbours of which none, one
    or both are helpers; `up` and `down` are the links to the ranks before and behind.
    """

    layers: Layers
    size: Mapping[int, float]
    helper: frozenset[int]
    gaps: tuple[float, float, float]
    up: Mapping[int, Sequence[Tie]]
    down: Mapping[int, Sequence[Tie]]

    def apart(self, first: int, second: int) -> float:
        """Return the least distance between the middles of two neighbours."""
        gap = self.gaps[(first in self.helper) + (second in self.helper)]
        return (self.size[first] + self.size[second]) / 2 + gap


def across_of(task: Across) -> dict[int, float]:
    """Return the middle of each node across the ranks."""
    if not any(task.layers):
        return {}
    marked = _conflicts(task)
    drawings = [
        _one_corner(task, marked, upside_down=upside_down, mirrored=mirrored)
        for upside_down in (False, True)
        for mirrored in (False, True)
    ]
    return _balanced(drawings, task)


def _balanced(drawings: list[dict[int, float]], task: Across) -> dict[int, float]:
    """Lay the four drawings over the narrowest; each node takes the middle of its two middle places."""
    bounds = [
        (
            min(one[node] - task.size[node] / 2 for node in one),
            max(one[node] + task.size[node] / 2 for node in one),
        )
        for one in drawings
    ]
    narrowest = min(range(4), key=lambda index: bounds[index][1] - bounds[index][0])
    low, high = bounds[narrowest]
    shifts = [
        high - bounds[index][1] if index % 2 else low - bounds[index][0] for index in range(len(drawings))
    ]
    found: dict[int, float] = {}
    for node in drawings[0]:
        places = sorted(one[node] + shift for one, shift in zip(drawings, shifts, strict=True))
        found[node] = (places[1] + places[2]) / 2
    return found


def _conflicts(task: Across) -> set[tuple[int, int]]:
    """Return links that cross a long one between two helpers: the long one stays straight."""
    marked: set[tuple[int, int]] = set()
    for upper, lower in pairwise(task.layers):
        place = {node: index for index, node in enumerate(upper)}
        first, start = 0, 0
        for at, node in enumerate(lower):
            inner = _inner(task, node)
            if at != len(lower) - 1 and inner is None:
                continue
            last = place[inner] if inner is not None else len(upper)
            for other in lower[start : at + 1]:
                for tie in task.up[other]:
                    where = place[tie.node]
                    if (where < first or where > last) and not (
                        other in task.helper and tie.node in task.helper
                    ):
                        marked.add((tie.node, other))
            first, start = last, at + 1
    return marked


def _inner(task: Across, node: int) -> int | None:
    if node not in task.helper:
        return None
    return next((tie.node for tie in task.up[node] if tie.node in task.helper), None)


def _one_corner(
    task: Across, marked: set[tuple[int, int]], *, upside_down: bool, mirrored: bool
) -> dict[int, float]:
    """Return the drawing that is straight towards one corner."""
    layers = [list(reversed(layer)) if mirrored else list(layer) for layer in task.layers]
    towards = task.up
    if upside_down:
        layers.reverse()
        towards = task.down
    sign = -1.0 if mirrored else 1.0
    root, shift = _align(layers, towards, marked, sign)
    places = _compact(task, layers, root, shift)
    return {node: sign * at for node, at in places.items()}


def _align(
    layers: Layers,
    towards: Mapping[int, Sequence[Tie]],
    marked: set[tuple[int, int]],
    sign: float,
) -> tuple[dict[int, int], dict[int, float]]:
    """Chain each node to a middle neighbour where nothing crosses; return its chain and offset in it."""
    root = {node: node for layer in layers for node in layer}
    shift = dict.fromkeys(root, 0.0)
    taken: set[int] = set()
    for before, layer in zip([[], *layers], layers, strict=False):
        place = {node: index for index, node in enumerate(before)}
        reached = -1
        for node in layer:
            ties = sorted(
                (tie for tie in towards[node] if tie.node in place),
                key=lambda tie: (place[tie.node], tie.node),
            )
            middle = (len(ties) - 1) / 2
            for index in sorted({int(middle), int(middle + 0.5)}):
                if not ties or root[node] != node:
                    break
                tie = ties[index]
                crossing = (tie.node, node) in marked or (node, tie.node) in marked
                if crossing or place[tie.node] <= reached or tie.node in taken:
                    continue
                taken.add(tie.node)
                root[node] = root[tie.node]
                shift[node] = shift[tie.node] + sign * (tie.other - tie.own)
                reached = place[tie.node]
    return root, shift


def _compact(
    task: Across, layers: Layers, root: Mapping[int, int], shift: Mapping[int, float]
) -> dict[int, float]:
    """Put the chains as close as the order allows, then draw them back towards their followers."""
    before: dict[int, dict[int, float]] = {chain: {} for chain in set(root.values())}
    behind: dict[int, dict[int, float]] = {chain: {} for chain in before}
    for layer in layers:
        for first, second in pairwise(layer):
            apart = task.apart(first, second) + shift[first] - shift[second]
            a, b = root[first], root[second]
            before[b][a] = behind[a][b] = max(before[b].get(a, apart), apart)
    order = _chains_in_order(before, behind)
    at: dict[int, float] = {}
    for chain in order:
        at[chain] = max((at[one] + apart for one, apart in before[chain].items()), default=0.0)
    for chain in reversed(order):
        if behind[chain] and before[chain]:
            at[chain] = max(at[chain], min(at[one] - apart for one, apart in behind[chain].items()))
    return {node: at[chain] + shift[node] for node, chain in root.items()}


def _chains_in_order(
    before: Mapping[int, Mapping[int, float]], behind: Mapping[int, Mapping[int, float]]
) -> list[int]:
    waiting = {chain: len(ones) for chain, ones in before.items()}
    ready = sorted(chain for chain, count in waiting.items() if count == 0)
    order: list[int] = []
    while ready:
        order += ready
        following: list[int] = []
        for chain in ready:
            for other in behind[chain]:
                waiting[other] -= 1
                if waiting[other] == 0:
                    following.append(other)
        ready = following
    return order
