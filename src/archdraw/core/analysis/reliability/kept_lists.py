"""Cut sets that earlier runs have found: which they are does not hang on how probable anything is."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Hashable

    from archdraw.core.analysis.reliability.families import Family
    from archdraw.core.analysis.reliability.literals import Literals


@slotted
class KeptFamily:
    """All cut sets of a formula, or those up to an order, and the literals as they were numbered by then.

    With `bounded` what is left out is bounded by the probability of failure itself.
    """

    key: Hashable
    literals: Literals
    family: Family
    open_parts: list[int]
    order: int | None
    bounded: bool


@slotted
class KeptFamilies:
    """Cut sets in the order in which they were asked for.

    Literals are numbered as they are come by: what was found before is the same only where everything before
    was asked for in the same order.
    """

    found: list[KeptFamily] = field(default_factory=list)
    at: int = 0
    over: bool = False

    def begin(self) -> None:
        """Prepare for the next run."""
        self.at, self.over = 0, False

    def next(self, key: Hashable) -> KeptFamily | None:
        """Return what is known of a formula, if it is its turn."""
        if self.over:
            return None
        if self.at < len(self.found) and self.found[self.at].key == key:
            self.at += 1
            return self.found[self.at - 1]
        del self.found[self.at :]
        return None

    def keep(self, one: KeptFamily) -> None:
        """Keep what has just been asked for."""
        if not self.over:
            self.found.append(one)
            self.at += 1

    def end(self) -> None:
        """Keep nothing more of this run: something has been asked for that can't be kept."""
        if not self.over:
            del self.found[self.at :]
            self.over = True
