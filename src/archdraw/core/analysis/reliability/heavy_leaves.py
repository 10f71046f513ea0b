"""Which leaves hold nearly all that products of three weigh: often a third, in a tenth of the sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.independent import lightest
from archdraw.core.analysis.structure.masks import bits, mask_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.reliability.gate_weights import Weights
    from archdraw.core.analysis.reliability.low_orders import LowOrders


def heavy_leaves(
    products: Iterable[tuple[int, int, int]],
    orders: LowOrders,
    failure: Sequence[float],
    room: float,
) -> int:
    """Return the mask of the leaves without which products of masks, by their places, lose little.

    All sets with one of the other leaves together weigh no more than `room`.
    """
    masses = masses_in(products, orders, orders.weights(failure))
    ordered = sorted([(failure[leaf] * mass, leaf) for leaf, mass in masses.items()])
    number, _ = lightest([mass for mass, _ in ordered], room)
    kept = [leaf for _, leaf in ordered[number:]]
    return mask_of(kept, max(kept, default=0))


def masses_in(
    products: Iterable[tuple[int, int, int]], orders: LowOrders, weight: Weights
) -> dict[int, float]:
    """Return by leaf what two others weigh with which it is in products, by the weights of the masks."""
    with_each: dict[int, float] = {}
    for one, two, three in products:
        a, b, c = weight[one], weight[two], weight[three]
        with_each[one] = with_each.get(one, 0.0) + b * c
        with_each[two] = with_each.get(two, 0.0) + a * c
        with_each[three] = with_each.get(three, 0.0) + a * b
    masses: dict[int, float] = {}
    for place, mass in with_each.items():
        if mass > 0.0:
            for leaf in bits(orders.mask(place)):
                masses[leaf] = masses.get(leaf, 0.0) + mass
    return masses
