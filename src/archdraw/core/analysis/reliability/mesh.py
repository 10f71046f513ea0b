"""Networks of cables: how probable it is that some places are cut off from each other.

Links work in both directions; links and nodes fail independently. The nodes are taken in one after the
other, and of everything behind them only counts which of the nodes still open are connected: the boundary.
J. Carlier and C. Lucet, "A decomposition algorithm for network reliability evaluation", Discrete Applied
Mathematics 65, 1996. Time grows with the width of the network, not with its length.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.mesh_order import Step, steps_of
from archdraw.core.analysis.reliability.mesh_states import CONNECTED, FIRST, SEPARATED, branches
from archdraw.core.analysis.structure.cancelling import check
from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archdraw.core.analysis.reliability.mesh_states import State
    from archdraw.core.analysis.structure.cancelling import Stop

MOST_STATES = 50_000
# Of so many states in all, what follows from each is remembered for the importances.
MOST_REMEMBERED = 2_000_000


class MeshError(ValueError):
    """The network can't be solved; the message says why."""


@frozen
class Link:
    """A cable between two nodes that is down with a probability."""

    id: str
    ends: tuple[str, str]
    failure: float = 0.0


@frozen
class Mesh:
    """Nodes with their probability of being down, and links; a node that only a link names never fails."""

    links: tuple[Link, ...]
    nodes: Mapping[str, float] = field(default_factory=dict)

    @property
    def all_nodes(self) -> tuple[str, ...]:
        """Every node, in the order in which they are named."""
        return tuple(dict.fromkeys((*self.nodes, *(end for link in self.links for end in link.ends))))


@frozen
class MeshSolution:
    """P(not all terminals are up and connected), exact.

    `birnbaum` is by node and link that may fail P(cut off | down) − P(cut off | up), 0 for the others, None
    where the network is too large for it; `single_points` are those that alone cut a terminal off;
    `states` is the width that was needed.
    """

    unavailability: float
    birnbaum: dict[str, float] | None
    single_points: tuple[str, ...]
    states: int


def solve_mesh(
    mesh: Mesh,
    terminals: Collection[str],
    *,
    most_states: int = MOST_STATES,
    most_remembered: int = MOST_REMEMBERED,
    should_stop: Stop | None = None,
) -> MeshSolution:
    """Return how probable it is that the terminals (two, several or all nodes) are not connected.

    Only terms of failure are added up, so small probabilities keep their digits.

    Raises
    ------
    MeshError
        No terminal, an unknown one, or a network wider than `most_states` states.
    AnalysisCancelled
        `should_stop` said so.
    """
    known = mesh.all_nodes
    wanted = tuple(dict.fromkeys(terminals))
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        said = f"there is no node “{unknown[0]}” in the network" if unknown else "no node is named"
        raise MeshError(f"Nothing can be connected: {said}.")
    points = _single_points(mesh, wanted)
    names = (*known, *(link.id for link in mesh.links))
    inside = _reached(mesh, wanted[0], set())
    if not inside.issuperset(wanted):
        return MeshSolution(1.0, dict.fromkeys(names, 0.0), points, 0)
    steps = steps_of(known, [(link.id, link.ends) for link in mesh.links], inside, wanted)
    failures = {link.id: link.failure for link in mesh.links}
    chances = [mesh.nodes.get(s.name, 0.0) if s.is_node else failures[s.name] for s in steps]
    run = _Run(steps, chances, most_states, most_remembered, should_stop)
    birnbaum = run.slopes()
    if birnbaum is not None:
        birnbaum = {name: birnbaum.get(name, 0.0) for name in names}
    return MeshSolution(min(1.0, run.failed), birnbaum, points, run.widest)


class _Run:
    """All steps forward: the chance of every state of the boundary, and what was cut off on the way."""

    def __init__(
        self,
        steps: Sequence[Step],
        chances: Sequence[float],
        most: int,
        most_remembered: int,
        should_stop: Stop | None,
    ) -> None:
        self._steps, self._chances, self._stop = steps, chances, should_stop
        self.failed, self.widest = 0.0, 1
        self._following: list[list[tuple[int, int]]] | None = []
        self._masses: list[list[float]] = []
        states: dict[State, int] = {FIRST: 0}
        masses, remembered = [1.0], 0
        for step, chance in zip(steps, chances, strict=True):
            check(should_stop)
            after: dict[State, int] = {}
            gathered: list[float] = []
            following: list[tuple[int, int]] = []
            for state, mass in zip(states, masses, strict=True):
                places = []
                for part, reached in zip((chance, 1.0 - chance), branches(state, step), strict=True):
                    if part <= 0.0:
                        continue  # what can't be is no state
                    if not isinstance(reached, tuple):
                        self.failed += mass * part if reached == SEPARATED else 0.0
                        places.append(reached)
                        continue
                    place = after.setdefault(reached, len(after))
                    if place == len(gathered):
                        gathered.append(0.0)
                    gathered[place] += mass * part
                    places.append(place)
                following.append((places[0], places[-1]))
            if len(after) > most:
                raise MeshError(
                    f"The network is too wide: it needs more than {most:,} states at “{step.name}”."
                )
            remembered += len(following)
            if self._following is not None and remembered <= most_remembered:
                self._following.append(following)
                self._masses.append(masses)
            else:
                self._following = None
            states, masses = after, gathered
            self.widest = max(self.widest, len(after))

    def slopes(self) -> dict[str, float] | None:
        """Return ∂P(cut off)/∂q of every node and link: one pass back."""
        if self._following is None:
            return None
        found: dict[str, float] = {}
        values: list[float] = []
        settled = {SEPARATED: 1.0, CONNECTED: 0.0}
        passes = zip(self._steps, self._chances, self._masses, self._following, strict=True)
        for step, chance, masses, following in reversed(list(passes)):
            check(self._stop)
            before: list[float] = []
            slope = 0.0
            for mass, (down, up) in zip(masses, following, strict=True):
                lost = values[down] if down >= 0 else settled[down]
                kept = values[up] if up >= 0 else settled[up]
                slope += mass * (lost - kept)
                before.append(chance * lost + (1.0 - chance) * kept)
            found[step.name] = slope
            values = before
        return found


def _reached(mesh: Mesh, start: str, lost: Collection[str]) -> set[str]:
    beside: dict[str, list[str]] = {}
    for link in mesh.links:
        if link.id not in lost:
            for here, there in (link.ends, link.ends[::-1]):
                if here not in lost and there not in lost:
                    beside.setdefault(here, []).append(there)
    return set(reach(start, lambda node: beside.get(node, ())))


def _single_points(mesh: Mesh, terminals: Sequence[str]) -> tuple[str, ...]:
    """Return nodes and links that can fail and whose loss alone leaves a terminal lost or cut off."""
    failing = [name for name in mesh.all_nodes if mesh.nodes.get(name, 0.0) > 0.0]
    failing += [link.id for link in mesh.links if link.failure > 0.0]
    return tuple(
        name
        for name in failing
        if name in terminals or not _reached(mesh, terminals[0], {name}).issuperset(terminals)
    )
