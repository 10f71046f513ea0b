"""Nets made of what they were made of before an edit fail in the states in which the formula does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.benchmarks.design_edits import design_edits
from tests.benchmarks.topologies import Shape, topology

from archdraw.core.analysis.modelling import build_model
from archdraw.core.analysis.reliability import simplifying
from archdraw.core.analysis.reliability.diagram import BudgetExceeded
from archdraw.core.analysis.reliability.layers import KeptPlaces, Layers, drop_last
from archdraw.core.analysis.reliability.merging import NEVER, Net
from archdraw.core.analysis.reliability.simplifying import downwards, simplified
from archdraw.core.analysis.running import lowered_journeys
from archdraw.core.analysis.structure.formula import evaluate
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.analysis.structure.system import System
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Design

CATALOG = load_catalog()
_STATES = 256


@pytest.fixture(autouse=True)
def _for_small_designs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplifying, "MANY_UNITS", 0)


def _lowered(design: Design) -> tuple[System, int]:
    model = build_model(design, CATALOG)
    return model.system, lowered_journeys(model, None)[0].formulas["served"].root


def _states(net: Net, units: dict[int, int]) -> int:
    """Return in which states a net fails, as bits, by those in which its units do."""
    found: dict[int, int] = {NEVER: 0}
    for one in reversed(downwards(net)):
        word = 0
        if one >= 0:
            for place in bits(net.either[one][0]):
                word |= units[net.units[place]]
            for gate in bits(net.either[one][1]):
                word |= found[-1 - gate]
        else:
            threshold, inputs = net.several[-1 - one]
            for state in range(_STATES):
                if sum(found[node] >> state & 1 for node in inputs) >= threshold:
                    word |= 1 << state
        found[one] = word
    for unit in bits(net.alone):
        found[net.top] |= units[unit]
    return found[net.top]


def _same(system: System, root: int, net: Net, rng: random.Random) -> None:
    # From few failures to many: in each state another part of the units has failed.
    words = {}
    for unit in range(len(system.units)):
        words[unit] = sum((rng.random() < 0.3 * state / _STATES) << state for state in range(_STATES))
    every = (1 << _STATES) - 1
    nodes = system.formula.below([root])
    assert _states(net, words) == evaluate(system.formula, nodes, words, every)[root]


@pytest.mark.parametrize("shape", ["zones", "redundant"])
@pytest.mark.parametrize("seed", range(6))
def test_nets_after_edits_fail_when_the_formula_does(shape: Shape, seed: int) -> None:
    rng = random.Random(f"{shape} {seed}")
    design = topology(shape, 80, seed)
    places, layers = KeptPlaces(), Layers()
    system, root = _lowered(design)
    _same(system, root, simplified(system, root, 0, places, layers), rng)
    layers.before = layers.last
    assert layers.before is not None
    for step in range(2):
        for kind, after in design_edits(design, 10 * seed + step, f"new{step}"):
            mark = layers.mark()
            system, root = _lowered(after)
            net = simplified(system, root, 0, places, layers)
            _same(system, root, net, rng)
            # What was made for it is forgotten; made once more it is the same.
            layers.back_to(mark)
            assert layers.mark() == mark, kind
            _same(system, root, simplified(system, root, 0, places, layers), rng)
            layers.back_to(mark)


def test_what_an_edit_has_not_touched_is_not_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    design = topology("redundant", 200, 2)
    places, layers = KeptPlaces(), Layers()
    simplified(*_lowered(design), 0, places, layers)
    layers.before = layers.last
    system, root = _lowered(dict(design_edits(design, 2))["connection removed"])
    usual, loaded = simplifying._load, []

    def counted(formula: Any, nodes: list[int], *others: Any) -> object:
        loaded.append(len(nodes))
        return usual(formula, nodes, *others)

    monkeypatch.setattr(simplifying, "_load", counted)
    simplified(system, root, 0, places, layers)
    simplified(system, root, 0, places)
    assert loaded[0] < loaded[1] / 2


def test_units_that_have_got_other_bits_are_loaded_anew() -> None:
    design = topology("redundant", 80, 1)
    places, layers = KeptPlaces(), Layers()
    system, root = _lowered(design)
    simplified(system, root, 0, places, layers)
    layers.before = layers.last
    places.clear()
    places.of(system, list(reversed(range(len(system.units)))))
    _same(system, root, simplified(system, root, 0, places, layers), random.Random(1))


def test_more_units_than_there_is_room_for_are_refused() -> None:
    layers = Layers()
    width = layers.width_for(100)
    assert layers.width_for(width) == width
    with pytest.raises(BudgetExceeded):
        layers.width_for(width + 1)


def test_what_came_last_is_dropped() -> None:
    known = {"a": 1, "b": 2, "c": 3}
    drop_last(known, 1)
    assert known == {"a": 1}
    drop_last(known, 2)
    assert known == {"a": 1}
