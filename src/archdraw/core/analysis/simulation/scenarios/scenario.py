"""What a scenario is: a title, parameters, and a function that says what happens when."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.program import Disturbances, Program
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.analysis.modelling import Model
    from archdraw.core.model import Design

Phases = tuple[tuple[str, float, float], ...]


@frozen
class Parameter:
    """A number of a scenario that may be changed, within bounds; a `switch` is 0 or 1."""

    name: str
    label: str
    unit: str
    default: float
    least: float = 0.0
    most: float = 1e9
    switch: bool = False


@frozen
class Site:
    """Where a scenario happens: the lowered design, the journey and its program."""

    model: Model
    journey: str
    program: Program

    @property
    def design(self) -> Design:
        """The design."""
        return self.model.design

    def used(self) -> list[str]:
        """Return the components that the journey passes through, entry first."""
        found: dict[str, None] = {}
        work = [self.program.sources[self.program.measured].visit]
        seen = set(work)
        while work:
            visit = self.program.visits[work.pop(0)]
            found[self.program.stations[visit.station].component] = None
            for at in (*(one for stage in visit.stages for one in stage), *visit.later):
                for target in self.program.calls[at].visits:
                    if target not in seen:
                        seen.add(target)
                        work.append(target)
        return list(found)

    def busiest(self) -> list[str]:
        """Return the components of the journey that can fail, the busiest first."""
        from archdraw.core.analysis.flow.load import utilisation

        parts = self.model.parts
        able = [one for one in self.used() if not parts[one].client]
        return sorted(able, key=lambda one: -(utilisation(self.model.load, parts[one]) or 0.0))


@frozen
class When:
    """The time of the event: it begins at `start_s` and is over at `end_s`."""

    start_s: float
    end_s: float


@frozen
class Staged:
    """What a scenario makes of a design: what happens, the program if it is another one, and notes."""

    what: Disturbances
    program: Program | None = None
    notes: tuple[str, ...] = ()


@frozen
class Scenario:
    """Something that may happen to a design.

    `stage` gets the site, the struck element, the parameters by name and the time of the event. `elements`
    lists what it may strike, best first; `element_label` says what that is, empty where it strikes nothing.
    `event_s` names the parameter with the length of the event, empty where there is none.
    """

    id: str
    title: str
    summary: str
    stage: Callable[[Site, str, Mapping[str, float], When], Staged]
    parameters: tuple[Parameter, ...] = ()
    element_label: str = ""
    elements: Callable[[Site], list[str]] | None = field(default=None)
    event_s: str = ""
    during: str = ""

    @property
    def eventful(self) -> bool:
        """Whether something happens at a time; `during` is what the stretch from then on is called."""
        return bool(self.during)

    def values(self, given: Mapping[str, float]) -> dict[str, float]:
        """Return all parameters with the given ones in place.

        Raises
        ------
        ValueError
            There is no such parameter, or it is out of bounds; the message is a sentence.
        """
        known = {one.name: one for one in self.parameters}
        for name, value in given.items():
            if name not in known:
                there = ", ".join(known) or "none"
                raise ValueError(f"Scenario “{self.id}” has no parameter “{name}”; there are: {there}.")
            one = known[name]
            if not one.least <= value <= one.most:
                raise ValueError(
                    f"{one.label} must be {one.least:g} to {one.most:g} {one.unit}".strip() + "."
                )
        return {name: given.get(name, one.default) for name, one in known.items()}
