"""Strongly connected components, reach and longest chains, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def strong_components(
    roots: Iterable[Node], successors: Callable[[Node], Iterable[Node]]
) -> list[tuple[Node, ...]]:
    """Return the strongly connected components reachable from `roots`, callees before callers.

    R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972; with an
    explicit stack, so that chains of any length fit. O(nodes + edges).
    """
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    on_path: set[Node] = set()
    path: list[Node] = []
    found: list[tuple[Node, ...]] = []
    for root in roots:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        path.append(root)
        on_path.add(root)
        work = [(root, iter(successors(root)))]
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in order:
                    order[following] = low[following] = len(order)
                    path.append(following)
                    on_path.add(following)
                    work.append((following, iter(successors(following))))
                    break
                if following in on_path:
                    low[node] = min(low[node], order[following])
            else:
                work.pop()
                if work:
                    caller = work[-1][0]
                    low[caller] = min(low[caller], low[node])
                if low[node] == order[node]:
                    members: list[Node] = []
                    while True:
                        member = path.pop()
                        on_path.discard(member)
                        members.append(member)
                        if member == node:
                            break
                    found.append(tuple(reversed(members)))
    return found


def reach(root: Node, successors: Callable[[Node], Iterable[Node]]) -> tuple[Node, ...]:
    """Return what can be reached from `root`, itself first, in depth-first order."""
    seen = {root}
    ordered = [root]
    work = [iter(successors(root))]
    while work:
        for node in work[-1]:
            if node not in seen:
                seen.add(node)
                ordered.append(node)
                work.append(iter(successors(node)))
                break
        else:
            work.pop()
    return tuple(ordered)


def longest_chain(root: Node, successors: Callable[[Node], Sequence[Node]]) -> int:
    """Return the number of hops of the longest chain from `root`; a cycle counts each member once."""
    depth: dict[Node, int] = {}
    for members in strong_components([root], successors):
        inside = set(members)
        below = -1
        for member in members:
            for node in successors(member):
                if node not in inside:
                    below = max(below, depth[node])
        for member in members:
            depth[member] = below + len(members)
    return depth[root]
