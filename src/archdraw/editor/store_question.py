"""Asking what a store is needed for: the class that follows, what a partition does, and making it so."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.choosing import attributes_for, need_of, with_need
from archdraw.core.analysis.consistency.classing import classify, writes_into
from archdraw.core.analysis.consistency.partition import partition, separable, why_not_apart
from archdraw.core.model import element_name
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import update

if TYPE_CHECKING:
    from archdraw.core.analysis.consistency.choosing import Need
    from archdraw.core.analysis.consistency.records import Partition
    from archdraw.core.analysis.store_consistency import StoreConsistency
    from archdraw.core.model import Component, Design, Group
    from archdraw.editor.workspace import Workspace


class StoreQuestion:
    """One store, the answers given so far, and what would follow from them; nothing changes until `apply`.

    Raises
    ------
    EditRefused
        There is no such component.
    """

    def __init__(self, desk: Workspace, store_id: str) -> None:
        self._desk = desk
        self._design: Design = desk.design
        found = self._design.component_by_id.get(store_id)
        if found is None:
            raise EditRefused(f"There is no “{store_id}” any more.")
        self.store: Component = found
        self.name = element_name(self._design, store_id)
        self.present: StoreConsistency = self._judged(self._design, self.store)
        # None: as it is drawn now.
        self.need: Need | None = None

    @property
    def suggested(self) -> Need:
        """The answers that lead to what the store is now."""
        return need_of(self.present.pacelc)

    @property
    def judged(self) -> StoreConsistency:
        """What holds for the store with the answers given."""
        return self._judged(self.planned, self.planned.component_by_id[self.store.id])

    @property
    def planned(self) -> Design:
        """The design with the answers given."""
        if self.need is None:
            return self._design
        changed = with_need(self.store, self._desk.catalog, self.need)
        components = tuple(changed if one.id == changed.id else one for one in self._design.components)
        planned: Design = self._design.revised(components=components)
        return planned

    @property
    def changes(self) -> bool:
        """Whether there is anything to apply."""
        return self.need is not None and with_need(self.store, self._desk.catalog, self.need) != self.store

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups that a cut may run between."""
        return separable(self._design, self._desk.catalog)

    def first_pair(self) -> tuple[str, str] | None:
        """Return two groups to begin with: those that the copies of the store stand in, else any."""
        own = [one for one in self.store.domains if one in self._design.group_by_id]
        for names in (own, [group.id for group in self.groups]):
            for at, first in enumerate(names):
                for second in names[at + 1 :]:
                    if why_not_apart(self._design, first, second) is None:
                        return first, second
        return None

    def cut(self, first: str, second: str) -> Partition:
        """Return what a cut between two groups does with the answers given.

        Raises
        ------
        EditRefused
            No network can be cut between these two.
        """
        reason = why_not_apart(self._design, first, second)
        if reason is not None:
            raise EditRefused(reason)
        return partition(self.planned, self._desk.catalog, first, second)

    def attribute_lines(self) -> list[str]:
        """Return the attributes that would be set or taken away, as "write_quorum = 2"."""
        if self.need is None:
            return []
        wanted = attributes_for(self.store, self._desk.catalog, self.need)
        return [
            f"{name} = {value}" if value is not None else f"without {name}"
            for name, value in wanted.items()
            if self.store.attributes.get(name) != value
        ]

    def apply(self) -> None:
        """Give the store its attributes, in one step.

        Raises
        ------
        EditRefused
            Nothing would change, the store has changed meanwhile, or the document is read-only.
        """
        if self.need is None or not self.changes:
            raise EditRefused(f"“{self.name}” already is like that.")
        if self._desk.component(self.store.id) != self.store:
            raise EditRefused("The store has changed since this was worked out; ask again.")
        changed = with_need(self.store, self._desk.catalog, self.need)
        fields = {"attributes": dict(changed.attributes)}
        update(self._desk, "components", self.store.id, fields, f"Consistency of {self.name}")

    def _judged(self, design: Design, store: Component) -> StoreConsistency:
        rates = self._desk.traffic.stated_rates()
        return classify(design, self._desk.catalog, store, writes=writes_into(design, store, rates))
