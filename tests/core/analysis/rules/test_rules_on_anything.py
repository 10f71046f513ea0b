"""No rule stumbles over what a document may hold while somebody draws, or after somebody else wrote it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.core.analysis.rules.drawn import analysed, shared_catalog

from archdraw.core.model import Component, Connection, Design, Group, Journey, Targets

ODD: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    3.5,
    "",
    "x",
    "100%",
    [],
    {},
    {"min": "x"},
    {"min": 0},
    ["a"],
    1e300,
]
GHOST = "ghost"


def unfinished(seed: int) -> Design:
    """Return a design with ends that lead nowhere, rings, empty lists and attributes of any type."""
    rng = random.Random(seed)
    catalog = shared_catalog()
    kinds = [*catalog.kinds, "of-no-pack"]
    names = sorted({spec.name for kind in catalog.kinds.values() for spec in kind.attributes})
    names += [spec.name for spec in catalog.connection_attributes]

    def odd() -> dict[str, Any]:
        return {rng.choice(names): rng.choice(ODD) for _ in range(rng.randint(0, 12))}

    ids = [f"c{number}" for number in range(rng.randint(0, 8))]
    ends = [*ids, GHOST]
    components = tuple(
        Component(
            id=one,
            kind=rng.choice(kinds),
            replicas=rng.randint(1, 4),
            required=rng.choice((1, 2, "load")),
            parent=rng.choice((None, GHOST, "za", "zb")),
            domains=tuple(rng.sample(("za", "zb", GHOST), rng.randint(0, 2))),
            managed=rng.choice((None, True, False)),
            attributes=odd(),
        )
        for one in ids
    )
    connections = tuple(
        Connection(
            id=f"e{number}",
            source=rng.choice(ends),
            target=rng.choice(ends),
            kind=rng.choice(("call", "publish", "deliver", "replicate", "backup", "observe", "uses")),
            behind_cache=rng.choice((None, None, *ends)),
            calls=rng.choice((1.0, 0.0, {"j": 2.0}, {GHOST: 1.0})),
            promotes=rng.random() < 0.5,
            critical=rng.choice((None, True, False)),
            attributes=odd(),
        )
        for number in range(rng.randint(0, 14))
    )
    journeys = tuple(
        Journey(
            id=one,
            entry=rng.choice((None, *ends)),
            peak_rps=rng.choice((None, 0.0, 100.0)),
            targets=Targets(availability=rng.choice((None, 0.999, 1.0))),
            consistency=rng.choice((None, "strong")),
        )
        for one in ("j", "k")[: rng.randint(0, 2)]
    )
    groups = (
        Group(id="za", kind="zone", parent=rng.choice((None, "zb", GHOST))),
        Group(id="zb", kind=rng.choice(("zone", "region"))),
    )
    return Design(components=components, connections=connections, journeys=journeys, groups=groups)


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_every_rule_has_an_answer(start: int) -> None:
    for seed in range(start, start + 20):
        design = unfinished(seed)
        result = analysed(design)
        assert {entry.status for entry in result.ledger} <= {"passed", "failed", "not-applicable"}
        known = {*design.component_by_id, *design.group_by_id, *design.connection_by_id}
        for finding in result.findings:
            assert known.issuperset(finding.elements), seed
            assert finding.message.endswith("."), seed
