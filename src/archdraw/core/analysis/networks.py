"""Networks of cables in the drawing: which calls go over them, and when they are cut off (R11).

A call between two components that cables join needs a way between them. "No way is left" is written into the
formula of the call, as a diagram over the boundary of the network (see reliability/mesh): each state of it is
one node, and since losing more never connects more, it is low ∨ (x ∧ high). So networks mix with everything
else: what stands on the way is the component that the rest of the drawing speaks of.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.mesh_order import steps_of
from archdraw.core.analysis.reliability.mesh_states import CONNECTED, FIRST, SEPARATED, branches
from archdraw.core.analysis.structure.events import Unit
from archdraw.core.analysis.structure.formula import FAILS, WORKS
from archdraw.core.analysis.structure.whole_networks import Narrowed, Network
from archdraw.core.model import is_cable
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archdraw.core.analysis.reliability.mesh_order import Step
    from archdraw.core.analysis.reliability.mesh_states import State
    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Connection, Design

# What passes on what is not meant for it; services, stores and clients are ends only.
_RELAYING = ("router", "infrastructure", "other")
_OVER_NETWORKS = ("call", "publish", "deliver")
# Of more states than this the ways that take long turns are left out, which never makes it look better.
MOST_STATES = 20_000
# From so many on they keep their order, in which they are a small diagram.
_SMALL = 60
_SLACKS = (None, 4, 2, 1, 0)


class Cables:
    """The cables of a design and who relays, as a graph that works both ways."""

    def __init__(self, design: Design, catalog: Kinds) -> None:
        known = design.component_by_id
        self.links = [
            c
            for c in design.connections
            if is_cable(c) and c.source in known and c.target in known and c.source != c.target
        ]
        self.beside: dict[str, list[tuple[str, str]]] = {}
        for link in self.links:
            self.beside.setdefault(link.source, []).append((link.target, link.id))
            self.beside.setdefault(link.target, []).append((link.source, link.id))
        self.relays = {one for one in self.beside if catalog.kind(known[one].kind).role in _RELAYING}

    def distances(self, start: str, end: str, lost: Collection[str] = ()) -> dict[str, int]:
        """Return how many cables each component is away from `start`, on ways that only relays pass on.

        `end` is reached but not passed; what is in `lost` (components, cables) is not there.
        """
        found = {start: 0}
        row = deque([start])
        while row:
            here = row.popleft()
            if here == end or (here != start and here not in self.relays):
                continue
            for other, link in self.beside.get(here, ()):
                if other not in found and link not in lost and other not in lost:
                    found[other] = found[here] + 1
                    row.append(other)
        return found

    def led(self, connection: Connection) -> bool:
        """Tell whether a connection goes over cables: both of its ends are on one network."""
        if connection.kind not in _OVER_NETWORKS or connection.source == connection.target:
            return False
        if connection.source not in self.beside or connection.target not in self.beside:
            return False
        return connection.target in self.distances(connection.source, connection.target)

    def cut_off(self, connections: Iterable[Connection], lost: Collection[str]) -> set[str]:
        """Return the connections that go over cables and have no way left once everything in `lost` is down.

        Whether their own ends are down does not matter.
        """
        if not self.links:
            return set()
        found = set()
        for one in connections:
            if self.led(one):
                between = set(lost) - {one.source, one.target}
                if one.target not in self.distances(one.source, one.target, between):
                    found.add(one.id)
        return found


def lead_over_cables(design: Design, catalog: Kinds, system: System) -> None:
    """Add to the failure of every connection that goes over cables that no way is left.

    `System.network_of` gets the components and cables that ways may take, `System.narrowed` the connections
    of which long turns were left out, with what tells for a state whether really no way is left.
    """
    cables = Cables(design, catalog)
    if not cables.links:
        return
    network = Network(cables.beside, cables.relays)
    known: dict[tuple[str, str], _Led] = {}
    for connection in design.connections:
        if not cables.led(connection):
            continue
        first, second = sorted((connection.source, connection.target))
        if (first, second) not in known:
            known[first, second] = _between(cables, system, first, second)
        led = known[first, second]
        system.network_of[connection.id] = led.parts
        own = system.connection_node.get(connection.id)
        formula = system.formula
        if led.unit is not None:
            whole = formula.any_of([formula.var(led.unit), *(() if own is None else (own,))])
            system.narrowed[connection.id] = Narrowed(
                own, whole, led.unit, network, (first, second), len(led.parts), led.all
            )
        node = led.node if own is None else formula.any_of((own, led.node))
        if node != WORKS:
            system.connection_node[connection.id] = node


@frozen
class _Led:
    """The node that fails when two components are cut off, and what ways may take, of `all` that lie on one.

    `unit` stands for "no way is left" where not all ways are in the node.
    """

    node: int
    parts: tuple[str, ...]
    all: int
    unit: int | None = None


def _whole_unit(system: System, first: str, second: str) -> int:
    """Add the unit that stands for "no way is left", which only a search through the network tells."""
    system.units.append(Unit(len(system.units), f"{first}–{second}"))
    return system.units[-1].index


def _between(cables: Cables, system: System, first: str, second: str) -> _Led:
    """Return how the call between two components comes apart."""
    near, far = cables.distances(first, second), cables.distances(second, first)
    shortest = near[second]
    every = 0
    for slack in _SLACKS:
        inside = {
            one
            for one in near.keys() & far.keys()
            if (one in cables.relays or one in (first, second))
            and (slack is None or near[one] + far[one] <= shortest + slack)
        }
        links = [c for c in cables.links if c.source in inside and c.target in inside]
        parts = (*sorted(inside - {first, second}), *(c.id for c in links))
        every = max(every, len(parts))
        steps = steps_of(
            sorted(inside), [(c.id, (c.source, c.target)) for c in links], inside, (first, second)
        )
        chances = _elements(system, steps, (first, second))
        node = _formula_of(system, steps, chances)
        if node is not None:
            return _Led(node, parts, every, None if slack is None else _whole_unit(system, first, second))
    # So many ways of the same length: one of them.
    way, stretches = _one_way(cables, near, first, second)
    nodes = [system.role[one] for one in way]
    nodes += [system.connection_node[link] for link in stretches if link in system.connection_node]
    return _Led(system.formula.any_of(nodes), (*way, *stretches), every, _whole_unit(system, first, second))


def _elements(system: System, steps: Sequence[Step], ends: Collection[str]) -> list[int]:
    """Return the node of the formula that each step is about; the ends are judged for themselves."""
    return [
        (WORKS if step.name in ends else system.role[step.name])
        if step.is_node
        else system.connection_node.get(step.name, WORKS)
        for step in steps
    ]


def _formula_of(system: System, steps: Sequence[Step], elements: Sequence[int]) -> int | None:
    """Return the node that fails when the terminals of the steps are apart; None where it is too wide."""
    layers: list[list[tuple[int, int]]] = []
    states: dict[State, int] = {FIRST: 0}
    total = 0
    for step, element in zip(steps, elements, strict=True):
        after: dict[State, int] = {}
        following: list[tuple[int, int]] = []
        for state in states:
            down, up = (
                reached if not isinstance(reached, tuple) else after.setdefault(reached, len(after))
                for reached in (
                    branches(state, step) if element != WORKS else (branches(state, step)[1],) * 2
                )
            )
            following.append((down, up))
        layers.append(following)
        total += len(following)
        if total > MOST_STATES:
            return None
        states = after
    formula = system.formula
    values: list[int] = []
    settled = {SEPARATED: FAILS, CONNECTED: WORKS}
    for element, following in zip(reversed(elements), reversed(layers), strict=True):
        nodes = []
        for down, up in following:
            lost = values[down] if down >= 0 else settled[down]
            kept = values[up] if up >= 0 else settled[up]
            nodes.append(_either(formula, element, lost, kept, boxed=total > _SMALL))
        values = nodes
    if total > _SMALL and values[0] > FAILS:
        formula.boxes[values[0]] = tuple(dict.fromkeys(one for one in elements if one != WORKS))
    return values[0]


def _either(formula: Formula, element: int, lost: int, kept: int, *, boxed: bool) -> int:
    """Return what is `lost` while the element is down and `kept` while it is up, where losing never helps."""
    if lost == kept or element == WORKS:
        return kept
    if not boxed:
        return formula.any_of((kept, formula.all_of((element, lost))))
    # Inside of a box elements stay whole: its order names them, not what they are made of.
    both = element if lost in (FAILS, element) else formula.gate(2, tuple(sorted((element, lost))))
    return both if kept in (WORKS, both) else formula.gate(1, tuple(sorted((kept, both))))


def _one_way(cables: Cables, near: Mapping[str, int], first: str, second: str) -> tuple[list[str], list[str]]:
    """Return the components between two others on one shortest way, and its cables."""
    way: list[str] = []
    links: list[str] = []
    here = second
    while here != first:
        here, link = min(
            (other, link) for other, link in cables.beside[here] if near.get(other, -1) == near[here] - 1
        )
        links.append(link)
        if here != first:
            way.append(here)
    return way, links
