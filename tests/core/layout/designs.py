"""Designs to lay out, and what is asked of every layout."""

from __future__ import annotations

import random

from archdraw.core.geometry import Box
from archdraw.core.model import Component, Connection, Design, Group, Placement, View


def clustered(
    count: int,
    seed: int = 1,
    *,
    nested: bool = False,
    share: float = 0.7,
    nodes: dict[str, Placement] | None = None,
) -> Design:
    """Return so many components in groups of about eight, a quarter more connections, some between groups."""
    chance = random.Random(seed)
    number = max(2, count // 8)
    groups = [Group(id=f"g{index}", kind="tier", name=f"Domain {index}") for index in range(number)]
    if nested:
        groups += [Group(id="all", kind="region", name="Region")]
        groups = [one.revised(parent="all") if index % 2 else one for index, one in enumerate(groups)]
    home = {index: chance.randrange(number) for index in range(count)}
    components = tuple(
        Component(id=f"c{index}", kind="service", name=f"Service {index}", parent=f"g{home[index]}")
        for index in range(count)
    )
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < count * 5 // 4:
        source, target = sorted(chance.sample(range(count), 2))
        if home[source] == home[target] or chance.random() > share:
            pairs[source, target] = None
    links = tuple(
        Connection(id=f"e{index}", source=f"c{source}", target=f"c{target}")
        for index, (source, target) in enumerate(pairs)
    )
    view = View(id="main", nodes=nodes or {})
    return Design(components=components, groups=tuple(groups), connections=links, views=(view,))


def faults(design: Design, boxes: dict[str, Box]) -> list[str]:
    """Return what is wrong: components on each other, groups that miss a member or hold something foreign."""
    found = []
    elements = [*design.groups, *design.components]
    for element in elements:
        around = {group.id for group in design.enclosing_groups(element.id)}
        for other in elements:
            if other.id >= element.id and other.id not in around:
                continue
            a, b = boxes[element.id], boxes[other.id]
            if other.id in around:
                if not b.encloses(a):
                    found.append(f"{other.id} does not hold {element.id}")
            elif element not in design.enclosing_groups(other.id) and a.intersects(b):
                found.append(f"{element.id} and {other.id} overlap")
    return found
