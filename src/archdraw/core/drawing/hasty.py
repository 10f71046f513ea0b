"""Wiring for a picture that is made once, of a drawing so large that lines look for no way around.

Nobody asks where its lines run, and nothing in it changes: of all that a scene keeps to follow changes and to
answer questions, only what routes are made of is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.wiring import Wiring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from archdraw.core.drawing.finding import Route
    from archdraw.core.drawing.groups import Titled
    from archdraw.core.geometry import Box


class HastyWiring(Wiring):
    """Finds quick routes; of every box it says that all connections may show in it."""

    searches = 0

    def _put_boxes(self, components: Iterable[str], groups: Iterable[str]) -> None:
        # Only lines that were led by hand look at what stands around them.
        self._later: tuple[Iterable[str], Iterable[str]] | None = (components, groups)

    def _put_reaches(self) -> None:
        """Keep nothing."""

    def _put_reach(self, key: str) -> None:
        """Keep nothing."""

    def _list_ends(self) -> None:
        # What is drawn all at once asks for none of them.
        self._listed = False

    def at(self, element_id: str) -> tuple[str, ...]:
        """Return the connections that begin or end at a component, in document order."""
        self._ends()
        return super().at(element_id)

    def rank(self, key: str) -> int:
        """Return the place of a connection in the document."""
        self._ends()
        return super().rank(key)

    def _ends(self) -> None:
        if not self._listed:
            self._listed = True
            super()._list_ends()

    def _boxes(self) -> None:
        if self._later is not None:
            boxes, self._later = self._later, None
            super()._put_boxes(*boxes)

    def raw(self, key: str) -> Route:
        """Return the corner points of a connection."""
        route = self._routes.get(key)
        if route is None:
            route = self._routes[key] = self.find(key)
        return route

    def spans(self, box: Box) -> list[str]:  # noqa: ARG002 - it is the same for every box
        """Return all connections."""
        return list(self.connections)

    def cover(self, key: str, box: Box) -> None:
        """Keep nothing."""

    def uncover(self, key: str) -> None:
        """Keep nothing."""

    def concern(self, key: str, area: Box) -> None:
        """Keep nothing."""

    def solids(self) -> Collection[str]:
        """Return the ids of all components."""
        self._boxes()
        return super().solids()

    def solids_near(self, box: Box) -> list[str]:
        """Return the ids of the components that touch a box."""
        self._boxes()
        return super().solids_near(box)

    def groups_near(self, box: Box) -> list[Titled]:
        """Return the groups that touch a box."""
        self._boxes()
        return super().groups_near(box)
