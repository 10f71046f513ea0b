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
        if len(sizes) < LEAST_NODES:
            return None
        if key not in self._known:
            places = self.places(len(sizes), dot_text(sizes, pairs))
            self._known[key] = None if places is None else ranked(places)
        return self._known[key]

    def places(self, count: int, text: str) -> list[tuple[float, float]] | None:
        """Return where the engine puts the nodes n0, n1 … of a graph: down and across; None where it fails.

        Raises
        ------
        LayoutCancelled
            When nobody wants it any more.
        """
        from time import monotonic

        if self.remark:
            return None
        begun = monotonic()
        try:
            answer = run_engine(text, timeout_s=max(0.1, self._left_s), should_stop=self._should_stop)
            self._left_s -= monotonic() - begun
            return read_places(count, answer)
        except LayoutError as error:
            self.remark = f"{error} ArchDraw's own layout was used instead."
            return None


def dot_text(sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]]) -> str:
    """Return a graph in the DOT language, ranks from top to bottom; nodes are numbers without names."""
    graph = new_graph()
    for number, size in enumerate(sizes):
        add_node(graph, number, *size)
    for source, target in pairs:
        graph.edge(f"n{source}", f"n{target}")
    return str(graph.source)


def new_graph(**settings: str) -> Any:
    """Return an empty graph whose boxes have no text and whose lines are not looked for."""
    import graphviz

    return graphviz.Digraph(
        graph_attr={"splines": "false", "ranksep": "1.2", "nodesep": "0.5", **settings},
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )


def add_node(graph: Any, number: int, along: float, across: float) -> None:
    """Add a box of these extents in drawing units; the engine's ranks run down, which is along."""
    width, height = (f"{extent / _POINTS_PER_INCH:.4f}" for extent in (across, along))
    graph.node(f"n{number}", width=width, height=height)


def read_places(count: int, answer: dict[str, Any]) -> list[tuple[float, float]]:
    """Return how far down and across each node stands in the engine's answer.

    Raises
    ------
    LayoutError
        When the answer is not about the graph.
    """
    places: dict[int, tuple[float, float]] = {}
    try:
        entries = answer.get("objects", ())
        for entry in (one for one in entries if str(one["name"])[:1] == "n"):
            x, y = (float(part) for part in entry["pos"].split(","))
            places[int(entry["name"][1:])] = (round(-y, 1), x)
    except (KeyError, ValueError, TypeError, AttributeError):
        places = {}
    if sorted(places) != list(range(count)):
        message = "The layout engine left elements out."
        raise LayoutError(message)
    return [places[node] for node in range(count)]


def ranked(places: Sequence[tuple[float, float]]) -> Sketch:
    """Return ranks and places across for places down and across."""
    ranks = {level: rank for rank, level in enumerate(sorted({level for level, _ in places}))}
    return [(ranks[down], across) for down, across in places]
