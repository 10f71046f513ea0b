"""What fails a group of one shape and does not fail it as it was: again a formula, over the same literals.

Both are gone down from the top together. A node that is the same in both adds nothing; one that is not is
compared with what is most like it. Whatever is compared with what, all that fails the one without the other
is in what is found: where they are badly matched there is more of it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.conditions import FAILED, AtLeast, Conditions, either
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.kept_shapes import lows_of
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archdraw.core.analysis.reliability.conditions import Condition
    from archdraw.core.analysis.reliability.kept_shapes import Compared
    from archdraw.core.analysis.reliability.low_orders import Low
    from archdraw.core.analysis.structure.events import Unit

# Deeper down nothing is compared any more, and of more places than this the group is looked for from nothing.
_DEEPEST, _MOST_PLACES = 60, 64


# By nodes that the other group does not have at a place what must fail beside any of them; None: nothing.
_Places = dict[tuple[int, ...], "Condition | None"]


@frozen
class Change:
    """What fails something where the other has nothing like it, and what must fail beside it, if anything."""

    here: Low
    condition: Condition | None
    beside: Low | None
    among: ShapeChanges
    new: bool

    def beside_failed(self, literals: int) -> Low:
        """Return what must fail beside it while some literals have failed."""
        if self.condition is None:
            return FAILED
        return self.among.conditions(literals, new=self.new).low(self.condition)


class _Side:
    """One of the two: what fails its nodes, by number."""

    def __init__(self, lows: dict[int, Low], units: Mapping[int, Unit]) -> None:
        self.lows, self.units = lows, units


class ShapeChanges:
    """Compares a group with one that is known; both are given by the numbers of their parts."""

    def __init__(self, compared: Compared) -> None:
        contents, known, units = compared.contents, compared.known, compared.units
        self._content = contents.by_number
        self._contents = contents
        self._known = known
        self._means = known.orders, known.literals
        self._parts = compared.parts
        # Where units fail otherwise than they did, all over them is another node in the new group.
        others = {number for number in compared.others() if number in known.lows}
        self._touched = self._over(others)
        lows = known.lows
        if self._touched:
            lows = {number: low for number, low in lows.items() if number not in self._touched}
        else:
            lows = dict(lows)
        self._new = _Side(lows, units)
        self._old = _Side(known.lows, {})
        self._flat: dict[int, frozenset[int]] = {}
        self._below: dict[int, int] = {}
        self._found: dict[tuple[int, int, bool], _Places] = {}
        self._depth = 0

    def more(self) -> list[Change]:
        """Return what fails the new group and not the old one: any of these.

        Raises
        ------
        BudgetExceeded
            There are too many places.
        """
        return self._changes(
            self._any(self._all(self._parts), self._all(self._known.parts), new=True), new=True
        )

    def less(self) -> list[Change]:
        """Return what fails the old group and not the new one, in the same way."""
        return self._changes(
            self._any(self._all(self._known.parts), self._all(self._parts), new=False), new=False
        )

    def _changes(self, places: _Places, *, new: bool) -> list[Change]:
        if len(places) > _MOST_PLACES:
            raise BudgetExceeded
        any_of, conditions = self._known.orders.any_of, self.conditions(new=new)
        found: list[Change] = []
        for nodes, condition in places.items():
            here = any_of([self._low(one, new=new) for one in nodes])
            beside = None if condition is None else conditions.low(condition)
            found.append(Change(here, condition, beside, self, new))
        return found

    def conditions(self, failed: int = 0, *, new: bool) -> Conditions:
        """Return what reads the conditions of changes while some literals have failed."""
        return Conditions(self._known.orders, self._content, partial(self._low, new=new), failed)

    def whole(self) -> Low:
        """Return what fails the new group."""
        return lows_of(self._contents, self._parts, self._means, self._new.units, self._new.lows)

    def _over(self, units: set[int]) -> set[int]:
        found = set(units)
        if units:
            for number in range(min(units), len(self._content)):
                if not found.isdisjoint(self._content[number][1]):
                    found.add(number)
        return found

    def _low(self, number: int, *, new: bool) -> Low:
        side = self._new if new else self._old
        low = side.lows.get(number)
        return lows_of(self._contents, [number], self._means, side.units, side.lows) if low is None else low

    def _all(self, numbers: Collection[int]) -> frozenset[int]:
        """Return the nodes of which any fails when any of some does, none of them an OR."""
        content = self._content
        found: set[int] = set()
        seen = set(numbers)
        work = list(seen)
        while work:
            number = work.pop()
            threshold, inputs = content[number]
            if threshold == 1:
                new = [one for one in inputs if one not in seen]
                seen.update(new)
                work += new
            else:
                found.add(number)
        return frozenset(found)

    def _either(self, number: int) -> frozenset[int]:
        """Return the same of one node."""
        found = self._flat.get(number)
        if found is None:
            found = self._flat[number] = self._all((number,))
        return found

    def _under(self, number: int) -> int:
        """Return the literals that a node is made of, as a mask."""
        found = self._below.get(number)
        if found is None:
            lows, known, content = self._known.lows, self._below, self._content
            seen = {number}
            work = [number]
            while work:
                one = work.pop()
                if one in lows:
                    known[one] = lows[one].below
                else:
                    new = [each for each in content[one][1] if each not in known and each not in seen]
                    seen.update(new)
                    work += new
            for one in sorted(seen):
                if one not in known:
                    mask = 0 if content[one][0] else self._low(one, new=True).below
                    for each in content[one][1]:
                        mask |= known[each]
                    known[one] = mask
            found = known[number]
        return found

    def _likeness(self, one: int, other: int) -> float:
        """Return how much of what either is made of both are."""
        mine, theirs = self._under(one), self._under(other)
        return (mine & theirs).bit_count() / (mine | theirs).bit_count()

    def _any(self, mine: frozenset[int], theirs: frozenset[int], *, new: bool) -> _Places:
        """Return where something fails any of some nodes and none of others."""
        touched = self._touched
        gates = [other for other in theirs - mine if self._content[other][0]]
        found: _Places = {}
        only: list[int] = []
        for one in sorted(mine):
            if one in theirs:
                if one in touched:
                    self._add(found, self._both(one, one, new=new))
            elif gates and self._content[one][0]:
                like = max(gates, key=lambda other: self._likeness(one, other))
                self._add(found, self._both(one, like, new=new))
            else:
                only.append(one)
        if only:
            found[tuple(only)] = None
        return found

    def _add(self, found: _Places, more: Mapping[tuple[int, ...], Condition | None]) -> None:
        """Add places to others; what any of several conditions is enough for fails by any of them."""
        for place, beside in more.items():
            if place not in found or beside is None:
                found[place] = beside
            else:
                known = found[place]
                if known is not None and known is not beside:
                    found[place] = either(known, beside)

    def _both(self, one: int, other: int, *, new: bool) -> _Places:
        """Return where something fails one node and not another."""
        if one == other and one not in self._touched:
            return {}
        key = one, other, new
        if key not in self._found:
            self._depth += 1
            deep = self._depth > _DEEPEST
            self._found[key] = {(one,): None} if deep else self._compared(one, other, new=new)
            self._depth -= 1
        return self._found[key]

    def _compared(self, one: int, other: int, *, new: bool) -> _Places:
        (threshold, mine), (needed, theirs) = self._content[one], self._content[other]
        if threshold == 1 or needed == 1:
            return self._any(self._either(one), self._either(other), new=new)
        every = threshold == len(mine) and needed == len(theirs) <= len(mine)
        alike = threshold == needed and len(mine) == len(theirs)
        if not threshold or not (every or alike):
            return {(one,): None}
        found: _Places = {}
        for at, like in self._matched(mine, theirs):
            others = *mine[:at], *mine[at + 1 :]
            changed = self._both(mine[at], like, new=new)
            both = {place: AtLeast(threshold - 1, others, beside) for place, beside in changed.items()}
            self._add(found, both)
        return found

    def _matched(self, mine: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
        """Return by place one of the first for each of the others, the most alike."""
        free = dict.fromkeys(range(len(mine)))
        found: list[tuple[int, int]] = []
        left: list[int] = []
        for other in theirs:
            at = next((at for at in free if mine[at] == other), None)
            if at is None:
                left.append(other)
            else:
                del free[at]
                found.append((at, other))
        for other in left:
            at = max(free, key=lambda at: self._likeness(mine[at], other))
            del free[at]
            found.append((at, other))
        return found
