"""What waits for a slower component is gone through again, and nothing else: the times are the same."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings, strategies as st

from archdraw.core.analysis.flow.grid import Grid
from archdraw.core.analysis.flow.latency import GridAlgebra
from archdraw.core.analysis.flow.settling import settle
from archdraw.core.analysis.flow.walking import walk, walk_again
from archdraw.core.analysis.modelling import flow_of
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Component, Connection, Design, Journey

_CATALOG: list[Catalog] = []


def catalog() -> Catalog:
    if not _CATALOG:
        _CATALOG.append(load_catalog())
    return _CATALOG[0]


def calling(seed: int) -> Design:
    """Return components that call each other at random, some in rings, tried again, at once or by chance."""
    rng = random.Random(seed)
    count = rng.randint(2, 9)
    parts = [
        Component(
            id=f"c{n}",
            kind="service",
            service_time_ms=rng.choice((1.0, 4.0, 9.0)),
            attributes={"fan": "parallel"} if rng.random() < 0.3 else {},
        )
        for n in range(count)
    ]
    links = []
    for number in range(rng.randint(count - 1, 2 * count)):
        source, target = rng.sample(range(count), 2)
        links.append(
            Connection(
                id=f"l{number}",
                source=f"c{source}",
                target=f"c{target}",
                calls=rng.choice((0.4, 1.0, 2.0)),
                timeout_ms=rng.choice((None, 20.0)),
                retries=rng.randint(0, 1),
                pool=rng.choice(("auto", "each", "any")),
            )
        )
    journey = Journey(id="j", entry="c0", peak_rps=1.0)
    return Design(components=tuple(parts), connections=tuple(links), journeys=(journey,))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_the_times_are_those_of_going_through_everything(seed: int) -> None:
    flow = flow_of(calling(seed), catalog())
    settled = settle(flow)
    plan, rules = flow.plans["j"], flow.rules["j"]
    algebra = GridAlgebra(flow, settled, Grid(0.002, 128))
    usual, _ = walk(plan, rules, algebra)
    for component in plan.plans:
        algebra.slower = component
        wanted, _ = walk(plan, rules, algebra)
        found = walk_again(plan, rules, algebra, usual, component)
        assert found.keys() == wanted.keys()
        for key, timing in wanted.items():
            assert np.array_equal(found[key].low, timing.low)
            assert np.array_equal(found[key].high, timing.high)
            assert found[key].mean == timing.mean


def test_what_does_not_wait_for_it_stays_as_it_was() -> None:
    parts = tuple(Component(id=one, kind="service", service_time_ms=5.0) for one in ("top", "left", "right"))
    links = tuple(Connection(id=f"to-{one}", source="top", target=one) for one in ("left", "right"))
    journey = Journey(id="j", entry="top", peak_rps=1.0)
    flow = flow_of(Design(components=parts, connections=links, journeys=(journey,)), catalog())
    algebra = GridAlgebra(flow, settle(flow), Grid(0.001, 256))
    usual, _ = walk(flow.plans["j"], flow.rules["j"], algebra)
    algebra.slower = "left"
    again = walk_again(flow.plans["j"], flow.rules["j"], algebra, usual, "left")
    assert again["right"] is usual["right"]
    assert again["left"].mean > usual["left"].mean
    assert again["top"].mean > usual["top"].mean
