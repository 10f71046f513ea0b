"""Of what fails both sides of a gate by a pair each, how much holds a pair that fails the whole anyway."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.analysis.reliability.pair_unions import PairUnion

# Masks of which one leaf each makes up a pair.
Products = list[tuple[int, int]]
# Pairs of classes that weigh less, of all of a side, are not looked at.
_LEAST = 2e-3
_ROUNDED = 1e-9


def paired_anyway(
    sides: Iterable[tuple[Products, Products]],
    union: PairUnion,
    failure: Sequence[float],
    pause: Callable[[], None],
) -> float:
    """Return how much of the products of what pairs weigh on both sides is of no account, at least.

    Parameters
    ----------
    sides
        The pairs of either side of some gates.
    union
        The pairs that fail the whole.
    pause
        Called now and then; may raise to end the work.
    """
    found = 0.0
    for one, two in sides:
        pause()
        mine, theirs = (_by_class(products, union, failure) for products in (one, two))
        found += _held(_heavy(mine), _heavy(theirs), union)
    return found * (1.0 - _ROUNDED)


def _by_class(products: Products, union: PairUnion, failure: Sequence[float]) -> dict[tuple[int, int], float]:
    """Return what pairs weigh by the classes of their leaves; −1 is any leaf that is in no class."""
    known: dict[int, list[tuple[int, float]]] = {}

    def of(mask: int) -> list[tuple[int, float]]:
        if mask not in known:
            sums: dict[int, float] = {}
            for leaf in bits(mask):
                if failure[leaf] > 0.0:
                    at = union.class_of.get(leaf, -1)
                    sums[at] = sums.get(at, 0.0) + failure[leaf]
            known[mask] = list(sums.items())
        return known[mask]

    found: dict[tuple[int, int], float] = {}
    for one, two in products:
        others = of(two)
        for at, chance in of(one):
            for other, also in others:
                pair = at, other
                found[pair] = found.get(pair, 0.0) + chance * also
    return found


def _heavy(pairs: dict[tuple[int, int], float]) -> list[tuple[int, int, float]]:
    least = _LEAST * sum(pairs.values())
    return [(one, two, weight) for (one, two), weight in pairs.items() if weight >= least]


def _held(
    mine: Sequence[tuple[int, int, float]], theirs: Sequence[tuple[int, int, float]], union: PairUnion
) -> float:
    """Return what two pairs weigh, one of each side, that hold a pair which fails the whole."""
    holding: dict[int, int] = {}
    weights: list[float] = []
    own = 0
    for number, (one, two, weight) in enumerate(mine):
        weights.append(weight)
        for at in (one, two):
            holding[at] = holding.get(at, 0) | 1 << number
        if _make_a_pair(one, two, union):
            own |= 1 << number
    holding.pop(-1, None)
    blocked: dict[int, int] = {-1: own}
    total, found = sum(weights), 0.0
    for one, two, weight in theirs:
        if _make_a_pair(one, two, union):
            found += weight * total
            continue
        for at in (one, two):
            if at not in blocked:
                word, mask = own, union.masks[at]
                for other, held in holding.items():
                    if mask >> other & 1:
                        word |= held
                blocked[at] = word
        word = blocked[one] | blocked[two]
        if word:
            digits = bin(word)[:1:-1].encode().translate(_NUMBERS)
            found += weight * sum(compress(weights, digits))
    return found


def _make_a_pair(one: int, two: int, union: PairUnion) -> bool:
    return one >= 0 <= two and bool(union.masks[one] >> two & 1)


_NUMBERS = bytes.maketrans(b"01", b"\0\1")
