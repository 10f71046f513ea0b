"""Unions of pairs by others that are known hold what every state of the leaves says."""

from __future__ import annotations

import math
import random

import pytest

from archdraw.core.analysis.reliability import pair_unions
from archdraw.core.analysis.reliability.low_orders import LowOrders
from archdraw.core.analysis.reliability.pair_unions import ChangedUnion, PairUnion, union_like

_LEAVES = 9


def _pass() -> None:
    """Go on."""


def _products(rng: random.Random) -> list[tuple[int, int]]:
    found = []
    for _ in range(rng.randint(1, 5)):
        leaves = rng.sample(range(_LEAVES), rng.randint(2, 5))
        cut = rng.randint(1, len(leaves) - 1)
        found.append((sum(1 << one for one in leaves[:cut]), sum(1 << one for one in leaves[cut:])))
    return found


def _truth(products: list[tuple[int, int]], failure: list[float]) -> float:
    total = []
    for state in range(1 << _LEAVES):
        if any(state & one and state & two for one, two in products):
            chances = [p if state >> at & 1 else 1.0 - p for at, p in enumerate(failure)]
            total.append(math.prod(chances))
    return math.fsum(total)


@pytest.mark.parametrize("seed", range(80))
def test_a_changed_union_holds_the_truth(seed: int) -> None:
    rng = random.Random(seed)
    orders = LowOrders(_pass)
    before = _products(rng)
    after = [one for one in before if rng.random() < 0.7] + (_products(rng) if rng.random() < 0.7 else [])
    # One side of a product may get another leaf or lose one: most pairs are the same ones then.
    if after and rng.random() < 0.7:
        one, two = after[0]
        leaf = 1 << rng.randrange(_LEAVES)
        after[0] = (one ^ leaf) & ~two or one, two
    old, new = orders.of_pairs(0, before), orders.of_pairs(0, after)
    failure = [rng.choice((0.2, 0.01, 1e-4, 0.0)) for _ in range(_LEAVES)]
    union = PairUnion(before)
    if rng.random() < 0.5:
        union.remember(failure)
    truth = _truth(after, failure)
    for enough in (0.0, 1e-3, 1.0):
        low, high = union_like(orders, new, old, union).bounds(failure, enough)
        assert low * (1.0 - 1e-12) <= truth <= high * (1.0 + 1e-12)


def test_replaced_products_count_only_what_is_another_pair() -> None:
    before, after = [(0b0011, 0b1100)], [(0b0111, 0b1000), (0b0011, 0b0100)]
    known = PairUnion(before)
    changed = ChangedUnion(after, known, after, before)
    # New is leaf 2 with leaf 3; none is gone.
    assert [sorted(one) for one in changed._more] == [[0b0100, 0b1000]]
    assert changed._fewer == []
    failure = [1e-2, 1e-2, 1e-4, 1e-4]
    low, high = changed.bounds(failure, 1e-4)
    assert "whole" not in changed.__dict__
    assert low <= _truth(after, failure + [0.0] * 5) <= high


def test_the_pairs_themselves_are_looked_at_where_others_weigh_too_much() -> None:
    known, after = PairUnion([(0b01, 0b10)]), [(0b01, 0b100)]
    changed = ChangedUnion(after, known, after, [(0b01, 0b10)])
    failure = [0.1, 0.1, 0.1]
    assert changed.bounds(failure, 1e-3) == PairUnion(after).bounds(failure, 1e-3)


def test_what_is_remembered_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    products, failure = [(0b011, 0b100)], [0.1, 0.2, 0.01]
    union = PairUnion(products)
    expected = union.bounds(failure, 1.0)
    union.remember(failure)
    monkeypatch.setattr(pair_unions.PairUnion, "_rough", lambda *_: pytest.fail("it was known"))
    assert union.bounds(list(failure), 1.0) == expected
