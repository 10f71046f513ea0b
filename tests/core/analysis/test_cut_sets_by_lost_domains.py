"""Cut sets of up to three events found by the domains that are lost are those found from the bottom."""

from __future__ import annotations

import random

import pytest
from tests.benchmarks.topologies import topology

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.cut_sets import CutSetFinder
from archdraw.core.analysis.reliability.families import absorbed
from archdraw.core.analysis.reliability.literals import Literals
from archdraw.core.analysis.reliability.losses import single_losses
from archdraw.core.analysis.reliability.lost_domains import low_sets
from archdraw.core.analysis.reliability.measures import MeasureBuilder
from archdraw.core.analysis.structure.events import InstanceGroup, Unit
from archdraw.core.analysis.structure.system import System
from archdraw.core.catalog import load_catalog


def _zoned(rng: random.Random) -> tuple[System, int]:
    """Return gates over components of two to five instances in zones of which one may lie in another."""
    system = System()
    for bit in range(3):
        event = system.add_event(f"z{bit}", "domain", f"z{bit}", 0.01)
        system.domain_bit[f"z{bit}"] = 1 << bit
        system.domain_order.append(f"z{bit}")
        system.domain_failure.append(0.01)
        system.domain_event.append(event)
        system.domain_ancestors.append(1 if bit == 2 and rng.random() < 0.3 else 0)
    formula = system.formula
    nodes: list[int] = []
    for index in range(6):
        groups = []
        for place in rng.sample(range(3), rng.randint(1, 3)):
            mask = 1 << place | system.domain_ancestors[place]
            count = rng.randint(1, 2) if place else 2
            names = tuple(f"z{n}" for n in range(3) if mask >> n & 1)
            events = tuple(
                system.add_event(f"c{index}#{place}{n}", "instance", f"c{index}", 0.02) for n in range(count)
            )
            groups.append(InstanceGroup(mask, names, count, events, tuple(range(count))))
        count = sum(group.count for group in groups)
        around = 0
        for group in groups:
            around |= group.domain_mask
        needed = rng.randint(1, max(1, count - 1))
        built = tuple((group.domain_mask, group.count) for group in groups)
        name = f"c{index}"
        unit = Unit(index, name, None, tuple(groups), needed, 0.02, around, count, base=index, built=built)
        system.units.append(unit)
        system.instances_of[f"c{index}"] = unit
        nodes.append(formula.var(index))
    for _ in range(rng.randint(2, 8)):
        inputs = rng.sample(nodes, rng.randint(2, 4))
        nodes.append(formula.at_least(rng.randint(1, len(inputs)), inputs))
    return system, nodes[-1]


@pytest.mark.parametrize("seed", range(150))
def test_what_domains_and_few_instances_fail_is_what_the_finder_finds(seed: int) -> None:
    rng = random.Random(seed)
    system, root = _zoned(rng)
    order = rng.choice((1, 2, 3, 3))
    literals = Literals(system)
    found = low_sets(system, literals, [root], (), order)
    whole = CutSetFinder(system, literals, None, 100_000).find(root)
    expected = {cut for cut in whole.all() if len(cut) <= order}
    for weighed in (True, False):
        finder = CutSetFinder(system, literals, order, 100_000, weighed=weighed)
        assert set(finder.find(root).all()) == expected
    domains = {literals.classes[place].first for place in literals.of_domain}
    if found is None:
        # One instance fails a component, or one component all of it.
        units = [system.units[unit] for unit in system.formula.units_below(root)]
        one = any(
            not cut & domains and len({literals.class_of(literal).unit for literal in cut}) == 1
            for cut in whole.all()
        )
        assert one or any(unit.count == unit.needed for unit in units)
        return
    assert len(found) == len(set(found))
    assert set(found) == expected
    known = [cut for cut in expected if cut <= domains]
    if known and order > 1:
        rest = low_sets(system, literals, [root], known, order)
        assert rest is not None
        assert set(rest) == expected - set(known)


@pytest.mark.parametrize("seed", range(4))
def test_sets_of_designs_are_the_same_either_way(seed: int) -> None:
    design = topology("redundant", 120, seed)
    model = build_model(design, load_catalog())
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    scenarios = single_losses(model.system, [one.id for one in design.components], model.tree.ids)
    builder = MeasureBuilder(model.system, scenarios, [root], design.settings)
    high, low = builder.probability_and_cut_sets(root, 3)
    parts = builder.solver.parts(root, builder.alone(root), builder.fatal(root))
    finder = CutSetFinder(model.system, low.literals, 3, 100_000)
    found = finder.find_any(parts)
    fatal = [low.literals.classes[low.literals.of_domain[0]].first]
    whole = absorbed(found.singles.union(fatal), found.larger)
    assert set(low.family.all()) == set(whole.all())
    assert low.order == 3
    assert low.left_out == high
