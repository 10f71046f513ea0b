"""The rough range of a union of cut sets contains what it is, and is narrow where failures are rare."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.reliability.unions import (
    bounds_by_states,
    rough_bounds,
    summed_bounds,
    union_probability,
)


def _sets(rng: random.Random, literals: int, number: int) -> list[frozenset[int]]:
    return [frozenset(rng.sample(range(literals), rng.choice((1, 2, 2, 3, 3)))) for _ in range(number)]


@pytest.mark.parametrize("seed", range(60))
def test_the_range_contains_the_probability_of_the_union(seed: int) -> None:
    rng = random.Random(seed)
    literals = rng.randint(4, 14)
    chances = [rng.choice((0.4, 0.1, 0.02, 1e-3, 1e-5)) for _ in range(literals)]
    sets = _sets(rng, literals, rng.randint(1, 20))
    exact = union_probability(sets, chances.__getitem__)
    # Without sets that contain a single one: the range is for minimal sets.
    singles = frozenset(one for cut in sets if len(cut) == 1 for one in cut)
    minimal = list({cut for cut in sets if len(cut) == 1 or singles.isdisjoint(cut)})
    for low, high in (
        rough_bounds(minimal, chances.__getitem__),
        bounds_by_states(minimal, chances.__getitem__, (0, 1, 2), rough_bounds),
        bounds_by_states(minimal, chances.__getitem__, (0, 1, 2)),
    ):
        assert low <= exact * (1 + 1e-12)
        assert high >= exact * (1 - 1e-12)


def test_the_range_of_rare_failures_is_narrow() -> None:
    rng = random.Random(7)
    sets = list({frozenset(rng.sample(range(300), rng.choice((2, 3)))) for _ in range(500)})
    exact_ish = sum(1e-3 ** len(cut) for cut in sets)
    low, high = rough_bounds(sets, lambda _: 1e-3)
    assert low <= high
    assert high - low < 0.02 * exact_ish


@pytest.mark.parametrize("seed", range(40))
def test_sets_of_many_literals_count_for_the_upper_bound(seed: int) -> None:
    rng = random.Random(500 + seed)
    chances = [rng.choice((0.5, 0.3, 0.1, 0.02)) for _ in range(10)]
    sets = list({frozenset(rng.sample(range(10), rng.choice((2, 3, 4, 5)))) for _ in range(9)})
    exact = union_probability(sets, chances.__getitem__)
    for low, high in (
        summed_bounds(sets, chances.__getitem__),
        bounds_by_states(sets, chances.__getitem__, (0, 1, 2), summed_bounds),
    ):
        assert low <= exact * (1 + 1e-12)
        assert high >= exact * (1 - 1e-12)
