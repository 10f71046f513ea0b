from __future__ import annotations

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def routed(
    catalog: Catalog,
    names: tuple[str, ...],
    *,
    calls: tuple[tuple[str, ...], ...] = (),
    kinds: tuple[str, ...] = (),
    source: str = "l7_load_balancer",
    parents: tuple[str | None, ...] = (),
    pool: str = "auto",
) -> Analysis:
    """Analyse a source with targets of these names; `calls` are what each of them calls."""
    groups = (
        Group(id="eu", kind="region", name="Europe"),
        Group(id="us", kind="region", name="America"),
        Group(id="az-a", kind="zone", name="Zone A", parent="eu"),
        Group(id="az-b", kind="zone", name="Zone B", parent="eu"),
    )
    parts = [Component(id="lb", kind=source, name="Balancer")]
    links = []
    stores: dict[str, Component] = {}
    for n, name in enumerate(names):
        kind = kinds[n] if kinds else "service"
        parent = parents[n] if parents else None
        parts.append(Component(id=f"t{n}", name=name, kind=kind, parent=parent, managed=False))
        links.append(Connection(id=f"e{n}", source="lb", target=f"t{n}", pool=pool))
        for store in calls[n] if calls else ():
            stores[store] = Component(id=store, kind="key_value")
            links.append(Connection(id=f"e{n}-{store}", source=f"t{n}", target=store))
    design = Design(
        components=(*parts, *stores.values()),
        connections=tuple(links),
        groups=groups,
        journeys=(Journey(id="j", entry="lb"),),
    )
    return analyse(design, catalog)


def pools(analysis: Analysis) -> set[tuple[str, ...]]:
    return {pool.targets for pool in analysis.journeys[0].assumed_pools}


@pytest.mark.parametrize(
    "names",
    [
        ("app1", "app2"),
        ("App", "App 2"),
        ("App A", "App B"),
        ("web-a", "web-b"),
        ("appA", "appB"),
        ("web-1a", "web-1b"),
        ("App az-a", "App az-b"),
        ("App (Zone A)", "App (Zone B)"),
        ("app-01", "app-02"),
    ],
)
def test_names_that_differ_in_a_number_letter_or_domain_pool(
    catalog: Catalog, names: tuple[str, ...]
) -> None:
    found = routed(catalog, names)
    assert pools(found) == {("t0", "t1")}
    assert not [finding for finding in found.findings if finding.rule == "MOD-01"]


@pytest.mark.parametrize("names", [("orders", "users"), ("app1", "cart1"), ("north", "south"), ("a", "b")])
def test_other_names_do_not(catalog: Catalog, names: tuple[str, ...]) -> None:
    found = routed(catalog, names)
    assert pools(found) == set()
    doubts = [finding for finding in found.findings if finding.rule == "MOD-01"]
    assert [(finding.severity, finding.elements) for finding in doubts] == [("low", ("lb", "t0", "t1"))]


def test_a_source_that_does_not_route_needs_each_target(catalog: Catalog) -> None:
    assert pools(routed(catalog, ("app1", "app2"), source="service")) == set()


def test_targets_of_different_kinds_are_no_alternatives(catalog: Catalog) -> None:
    assert pools(routed(catalog, ("app1", "app2"), kinds=("service", "worker"))) == set()


def test_targets_that_call_exactly_the_same_things_pool(catalog: Catalog) -> None:
    assert pools(routed(catalog, ("blue", "green"), calls=(("s", "u"), ("u", "s")))) == {("t0", "t1")}
    assert pools(routed(catalog, ("blue", "green"), calls=(("s", "u"), ("s",)))) == set()


def test_the_one_entry_of_each_region_pools(catalog: Catalog) -> None:
    assert pools(routed(catalog, ("Rome", "Austin"), parents=("eu", "us"))) == {("t0", "t1")}
    assert pools(routed(catalog, ("Rome", "Paris"), parents=("eu", "eu"))) == set()
    assert pools(routed(catalog, ("Rome", "Nowhere"), parents=("eu", None))) == set()
    assert pools(routed(catalog, ("orders", "users", "stock"), parents=("eu", "us", "us"))) == set()


def test_a_stated_pool_or_each_asks_nothing_and_assumes_nothing(catalog: Catalog) -> None:
    for pool in ("each", "mine"):
        found = routed(catalog, ("app1", "users"), pool=pool)
        assert pools(found) == set()
        assert not [finding for finding in found.findings if finding.rule == "MOD-01"]
        down = found.journeys[0].measures["served"].single_points.events
        assert ("t0" in down) == (pool == "each")
