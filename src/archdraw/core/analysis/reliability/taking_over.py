"""Past the node budget a compiled engine builds the diagram, where the extra `fast` (oxidd) is installed.

What it builds is copied into our own diagram: probability, importance and cut sets are computed as always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, BudgetExceeded, Diagram

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archdraw.core.analysis.reliability.diagram import Builder

# Nodes and remembered operations of the compiled engine: about 100 MB when all are used …
NODES = 2_000_000
_OPERATIONS = 1_000_000
# … and what of it is copied: of 24 bytes and two numbers each.
MOST_COPIED = 1_000_000


def built(
    levels: int,
    budget: int,
    pause: Callable[[], None] | None,
    build: Callable[[Builder], int],
    *,
    take_over: bool,
) -> tuple[Diagram, int]:
    """Return a diagram and its root.

    Parameters
    ----------
    levels
        Number of variables.
    budget
        Most nodes in plain Python; beyond it oxidd may take over where it is installed.
    pause
        Called now and then; may raise to end the work.
    build
        Makes the root out of variables; it is called a second time for the take-over.

    Raises
    ------
    BudgetExceeded
        The diagram has too many nodes.
    """
    diagram = Diagram(levels, budget, pause)
    try:
        return diagram, build(diagram)
    except BudgetExceeded:
        engine = loaded() if take_over else None
        if engine is None:
            raise
    del diagram
    if pause is not None:
        pause()  # the budget was time: there is none left for another engine either
    try:
        native = NativeDiagram(engine, levels, pause)
        return native.copied(build(native))
    except MemoryError:
        raise BudgetExceeded from None


def loaded() -> Any | None:
    """Return oxidd's module of diagrams, None where it is not installed."""
    try:
        import oxidd.bdd as engine
    except ImportError:
        return None
    return engine


class NativeDiagram:
    """A diagram in oxidd, behind the numbers that ours uses for nodes: 0 works, 1 fails."""

    def __init__(self, engine: Any, levels: int, pause: Callable[[], None] | None) -> None:
        manager = engine.BDDManager(NODES, _OPERATIONS, 1)
        self._variables = [manager.var(number) for number in manager.add_vars(levels)]
        self._manager = manager
        self._levels = levels
        self._pause = pause
        self._functions: list[Any] = [manager.false(), manager.true()]
        self._numbers: dict[Any, int] = {function: n for n, function in enumerate(self._functions)}

    def var(self, level: int) -> int:
        """Return the variable of a level."""
        return self._number(self._variables[level])

    def node(self, level: int, high: int, low: int) -> int:
        """Return the node that is `high` where the variable of the level failed, else `low`."""
        return self._number(self._variables[level].ite(self._functions[high], self._functions[low]))

    def any_of(self, nodes: Sequence[int]) -> int:
        """Return the disjunction; given deepest variables first, each step is short."""
        result = self._functions[WORKS]
        for node in nodes:
            self._wait()
            result = self._functions[node] | result
        return self._number(result)

    def at_least(self, count: int, nodes: Sequence[int]) -> int:
        """Return whether at least `count` of the nodes hold (deepest variables first)."""
        reached = [self._functions[FAILS]] + [self._functions[WORKS]] * count
        for done, node in enumerate(nodes, start=1):
            for k in range(min(count, done), 0, -1):
                if count - k <= len(nodes) - done:
                    self._wait()
                    reached[k] = reached[k] | (reached[k - 1] & self._functions[node])
        return self._number(reached[count])

    def outside(self, root: int, known: int) -> int:  # noqa: ARG002 - there is room enough for all of it
        """Return the node as it is."""
        return root

    def copied(self, root: int) -> tuple[Diagram, int]:
        """Return the same diagram as one of ours, and its root.

        Raises
        ------
        BudgetExceeded
            It has more than `MOST_COPIED` nodes.
        """
        if root <= FAILS:
            return Diagram(self._levels, 2), root
        inner: dict[Any, tuple[int, Any, Any]] = {}
        number = dict(zip(self._functions[:2], (WORKS, FAILS), strict=True))
        work = [self._functions[root]]
        while work:
            function = work.pop()
            if function in inner or function in number:
                continue
            high, low = function.cofactors()
            inner[function] = function.node_level(), high, low
            work += (high, low)
            if len(inner) > MOST_COPIED:
                raise BudgetExceeded
            if not len(inner) & 2047:
                self._wait()
        diagram = Diagram(self._levels, len(inner) + 2, self._pause)
        # Inputs lie on deeper levels: they come first.
        for function, (level, high, low) in sorted(inner.items(), key=lambda entry: -entry[1][0]):
            number[function] = diagram.node(level, number[high], number[low])
        return diagram, number[self._functions[root]]

    def _number(self, function: Any) -> int:
        number = self._numbers.get(function)
        if number is None:
            number = self._numbers[function] = len(self._functions)
            self._functions.append(function)
        return number

    def _wait(self) -> None:
        if self._pause is not None:
            self._pause()
