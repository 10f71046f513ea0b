"""Ranks: which column of a layered drawing each node stands in, so that links run one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Pair = tuple[int, int]
_TIGHTENINGS = 8


def acyclic(count: int, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with as few as possible turned round, so that none leads back; loops are left out.

    Notes
    -----
    The greedy order of Eades, Lin and Smyth (1993): sinks to the end, sources to the front, and where there
    are neither the node that sends most beyond what it gets. Runs in O(nodes · rounds + links).
    """
    order = _greedy_order(count, pairs)
    place = {node: index for index, node in enumerate(order)}
    return [
        (source, target) if place[source] < place[target] else (target, source)
        for source, target in pairs
        if source != target
    ]


def _greedy_order(count: int, pairs: Sequence[Pair]) -> list[int]:
    out: list[list[int]] = [[] for _ in range(count)]
    into: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        if source != target:
            out[source].append(target)
            into[target].append(source)
    sends, gets = [len(one) for one in out], [len(one) for one in into]
    left = dict.fromkeys(range(count))
    front: list[int] = []
    back: list[int] = []

    def take(node: int) -> None:
        del left[node]
        for other in out[node]:
            gets[other] -= 1
        for other in into[node]:
            sends[other] -= 1

    while left:
        sinks = [node for node in left if sends[node] == 0 and gets[node] > 0]
        sources = [node for node in left if gets[node] == 0]
        if sinks:
            for node in reversed(sinks):
                back.append(node)
                take(node)
        elif sources:
            for node in sources:
                front.append(node)
                take(node)
        else:
            best = max(left, key=lambda node: (sends[node] - gets[node], -node))
            front.append(best)
            take(best)
    return front + back[::-1]


def ranks_of(count: int, pairs: Sequence[Pair]) -> list[int]:
    """Return a rank from 0 for every node of a graph without rings; each link leads to a higher one.

    The longest path gives the first ranks; then each node moves, within what its neighbours leave it, to
    where its links are shortest together.
    """
    out: list[list[int]] = [[] for _ in range(count)]
    into: list[list[int]] = [[] for _ in range(count)]
    for source, target in pairs:
        out[source].append(target)
        into[target].append(source)
    order = _topological(out, [len(one) for one in into])
    ranks = [0] * count
    for node in order:
        for other in out[node]:
            ranks[other] = max(ranks[other], ranks[node] + 1)
    for _ in range(_TIGHTENINGS):
        if not (_tighten(reversed(order), ranks, out, into) | _tighten(order, ranks, out, into)):
            break
    used = {rank: index for index, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _topological(out: list[list[int]], waiting: list[int]) -> list[int]:
    ready = [node for node, count in enumerate(waiting) if count == 0]
    order: list[int] = []
    while ready:
        order += ready
        following: list[int] = []
        for node in ready:
            for other in out[node]:
                waiting[other] -= 1
                if waiting[other] == 0:
                    following.append(other)
        ready = following
    return order


def _tighten(order: Iterable[int], ranks: list[int], out: list[list[int]], into: list[list[int]]) -> bool:
    moved = False
    for node in order:
        pulls = len(out[node]) - len(into[node])
        wanted = ranks[node]
        if pulls > 0:
            wanted = min(ranks[other] for other in out[node]) - 1
        elif pulls < 0:
            wanted = max(ranks[other] for other in into[node]) + 1
        if wanted != ranks[node]:
            ranks[node] = wanted
            moved = True
    return moved
