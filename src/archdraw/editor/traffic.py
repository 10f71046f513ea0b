"""The load at more or less traffic than is stated: only the flow is solved anew, nothing of reliability."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import number_text
from archdraw.core.drawing import LoadMark

if TYPE_CHECKING:
    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import Overlay
    from archdraw.core.history import Store

LEAST, MOST = 0.1, 100.0


class Traffic:
    """How much traffic there is, as a multiple of what the journeys state, and the load at it.

    What the load follows from is made once for each state of the document, when it is first asked for.
    """

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog
        self._flow: tuple[int, Flow] | None = None
        self.factor = 1.0

    @property
    def as_stated(self) -> bool:
        """Whether it is what the journeys state."""
        return self.factor == 1.0

    def take(self, factor: float) -> bool:
        """Take another multiple, within bounds; tell whether it is another one."""
        wanted = min(MOST, max(LEAST, factor))
        changed = wanted != self.factor
        self.factor = wanted
        return changed

    def flow(self) -> Flow:
        """Return what the load of the present document follows from."""
        from archdraw.core.analysis.modelling import flow_of  # the engine is loaded when it is first needed

        revision = self._store.revision
        known = self._flow
        if known is None or known[0] != revision:
            known = self._flow = revision, flow_of(self._store.design, self._catalog)
        return known[1]

    def settled(self) -> Settled:
        """Return the load at this traffic."""
        from archdraw.core.analysis.flow.settling import settle

        return settle(self.flow(), self.factor)

    def stated_rates(self) -> dict[str, float]:
        """Return the rate of each connection that has one, at the traffic that the journeys state."""
        from archdraw.core.analysis.flow.settling import settle

        return dict(settle(self.flow(), 1.0).load.connections)

    def over(self, overlay: Overlay) -> Overlay:
        """Return an overlay that shows load with the load at this traffic in it."""
        if self.as_stated or overlay.load is None:
            return overlay
        from archdraw.core.analysis.flow.load import utilisation

        flow, settled = self.flow(), self.settled()
        marks: dict[str, LoadMark] = {}
        for component, part in flow.parts.items():
            rate, share = settled.load.component_rate(component), utilisation(settled.load, part)
            if rate is not None or share is not None:
                marks[component] = LoadMark(share, rate)
        name = f"{overlay.name} at {factor_text(self.factor)} traffic"
        return replace(overlay, name=name, load=marks, rates=dict(settled.load.connections))


def factor_text(factor: float) -> str:
    """Return a multiple: "× 2.5"."""
    return f"× {number_text(factor, 3)}"
