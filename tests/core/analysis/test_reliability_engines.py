from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from archdraw.core.analysis import AnalysisCancelled, analyse
from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import Model, build_model
from archdraw.core.analysis.reliability.binomial import sensitivity, too_few_up
from archdraw.core.analysis.reliability.diagram import Diagram
from archdraw.core.analysis.reliability.importance import event_derivatives
from archdraw.core.analysis.reliability.intervals import propagate
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

Make = Callable[..., Design]


def lowered(design: Design, catalog: Catalog) -> tuple[Model, int, set[int]]:
    model = build_model(design, catalog)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    scenarios = single_losses(model.system, [c.id for c in design.components], model.tree.ids)
    return model, root, MeasureBuilder(model.system, scenarios, [root], design.settings).alone(root)


def large_design(seed: int, components: int = 50) -> Design:
    """Return layers of services over three zones with fallbacks, stores and optional calls."""
    rng = random.Random(seed)
    zones = tuple(Group(id=f"z{n}", kind="zone", parent="r", availability=0.999) for n in range(3))
    parts = [
        Component(
            id=f"c{n}",
            kind=rng.choice(("service", "key_value", "monolith")),
            managed=False,
            availability=rng.choice((0.99, 0.995, 0.9)),
            replicas=rng.choice((1, 2, 3)),
            redundancy=rng.choice(("active-active", "quorum")),
            domains=("z0", "z1", "z2")[: rng.choice((1, 3))],
        )
        for n in range(components)
    ]
    links: list[Connection] = []
    for n in range(1, components):
        for _ in range(rng.choice((1, 2))):
            source = rng.randrange(max(0, n - 12), n)
            pool = rng.choice(("each", "p", "p"))
            links.append(Connection(id=f"e{len(links)}", source=f"c{source}", target=f"c{n}", pool=pool))
    return Design(
        components=tuple(parts),
        connections=tuple(links),
        groups=(Group(id="r", kind="region", availability=0.9999), *zones),
        journeys=(Journey(id="j", entry="c0"),),
    )


@pytest.mark.parametrize("seed", range(12))
def test_state_by_state_and_one_large_diagram_agree_on_fifty_components(seed: int, catalog: Catalog) -> None:
    model, root, alone = lowered(large_design(seed), catalog)
    by_states = Solver(model.system, max_states=64).solve(root, alone)
    by_diagram = Solver(model.system, max_states=1).solve(root, alone)
    unfactored = Solver(model.system, max_states=64).solve(root, set())
    assert by_states.exact
    assert by_diagram.exact
    assert math.isclose(by_states.high, by_diagram.high, rel_tol=1e-11)
    assert math.isclose(by_states.high, unfactored.high, rel_tol=1e-11)
    one, two = (event_derivatives(model.system, s.gradient) for s in (by_states, by_diagram))
    assert one.keys() == two.keys()
    assert all(math.isclose(one[event], two[event], rel_tol=1e-8, abs_tol=1e-14) for event in one)


@pytest.mark.parametrize("seed", range(6))
def test_simulation_agrees_on_fifty_components(seed: int, catalog: Catalog) -> None:
    model, root, alone = lowered(large_design(seed), catalog)
    exact = Solver(model.system).solve(root, alone).high
    rng = random.Random(seed)
    trials = 20_000
    every = (1 << trials) - 1

    def failures(q: float) -> int:
        word, at = 0, -1
        while q > 0.0:  # jump from failure to failure
            at += 1 + int(math.log(1.0 - rng.random()) / math.log1p(-q))
            if at >= trials:
                return word
            word |= 1 << at
        return word

    domains = [failures(q) for q in model.system.domain_failure]
    units: dict[int, int] = {}
    for unit in model.system.units:
        if unit.event is not None:
            units[unit.index] = failures(unit.failure)
            continue
        down = []
        for group in unit.groups:
            around = 0
            for bit, word in enumerate(domains):
                around |= word if group.domain_mask >> bit & 1 else 0
            down += [failures(unit.failure) | around for _ in range(group.count)]
        counts = [0] * trials
        for word in down:
            left = word
            while left:
                lowest = left & -left
                counts[lowest.bit_length() - 1] += 1
                left ^= lowest
        limit = unit.count - unit.needed
        units[unit.index] = sum(1 << n for n, count in enumerate(counts) if count > limit)
    failed = evaluate(model.system.formula, model.system.formula.below([root]), units, every)[
        root
    ].bit_count()
    spread = 5.0 * math.sqrt(max(exact * (1.0 - exact), 1e-4) / trials)
    assert abs(failed / trials - exact) < spread


@pytest.mark.usefixtures("no_take_over")
@pytest.mark.parametrize("seed", range(8))
def test_bounds_past_the_budget_contain_the_exact_value(seed: int, catalog: Catalog) -> None:
    model, root, alone = lowered(large_design(seed), catalog)
    exact = Solver(model.system).solve(root, alone).high
    for budget in (2, 8):
        bounded = Solver(model.system, budget=budget, max_states=1).solve(root, alone)
        assert bounded.low <= exact * (1 + 1e-12)
        assert bounded.high >= exact * (1 - 1e-12)
    low, high = propagate(model.system, [root])
    assert low <= exact * (1 + 1e-12)
    assert high >= exact * (1 - 1e-12)


@pytest.mark.usefixtures("no_take_over")
def test_a_design_past_every_budget_is_called_bounded(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archdraw.core.analysis.reliability.solver.NODE_BUDGET", 8)
    usual = Solver.__init__.__kwdefaults__ or {}
    monkeypatch.setattr(Solver.__init__, "__kwdefaults__", {**usual, "budget": 8, "max_states": 1})
    found = analyse(large_design(3), catalog).journeys[0].measures["served"]
    monkeypatch.undo()
    exact = analyse(large_design(3), catalog).journeys[0].measures["served"]
    assert found.method == "bounded"
    assert found.interval is not None
    assert found.interval[0] <= exact.availability <= found.interval[1]
    assert found.availability == found.interval[0]


def test_better_parts_never_make_it_worse(catalog: Catalog, make_design: Make) -> None:
    for seed in range(40):
        design = make_design(seed)
        before = analyse(design, catalog).journeys[0].measures["served"].unavailability
        for number, component in enumerate(design.components[1:], start=1):
            better = component.revised(availability=(1.0 + (component.availability or 0.0)) / 2.0)
            parts = (*design.components[:number], better, *design.components[number + 1 :])
            after = analyse(design.revised(components=parts), catalog).journeys[0].measures["served"]
            assert after.unavailability <= before * (1 + 1e-12), (seed, component.id)


def test_the_sum_of_all_cut_sets_is_an_upper_bound(catalog: Catalog, make_design: Make) -> None:
    for seed in range(40):
        found = analyse(make_design(seed, components=4), catalog).journeys[0].measures["served"]
        if found.unavailability < 1.0:
            total = math.fsum(cut.probability for cut in found.cut_sets.list)
            assert found.unavailability <= total * 1.05 + 1e-4  # order 4 and more is not listed


def test_instances_on_many_hosts_equal_the_direct_sum(catalog: Catalog) -> None:
    hosts = tuple(Group(id=f"h{n}", kind="host", availability=0.99, parent="zone") for n in range(9))
    groups = (Group(id="zone", kind="zone", availability=0.999), *hosts)
    spread = tuple(host.id for host in hosts)
    web = Component(
        id="web", kind="service", managed=False, availability=0.98, replicas=9, required=4, domains=spread
    )
    api = web.revised(id="api", replicas=18, required=12)
    design = Design(
        components=(web, api),
        groups=groups,
        connections=(Connection(id="e", source="web", target="api"),),
        journeys=(Journey(id="j", entry="web"),),
    )
    total = 0.0
    for up in range(10):
        chance = math.comb(9, up) * 0.99**up * 0.01 ** (9 - up)
        web_up, api_up = 1 - too_few_up(up, 4, 0.02), 1 - too_few_up(2 * up, 12, 0.02)
        total += chance * web_up * api_up
    found = analyse(design, catalog).journeys[0].measures["served"]
    assert math.isclose(found.availability, 0.999 * total, rel_tol=1e-12)
    assert found.single_points.domains == ("zone",)


def test_long_chains_and_deep_alternatives_do_not_run_out_of_stack(catalog: Catalog) -> None:
    count = 1200
    parts = [
        Component(id=f"c{n}", kind="service", managed=False, availability=0.9999, name=f"part {n} of all")
        for n in range(count)
    ]
    row = [Connection(id=f"s{n}", source=f"c{n}", target=f"c{n + 1}") for n in range(count - 1)]
    design = Design(components=tuple(parts), connections=tuple(row), journeys=(Journey(id="j", entry="c0"),))
    found = analyse(design, catalog)
    assert math.isclose(found.journeys[0].measures["served"].unavailability, 1 - 0.9999**count, rel_tol=1e-9)
    assert found.journeys[0].chain_depth == count - 1
    for depth in (150, 400):
        # c0 needs c1 or c2, c1 needs c2 or c3 …
        deep = [
            Connection(id=f"p{n}-{step}", source=f"c{n}", target=f"c{n + step}", pool="p")
            for n in range(depth)
            for step in (1, 2)
        ]
        design = Design(
            components=tuple(parts), connections=tuple(deep), journeys=(Journey(id="j", entry="c0"),)
        )
        measure = analyse(design, catalog).journeys[0].measures["served"]
        wanted = ladder(depth, 0.9999)
        if depth == 150:
            assert measure.method == "exact"
            assert math.isclose(measure.availability, wanted, rel_tol=1e-12)
        else:
            assert measure.interval is None or measure.interval[0] <= wanted <= measure.interval[1]


def ladder(depth: int, up: float) -> float:
    """Return the chance that the first works, from the joint states of two neighbours."""
    both, first, second, none = up * up, up * (1 - up), (1 - up) * up, (1 - up) ** 2
    for _ in range(depth):
        reached = both + first
        both, first, second, none = (
            up * reached,
            up * second,
            (1 - up) * reached,
            none + (1 - up) * second,
        )
    return both + first


def test_thousands_of_instances_are_one_calculation(catalog: Catalog) -> None:
    fleet = Component(
        id="fleet", kind="service", managed=False, availability=0.99, replicas=5000, required=4900
    )
    found = analyse(Design(components=(fleet,), journeys=(Journey(id="j", entry="fleet"),)), catalog)
    measure = found.journeys[0].measures["served"]
    down = math.fsum(
        math.exp(
            math.lgamma(5001)
            - math.lgamma(k + 1)
            - math.lgamma(5001 - k)
            + k * math.log(0.01)
            + (5000 - k) * math.log(0.99)
        )
        for k in range(101, 400)
    )
    assert math.isclose(measure.unavailability, down, rel_tol=1e-9)


def test_the_stacked_and_the_recursive_build_give_the_same_diagram() -> None:
    rng = random.Random(5)
    results = []
    for levels in (60, 2000):
        diagram = Diagram(levels, 100_000)
        rng.seed(7)
        node = diagram.var(0)
        for turn in range(40):
            other = diagram.both(diagram.var(turn + rng.randrange(8)), diagram.var(turn + rng.randrange(8)))
            node = (
                diagram.either(node, other)
                if rng.random() < 0.6
                else diagram.both(node, diagram.either(other, diagram.var(3)))
            )
        shape = [(diagram.level[n], diagram.high[n], diagram.low[n]) for n in diagram.below(node)]
        names = {n: place for place, n in enumerate(diagram.below(node), start=2)} | {0: 0, 1: 1}
        results.append([(level, names[high], names[low]) for level, high, low in shape])
    assert len(results[0]) == len(results[1])
    assert sorted(level for level, *_ in results[0]) == sorted(level for level, *_ in results[1])


@pytest.mark.parametrize(("count", "needed"), [(1, 1), (3, 2), (5, 3), (7, 1)])
def test_binomial_failure_and_its_slope(count: int, needed: int) -> None:
    q = 0.03
    wanted = math.fsum(math.comb(count, up) * (1 - q) ** up * q ** (count - up) for up in range(needed))
    assert math.isclose(too_few_up(count, needed, q), wanted, rel_tol=1e-13)
    # raising q of all by d raises P by count · slope · d
    step = 1e-6
    rise = (too_few_up(count, needed, q + step) - too_few_up(count, needed, q - step)) / (2 * step)
    assert math.isclose(count * sensitivity(count, needed, q), rise, rel_tol=1e-6)


def test_a_stopped_run_says_so(catalog: Catalog) -> None:
    with pytest.raises(AnalysisCancelled):
        analyse(large_design(1), catalog, should_stop=lambda: True)
    assert analyse(large_design(1), catalog, should_stop=lambda: False).journeys
