"""Edits of the designs for the reliability engine: one of each kind, of what the journey depends on."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.graphs import reach
from archdraw.core.model import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archdraw.core.model import Design


def design_edits(design: Design, seed: int, name: str = "new") -> Iterator[tuple[str, Design]]:
    """Yield the kind of an edit with the edited design: of six kinds those it allows, each of it as it is.

    What is added is called by the name.
    """
    rng = random.Random(seed)
    components, connections = design.components, design.connections
    entry = design.journeys[0].entry or components[0].id
    below: dict[str, list[str]] = {}
    for connection in connections:
        below.setdefault(connection.source, []).append(connection.target)
    reached = set(reach(entry, lambda one: below.get(one, ())))
    used = [one for one in components if one.id in reached] or list(components)
    place = {one.id: at for at, one in enumerate(components)}

    def called(source: str, target: str) -> Connection:
        return Connection(id=name, source=source, target=target, pool="each")

    one = rng.choice(used)
    less = one.revised(availability=round(1.0 - (1.0 - (one.availability or 0.999)) * 0.7, 8))
    yield "availability", _with(design, components=[less if other is one else other for other in components])
    one = rng.choice(used)
    more = one.revised(replicas=one.replicas + 1)
    yield "replicas", _with(design, components=[more if other is one else other for other in components])
    one = rng.choice(used[:-1] or used)
    near = components[place[one.id] + 1 : place[one.id] + 1 + max(6, len(components) // 12)]
    added = called(one.id, rng.choice(near).id if near else used[-1].id)
    yield "connection added", _with(design, connections=[*connections, added])
    active = [one for one in connections if one.source in reached]
    if active:
        gone = rng.choice(active)
        yield "connection removed", _with(design, connections=[one for one in connections if one is not gone])
    one = rng.choice(used).revised(id=name)
    added = called(rng.choice(used).id, name)
    yield (
        "component added",
        _with(design, components=[*components, one], connections=[*connections, added]),
    )
    others = [one for one in used if one.id != entry]
    if others:
        one = rng.choice(others)
        yield (
            "component deleted",
            _with(
                design,
                components=[other for other in components if other is not one],
                connections=[other for other in connections if one.id not in (other.source, other.target)],
            ),
        )


def _with(design: Design, **lists: list[object]) -> Design:
    return design.model_copy(update={name: tuple(those) for name, those in lists.items()})
