"""Which components fail a journey by themselves, and how that changes with an edit."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import counted
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.analysis.reliability.calls import Calls

# Of all scenarios.
_EVERY = -1


@slotted
class CallPoints:
    """By component the word of the scenarios that fail it: in each one component has failed.

    The components are in order, `rank` is their place there: each after all that it calls.
    """

    every: Sequence[str]
    rank: dict[str, int]
    words: dict[str, int]

    def needed(self, calls: Calls) -> set[str]:
        """Return the components that fail the journey by themselves."""
        return {self.every[at] for at in bits(self.words[calls.entry])}

    def after(
        self, calls: Calls, others: Iterable[str], callers: Callable[[str], Iterable[str]]
    ) -> CallPoints:
        """Return what follows where some components require other things by now, or are new."""
        every, rank, words = list(self.every), dict(self.rank), dict(self.words)
        for one in others:
            if one not in rank:
                rank[one] = len(every)
                words[one] = 0
                every.append(one)
        found = CallPoints(every, rank, words)
        waiting = [(rank[one], one) for one in others]
        heapify(waiting)
        while waiting:
            _, one = heappop(waiting)
            word = found.word(calls, one)
            if word != words[one]:
                words[one] = word
                for caller in callers(one):
                    heappush(waiting, (rank[caller], caller))
        return found

    def word(self, calls: Calls, component: str) -> int:
        """Return the word of a component from those of what it calls."""
        words = self.words
        word = 1 << self.rank[component]
        for threshold, members in calls.needs(component):
            if len(members) == 1:
                word |= words[next(iter(members))]
            else:
                word |= counted(threshold, [words[one] for one in members], _EVERY)
        return word


def call_points(calls: Calls, every: Sequence[str]) -> CallPoints:
    """Return the words of components, which come after all that they call."""
    found = CallPoints(every, {one: at for at, one in enumerate(every)}, {})
    for one in every:
        found.words[one] = found.word(calls, one)
    return found
