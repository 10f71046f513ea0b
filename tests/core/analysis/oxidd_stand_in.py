"""What our take-over uses of oxidd.bdd, in plain Python on our own diagram: the contract between the two."""

from __future__ import annotations

from dataclasses import dataclass

from archdraw.core.analysis.reliability.diagram import BudgetExceeded, Diagram


class OutOfNodesError(MemoryError):
    """As oxidd's own: a kind of MemoryError."""


@dataclass(frozen=True)
class Function:
    """A function of a manager; equal ones are the same node."""

    diagram: Diagram
    at: int

    def __hash__(self) -> int:
        return hash(self.at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and other.at == self.at

    def __or__(self, other: Function) -> Function:
        try:
            return Function(self.diagram, self.diagram.either(self.at, other.at))
        except BudgetExceeded:
            raise OutOfNodesError from None

    def __and__(self, other: Function) -> Function:
        return Function(self.diagram, self.diagram.both(self.at, other.at))

    def ite(self, then: Function, otherwise: Function) -> Function:
        """Return "then where this variable holds, else otherwise"."""
        level = self.diagram.level[self.at]
        return Function(self.diagram, self.diagram.node(level, then.at, otherwise.at))

    def cofactors(self) -> tuple[Function, Function]:
        """Return the halves where the top variable holds and where it doesn't."""
        return (
            Function(self.diagram, self.diagram.high[self.at]),
            Function(self.diagram, self.diagram.low[self.at]),
        )

    def node_level(self) -> int:
        """Return the level of the top variable."""
        return self.diagram.level[self.at]


class BDDManager:
    """Keeps the nodes of so many variables."""

    def __init__(self, nodes: int, operations: int, threads: int) -> None:
        assert operations > 0
        assert threads == 1
        self._nodes = nodes
        self._diagram = Diagram(0, nodes)

    def add_vars(self, additional: int) -> range:
        """Add variables at the bottom; returns their numbers, which are their levels."""
        self._diagram = Diagram(additional, self._nodes)
        return range(additional)

    def var(self, number: int) -> Function:
        """Return a variable."""
        return Function(self._diagram, self._diagram.var(number))

    def false(self) -> Function:
        """Return what never holds."""
        return Function(self._diagram, 0)

    def true(self) -> Function:
        """Return what always holds."""
        return Function(self._diagram, 1)
