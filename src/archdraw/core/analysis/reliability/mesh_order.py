"""In which order a network is taken in, so that few nodes are open at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# As many nodes are tried as the first one; more only cost time.
_STARTS = 24

Ends = tuple[str, str]


@frozen
class Step:
    """Take in a node at the end of the boundary, or a link between two places (`ends`) of it.

    `closed` are places that nothing follows for: they leave afterwards. `left` is the number of terminals
    that have not been taken in yet, this step included in what has.
    """

    name: str
    is_node: bool
    terminal: bool
    ends: tuple[int, int]
    closed: tuple[int, ...]
    left: int


def steps_of(
    nodes: Sequence[str],
    links: Sequence[tuple[str, Ends]],
    inside: Collection[str],
    terminals: Collection[str],
) -> list[Step]:
    """Return the steps that take in what is `inside`; links of a node with itself are left out."""
    used = [(name, ends) for name, ends in links if ends[0] in inside and ends[0] != ends[1]]
    beside: dict[str, list[str]] = {node: [] for node in nodes if node in inside}
    at: dict[str, list[tuple[str, Ends]]] = {node: [] for node in beside}
    for name, (first, second) in used:
        beside[first].append(second)
        beside[second].append(first)
        at[first].append((name, (first, second)))
        at[second].append((name, (first, second)))
    order = _best_order({node: list(dict.fromkeys(around)) for node, around in beside.items()})
    left = len(terminals)
    open_nodes: list[str] = []
    pending = {node: len(around) for node, around in at.items()}
    taken: set[str] = set()
    steps: list[Step] = []
    for node in order:
        taken.add(node)
        open_nodes.append(node)
        left -= node in terminals
        steps.append(Step(node, True, node in terminals, (0, 0), _close(open_nodes, pending), left))
        for name, (first, second) in at[node]:
            if first in taken and second in taken:
                pending[first] -= 1
                pending[second] -= 1
                places = open_nodes.index(first), open_nodes.index(second)
                steps.append(Step(name, False, False, places, _close(open_nodes, pending), left))
    return steps


def _close(open_nodes: list[str], pending: Mapping[str, int]) -> tuple[int, ...]:
    closed = tuple(place for place, node in enumerate(open_nodes) if not pending[node])
    for place in reversed(closed):
        del open_nodes[place]
    return closed


def _best_order(beside: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the narrowest of some orders: from nodes with few neighbours, the one that opens least next."""
    starts = sorted(beside, key=lambda node: len(beside[node]))[:_STARTS]
    best: tuple[tuple[int, int], list[str]] | None = None
    for start in starts:
        width, order = _greedy(start, beside)
        if best is None or width < best[0]:
            best = width, order
    return best[1] if best is not None else []


def _greedy(start: str, beside: Mapping[str, Sequence[str]]) -> tuple[tuple[int, int], list[str]]:
    """Return an order with its width: the most open nodes at a time, and the sum of their squares."""
    waiting = {node: len(around) for node, around in beside.items()}
    age: dict[str, int] = {start: 0}
    order: list[str] = []
    taken: set[str] = set()
    open_count = widest = total = 0
    while age:
        # What closes most, then what has waited longest: fronts move evenly through rings and grids.
        node = min(age, key=lambda one: (_opens(one, beside, waiting, taken), age[one]))
        del age[node]
        taken.add(node)
        order.append(node)
        open_count += 1
        widest = max(widest, open_count)
        for other in beside[node]:
            if other in taken:
                waiting[other] -= 1
                waiting[node] -= 1
                open_count -= waiting[other] == 0
            else:
                age.setdefault(other, len(order))
        open_count -= waiting[node] == 0
        total += open_count * open_count
    return (widest, total), order


def _opens(
    node: str, beside: Mapping[str, Sequence[str]], waiting: Mapping[str, int], taken: Collection[str]
) -> int:
    """Return by how much the boundary grows when a node is taken in."""
    around = beside[node]
    closing = sum(1 for other in around if other in taken and waiting[other] == 1)
    return (0 if all(other in taken for other in around) else 1) - closing
