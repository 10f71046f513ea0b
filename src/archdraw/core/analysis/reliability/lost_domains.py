"""Cut sets of up to three events of parts in which nothing fails by one: by what is lost around them.

Where every component has instances to spare and every call an alternative, fewer than four events fail
nothing unless a domain is among them. With the domains of a set lost, one more event or two are left to be
found: in words with a bit per literal, for all such sets of domains in one pass over the formula.
"""

from __future__ import annotations

from dataclasses import field
from itertools import chain
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.unit_sets import domains_lost_together
from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archdraw.core.analysis.reliability.literals import Cut, Literals, Shape
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

HIGHEST = 3
_MOST_DOMAINS = 8
# More products at one node are too many: another way is faster.
_MOST_PRODUCTS = 3_000

# Of a node the bits that fail it alone, and products: any bit of the first word with any of the second of the
# same losses; in the last place all bits of products.
_Product = tuple[int, int]
_Low = tuple[int, tuple[_Product, ...], int]


@slotted
class _Loss:
    """Domains that are lost together: a mask, their literals, how many events more, the bits that are theirs.

    `certain` is the bit that says that nothing more is needed.
    """

    mask: int
    literals: tuple[int, ...]
    room: int
    certain: int
    bits: int


class _TooManyProducts(Exception):  # noqa: N818 - control flow: there is another way
    """The products of a node are more than are worth while."""


def low_sets(
    system: System, literals: Literals, gates: Sequence[int], known: Collection[Cut], order: int
) -> list[Cut] | None:
    """Return the minimal cut sets of "any gate fails" up to an order, of those that hold none of the known.

    Parameters
    ----------
    known
        Sets of domains.

    Returns
    -------
    list or None
        None where there are sets that hold no domain, or it would take too long.
    """
    formula = system.formula
    nodes = formula.below(gates)
    units = [system.units[formula.unit[node]] for node in nodes if formula.unit[node] >= 0]
    if order > HIGHEST or not _nothing_alone(system, gates, nodes, units):
        return None
    around = 0
    for unit in units:
        around |= unit.domain_mask & ~literals.fatal
    if around.bit_count() > _MOST_DOMAINS:
        return None
    bit_of = _Bits(system, literals, _losses(system, literals, around, known, order))
    try:
        low = _passed(system, gates, nodes, bit_of.of_units(units))
    except _TooManyProducts:
        return None
    return bit_of.sets(low)


def _nothing_alone(system: System, gates: Sequence[int], nodes: Sequence[int], units: Sequence[Unit]) -> bool:
    """Return whether it takes two instances to fail any of the units, and two units to fail any gate."""
    for unit in units:
        if unit.event is not None or unit.base != unit.index or unit.count - unit.needed < 1:
            return False
    words = {unit.index: 1 << place for place, unit in enumerate(units)}
    found = evaluate(system.formula, nodes, words, (1 << len(units)) - 1)
    return not any(found[gate] for gate in gates)


def _losses(
    system: System, literals: Literals, around: int, known: Collection[Cut], order: int
) -> list[_Loss]:
    """Return the domains that may be lost together, fewest first, but for what contains a known set."""
    found: list[_Loss] = []
    for lost in domains_lost_together(system, around, order):
        if not lost:
            continue
        names = tuple([literals.classes[literals.of_domain[bit]].first for bit in lost])
        if not any(cut.issubset(names) for cut in known):
            mask = sum([1 << bit for bit in lost])
            bit = 1 << len(found)
            found.append(_Loss(mask, names, order - len(lost), bit, bit))
    return found


@slotted
class _Plan:
    """What fails the units of one shape: literals counted from the unit's first, bits from its first bit.

    `alone` are the bits that fail it by themselves, `by_loss` those of each loss; `certain` losses fail it.
    """

    places: list[int] = field(default_factory=list)
    alone: int = 0
    products: list[_Product] = field(default_factory=list)
    reach: int = 0
    by_loss: list[tuple[_Loss, int]] = field(default_factory=list)
    certain: list[_Loss] = field(default_factory=list)

    def new(self, place: int) -> int:
        """Return the bit of a literal."""
        self.places.append(place)
        return 1 << len(self.places) - 1


class _Bits:
    """Gives bits to literals, others for each loss."""

    def __init__(self, system: System, literals: Literals, losses: Sequence[_Loss]) -> None:
        self._system, self._literals, self._losses = system, literals, losses
        self._literal_of: list[int] = [-1] * len(losses)
        self._plans: dict[tuple[int, Shape], _Plan] = {}

    def of_units(self, units: Sequence[Unit]) -> dict[int, _Low]:
        """Return what fails each unit in each loss, by its index."""
        alike: dict[tuple[int, Shape], list[tuple[int, int]]] = {}
        for unit in units:
            shape, first = self._literals.shape_of(unit.base)
            alike.setdefault((unit.needed, shape), []).append((unit.index, first))
        found: dict[int, _Low] = {}
        certain: list[tuple[int, list[_Loss]]] = []
        literal_of = self._literal_of
        for (needed, shape), members in alike.items():
            plan = self._plan(needed, shape)
            places, at = plan.places, len(literal_of)
            width = len(places)
            for loss, inside in plan.by_loss:
                loss.bits |= inside * _ones(width, len(members)) << at
            for index, first in members:
                literal_of += [first + place for place in places]
                products = tuple([(one << at, other << at) for one, other in plan.products])
                found[index] = plan.alone << at, products, plan.reach << at
                at += width
            if plan.certain:
                certain += [(index, plan.certain) for index, _ in members]
        for index, those in certain:
            single, products, reach = found[index]
            for loss in those:
                single |= loss.bits
            found[index] = single, products, reach
        return found

    def _plan(self, needed: int, classes: Shape) -> _Plan:
        """Return what fails units of a shape."""
        found = self._plans.get((needed, classes))
        if found is None:
            found = self._plans[needed, classes] = _Plan()
            for loss in self._losses:
                left: list[tuple[int, int]] = []
                more, place = 1 - needed, 0
                for mask, count in classes:
                    if not mask & loss.mask:
                        left.append((place, count))
                        more += count
                    place += count
                before = len(found.places)
                if more <= 0:
                    found.certain.append(loss)
                elif more == 1 and loss.room > 0:
                    for place, _ in left:
                        found.alone |= found.new(place)
                elif more <= min(loss.room, 2):
                    found.products += _twos(found, left)
                if len(found.places) > before:
                    found.by_loss.append((loss, (1 << len(found.places)) - (1 << before)))
            found.reach = _reach(found.products)
        return found

    def sets(self, low: _Low) -> list[Cut]:
        """Return the sets of literals for what fails the whole in every loss."""
        single, products, _ = low
        certain = 0
        found: list[Cut] = []
        by_loss: dict[int, set[int]] = {}
        for loss in self._losses:
            inside = [other for other in self._losses if other.mask & loss.mask == other.mask != loss.mask]
            if any(other.certain & certain for other in inside):
                continue
            around = frozenset(loss.literals)
            if single & loss.certain:
                certain |= loss.certain
                found.append(around)
                continue
            less: set[int] = set().union(*(by_loss.get(other.mask, ()) for other in inside))
            alone = {self._literal_of[bit] for bit in bits(single & loss.bits)} - less
            by_loss[loss.mask] = alone
            found += [around | {literal} for literal in alone]
            if loss.room > 1:
                found += self._pairs(loss.literals, products, loss.bits & ~single)
        return found

    def _pairs(self, around: tuple[int, ...], products: Sequence[_Product], inside: int) -> set[Cut]:
        """Return the sets of what has been lost and two literals, one of each side of a product."""
        name = self._literal_of
        found: set[Cut] = set()
        for left, right in products:
            if left & inside and right & inside:
                ones, others = bits(left & inside), [name[bit] for bit in bits(right & inside)]
                found.update([frozenset((*around, name[bit], two)) for bit in ones for two in others])
        return found


def _ones(apart: int, number: int) -> int:
    """Return a word with so many bits, so far apart."""
    return ((1 << apart * number) - 1) // ((1 << apart) - 1)


def _twos(plan: _Plan, left: Sequence[tuple[int, int]]) -> list[_Product]:
    """Return the ways to take two instances of the classes."""
    found: list[_Product] = []
    before = 0
    for place, count in left:
        bit = plan.new(place)
        if before:
            found.append((before, bit))
        if count > 1:
            found.append((bit, plan.new(place + 1)))
        before |= bit
    return found


def _passed(system: System, gates: Sequence[int], nodes: Sequence[int], units: Mapping[int, _Low]) -> _Low:
    """Return what fails any of the gates."""
    formula = system.formula
    found: dict[int, _Low] = {}
    for node in nodes:
        threshold = formula.threshold[node]
        if threshold == 0:
            found[node] = units[formula.unit[node]]
            continue
        inputs = [found[one] for one in formula.inputs[node]]
        found[node] = _any(inputs) if threshold == 1 else _at_least(threshold, inputs)
    return _any([found[gate] for gate in gates])


def _any(inputs: Sequence[_Low]) -> _Low:
    single = reach = 0
    several: list[tuple[_Product, ...]] = []
    for own, more, bits_of in inputs:
        single |= own
        if more:
            several.append(more)
            reach |= bits_of
    if not several:
        return single, (), 0
    products = several[0] if len(several) == 1 else tuple(dict.fromkeys(chain.from_iterable(several)))
    return _without(products, single, reach)


def _without(products: tuple[_Product, ...], single: int, reach: int) -> _Low:
    """Return what fails a node: products without bits that fail it alone."""
    if reach & single:
        found: list[_Product] = []
        reach = 0
        for product in products:
            one, other = left = product
            if (one | other) & single:
                left = one & ~single, other & ~single
                if not left[0] or not left[1]:
                    continue
            found.append(left)
            reach |= left[0] | left[1]
        products = tuple(found)
    if len(products) > _MOST_PRODUCTS:
        raise _TooManyProducts
    return single, products, reach


def _reach(products: Iterable[_Product]) -> int:
    """Return all bits of products."""
    reach = 0
    for one, other in products:
        reach |= one | other
    return reach


def _at_least(threshold: int, inputs: Sequence[_Low]) -> _Low:
    reached: list[_Low] = [(0, (), 0)] * threshold
    for done, one in enumerate(inputs):
        for count in range(min(threshold, done + 1) - 1, 0, -1):
            if threshold - count - 1 < len(inputs) - done:
                both = _both(reached[count - 1], one)
                reached[count] = _any([reached[count], both]) if count < done else both
        reached[0] = _any([reached[0], one]) if done else one
    return reached[threshold - 1]


def _both(left: _Low, right: _Low) -> _Low:
    """Return what fails both of two nodes."""
    single = left[0] & right[0]
    found: list[_Product] = []
    one, other = left[0] & ~right[0], right[0] & ~left[0]
    if one and other:
        found.append((one, other))
    for (_, products, reach), alone in ((left, right[0]), (right, left[0])):
        for one, other in products if reach & alone else ():
            if one & alone:
                found.append((one & alone, other))
            if other & alone:
                found.append((one, other & alone))
    if left[2] & right[2]:
        found += _common(left[1], right[1], right[2])
    return _without(tuple(found), single, _reach(found))


def _common(left: Sequence[_Product], right: Sequence[_Product], reach: int) -> list[_Product]:
    """Return the products of what is in one on the left and one on the right, which has the bits `reach`."""
    found: list[_Product] = []
    for one, other in left:
        if one & reach and other & reach:
            for first, second in right:
                for here, there in ((first, second), (second, first)):
                    if one & here and other & there:
                        found.append((one & here, other & there))
    return found
