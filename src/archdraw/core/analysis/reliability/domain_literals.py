"""Leaves of a formula as independent literals, where failure domains are literals themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.low_orders import Low
from archdraw.core.analysis.reliability.solution import unit_failure
from archdraw.core.analysis.reliability.unit_sets import any_so_many
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.low_orders import LowOrders
    from archdraw.core.analysis.structure.events import Unit

# Components in more domains than this are not looked at; of more than two that are lost it only counts how
# likely that is.
MOST_AROUND, _FEW = 12, 2


def the_leaf(place: int) -> Low:
    """Return what fails a leaf: itself."""
    return Low(singles=1 << place, below=1 << place)


class DomainLiterals:
    """Leaves for domains, and for units whatever fails them while none, or just one, of these is lost.

    What fails a unit then is independent of all else but for the domain. With two lost it is as likely as
    either, but for `too_much`, or certain; `left_out` is how likely it is that it fails in yet another way.
    """

    def __init__(self, failure: Sequence[float], domains: int, orders: LowOrders, fatal: int = 0) -> None:
        """Begin with one for each domain, given by their failures.

        Units are looked at in the domains of a mask: all others are up. Of those that are `fatal` it is not
        counted what literals are wrong about while they are down.
        """
        self.domains, self.fatal = domains, fatal
        self._orders = orders
        self.failure = list(failure)
        self.too_much = self.left_out = 0.0

    def add(self, chance: float) -> int:
        """Return the place of a new leaf."""
        self.failure.append(chance)
        return len(self.failure) - 1

    def of_unit(self, unit: Unit) -> Low:
        """Return what fails a unit."""
        failure = self.failure
        around = unit.domain_mask & self.domains
        own = unit_failure(unit, 0)
        singles = 1 << self.add(own)
        if not around & around - 1 and unit_failure(unit, around) >= 1.0:
            # Most are one instance in one of them.
            singles |= around
            return Low(singles=singles, below=singles)
        places = bits(around)
        with_one: dict[int, float] = {}
        # By leaf for what fails it too while a domain is lost those domains: a host and its zone share one.
        shared: dict[int, int] = {}
        for place in places:
            chance = with_one[place] = unit_failure(unit, 1 << place)
            if chance >= 1.0:
                singles |= 1 << place
            elif chance > own:
                for leaf, domains in shared.items():
                    other = domains.bit_length() - 1
                    if with_one[other] == chance == unit_failure(unit, 1 << other | 1 << place):
                        shared[leaf] |= 1 << place
                        break
                else:
                    # With the own failure it makes up all of the chance.
                    shared[1 << self.add((chance - own) / (1.0 - own))] = 1 << place
        pairs = [(domains, leaf) for leaf, domains in shared.items()]
        lost = [place for place in places if with_one[place] < 1.0]
        for at, place in enumerate(lost):
            mates = 0
            for mate in lost[at + 1 :]:
                together = self._together(unit, (place, mate), own, with_one)
                if together:
                    mates |= 1 << mate
            if mates:
                pairs.append((1 << place, mates))
        if len(lost) > _FEW:
            several = [failure[place] for place in lost if not self.fatal >> place & 1]
            three = any_so_many(several, _FEW + 1) if len(several) > _FEW else 0.0
            self.too_much += three
            self.left_out += three
        return self._orders.of_pairs(singles, pairs)

    def _together(self, unit: Unit, lost: tuple[int, int], own: float, with_one: dict[int, float]) -> bool:
        """Return whether two domains take the unit down; else count how likely it is that they matter."""
        one, two = lost
        chance = unit_failure(unit, 1 << one | 1 << two)
        if chance >= 1.0:
            return True
        if chance == with_one[one] == with_one[two]:
            return False
        if (1 << one | 1 << two) & self.fatal:
            return False
        both = self.failure[one] * self.failure[two]
        apart = 1.0 - (1.0 - with_one[one]) * (1.0 - with_one[two]) / (1.0 - own)
        self.too_much += both * max(0.0, apart - chance)
        self.left_out += both * max(0.0, chance - apart)
        return False
