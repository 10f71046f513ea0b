"""Minimal cut sets of low order, bottom-up and truncated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

from archdraw.core.analysis.structure.cancelling import check

Cut = frozenset[int]
# More sets than this at one gate: the next lower order only.
MOST_SETS = 20_000
MOST_PAIRS = 200_000
_EMPTY: Cut = frozenset()
_PAIR = frozenset


class TooMany(Exception):  # noqa: N818 - control flow: try again with a lower order
    """More cut sets than the list may hold."""


class Family:
    """Minimal cut sets of one node: single events, and larger sets that contain none of them."""

    __slots__ = ("larger", "singles")

    def __init__(self, singles: frozenset[int], larger: list[Cut]) -> None:
        self.singles = singles
        self.larger = larger

    def all(self) -> list[Cut]:
        """Return every set."""
        return [frozenset((one,)) for one in self.singles] + self.larger


NEVER = Family(frozenset(), [])
ALWAYS = Family(frozenset(), [_EMPTY])


class CutSetFinder:
    """Finds the minimal cut sets up to `order` of the nodes of one system; shared nodes are done once."""

    def __init__(self, system: System, order: int, should_stop: Stop | None = None) -> None:
        self.order = order
        self._system = system
        self._stop = should_stop
        self._most = MOST_SETS if order > 2 else MOST_PAIRS
        self._families: dict[int, Family] = {WORKS: NEVER, FAILS: ALWAYS}
        self._domain_of = system.domain_event

    def find(self, root: int) -> Family:
        """Return the minimal cut sets of a node.

        Raises
        ------
        TooMany
            More than the list may hold; ask for a lower order.
        """
        formula = self._system.formula
        pending = self._pending(root)
        for done, node in enumerate(pending):
            if done % 64 == 0:
                check(self._stop)
            threshold = formula.threshold[node]
            if threshold == 0:
                self._families[node] = self._of_unit(self._system.units[formula.unit[node]])
                continue
            inputs = [self._families[one] for one in formula.inputs[node]]
            self._families[node] = self._any(inputs) if threshold == 1 else self._at_least(threshold, inputs)
        return self._families[root]

    def find_any(self, roots: Sequence[int]) -> Family:
        """Return those of "any of the nodes fails"."""
        return self._any([self.find(root) for root in roots])

    def _pending(self, root: int) -> list[int]:
        seen = set()
        work = [root] if root not in self._families else []
        while work:
            node = work.pop()
            if node in seen:
                continue
            seen.add(node)
            work.extend(
                n for n in self._system.formula.inputs[node] if n not in self._families and n not in seen
            )
        return sorted(seen)

    def _of_unit(self, unit: Unit) -> Family:
        if unit.event is not None:
            return Family(frozenset((unit.event,)), [])
        if unit.needed > unit.count:
            return ALWAYS
        if unit.needed <= 0:
            return NEVER
        domains = bits(unit.domain_mask)
        found: list[Cut] = []
        for size in range(min(self.order, len(domains)) + 1):
            for chosen in combinations(domains, size):
                lost = sum(1 << bit for bit in chosen)
                outer = 0
                for bit in chosen:
                    outer |= self._system.domain_ancestors[bit]
                if outer & lost:
                    continue
                more = unit.available(lost) - unit.needed + 1
                places = frozenset(self._domain_of[bit] for bit in chosen)
                if more <= 0:
                    found.append(places)
                elif size + more <= self.order:
                    found.extend(places | frozenset(those) for those in self._instances(unit, lost, more))
                self._limit(found)
        return _minimal(found)

    def _instances(self, unit: Unit, lost: int, more: int) -> Iterable[tuple[int, ...]]:
        left = [event for group in unit.groups if not group.domain_mask & lost for event in group.events]
        if len(left) < unit.available(lost):
            raise TooMany
        return combinations(left, more)

    def _any(self, families: Sequence[Family]) -> Family:
        if ALWAYS in families:
            return ALWAYS
        singles = frozenset().union(*(family.singles for family in families))
        larger = [cut for family in families for cut in family.larger]
        self._limit(larger)
        return _absorbed(singles, larger)

    def _at_least(self, threshold: int, families: Sequence[Family]) -> Family:
        threshold -= sum(1 for family in families if family is ALWAYS)
        families = [family for family in families if family is not ALWAYS]
        if threshold <= 0:
            return ALWAYS
        shared: dict[int, int] = {}
        for family in families:
            for event in family.singles:
                shared[event] = shared.get(event, 0) + 1
        singles = frozenset(event for event, count in shared.items() if count >= threshold)
        reached: list[list[Cut]] = [[_EMPTY]] + [[] for _ in range(threshold)]
        for family in families:
            own = [cut for cut in family.all() if not cut & singles]
            for count in range(threshold, 0, -1):
                if reached[count - 1]:
                    joined = reached[count] + self._product(reached[count - 1], own)
                    self._limit(joined)
                    reached[count] = _minimal(joined).all() if count < threshold else joined
        rest = _minimal(reached[threshold])
        return _absorbed(singles | rest.singles, rest.larger)

    def _product(self, left: Sequence[Cut], right: Sequence[Cut]) -> list[Cut]:
        if len(left) > len(right):
            left, right = right, left
        order = self.order
        by_size: dict[int, list[Cut]] = {}
        by_event: dict[int, list[Cut]] = {}
        for cut in right:
            by_size.setdefault(len(cut), []).append(cut)
            for event in cut:
                by_event.setdefault(event, []).append(cut)
        found: set[Cut] = set()
        for cut in left:
            room = order - len(cut)
            for size, those in by_size.items():
                if size <= room:
                    found.update(cut | other for other in those)
                else:
                    # Too large together unless they share an event.
                    near = {other for event in cut for other in by_event.get(event, ()) if len(other) == size}
                    found.update(union for other in near if len(union := cut | other) <= order)
            if len(found) > 2 * self._most:
                raise TooMany
        return list(found)

    def _limit(self, sets: Sequence[Cut]) -> None:
        if len(sets) > 2 * self._most:
            raise TooMany


def _minimal(cuts: Iterable[Cut]) -> Family:
    unique = set(cuts)
    if _EMPTY in unique:
        return ALWAYS
    singles = frozenset(event for cut in unique if len(cut) == 1 for event in cut)
    return _absorbed(singles, [cut for cut in unique if len(cut) > 1])


def _absorbed(singles: frozenset[int], larger: Iterable[Cut]) -> Family:
    """Return the family without sets that contain a smaller one (no set has more than three events)."""
    kept: set[Cut] = set()
    pairs = False
    for cut in sorted(set(larger), key=len):
        if not singles.isdisjoint(cut):
            continue
        if len(cut) == 3:
            one, two, three = cut
            inside = (_PAIR((one, two)), _PAIR((one, three)), _PAIR((two, three)))
            if pairs and not kept.isdisjoint(inside):
                continue
        else:
            pairs = True
        kept.add(cut)
    return Family(singles, list(kept))
