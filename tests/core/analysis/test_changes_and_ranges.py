from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import pytest

from archdraw.core.analysis import AnalysisCancelled, analyse
from archdraw.core.analysis.modelling import Model, build_model
from archdraw.core.analysis.what_if import MOST_COMPONENTS, Change, apply_change, rank_changes
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

Make = Callable[..., Design]


def drawn() -> Design:
    """Return web (two in one zone) → orders → a single store."""
    return Design(
        components=(
            Component(id="web", kind="service", managed=False, availability=0.99, replicas=2, parent="za",
                      cost_month=200),
            Component(id="orders", kind="service", managed=False, mtbf_hours=999, mttr_hours=1,
                      cost_month=50),
            Component(id="db", kind="rdbms_primary", managed=False, availability=0.995, failover_s=60),
        ),
        groups=tuple(Group(id=zone, kind="zone", availability=0.999) for zone in ("za", "zb")),
        connections=(Connection(id="1", source="web", target="orders"),
                     Connection(id="2", source="orders", target="db")),
        journeys=(Journey(id="j", entry="web"),),
    )  # fmt: skip


def test_each_change_keeps_what_it_promises(catalog: Catalog) -> None:
    design = drawn()
    changes = rank_changes(design, catalog)
    before = analyse(design, catalog).journeys[0].measures["served"].unavailability
    found = {(change.kind, change.component) for change in changes}
    assert found == {
        ("add-standby", "db"), ("halve-repair", "db"), ("add-instance", "orders"), ("halve-repair", "orders"),
        ("spread", "web"), ("add-instance", "web"), ("halve-repair", "web"),
    }  # fmt: skip
    for change in changes:
        after = analyse(apply_change(design, change), catalog).journeys[0].measures["served"].unavailability
        assert math.isclose(change.before["j"], before, rel_tol=1e-12)
        assert math.isclose(change.after["j"], after, rel_tol=1e-12)
        assert math.isclose(change.minutes_saved, (before - after) * 525_600, rel_tol=1e-9)
        assert change.description.endswith(".")


def test_the_change_that_saves_most_comes_first_and_prices_are_known(catalog: Catalog) -> None:
    changes = rank_changes(drawn(), catalog)
    assert (changes[0].kind, changes[0].component) == ("add-standby", "db")
    assert [c.minutes_saved for c in changes] == sorted((c.minutes_saved for c in changes), reverse=True)
    by = {(c.kind, c.component): c for c in changes}
    assert by["add-instance", "web"].cost_month == 100
    assert by["add-instance", "orders"].cost_month == 50
    assert by["spread", "web"].cost_month == 0
    assert by["spread", "web"].fields == {"domains": ("za", "zb")}
    per_cost = by["add-instance", "orders"].minutes_per_cost
    assert per_cost is not None
    assert math.isclose(per_cost, by["add-instance", "orders"].minutes_saved / 50)
    assert by["spread", "web"].minutes_per_cost is None


@pytest.mark.parametrize(("required", "needed"), [(5, 5), ("load", 5), (3, 3)])
def test_what_has_too_few_instances_gets_as_many_as_it_needs(
    required: int | Literal["load"], needed: int, catalog: Catalog
) -> None:
    design = drawn()
    web = design.components[0].revised(required=required, capacity_rps=100.0)
    journey = design.journeys[0].revised(peak_rps=350.0)
    design = design.revised(components=(web, *design.components[1:]), journeys=(journey,))
    first = rank_changes(design, catalog)[0]
    assert (first.kind, first.component, first.fields) == ("add-instance", "web", {"replicas": needed})
    assert (first.before, first.cost_month) == ({"j": 1.0}, 100.0 * (needed - 2))
    wanted = analyse(apply_change(design, first), catalog).journeys[0].measures["served"].unavailability
    assert wanted < 0.1
    assert math.isclose(first.after["j"], wanted, rel_tol=1e-12)


def test_ranking_can_be_stopped(catalog: Catalog) -> None:
    with pytest.raises(AnalysisCancelled):
        rank_changes(drawn(), catalog, should_stop=lambda: True)


def test_what_has_been_tried_is_told_after_each_change_and_ends_with_the_result(catalog: Catalog) -> None:
    told: list[tuple[int, int, tuple[Change, ...]]] = []
    changes = rank_changes(drawn(), catalog, told=lambda *said: told.append(said))
    total = told[0][1]
    assert [(tried, of) for tried, of, _ in told] == [(number + 1, total) for number in range(total)]
    assert told[-1][2] == changes
    for (_, _, before), (_, _, after) in pairwise(told):
        assert all(change in after for change in before)


def test_what_halving_a_repair_writes_is_rounded(catalog: Catalog) -> None:
    changes = {(c.kind, c.component): c.fields for c in rank_changes(drawn(), catalog)}
    # 0.005 ÷ 1.995 = 0.00250626…; 0.01 ÷ 1.99 = 0.00502512…
    assert changes["halve-repair", "db"] == {"availability": 0.99749}
    assert changes["halve-repair", "web"] == {"availability": 0.99497}
    assert changes["halve-repair", "orders"] == {"mttr_hours": 0.5}


def test_changes_are_worth_what_the_changed_design_is_solved_to(catalog: Catalog, make_design: Make) -> None:
    seen = 0
    for seed in range(40):
        design = make_design(seed, components=7)
        for change in rank_changes(design, catalog):
            solved = analyse(apply_change(design, change), catalog).journeys
            for journey in solved:
                if journey.id not in change.after:
                    continue
                wanted = journey.measures["served"].unavailability
                seen += 1
                assert math.isclose(change.after[journey.id], wanted, rel_tol=1e-9), (seed, change)
    assert seen > 100


def test_a_large_ranking_solves_the_design_once(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def counted(design: Design, catalog: Catalog) -> Model:
        built.append(design.title)
        return build_model(design, catalog)

    monkeypatch.setattr("archdraw.core.analysis.what_if.build_model", counted)
    zones = tuple(Group(id=f"z{n}", kind="zone", availability=0.999) for n in range(3))
    parts = tuple(
        Component(
            id=f"c{n}", kind="service", managed=False, availability=0.99, replicas=3, mttr_hours=1.0,
            domains=("z0", "z1", "z2"),
        )
        for n in range(60)
    )  # fmt: skip
    links = tuple(Connection(id=f"e{n}", source=f"c{n}", target=f"c{n + 1}") for n in range(59))
    design = Design(
        components=parts, groups=zones, connections=links, journeys=(Journey(id="j", entry="c0"),)
    )
    changes = rank_changes(design, catalog)
    assert len(changes) == 2 * MOST_COMPONENTS
    assert len(built) == 1
    for change in changes[:2]:
        after = analyse(apply_change(design, change), catalog).journeys[0].measures["served"].unavailability
        assert math.isclose(change.after["j"], after, rel_tol=1e-10)


def test_changes_never_make_it_worse_on_any_design(catalog: Catalog, make_design: Make) -> None:
    for seed in range(15):
        for change in rank_changes(make_design(seed), catalog):
            assert change.minutes_saved > 0.0


def test_a_range_on_one_input_gives_its_own_ends(catalog: Catalog) -> None:
    part = Component(id="a", kind="service", managed=False, availability=0.999,
                     attributes={"ranges": {"availability": [0.99, 0.9999]}})  # fmt: skip
    found = analyse(Design(components=(part,), journeys=(Journey(id="j", entry="a"),)), catalog)
    between = found.journeys[0].measures["served"].uncertainty
    assert between is not None
    # lognormal through 1e-4 and 1e-2 as its 5 and 95 % points
    assert math.log10(1 - between[0]) == pytest.approx(-2.0, abs=1e-3)
    assert math.log10(1 - between[1]) == pytest.approx(-4.0, abs=1e-3)
    assert found.journeys[0].measures["served"].availability == 0.999


def test_without_ranges_there_is_no_uncertainty_and_nonsense_is_none(catalog: Catalog) -> None:
    for ends in (None, [0.9], [1, 0], "wide", ["a", 1], [0.9, True]):
        attributes = {"ranges": {"availability": ends}}
        part = Component(id="a", kind="service", managed=False, availability=0.999, attributes=attributes)
        found = analyse(Design(components=(part,), journeys=(Journey(id="j", entry="a"),)), catalog)
        assert found.journeys[0].measures["served"].uncertainty is None


def test_ranges_of_instances_domains_and_links_all_count(catalog: Catalog) -> None:
    wide = {"ranges": {"availability": [0.99, 0.9999]}}
    for widened in ("web", "za", "1"):
        design = drawn()
        design = design.revised(
            components=tuple(c.revised(attributes=wide) if c.id == widened else c for c in design.components),
            groups=tuple(g.revised(attributes=wide) if g.id == widened else g for g in design.groups),
            connections=tuple(
                c.revised(availability=0.999, attributes=wide) if c.id == widened else c
                for c in design.connections
            ),
        )
        between = analyse(design, catalog).journeys[0].measures["served"].uncertainty
        assert between is not None
        assert between[0] < between[1]
