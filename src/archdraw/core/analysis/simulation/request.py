"""What is to be simulated."""

from __future__ import annotations

from archdraw.core.records import frozen

DEFAULT_REQUESTS = 20_000
DEFAULT_REPLICATIONS = 10
LEAST_REPLICATIONS, MOST_REPLICATIONS = 2, 100


@frozen
class SimulationRequest:
    """A journey, a scenario with its parameters, and how much of it.

    `requests` are those of the journey in one replication, at its stated rate (None: 20,000, or as many as it
    takes to see something); with `duration_s` that much time is measured instead. `element` is what the
    scenario strikes (None: what it strikes best). `alone` leaves the load of the other journeys out. The same
    request of the same design gives the same bytes.
    """

    journey: str
    scenario: str = "steady"
    seed: int = 1
    requests: int | None = None
    duration_s: float | None = None
    replications: int = DEFAULT_REPLICATIONS
    element: str | None = None
    parameters: tuple[tuple[str, float], ...] = ()
    alone: bool = False
