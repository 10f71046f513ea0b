from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from archdraw.cli.explain_text import print_explanation
from archdraw.core.analysis import analyse
from archdraw.core.analysis.explaining import explain
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

Make = Callable[..., Design]


def number(text: str) -> float:
    """Work out "3 × 0.005^2 × 0.995^1" as a pocket calculator would."""
    product = 1.0
    for factor in text.split(" × "):
        base, _, power = factor.partition("^")
        product *= float(base) ** int(power or 1)
    return product


def part(id: str, availability: float, **more: Any) -> Component:
    return Component(id=id, kind="service", managed=False, availability=availability, **more)


def test_every_term_can_be_followed_and_the_sum_is_the_result(catalog: Catalog, make_design: Make) -> None:
    written = 0
    for seed in range(60):
        design = make_design(seed)
        for measure in ("served", "full", "done"):
            found = explain(design, catalog, "j", measure)
            assert found is not None
            assert math.isclose(found.combined, found.measure.unavailability, rel_tol=1e-12, abs_tol=1e-300)
            for factor in found.factors:
                total = math.fsum(term.value for term in factor.terms)
                assert not factor.terms or math.isclose(total, factor.value, rel_tol=1e-12)
                for term in factor.terms:
                    assert math.isclose(number(term.numbers), term.value, rel_tol=1e-4)
                    written += 1
    assert written > 300


def test_the_structure_says_what_each_part_needs(catalog: Catalog) -> None:
    design = Design(
        components=(
            Component(id="lb", kind="l7_load_balancer", managed=False, availability=0.9999),
            part("app1", 0.99), part("app2", 0.99), part("db", 0.999, replicas=3, redundancy="quorum"),
        ),
        connections=(
            Connection(id="1", source="lb", target="app1"), Connection(id="2", source="lb", target="app2"),
            Connection(id="3", source="app1", target="db", availability=0.999),
            Connection(id="4", source="app2", target="db"),
        ),
        journeys=(Journey(id="j", entry="lb"),),
    )  # fmt: skip
    found = explain(design, catalog, "j")
    assert found is not None
    needs = {need.component: (need.own, need.needs) for need in found.needs}
    assert needs["lb"] == ("itself", ("at least 1 of (app1, app2)",))
    assert needs["app1"] == ("itself", ("db over 3",))
    assert needs["db"] == ("2 of its 3", ())


def test_each_single_point_has_a_reason(catalog: Catalog, make_design: Make) -> None:
    seen = 0
    for seed in range(60):
        for result in analyse(make_design(seed), catalog).journeys:
            points = result.measures["served"].single_points
            wanted = {*points.events, *points.managed, *points.domains, *points.components}
            assert set(result.reasons) == wanted
            assert all(reason.endswith(".") and len(reason) > 20 for reason in result.reasons.values())
            seen += len(wanted)
    assert seen > 100


def test_a_reason_names_the_way_from_the_entry(catalog: Catalog) -> None:
    design = Design(
        components=(part("web", 0.99, name="Shop"), part("db", 0.999, name="Orders"),
                    part("pair", 0.99, replicas=2, required=2, parent="za")),
        groups=(Group(id="za", kind="zone", name="Zone A", availability=0.999),),
        connections=(Connection(id="1", source="web", target="db"),
                     Connection(id="2", source="db", target="pair")),
        journeys=(Journey(id="j", entry="web"),),
    )  # fmt: skip
    reasons = analyse(design, catalog).journeys[0].reasons
    assert reasons["db"] == "The journey goes Shop → Orders, and there is one Orders only."
    assert reasons["za"] == "Without Zone A too little is left of pair."
    assert reasons["pair#1"].endswith("pair needs 2 of its 2 instances: none is to spare.")


def test_a_large_design_is_summed_up(catalog: Catalog) -> None:
    parts = tuple(part(f"p{n}", 0.999, name=f"part {n} of all") for n in range(300))
    links = tuple(Connection(id=f"e{n}", source=f"p{n}", target=f"p{n + 1}") for n in range(299))
    found = explain(
        Design(components=parts, connections=links, journeys=(Journey(id="j", entry="p0"),)), catalog, "j"
    )
    assert found is not None
    assert len(found.factors) == 300
    assert math.isclose(found.combined, 1 - 0.999**300, rel_tol=1e-12)


def test_requests_by_class_are_written_out_for_the_pocket_calculator(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    design = Design(
        components=(
            part("web", 0.999),
            Component(id="cache", kind="in_memory_cache", managed=False, availability=0.98,
                      attributes={"hit_ratio": 0.9}),
            Component(id="db", kind="relational_db", managed=False, availability=0.99),
        ),
        connections=(
            Connection(id="1", source="web", target="cache"),
            Connection(id="2", source="web", target="db", behind_cache="cache"),
        ),
        journeys=(Journey(id="j", entry="web"),),
    )  # fmt: skip
    found = explain(design, catalog, "j")
    assert found is not None
    print_explanation(found, design)
    text = capsys.readouterr().out
    hit, miss = 1 - 0.999 * (1 - 0.02 * 0.01), 1 - 0.999 * 0.99
    assert f"c1: share 0.9, of which {hit:.9g} fail   hit in cache" in text
    assert f"c2: share 0.1, of which {miss:.9g} fail   miss in cache" in text
    assert f"= {0.9 * hit + 0.1 * miss:.9g} (exact)" in text


def test_calls_over_cables_name_the_places_and_cables_of_their_network(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    def cable(first: str, second: str) -> Connection:
        return Connection(
            id=f"{first}{second}", source=first, target=second, kind="uses",
            availability=0.999, attributes={"undirected": True},
        )  # fmt: skip

    def switch(id: str) -> Component:
        return Component(id=id, kind="firewall", managed=False, availability=0.998)

    design = Design(
        components=(part("a", 0.99), part("b", 0.98), switch("s"), switch("t")),
        connections=(
            Connection(id="call", source="a", target="b", pool="each"),
            cable("a", "s"), cable("s", "b"), cable("a", "t"), cable("t", "b"),
        ),
        journeys=(Journey(id="j", entry="a"),),
    )  # fmt: skip
    found = explain(design, catalog, "j")
    assert found is not None
    assert found.needs[0].needs == ("b over some way through s, t by the cables as, sb, at, tb",)
    print_explanation(found, design)
    text = capsys.readouterr().out
    assert "call: cut off when no way is left. The boundary method" in text
    # Two ways of a place and two cables each: the product of the chances that each is cut.
    cut = 1.0 - 0.998 * 0.999**2
    assert math.isclose(found.combined, 1.0 - 0.99 * 0.98 * (1.0 - cut * cut), rel_tol=1e-12)


def test_a_design_without_cables_says_nothing_of_networks(catalog: Catalog, make_design: Make) -> None:
    found = explain(make_design(1), catalog, "j")
    assert found is not None
    assert found.networks == ()
