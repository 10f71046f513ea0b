"""The analyses of one design after each other, beside the window: what an edit leaves as it is, is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis import Kept
    from archdraw.core.analysis.result import Analysis
    from archdraw.core.analysis.running import StepName
    from archdraw.core.analysis.structure.cancelling import Stop
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design

Found = TypeVar("Found")

# Of a design of so few components nothing is told early: its result is there before that could be read.
FEW = 300


@frozen
class FirstBounds:
    """What the availability of *served* certainly lies between, by journey, before everything is computed.

    `revision` is that of the design, as a whole result states it.
    """

    revision: str
    served: dict[str, tuple[float, float]]


class LiveAnalysis:
    """Analyses a design again and again; what an edit leaves as it is is not worked out anew.

    The engine is imported on the worker, not at the start of the program.
    """

    def __init__(self) -> None:
        self._kept: Kept | None = None
        # Called with all but the findings of a design of more than a few components, before these are there.
        self.told: Callable[[Analysis], object] | None = None
        # What is being worked out, for which journey of how many; set on the calculating thread.
        self.step: tuple[StepName, int, int] | None = None

    def __call__(self, design: Design, catalog: Catalog, should_stop: Stop) -> Analysis:
        from archdraw.core.analysis import analyse

        told = self.told if len(design.components) >= FEW else None
        return self._with_kept(
            lambda kept: analyse(
                design,
                catalog,
                should_stop=should_stop,
                latency=False,
                kept=kept,
                told=told,
                step=self._note_step,
            )
        )

    def first_bounds(self, design: Design, catalog: Catalog, should_stop: Stop) -> FirstBounds:
        """Return bounds of each journey of which anything is known; the whole result uses what they need."""
        from archdraw.core.analysis import first_bounds
        from archdraw.core.analysis.revision import design_revision

        found = self._with_kept(
            lambda kept: first_bounds(
                design, catalog, should_stop=should_stop, kept=kept, step=self._note_step
            )
        )
        known = {name: ends for name, ends in found.items() if ends[1] - ends[0] < 1.0}
        return FirstBounds(design_revision(design), known)

    def keep(self, should_stop: Stop) -> None:
        """Keep what the last result is of use for after the next edit; nobody waits for it."""
        if self._kept is None or not self._kept.waits:
            return
        from archdraw.core.analysis import keep_solved

        self._with_kept(lambda kept: keep_solved(kept, should_stop))

    def _note_step(self, name: StepName, at: int, of: int) -> None:
        self.step = name, at, of

    def _with_kept(self, work: Callable[[Kept], Found]) -> Found:
        from archdraw.core.analysis import AnalysisCancelled, Kept

        kept, self._kept = self._kept or Kept(), None
        try:
            found = work(kept)
        except AnalysisCancelled:
            self._kept = kept
            raise
        finally:
            self.step = None
        # What a run has left that broke off for any other reason is not trusted.
        self._kept = kept
        return found


def complete_analysis(analysis: Analysis, design: Design, catalog: Catalog, should_stop: Stop) -> Analysis:
    """Add latency to a first result where a journey states a target for it; else return it as it is.

    Ranges of inputs and repeated calls need it, too: what they change is no matter of proportion.
    """
    if not (
        any(journey.targets.states_latency for journey in design.journeys)
        or any("ranges" in one.attributes for one in (*design.components, *design.journeys))
        or any(one.retries > 0 and one.timeout_ms is not None for one in design.connections)
    ):
        return analysis
    from archdraw.core.analysis import add_latency

    return add_latency(analysis, design, catalog, should_stop=should_stop)
