"""Designs for the reliability engine, the same each time: in zones, on shared hosts, redundant."""

from __future__ import annotations

import math
import random
from typing import Literal

from archdraw.core.model import Component, Connection, Design, Group, Journey

Shape = Literal["zones", "hosts", "redundant"]
_ZONES = 3
# What stands in for each other belongs together: it lies this near.
_NEAR = 12


def topology(shape: Shape, components: int, seed: int = 1) -> Design:
    """Return a layered design with one journey.

    zones: services of one to four instances over the three zones of a region, with fallbacks, quorum stores
    and single points. hosts: the same with each instance on a host picked at random. redundant: no single
    point but the region; unavailability at most 1e-4 whatever the size (more components are better ones).
    """
    rng = random.Random(f"{shape} {components} {seed}")
    groups = [Group(id="r", kind="region", availability=0.99999)]
    groups += [Group(id=f"z{n}", kind="zone", parent="r", availability=0.9995) for n in range(_ZONES)]
    hosts = max(4, components // 15) if shape == "hosts" else 0
    groups += [
        Group(id=f"h{n}", kind="host", parent=f"z{n % _ZONES}", availability=0.999) for n in range(hosts)
    ]
    # What pairs of failures add up to grows with the number of pairs.
    worst = 1.0 - 5e-4 * min(1.0, math.sqrt(200 / components)) if shape == "redundant" else 0.99
    parts = [_component(rng, n, shape, hosts, worst) for n in range(components)]
    return Design(
        components=tuple(parts),
        groups=tuple(groups),
        connections=tuple(_connections(rng, components, shape)),
        journeys=(Journey(id="j", entry="c0"),),
    )


def less_reliable(design: Design, rng: random.Random, least: float) -> Design:
    """Return a design in which everything is up at random, from `least` of the time to 0.999."""
    components = [one.revised(availability=round(rng.uniform(least, 0.999), 4)) for one in design.components]
    groups = [one.revised(availability=round(rng.uniform(least, 0.999), 4)) for one in design.groups]
    return design.model_copy(update={"components": tuple(components), "groups": tuple(groups)})


def _component(rng: random.Random, number: int, shape: Shape, hosts: int, worst: float) -> Component:
    replicas = rng.choice((2, 3, 3, 4)) if shape == "redundant" else rng.choice((1, 1, 2, 2, 3, 3, 4))
    # Of four two stand in one zone: where three are needed that zone is a single point.
    enough = replicas == 3 if shape == "redundant" else replicas >= 3
    quorum = enough and rng.random() < 0.3
    if shape == "hosts":
        domains = tuple(f"h{n}" for n in rng.sample(range(hosts), min(hosts, replicas)))
    else:
        domains = tuple(f"z{(number + n) % _ZONES}" for n in range(min(replicas, _ZONES)))
    return Component(
        id=f"c{number}",
        kind="service",
        managed=False,
        replicas=replicas,
        redundancy="quorum" if quorum else "active-active",
        availability=round(rng.uniform(worst, 0.99995), 6),
        mttr_hours=1.0,
        domains=domains,
    )


def _connections(rng: random.Random, components: int, shape: Shape) -> list[Connection]:
    """Return calls down the layers: most are needed by themselves, some are pairs of which one is enough."""
    found: list[Connection] = []
    window = max(6, components // 12)

    def add(source: int, target: int, pool: str) -> None:
        found.append(Connection(id=f"e{len(found)}", source=f"c{source}", target=f"c{target}", pool=pool))

    for source in range(components - 2):
        last = min(components - 1, source + window)
        if source + 1 < components:
            add(source, source + 1 if source < 2 else rng.randint(source + 1, last), "each")
        if last - source >= 2 and rng.random() < (0.25 if shape == "redundant" else 0.15):
            one, two = rng.sample(range(source + 1, min(last, source + _NEAR) + 1), 2)
            add(source, one, f"p{source}")
            add(source, two, f"p{source}")
        if rng.random() < 0.35:
            add(source, rng.randint(source + 1, last), "each")
    return found
