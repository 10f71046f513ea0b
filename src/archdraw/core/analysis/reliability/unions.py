"""The probability that some set of a family has failed, exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.diagram import BudgetExceeded, Diagram, values
from archdraw.core.analysis.reliability.families import EMPTY, Cut
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.solution import Solution

if TYPE_CHECKING:
    from archdraw.core.analysis.reliability.listing import Found

_BUDGET = 20_000
# Clusters this small are worked out even where bounds are asked for.
_FEW_SETS, _FEW_NODES = 400, 4_000
# Where bounds are further apart than this, relative to them, as many literals are looked at state by state.
_WIDE = 5e-5
_MOST_SHARED = 4
# Of more sets than this what they have in common is only summed, of those with no more literals.
_MANY_SETS, _ROUGHLY = 4_000, 3


def union_probability(sets: Iterable[Cut], chance: Callable[[int], float]) -> float:
    """Return P(all literals of at least one set fail); sets that contain another one are allowed.

    Raises
    ------
    BudgetExceeded
        The sets are too entangled for the node budget.
    """
    singles: set[int] = set()
    larger: list[Cut] = []
    for cut in sets:
        if cut == EMPTY:
            return 1.0
        if len(cut) == 1:
            singles |= cut
        else:
            larger.append(cut)
    failed = any_fails(map(chance, singles))
    for cluster in _clusters([cut for cut in larger if singles.isdisjoint(cut)]):
        if len(cluster) == 1:
            together = math.prod(chance(literal) for literal in cluster[0])
        else:
            together = _entangled(cluster, chance)
        failed += together * (1.0 - failed)
    return failed


def _clusters(sets: Sequence[Cut]) -> list[list[Cut]]:
    """Return the sets in groups that share no literal."""
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for cut in sets:
        first, *others = cut
        top = find(leader.setdefault(first, first))
        for other in others:
            leader[find(leader.setdefault(other, other))] = top
    found: dict[int, list[Cut]] = {}
    for cut in sets:
        found.setdefault(find(next(iter(cut))), []).append(cut)
    return list(found.values())


def _entangled(sets: Sequence[Cut], chance: Callable[[int], float], budget: int = _BUDGET) -> float:
    """Return the probability of a union through a diagram, what occurs most often on top."""
    uses: dict[int, int] = {}
    for cut in sets:
        for literal in cut:
            uses[literal] = uses.get(literal, 0) + 1
    order = sorted(uses, key=lambda literal: (-uses[literal], literal))
    level = {literal: place for place, literal in enumerate(order)}
    diagram = Diagram(len(order), budget)
    root = 0
    # Sets that begin deep first: each is joined where little stands yet.
    for places in sorted((sorted(level[one] for one in cut) for cut in sets), reverse=True):
        node = 1
        for place in reversed(places):
            node = diagram.node(place, node, 0)
        root = diagram.either(root, node)
    found = values(diagram, diagram.below(root), [chance(literal) for literal in order])
    return found[root]


def bounds_by_states(
    sets: Sequence[Cut],
    chance: Callable[[int], float],
    shared: Iterable[int],
    bounds: Callable[[Sequence[Cut], Callable[[int], float]], tuple[float, float]] | None = None,
) -> tuple[float, float]:
    """Return a range as `bounds` (`union_bounds`) does, put together from every state of a few literals.

    Most sets may hang together by the few domains they share: given those, they fall apart. Of more than
    a few it is what `union_bounds` says.
    """
    uses = dict.fromkeys(shared, 0)
    for cut in sets:
        if len(cut) > 1:
            for literal in cut & uses.keys():
                uses[literal] += 1
    chosen = sorted((literal for literal, count in uses.items() if count > 1), key=lambda one: -uses[one])
    if len(chosen) > _MOST_SHARED:
        return (bounds or union_bounds)(sets, chance)
    around = frozenset(chosen)
    # By what each set takes of them: the rest of it is what is left in a state.
    rests: dict[Cut, list[Cut]] = {}
    for cut in sets:
        rests.setdefault(cut & around, []).append(cut - around)
    low = high = 0.0
    for state in range(1 << len(chosen)):
        lost = frozenset(literal for place, literal in enumerate(chosen) if state >> place & 1)
        weight = 1.0
        for literal in chosen:
            weight *= chance(literal) if literal in lost else 1.0 - chance(literal)
        left = [rest for taken, those in rests.items() if taken <= lost for rest in those]
        least, most = (bounds or union_bounds)(left, chance)
        low += weight * least
        high += weight * most
    return low, min(1.0, high)


def union_bounds(sets: Sequence[Cut], chance: Callable[[int], float]) -> tuple[float, float]:
    """Return a range that certainly contains P(all literals of at least one set fail); cheap for any number.

    Single literals exactly. The others: at most 1 − Π(1 − p), since failures of monotone structures are
    associated (Esary, Proschan, Walkup 1967); at least Σp − Σ over pairs (Bonferroni), cluster by cluster.
    """
    if EMPTY in sets:
        return 1.0, 1.0
    singles = frozenset(one for cut in sets if len(cut) == 1 for one in cut)
    low = high = 0.0
    for literal in singles:
        high += chance(literal) * (1.0 - high)
    low = high
    known: dict[int, float] = {}

    def of(literal: int) -> float:
        if literal not in known:
            known[literal] = chance(literal)
        return known[literal]

    for cluster in _clusters([cut for cut in sets if len(cut) > 1 and singles.isdisjoint(cut)]):
        least, most = _cluster_bounds(cluster, of)
        low += least * (1.0 - low)
        high += most * (1.0 - high)
    return low, min(1.0, high)


def rough_bounds(sets: Sequence[Cut], chance: Callable[[int], float]) -> tuple[float, float]:
    """Return a range as `union_bounds` does for sets of up to three literals, in time that grows with them.

    Bonferroni again: what pairs of sets have in common is summed by literal and by pair of literals.
    """
    if EMPTY in sets:
        return 1.0, 1.0
    singles = frozenset(one for cut in sets if len(cut) == 1 for one in cut)
    alone = any_fails(map(chance, singles))
    known: dict[int, float] = {}
    total = squares = overlap = most = 0.0
    shared: dict[Cut, list[float]] = {}
    for cut in {cut for cut in sets if len(cut) > 1 and singles.isdisjoint(cut)}:
        weight = 1.0
        for literal in cut:
            if literal not in known:
                known[literal] = chance(literal)
            weight *= known[literal]
        most += weight * (1.0 - most)
        total += weight
        squares += weight * weight
        for size in range(1, min(len(cut), 2) + 1):
            for part in combinations(sorted(cut), size):
                sums = shared.setdefault(frozenset(part), [0.0, 0.0])
                sums[0] += weight
                sums[1] += weight * weight
    for literals, (mass, own) in shared.items():
        together = math.prod([known[literal] for literal in literals])
        if together > 0.0:
            overlap += max(mass * mass - own, 0.0) / (2.0 * together)
    least = max(0.0, total - (total * total - squares) / 2.0 - overlap)
    return alone + (1.0 - alone) * least, min(1.0, alone + (1.0 - alone) * most)


def summed_bounds(sets: Sequence[Cut], chance: Callable[[int], float]) -> tuple[float, float]:
    """Return `rough_bounds` of any sets: larger ones count for the upper bound alone."""
    low, high = rough_bounds([cut for cut in sets if len(cut) <= _ROUGHLY], chance)
    for cut in sets:
        if len(cut) > _ROUGHLY:
            high += math.prod(map(chance, cut)) * (1.0 - high)
    return low, min(1.0, high)


def _cluster_bounds(cluster: Sequence[Cut], chance: Callable[[int], float]) -> tuple[float, float]:
    if len(cluster) <= _FEW_SETS:
        try:
            exact = _entangled(cluster, chance, _FEW_NODES)
        except BudgetExceeded:
            pass
        else:
            return exact, exact
    weight = {cut: math.prod(map(chance, cut)) for cut in cluster}
    ordered = sorted(cluster, key=weight.__getitem__, reverse=True)
    most = 0.0
    for cut in ordered:
        most += weight[cut] * (1.0 - most)
    total = math.fsum(weight.values())
    # Pairs apart from each other: p · p′. What two of them share counts once.
    pairs = (total * total - math.fsum(value * value for value in weight.values())) / 2.0
    uses: dict[int, list[Cut]] = {}
    for cut in cluster:
        for other in {one for literal in cut for one in uses.get(literal, ())}:
            shared = math.prod(map(chance, cut & other))
            if shared > 0.0:
                pairs += weight[cut] * weight[other] * (1.0 / shared - 1.0)
        for literal in cut:
            uses.setdefault(literal, []).append(cut)
    return max(total - max(pairs, 0.0), *weight.values()), most


def narrowed(solution: Solution, found: Found) -> Solution:
    """Return the solution within what the cut sets bound: a union, and what was left out of them."""
    if found.order == 0 or found.more:
        return solution
    literals, sets = found.literals, found.family.all()
    # What pairs of very many sets have in common is summed, not gone through.
    bounds = summed_bounds if len(sets) > _MANY_SETS else union_bounds
    low, high = bounds(sets, literals.chance)
    if high - low > _WIDE * high:
        domains = (literals.classes[place].first for place in literals.of_domain)
        low, high = bounds_by_states(sets, literals.chance, domains, bounds)
    return Solution(max(solution.low, low), min(solution.high, high + found.left_out), solution.gradient)
