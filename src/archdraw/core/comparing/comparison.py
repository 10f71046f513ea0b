"""Both halves of a comparison together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.comparing.elements import ElementChange, compare_elements, reordered_tables
from archdraw.core.comparing.figures import FigureChange, FindingChange, compare_figures, compare_findings
from archdraw.core.model import Design
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.history.tables import TableName


@frozen
class Comparison:
    """What differs between two states of a design.

    `reordered` are the tables whose records stand in another order; `figures` are all of them, also those
    that stayed as they were.
    """

    old: Design
    new: Design
    elements: tuple[ElementChange, ...]
    reordered: tuple[TableName, ...]
    figures: tuple[FigureChange, ...]
    findings: tuple[FindingChange, ...]

    @property
    def equal(self) -> bool:
        """Whether both are the same document."""
        return not self.elements and not self.reordered

    @property
    def changed_figures(self) -> tuple[FigureChange, ...]:
        """The figures that are others now."""
        return tuple(one for one in self.figures if one.differs)


def compare(old: Design, new: Design, old_result: Analysis, new_result: Analysis) -> Comparison:
    """Return what differs between two designs, each with the analysis of just that state."""
    return Comparison(
        old,
        new,
        compare_elements(old, new),
        reordered_tables(old, new),
        compare_figures(old_result, new_result),
        compare_findings(old_result, new_result),
    )
