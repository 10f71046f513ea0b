"""States of failure domains: the likely ones with their probabilities, impossible ones left out."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.system import System

# Probability and the mask of the domains that are down. What lies inside a lost domain is not listed.
State = tuple[float, int]


def domain_states(system: System, domains: int, most: int) -> list[State] | None:
    """Return every state of the domains in the mask, or None when there are more than `most`."""
    states: list[State] = [(1.0, 0)]
    for bit in bits(domains):
        failure, outer = system.domain_failure[bit], system.domain_ancestors[bit] & domains
        following: list[State] = []
        for probability, lost in states:
            if outer & lost:
                following.append((probability, lost))
            else:
                following.append((probability * (1.0 - failure), lost))
                following.append((probability * failure, lost | 1 << bit))
        if len(following) > most:
            return None
        states = following
    return states


def likely_states(system: System, domains: int, most: int) -> tuple[list[State], float]:
    """Return the most probable states, listed by fewest unlikely losses, and the probability of the rest.

    Nested domains are listed one by one (a zone may be lost with its region): the states are disjoint.
    """
    order = sorted(bits(domains), key=lambda bit: -_odds(system.domain_failure[bit]))
    odds = [_odds(system.domain_failure[bit]) for bit in order]
    all_up = 1.0
    for bit in order:
        all_up *= 1.0 - system.domain_failure[bit]
    if all_up == 0.0:
        return [], 1.0
    states: list[State] = [(all_up, 0)]
    # Successors of a set ending at position i: add i + 1, or move i to i + 1 (each set is built once).
    heap: list[tuple[float, int, int]] = [(-all_up * odds[0], 0, 1 << order[0])] if order else []
    while heap and len(states) < most:
        negative, last, lost = heapq.heappop(heap)
        states.append((-negative, lost))
        if last + 1 < len(order):
            step = 1 << order[last + 1]
            heapq.heappush(heap, (negative * odds[last + 1], last + 1, lost | step))
            moved = negative * odds[last + 1] / odds[last]
            heapq.heappush(heap, (moved, last + 1, (lost ^ 1 << order[last]) | step))
    covered = _total(states)
    return states, max(0.0, 1.0 - covered)


def _odds(failure: float) -> float:
    return failure / (1.0 - failure) if failure < 1.0 else float("inf")


def _total(states: Sequence[State]) -> float:
    return min(1.0, sum(probability for probability, _ in states))
