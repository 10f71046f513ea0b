"""Traffic equations: visits to each component per request of a journey."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.graphs import strong_components
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archdraw.core.model import Connection

Edges = list[tuple["Connection", float]]


@frozen
class Visits:
    """Visits per request of the journey, by component and by connection."""

    components: dict[str, float] = field(default_factory=dict)
    connections: dict[str, float] = field(default_factory=dict)


class AmplificationLoop(Exception):  # noqa: N818 - a property of the design, reported as a warning
    """A ring of calls makes at least one call per call: the load has no finite solution.

    `components` are the members of the ring.
    """

    def __init__(self, components: Sequence[str]) -> None:
        super().__init__(f"The calls among {', '.join(components)} multiply without end.")
        self.components = tuple(components)


def visits(entry: str, edges: Callable[[str], Edges]) -> Visits:
    """Solve v = e + vᵀG along the call graph, ring by ring (semantics §6).

    Parameters
    ----------
    entry
        The component that gets one request.
    edges
        Per component its connections with calls per handled request.

    Raises
    ------
    AmplificationLoop
        The spectral radius of the calls within a ring is 1 or more.
    """
    known: dict[str, Edges] = {}

    def following(node: str) -> list[str]:
        if node not in known:
            known[node] = edges(node)
        return list(dict.fromkeys(connection.target for connection, _ in known[node]))

    found: dict[str, float] = {}
    inflow: dict[str, float] = {entry: 1.0}
    over: dict[str, float] = {}
    for ring in reversed(strong_components([entry], following)):
        inside = {node: place for place, node in enumerate(ring)}
        if len(ring) == 1:
            found[ring[0]] = inflow.get(ring[0], 0.0)
        else:
            found.update(_solve_ring(ring, inside, known, inflow))
        for node in ring:
            for connection, calls in known[node]:
                over[connection.id] = found[node] * calls
                if connection.target not in inside:
                    inflow[connection.target] = inflow.get(connection.target, 0.0) + found[node] * calls
    return Visits(found, over)


def _solve_ring(
    ring: Sequence[str], inside: Mapping[str, int], edges: Mapping[str, Edges], inflow: Mapping[str, float]
) -> dict[str, float]:
    """Solve (I − Gᵀ)v = inflow by elimination.

    The matrix is a non-singular M-matrix, which is the same as: spectral radius below 1, exactly when
    every pivot without exchange is positive (A. Berman, R. J. Plemmons, "Nonnegative Matrices in the
    Mathematical Sciences", theorem 6.2.3).
    """
    size = len(ring)
    matrix = [[0.0] * size for _ in range(size)]
    right = [inflow.get(node, 0.0) for node in ring]
    for node, place in inside.items():
        matrix[place][place] += 1.0
        for connection, calls in edges[node]:
            target = inside.get(connection.target)
            if target is not None:
                matrix[target][place] -= calls
    for pivot in range(size):
        if matrix[pivot][pivot] <= 1e-12:
            raise AmplificationLoop(ring)
        for row in range(pivot + 1, size):
            factor = matrix[row][pivot] / matrix[pivot][pivot]
            if factor:
                for column in range(pivot, size):
                    matrix[row][column] -= factor * matrix[pivot][column]
                right[row] -= factor * right[pivot]
    solved = [0.0] * size
    for row in range(size - 1, -1, -1):
        rest = sum(matrix[row][column] * solved[column] for column in range(row + 1, size))
        solved[row] = (right[row] - rest) / matrix[row][row]
    return dict(zip(ring, solved, strict=True))
