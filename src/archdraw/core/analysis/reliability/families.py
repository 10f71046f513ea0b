"""Families of minimal cut sets: the sets of one node, none of which contains another."""

from __future__ import annotations

from collections.abc import Iterable

Cut = frozenset[int]
EMPTY: Cut = frozenset()


class Family:
    """Minimal cut sets of one node: single literals, and larger sets that contain none of them."""

    __slots__ = ("larger", "singles")

    def __init__(self, singles: frozenset[int], larger: list[Cut]) -> None:
        self.singles = singles
        self.larger = larger

    def __len__(self) -> int:
        return len(self.singles) + len(self.larger)

    def all(self) -> list[Cut]:
        """Return every set."""
        return [frozenset((one,)) for one in self.singles] + self.larger


NEVER = Family(frozenset(), [])
ALWAYS = Family(frozenset(), [EMPTY])


def minimal(cuts: Iterable[Cut]) -> Family:
    """Return the family of the sets that contain no other."""
    unique = set(cuts)
    if EMPTY in unique:
        return ALWAYS
    singles = frozenset(event for cut in unique if len(cut) == 1 for event in cut)
    return absorbed(singles, [cut for cut in unique if len(cut) > 1])


def absorbed(singles: frozenset[int], larger: Iterable[Cut]) -> Family:
    """Return the family without sets that contain a smaller one."""
    kept = sorted({cut for cut in larger if singles.isdisjoint(cut)} if singles else set(larger), key=len)
    longest = len(kept[-1]) if kept else 0
    if not kept or len(kept[0]) == longest:
        return Family(singles, kept)
    smaller = _Smaller()
    found: list[Cut] = []
    for cut in kept:
        if not smaller.within(cut):
            found.append(cut)
            if len(cut) < longest:
                smaller.add(cut)
    return Family(singles, found)


class _Smaller:
    """Finds out whether a set contains one of those added before; they come in order of size."""

    def __init__(self) -> None:
        # By each member of a pair the other ones.
        self._partners: dict[int, set[int]] = {}
        # Larger sets by one of their members: every set that contains one holds that member too.
        self._by_member: dict[int, list[Cut]] = {}

    def add(self, cut: Cut) -> None:
        if len(cut) == 2:
            one, two = cut
            self._partners.setdefault(one, set()).add(two)
            self._partners.setdefault(two, set()).add(one)
        else:
            self._by_member.setdefault(min(cut), []).append(cut)

    def within(self, cut: Cut) -> bool:
        size = len(cut)
        if size == 2:
            return False
        for one in cut:
            partners = self._partners.get(one)
            if partners is not None and not partners.isdisjoint(cut):
                return True
        if size == 3:
            return False
        for member in cut:
            for other in self._by_member.get(member, ()):
                if len(other) < size and other <= cut:
                    return True
        return False
