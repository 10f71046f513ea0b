"""What gates weigh after some failures have changed is what they weigh from nothing, in less time."""

from __future__ import annotations

import random

import pytest
from tests.core.analysis.test_formulas_made_smaller import random_system

from archdraw.core.analysis.reliability.gate_weights import GateWeights
from archdraw.core.analysis.reliability.leaves import leaf_order
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.structure.formula import FAILS, WORKS


def _pass() -> None:
    """Go on."""


@pytest.mark.parametrize("seed", range(60))
def test_other_failures_weigh_what_they_weigh_from_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    system, root = random_system(rng)
    if root in (WORKS, FAILS):
        return
    leaves = leaf_order(system.formula, [root])
    orders = LowOrders(_pass)
    known = {leaf: Low(singles=1 << at, below=1 << at) for at, leaf in enumerate(leaves)}
    top = orders.find(system.formula, [root], known)
    failure = [rng.choice((0.3, 0.01, 1e-4)) for _ in leaves]
    first = orders.gate_weights(failure)
    before = first.rest(top.more)
    weighed: list[int] = []
    weigh_one = GateWeights._weighed

    def noting(weights: GateWeights, number: int) -> tuple[float, float]:
        weighed.append(number)
        return weigh_one(weights, number)

    weights = first
    for _ in range(4):
        mask = rng.getrandbits(len(leaves)) & rng.getrandbits(len(leaves))
        factor = rng.choice((0.0, 0.5, 2.0, 3.0))
        with monkeypatch.context() as counted:
            counted.setattr(GateWeights, "_weighed", noting)
            weighed.clear()
            weights = weights.times(mask, factor)
            found = weights.rest(top.more)
        failure = [one * factor if mask >> leaf & 1 else one for leaf, one in enumerate(failure)]
        assert weights.failure == failure
        assert found == pytest.approx(orders.rest(top, failure), rel=1e-12)
        # Gates without any of these leaves are not gone through again.
        assert all(orders._leaves_of[number] & mask for number in weighed)
    assert first.rest(top.more) == before


def test_what_was_added_and_forgotten_leaves_nothing() -> None:
    orders = LowOrders(_pass)
    parts = [orders.of_pairs(0, [(1 << at, 1 << at + 1)]) for at in range(6)]
    first = orders.at_least(2, parts[:3])
    weights = orders.gate_weights([0.1] * 7)
    before = weights.rest(first.more)
    mark = orders.mark()
    for others in (parts[2:5], parts[1:6:2], parts[3:6]):
        other = orders.at_least(2, others)
        assert weights.rest(other.more) == pytest.approx(orders.rest(other, [0.1] * 7))
        orders.back_to(mark)
        weights.back_to(*mark[:3])
        assert weights.rest(first.more) == before
