"""A design of any size that is the same each time: layers of components, a hub with 50 connections.

Every component has a name and every connection a label, so nothing is cheaper than in a real drawing.
"""

from __future__ import annotations

import random
from math import ceil, sqrt
from typing import NamedTuple

from archdraw.core.model import Component, Connection, Design, Journey, Placement, View

HUB_DEGREE = 50
_ACROSS, _DOWN = 260.0, 130.0
_NAMES = ("reads", "writes", "looks up", "publishes", "asks for prices", "syncs", "HTTPS", "sends events")
_KINDS = (
    "load-balancer", "api-gateway", "web-service", "cache", "message-queue", "worker", "relational-database",
    "object-storage", "cdn", "search-engine",
)  # fmt: skip


class Synthetic(NamedTuple):
    """The design and the id of its hub, which stands in the middle."""

    design: Design
    hub: str


def synthetic_design(
    components: int, kinds: tuple[str, ...] = _KINDS, seed: int = 7, connections: int | None = None
) -> Synthetic:
    """Return a design with so many components and so many connections: by default half as many more."""
    chance = random.Random(seed)
    rows = max(1, round(sqrt(components * _ACROSS / _DOWN)))
    columns = ceil(components / rows)
    ids = [f"n{index:05d}" for index in range(components)]
    records = [
        Component(id=one, kind=kinds[index % len(kinds)], name=f"Service {index}")
        for index, one in enumerate(ids)
    ]
    places = {
        one: Placement(x=(index // rows) * _ACROSS, y=(index % rows) * _DOWN) for index, one in enumerate(ids)
    }
    hub_at = min(components - 1, (columns // 2) * rows + rows // 2)
    pairs = _hub_pairs(hub_at, components, rows, chance)
    wanted = components * 3 // 2 if connections is None else connections
    while len(pairs) < wanted:
        source = chance.randrange(components)
        step = rows * chance.choice((1, 1, 1, 2)) + chance.randint(-3, 3)
        target = source + step
        if target < components and hub_at not in (source, target):
            pairs.setdefault((source, target))
    records_of_lines = [
        Connection(
            id=f"c{index:05d}",
            source=ids[source],
            target=ids[target],
            name=_NAMES[index % len(_NAMES)],
            protocol="HTTP",
        )
        for index, (source, target) in enumerate(pairs)
    ]
    journey = Journey(id="serve", name="Main", entry=ids[0], peak_rps=100.0)
    view = View(id="main", name="Main", nodes=places)
    design = Design(
        title=f"{components} components",
        components=tuple(records),
        connections=tuple(records_of_lines),
        journeys=(journey,),
        views=(view,),
    )
    return Synthetic(design, ids[hub_at])


def _hub_pairs(hub: int, components: int, rows: int, chance: random.Random) -> dict[tuple[int, int], None]:
    """Return connections between the hub and others in the columns around it."""
    pairs: dict[tuple[int, int], None] = {}
    wanted = min(HUB_DEGREE, components - 1)
    while len(pairs) < wanted:
        other = hub + rows * chance.choice((-2, -1, 1, 2)) + chance.randint(-8, 8)
        if not 0 <= other < components:
            other = chance.randrange(components)
        if other != hub:
            pairs.setdefault((other, hub) if other < hub else (hub, other))
    return pairs
