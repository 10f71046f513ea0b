"""What follows for a group from one of another shape holds the exact value, and is close after most edits."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, cast

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, less_reliable, topology

from archdraw.core.analysis.journeys import lower_journey
from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability.between_shapes import range_between
from archdraw.core.analysis.reliability.changed_failures import ChangedFailures
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.first_points import first_points
from archdraw.core.analysis.reliability.kept_shapes import Compared, KeptShapes
from archdraw.core.analysis.reliability.low_orders import Low, LowOrders
from archdraw.core.analysis.reliability.shape_changes import Change
from archdraw.core.analysis.reliability.solver import Solver
from archdraw.core.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.analysis.reliability.shape_changes import ShapeChanges
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Design

CATALOG = load_catalog()
# The system, parts that share nothing with others, the domains that may fail around them, and how likely any
# of them fails.
Group = tuple["System", "Sequence[int]", int, float]


def _pass() -> None:
    """Go on."""


def _groups(design: Design) -> list[Group]:
    """Return the groups of the journey of a small design."""
    model = build_model(design, CATALOG)
    root = lower_journey(model, design.journeys[0]).formulas["served"].root
    solver = Solver(model.system)
    alone, fatal = first_points(model.system, solver.compactor, root)
    found: list[Group] = []
    for parts in solver._groups(solver.parts(root, alone, fatal), fatal):
        domains = 0
        for part in parts:
            domains |= solver.supports.domains[part]
        solution = solver.group(parts, fatal)
        assert solution.exact
        found.append((model.system, parts, domains & ~fatal, solution.high))
    return found


def _compared(before: Design, after: Design) -> Iterator[tuple[Compared, float]]:
    """Yield the groups of a design after an edit, each with one of before, and how likely it fails."""
    old = _groups(before)
    for system, parts, domains, failure in _groups(after):
        for known, those, around, chance in old:
            kept = KeptShapes()
            kept.keep(known, those, around, (chance, chance))
            compared = kept.nearest(system, parts, domains)
            if compared is not None:
                yield compared, failure


@pytest.mark.parametrize("shape", ["zones", "hosts", "redundant"])
@pytest.mark.parametrize("least", [0.5, 0.85, 1.0])
def test_what_follows_from_another_shape_holds_the_exact_value(shape: Shape, least: float) -> None:
    changed = close = 0
    for seed in range(40):
        rng = random.Random(f"{shape} {least} {seed}")
        design = topology(shape, rng.choice((12, 20, 30, 45)), seed)
        if least < 1.0:
            design = less_reliable(design, rng, least)
        after = design
        for step in range(rng.choice((1, 1, 2))):
            _, after = rng.choice(list(design_edits(after, rng.randrange(1 << 30), f"new{step}")))
        for compared, failure in _compared(design, after):
            marks = len(compared.known.literals.failure), compared.known.orders.mark()
            for room in (1e-12, 1e-5, 1e-3, 1.0):
                try:
                    found = range_between(compared, room, _pass)
                except BudgetExceeded:
                    found = None  # too much has changed
                if found is None:
                    continue
                low, high = found
                assert low * (1.0 - 1e-11) <= failure <= high * (1.0 + 1e-11), (seed, room)
                changed += compared.other_parts
                close += compared.other_parts and high - low <= 1e-3 * high
            # What the next edit is compared with is as it was.
            assert marks == (len(compared.known.literals.failure), compared.known.orders.mark())
    assert changed > 20
    # Of redundant designs what two fail is no larger than the rest.
    assert least < 1.0 or shape == "redundant" or close > 0.5 * changed


def test_what_hardly_ever_fails_is_told_to_its_last_digits() -> None:
    design = topology("hosts", 20, 5215)
    told = 0
    for _, after in design_edits(design, 272428667):
        for compared, failure in _compared(design, after):
            found = range_between(compared, 1e-15, _pass)
            if found is not None and compared.other_parts:
                assert found[0] * (1.0 - 1e-11) <= failure <= found[1] * (1.0 + 1e-11)
                told += failure < 1e-8
    assert told


def test_what_makes_a_pair_with_one_literal_counts_beside_the_others() -> None:
    orders = LowOrders(_pass)
    one, other, mate, last = (1 << at for at in range(4))
    # Either of two fails here; beside that a pair must fail, of which one may be the other of the two.
    here = Low(singles=one | other, below=one | other)
    beside = orders.of_pairs(0, [(other, mate), (mate, last)])
    weights = orders.gate_weights([0.1] * 4)
    among = cast("ShapeChanges", None)
    change = Change(here, None, beside, among, new=True)
    found = ChangedFailures(orders, [change], weights, 0, 0.1)
    assert found.mates in ({1: mate}, {2: other})
    # The first one fails it with the two that make a pair without it.
    assert found.rest >= 0.1**3


def test_nothing_is_left_of_a_comparison_that_was_ended() -> None:
    design = topology("hosts", 200, 3)
    ended = 0
    for kind, after in design_edits(design, 5):
        for compared, failure in _compared(design, after):
            marks = len(compared.known.literals.failure), compared.known.orders.mark()
            for most in (3, 30):
                calls = iter(range(most))

                def pause(calls: Iterator[int] = calls) -> None:
                    if next(calls, None) is None:
                        raise BudgetExceeded

                try:
                    range_between(compared, 1e-9, pause)
                except BudgetExceeded:
                    ended += 1
                assert marks == (len(compared.known.literals.failure), compared.known.orders.mark())
            found = range_between(compared, 1e-9, _pass)
            assert found is None or found[0] <= failure * (1 + 1e-11), kind
    assert ended


def test_a_group_is_compared_with_one_that_has_half_of_its_parts_in_the_same_domains() -> None:
    design = topology("zones", 60, 2)
    first, *others = sorted(_groups(design), key=lambda one: -len(one[1]))
    system, parts, domains, chance = first
    kept = KeptShapes()
    assert kept.nearest(system, parts, domains) is None
    kept.keep(system, parts, domains, (chance, chance))
    assert kept.nearest(system, parts, domains) is not None
    assert others
    for system, parts, domains, _ in others:
        assert kept.nearest(system, parts, domains) is None
    one, *groups = design.groups
    other = design.model_copy(update={"groups": (one.revised(availability=0.9), *groups)})
    for system, parts, domains, _ in _groups(other):
        assert kept.nearest(system, parts, domains) is None
