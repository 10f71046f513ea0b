"""Components on shared hosts: states in which one has certainly failed are summed, not worked out."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.importance import event_derivatives
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.states import alive_states
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

HOSTS = 7


def on_hosts(seed: int, components: int = 9) -> Design:
    """Return a chain of components of two or three instances, each on a host picked at random."""
    rng = random.Random(seed)
    groups = [Group(id="z", kind="zone", availability=0.999)]
    groups += [
        Group(id=f"h{n}", kind="host", parent="z", availability=1 - 0.01 * (n + 1)) for n in range(HOSTS)
    ]
    parts = []
    for n in range(components):
        replicas = rng.choice((2, 2, 3))
        hosts = tuple(f"h{one}" for one in rng.sample(range(HOSTS), replicas))
        parts.append(
            Component(
                id=f"c{n}",
                kind="service",
                managed=False,
                replicas=replicas,
                availability=0.97,
                domains=hosts,
                redundancy="quorum" if replicas == 3 and rng.random() < 0.5 else "active-active",
            )
        )
    links = [
        Connection(id=f"e{n}", source=f"c{n}", target=f"c{n + 1}", pool="each") for n in range(components - 1)
    ]
    return Design(
        components=tuple(parts),
        groups=tuple(groups),
        connections=tuple(links),
        journeys=(Journey(id="j", entry="c0"),),
    )


def by_hand(design: Design, sure: dict[str, bool] | None = None) -> float:
    """Return the unavailability by every state of the hosts; some of them may be given."""
    chances = {g.id: 1.0 - (g.availability or 1.0) for g in design.groups}
    failing = []
    for state in product((False, True), repeat=len(chances)):
        lost = dict(zip(chances, state, strict=True))
        if any(lost[name] != value for name, value in (sure or {}).items()):
            continue
        weight = math.prod(
            (chances[name] if down else 1.0 - chances[name])
            for name, down in lost.items()
            if name not in (sure or {})
        )
        works = 1.0
        for part in design.components:
            left = 0 if lost["z"] else sum(not lost[host] for host in part.domains or ())
            needed = part.replicas // 2 + 1 if part.redundancy == "quorum" else 1
            q = 0.03
            works *= math.fsum(
                math.comb(left, up) * q ** (left - up) * (1 - q) ** up for up in range(needed, left + 1)
            )
        failing.append(weight * (1.0 - works))
    return math.fsum(failing)


@pytest.mark.parametrize("seed", range(12))
def test_the_sum_over_the_states_left_is_the_sum_over_all(seed: int, catalog: Catalog) -> None:
    design = on_hosts(seed)
    served = analyse(design, catalog).journeys[0].measures["served"]
    assert served.method == "exact"
    assert math.isclose(served.unavailability, by_hand(design), rel_tol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_derivatives_by_hosts_are_those_of_all_states(seed: int, catalog: Catalog) -> None:
    design = on_hosts(seed)
    model = build_model(design, catalog)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
    solution = MeasureBuilder(model.system, scenarios, [root], design.settings).solution(root)
    found = event_derivatives(model.system, solution.gradient)
    for host in (f"h{n}" for n in range(HOSTS)):
        wanted = by_hand(design, {host: True}) - by_hand(design, {host: False})
        event = next(e.index for e in model.system.events if e.id == host)
        assert math.isclose(found.get(event, 0.0), wanted, rel_tol=1e-9, abs_tol=1e-12), host


@pytest.mark.parametrize("seed", range(6))
def test_states_and_sums_together_are_everything(seed: int, catalog: Catalog) -> None:
    system = build_model(on_hosts(seed), catalog).system
    units = [unit for unit in system.units if unit.event is None]
    domains = (1 << len(system.domain_order)) - 1
    found = alive_states(system, units, domains, 10_000)
    assert found is not None
    assert found.rest == 0.0
    total = sum(p for p, _ in found.states) + sum(p for p, _, _ in found.dead)
    assert math.isclose(total, 1.0, rel_tol=1e-12)
    for _, lost in found.states:
        assert all(unit.available(lost) >= unit.needed for unit in units)
    for _, lost, decided in found.dead:
        assert lost & ~decided == 0
        assert any(unit.available(lost) < unit.needed for unit in units)
    few = alive_states(system, units, domains, 10_000, least=1e-3)
    assert few is not None
    assert 0.0 < few.rest < 0.1
    assert len(few.states) < len(found.states)
    assert alive_states(system, units, domains, len(found.states) - 1) is None
