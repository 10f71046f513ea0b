"""Whoever waits for a long analysis can be told what is being worked out, and that changes no result."""

from __future__ import annotations

from archdraw.core.analysis import analyse, first_bounds
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Journey

CATALOG = load_catalog()


def _design() -> Design:
    """Two journeys over one store, of which the second also waits for what it could do without."""
    return Design(
        components=(
            Component(id="users", kind="client_web"),
            Component(id="web", kind="service", availability=0.99),
            Component(id="db", kind="rdbms_primary", availability=0.999, managed=False),
            Component(id="hints", kind="service", availability=0.9),
        ),
        connections=(
            Connection(id="a", source="users", target="web"),
            Connection(id="b", source="web", target="db"),
            Connection(id="c", source="web", target="hints", critical=False),
        ),
        journeys=(
            Journey(id="buy", entry="users"),
            Journey(id="read", entry="web"),
            Journey(id="unfinished"),
        ),
    )


def test_steps_come_in_order_and_name_the_journey() -> None:
    told: list[tuple[str, int, int]] = []
    found = analyse(_design(), CATALOG, latency=False, step=lambda *step: told.append(step))
    measures = [(name, at, 3) for at in (1, 2) for name in ("served", "full", "done")]
    assert told == [
        ("structure", 1, 1),
        *measures,
        ("ranges", 1, 1),
        ("losses", 1, 1),
        ("findings", 1, 1),
    ]
    # The journeys that have nothing to work out are counted: the user sees three.
    assert len(found.journeys) == 3
    assert found == analyse(_design(), CATALOG, latency=False)


def test_first_bounds_tell_their_journeys() -> None:
    told: list[tuple[str, int, int]] = []
    found = first_bounds(_design(), CATALOG, step=lambda *step: told.append(step))
    assert told == [("structure", 1, 1), ("bounds", 1, 2), ("bounds", 2, 2)]
    assert found == first_bounds(_design(), CATALOG)
