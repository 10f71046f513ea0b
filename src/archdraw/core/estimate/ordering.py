"""In which order rows are computed, and which of them need each other in a ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def calculation_order(
    needs: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return an order in which every row comes after those it needs, and the rings of rows among them.

    Tarjan's strongly connected components, without recursion: linear in rows and needs. A ring is given in
    the order in which its rows need each other, from the one that stands first in the sheet.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    order: list[str] = []
    rings: list[tuple[str, ...]] = []
    for start in needs:
        if start in index:
            continue
        work = [(start, iter(needs[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            key, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    _take_component(key, stack, on_stack, order, rings, needs)
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(needs[following])))
            elif following in on_stack:
                low[key] = min(low[key], index[following])
    return tuple(order), tuple(rings)


def _take_component(
    key: str,
    stack: list[str],
    on_stack: set[str],
    order: list[str],
    rings: list[tuple[str, ...]],
    needs: Mapping[str, tuple[str, ...]],
) -> None:
    members: list[str] = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        members.append(member)
        if member == key:
            break
    order += members
    if len(members) > 1 or key in needs[key]:
        rings.append(_ring(members, needs))


def _ring(members: list[str], needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    inside = set(members)
    first = next(key for key in needs if key in inside)
    # The way back to the first row, found breadth first: the shortest ring through it.
    before: dict[str, str] = {}
    queue = [first]
    for key in queue:
        for following in needs[key]:
            if following == first:
                ring = [key]
                while ring[-1] != first:
                    ring.append(before[ring[-1]])
                return tuple(reversed(ring))
            if following in inside and following not in before:
                before[following] = key
                queue.append(following)
    return tuple(members)
