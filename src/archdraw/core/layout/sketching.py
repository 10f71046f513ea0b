"""What the outside engine is asked for: ranks and order of a large graph, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.layout.engine import LayoutError, run_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

# Smaller graphs are drawn as well, and sooner, without the engine.
LEAST_NODES = 24
_POINTS_PER_INCH = 72.0

Sketch = list[tuple[int, float]]
"""Rank, and place across, of each node."""


class Sketches:
    """Sketches of graphs by the engine, each made once; without an engine, or after a failure, none.

    `remark` is then a sentence for the user. All sketches together may take `timeout_s` seconds.
    """

    def __init__(self, timeout_s: float, should_stop: Callable[[], bool] | None = None) -> None:
        self.remark = ""
        self._left_s = timeout_s
        self._timeout_s = timeout_s
        self._should_stop = should_stop
        self._known: dict[Hashable, Sketch | None] = {}

    def sketch(
        self, key: Hashable, sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]]
    ) -> Sketch | None:
        """Return the sketch of a graph with nodes of these sizes (along, across), or None.

        Raises
        ------
        LayoutCancelled
            When nobody wants it any more.
        """
        if len(sizes) < LEAST_NODES or self.remark:
            return None
        if key not in self._known:
            self._known[key] = self._made(sizes, pairs)
        return self._known[key]

    def _made(self, sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]]) -> Sketch | None:
        from time import monotonic

        begun = monotonic()
        try:
            answer = run_engine(
                dot_text(sizes, pairs), timeout_s=max(0.1, self._left_s), should_stop=self._should_stop
            )
            self._left_s -= monotonic() - begun
            return read_sketch(len(sizes), answer)
        except LayoutError as error:
            self.remark = f"{error} ArchDraw's own layout was used instead."
            return None


def dot_text(sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]]) -> str:
    """Return a graph in the DOT language, ranks from top to bottom; nodes are numbers without names."""
    import graphviz

    graph = graphviz.Digraph(
        graph_attr={"splines": "false", "ranksep": "1.2", "nodesep": "0.5"},
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )
    for number, (along, across) in enumerate(sizes):
        graph.node(
            f"n{number}", width=f"{across / _POINTS_PER_INCH:.4f}", height=f"{along / _POINTS_PER_INCH:.4f}"
        )
    for source, target in pairs:
        graph.edge(f"n{source}", f"n{target}")
    return str(graph.source)


def read_sketch(count: int, answer: dict[str, Any]) -> Sketch:
    """Return ranks and places from the engine's answer.

    Raises
    ------
    LayoutError
        When the answer is not about the graph.
    """
    places: dict[int, tuple[float, float]] = {}
    try:
        for entry in answer.get("objects", ()):
            x, y = (float(part) for part in entry["pos"].split(","))
            places[int(entry["name"][1:])] = (round(-y, 1), x)
    except (KeyError, ValueError, TypeError, AttributeError):
        places = {}
    if sorted(places) != list(range(count)):
        message = "The layout engine left elements out."
        raise LayoutError(message)
    ranks = {level: rank for rank, level in enumerate(sorted({level for level, _ in places.values()}))}
    return [(ranks[places[node][0]], places[node][1]) for node in range(count)]
