"""Diagrams that need only be right where what is known works, and minimal sets without new diagrams."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from archdraw.core.analysis.reliability import diagram as diagrams, minimal_sets
from archdraw.core.analysis.reliability.diagram import Diagram
from archdraw.core.analysis.reliability.minimal_sets import MinimalSets

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS = 6
STATES = list(product((0, 1), repeat=LEVELS))


def value(diagram: Diagram, node: int, state: Iterable[int]) -> int:
    failed = tuple(state)
    while node > diagrams.FAILS:
        node = diagram.high[node] if failed[diagram.level[node]] else diagram.low[node]
    return node


def monotone(diagram: Diagram, rng: random.Random, sets: int) -> int:
    """Return "all of some set have failed", for random sets."""
    root = diagrams.WORKS
    for _ in range(sets):
        together = diagrams.FAILS
        for level in sorted(rng.sample(range(LEVELS), rng.randint(1, 3)), reverse=True):
            together = diagram.both(diagram.var(level), together)
        root = diagram.either(root, together)
    return root


@pytest.mark.parametrize("deepest", [400, 0], ids=["recursive", "with its own stack"])
def test_outside_the_known_nothing_changes(deepest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "DEEPEST_RECURSION", deepest)
    rng = random.Random(5)
    smaller = 0
    for _ in range(150):
        diagram = Diagram(LEVELS, 10_000)
        root, known = (monotone(diagram, rng, rng.randint(0, 5)) for _ in range(2))
        if rng.random() < 0.3:
            root = diagram.negation(root)
        found = diagram.outside(root, known)
        smaller += len(diagram.below(found)) < len(diagram.below(root))
        for state in STATES:
            if not value(diagram, known, state):
                assert value(diagram, found, state) == value(diagram, root, state)
    assert smaller > 30


@pytest.mark.parametrize("deepest", [400, 0], ids=["recursive", "with its own stack"])
def test_minimal_sets_are_those_that_fail_while_none_of_their_parts_does(
    deepest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minimal_sets, "DEEPEST_RECURSION", deepest)
    rng = random.Random(6)
    for _ in range(150):
        diagram = Diagram(LEVELS, 10_000)
        root = monotone(diagram, rng, rng.randint(0, 6))
        nodes = len(diagram)
        minimal = MinimalSets(diagram, 10_000)
        ways = [[0.1]] * LEVELS
        listed = {frozenset(level for level, _ in one) for one in minimal.by_weight(minimal.find(root), ways)}

        def fails(lost: Iterable[int], diagram: Diagram = diagram, root: int = root) -> int:
            gone = set(lost)
            return value(diagram, root, (int(level in gone) for level in range(LEVELS)))

        wanted = {
            frozenset(lost)
            for size in range(LEVELS + 1)
            for lost in combinations(range(LEVELS), size)
            if fails(lost) and not any(fails(set(lost) - {one}) for one in lost)
        }
        assert listed == wanted
        assert len(diagram) == nodes
