"""What a fix is, and what it is asked to mend."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from archdraw.core.analysis.modelling import build_model, connected
from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.analysis.running import analyse
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from datetime import date

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.analysis.result import Analysis, Finding
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.analysis.structure.figures import PartFigures
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Connection, Design

# A count is doubled so often while a finding stays, then narrowed down.
_DOUBLINGS = 7


class NoFixError(Exception):
    """The finding can't be mended by machine here; the message is a sentence that says why."""


class Site:
    """A finding about a design: what a fix looks at and tries its changes on.

    Attributes
    ----------
    design
        The design as it is; fixes return another one.
    finding
        What is to be mended.
    """

    def __init__(
        self,
        design: Design,
        catalog: Kinds,
        finding: Finding,
        *,
        should_stop: Stop | None = None,
        before: Analysis | None = None,
        today: date | None = None,
    ) -> None:
        self.design = design
        self.finding = finding
        self._catalog = catalog
        self._should_stop = should_stop
        self._before = before
        self._today = today

    @property
    def kinds(self) -> Kinds:
        """What the catalogue says about kinds."""
        return self._catalog

    @cached_property
    def model(self) -> Model:
        """The figures and structure that the analysis uses for the design."""
        return build_model(connected(self.design), self._catalog)

    def part(self, component: str) -> PartFigures:
        """Return the figures used for a component."""
        return self.model.parts[component]

    @property
    def components(self) -> list[Component]:
        """The components that the finding names, in its order.

        Raises
        ------
        NoFixError
            None of them is there any more.
        """
        known = self.design.component_by_id
        found = [known[one] for one in self.finding.elements if one in known]
        if not found:
            raise NoFixError("What the finding names is not in the drawing any more.")
        return found

    @property
    def component(self) -> Component:
        """The first component that the finding names: the one it is about."""
        return self.components[0]

    def connections(self) -> list[Connection]:
        """Return the connections the finding is about: named, in its evidence, or between what it names.

        Raises
        ------
        NoFixError
            There are none.
        """
        known, finding = self.design.connection_by_id, self.finding
        stated = [finding.evidence.get(key) for key in ("connections", "connection", "changes")]
        ids = [*finding.elements]
        for entry in stated:
            ids += [entry] if isinstance(entry, str) else list(entry or ())
        found = [known[one] for one in dict.fromkeys(ids) if one in known]
        if not found and finding.elements:
            first, rest = finding.elements[0], set(finding.elements[1:])
            found = [c for c in self.design.connections if c.source == first and c.target in rest]
        if not found:
            raise NoFixError("The connection that the finding is about is not in the drawing any more.")
        return found

    def analysis(self, design: Design) -> Analysis:
        """Return what is computed for a state of the design; latency only where some journey aims at one.

        Nothing else that a fix is judged by depends on it, and it takes longer than all the rest.
        """
        return analyse(
            design,
            self._catalog,
            should_stop=self._should_stop,
            latency=any(one.targets.states_latency for one in design.journeys),
            today=self._today,
        )

    @cached_property
    def before(self) -> Analysis:
        """Everything computed for the design as it is."""
        return self._before if self._before is not None else self.analysis(self.design)

    def remains(self, design: Design) -> bool:
        """Return whether the finding is still there in another state of the design."""
        return self.finding.identity in {one.identity for one in self.analysis(design).findings}

    def elsewhere(self, design: Design, finding: Finding) -> Site:
        """Return the place of another finding in another state of the design."""
        return Site(design, self._catalog, finding, should_stop=self._should_stop)

    def is_better(self, design: Design) -> bool:
        """Return whether the finding is gone and none as bad has come in its place."""
        found = self.analysis(design).findings
        known = {one.identity for one in self.before.findings if one.suppressed is None}
        if self.finding.identity in {one.identity for one in found}:
            return False
        limit = SEVERITIES.index(self.finding.severity)
        return not any(
            one.identity not in known and one.suppressed is None and SEVERITIES.index(one.severity) <= limit
            for one in found
        )

    def least(self, counts: Callable[[int], int], change: Callable[[int], Design]) -> Design:
        """Return the design with the smallest count that removes the finding and brings none as bad.

        Where every count brings another one, the smallest that removes the finding.

        Parameters
        ----------
        counts
            The n-th count to try (n = 1, 2, …), growing with n.
        change
            The design with a count.

        Raises
        ------
        NoFixError
            The finding stays, whatever the count.
        """
        for good in (self.is_better, lambda design: not self.remains(design)):
            found = _smallest(good, counts, change)
            if found is not None:
                return found
        raise NoFixError("More of the same does not help here.")


def _smallest(
    good: Callable[[Design], bool], counts: Callable[[int], int], change: Callable[[int], Design]
) -> Design | None:
    high = 1
    for _ in range(_DOUBLINGS):
        if good(change(counts(high))):
            break
        high *= 2
    else:
        return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if good(change(counts(middle))):
            high = middle
        else:
            low = middle
    return change(counts(high))


@frozen
class Fix:
    """A mechanical remedy.

    `title` is what the button says; `plan` returns the changed design or raises NoFixError. Components that
    it adds have no place yet: whoever applies it finds one beside what they are connected with.
    """

    id: str
    title: str
    plan: Callable[[Site], Design]
