"""Wiring for a page: all routes are found, each once, and nobody asks what a change of something concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.wiring import Wiring, touching
from archdraw.core.geometry import box_of_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.drawing.finding import Route
    from archdraw.core.geometry import Box


class PageWiring(Wiring):
    """Finds routes as they are on the screen; of every box it says that all connections may show in it."""

    def _put_reaches(self) -> None:
        """Keep nothing."""

    def _put_reach(self, key: str) -> None:
        """Keep nothing."""

    def raw(self, key: str) -> Route:
        """Return the corner points of a connection, before lanes are spread."""
        route = self._routes.get(key)
        if route is None:
            route = self._routes[key] = self.find(key)
            if not self._within(key, box_of_points(route)):
                self.strays.add(key)
        return route

    def _within(self, key: str, box: Box | None) -> bool:
        return box is None or self.reach(key).encloses(box)

    def without_strays(self, keys: Iterable[str], box: Box) -> list[str]:
        """Return the connections without those that lie in a box only beyond their reach."""
        return [key for key in keys if key not in self.strays or touching(self.reach(key), box)]

    def spans(self, box: Box) -> list[str]:
        """Return the connections that may show in a box: all."""
        return self.near(box)

    def near(self, box: Box) -> list[str]:
        """Return the connections that may touch a box, in document order: all that do not stray from it."""
        return self.without_strays(self.connections, box)

    def beside(self, box: Box, *, known: bool = False) -> list[str]:  # noqa: ARG002 - all are known
        """Return the same: nobody here asks for fewer."""
        return self.near(box)

    def cover(self, key: str, box: Box) -> None:
        """Keep nothing."""

    def uncover(self, key: str) -> None:
        """Keep nothing."""

    def concern(self, key: str, area: Box) -> None:
        """Keep nothing."""
