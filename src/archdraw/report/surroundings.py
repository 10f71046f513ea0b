"""The system as one card, clients on its left, systems of others on its right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archdraw.core.model import Design, Group, Placement, View

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Component

VIEW = "surroundings"
_SIDE = 300.0
_ROW = 104.0
# More neighbours than this on one side stand in a further column.
_TALL = 8
_COLUMN = 208.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The redrawn design with one view, and what stands around the system.

    Attributes
    ----------
    design
        Clients and systems of others as they are; all the rest folded into the group `system`.
    clients, others
        Ids of those that use it, and of systems that somebody else runs.
    """

    design: Design
    system: str
    clients: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def neighbours(self) -> tuple[str, ...]:
        """All that stands around the system."""
        return (*self.clients, *self.others)


def surroundings_of(design: Design, catalog: Catalog) -> Surroundings | None:
    """Return the system and what surrounds it; None where nothing does, or nothing is inside."""

    def family(component: Component) -> str:
        return catalog.kind(component.kind).family if catalog.is_known(component.kind) else ""

    clients = tuple(one.id for one in design.components if family(one) == "client")
    others = tuple(one.id for one in design.components if family(one) == "external")
    around = {*clients, *others}
    if not around or len(around) == len(design.components):
        return None
    taken = {one.id for one in (*design.components, *design.connections, *design.journeys)}
    system = next(name for number in range(len(taken) + 1) if (name := f"system-{number}") not in taken)
    group = Group(id=system, kind="bounded_context", name=design.title or "The system")
    components = tuple(
        one.revised(parent=None if one.id in around else system, domains=()) for one in design.components
    )
    nodes = _placements(clients, others, system)
    view = View(id=VIEW, name="Context", nodes=nodes)
    redrawn = Design(
        title=design.title,
        components=components,
        groups=(group,),
        connections=design.connections,
        styles=design.styles,
        views=(view,),
    )
    return Surroundings(redrawn, system, clients, others)


def _placements(clients: tuple[str, ...], others: tuple[str, ...], system: str) -> dict[str, Placement]:
    """Return where everything stands; both sides in the middle of the height that the longer one takes."""
    height = max(1, *(min(len(side), _TALL) for side in (clients, others)))
    nodes = {system: Placement(x=0.0, y=(height - 1) * _ROW / 2, collapsed=True)}
    for side, names in ((-1.0, clients), (1.0, others)):
        for start in range(0, len(names), _TALL):
            column = names[start : start + _TALL]
            x = side * (_SIDE + _COLUMN * (start // _TALL))
            above = (height - len(column)) * _ROW / 2
            for index, name in enumerate(column):
                nodes[name] = Placement(x=x, y=above + index * _ROW)
    return nodes
