from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from archdraw.core.analysis import analyse, lose
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design

Make = Callable[..., Design]
MOST_EVENTS = 10


def designs(make_design: Make, state_oracle: Callable[..., Any], seeds: range, most: int) -> list[Design]:
    found = []
    for seed in seeds:
        design = make_design(seed, components=3 + seed % 5)
        if len(state_oracle(design).q) <= most:
            found.append(design)
    assert len(found) > len(seeds) // 8
    return found


def compare(design: Design, catalog: Catalog, state_oracle: Callable[..., Any], measure: str) -> bool:
    oracle = state_oracle(design, measure)
    result = analyse(design, catalog).journeys[0]
    computed = result.measures[measure]  # type: ignore[index]
    failing = oracle.failing_states()
    wanted = math.fsum(failing.values())
    assert math.isclose(computed.unavailability, wanted, rel_tol=1e-12, abs_tol=1e-300)
    cuts = oracle.minimal_cuts(len(oracle.q))
    assert {frozenset(cut.events) for cut in computed.cut_sets.list} == cuts
    orders = {*(1, 2, 3), *(len(cut) for cut in cuts)}
    assert computed.cut_sets.by_order == {n: sum(len(cut) == n for cut in cuts) for n in orders}
    order_one = {event for cut in cuts if len(cut) == 1 for event in cut}
    points = computed.single_points
    assert {*points.events, *points.managed, *points.domains} == order_one
    assert computed.method == "exact" or "ambiguous_cycle" in result.warnings
    for event, importance in computed.importance.items():
        if event not in oracle.q:
            continue
        q = oracle.q[event]
        down = math.fsum(p for state, p in failing.items() if event in state) / q
        up = math.fsum(p for state, p in failing.items() if event not in state) / (1.0 - q)
        assert math.isclose(importance.birnbaum, down - up, rel_tol=1e-9, abs_tol=1e-12), event
        holding = [cut for cut in cuts if event in cut]
        contributes = math.fsum(p for state, p in failing.items() if any(cut <= state for cut in holding))
        vesely = contributes / wanted if wanted else 0.0
        assert importance.fussell_vesely is not None
        assert math.isclose(importance.fussell_vesely, vesely, rel_tol=1e-9, abs_tol=1e-12), event
    return bool(cuts)


@pytest.mark.parametrize("measure", ["served", "full", "done"])
def test_equals_the_enumeration_of_every_state(
    measure: str, catalog: Catalog, state_oracle: Callable[..., Any], make_design: Make
) -> None:
    cases = designs(make_design, state_oracle, range(120), MOST_EVENTS)
    telling = sum(compare(design, catalog, state_oracle, measure) for design in cases)
    assert telling > len(cases) // 2


def test_the_loss_matrix_and_fail_this_say_what_the_oracle_says(
    catalog: Catalog, state_oracle: Callable[..., Any], make_design: Make
) -> None:
    for seed in range(60):
        design = make_design(seed, components=6)
        oracles = {measure: state_oracle(design, measure) for measure in ("served", "full", "done")}
        served = oracles["served"]
        for row in analyse(design, catalog).loss_matrix:
            if row.kind == "component":
                down = frozenset(name for name, _ in served.instances[row.lost])
            elif row.kind == "domain" and row.lost not in served.q:
                continue  # a perfect domain has no event to take down
            else:
                down = frozenset({row.lost})
            limited = not (oracles["full"].works(down) and oracles["done"].works(down))
            wanted = "down" if not served.works(down) else "degraded" if limited else "full"
            assert row.journeys["j"] == wanted, (seed, row)
            effect = lose(design, catalog, [row.lost])
            assert effect.journeys["j"] == wanted, (seed, row)


def test_fail_this_names_every_component_that_cannot_do_its_duty(
    catalog: Catalog, state_oracle: Callable[..., Any], make_design: Make
) -> None:
    for seed in range(60):
        design = make_design(seed, components=6, cycles=False)
        oracle = state_oracle(design)
        paths = [journey.path for journey in analyse(design, catalog, latency=False).journeys]
        for component in design.components[1:]:
            down = frozenset(name for name, _ in oracle.instances[component.id])
            effect = lose(design, catalog, [component.id])
            for other in design.components:
                if not oracle.works(down, other.id) and oracle.works(frozenset(), other.id):
                    used = any(other.id in path for path in paths)
                    assert not used or other.id in effect.failed, (seed, component.id, other.id)
