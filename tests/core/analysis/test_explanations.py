from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest

from archdraw.cli.explain_text import print_explanation
from archdraw.core.analysis import analyse
from archdraw.core.analysis.explaining import Explanation, explain
from archdraw.core.catalog import Catalog
from archdraw.core.locations import resources_dir
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.core.storage import read_design

Make = Callable[..., Design]
ORIGINS = {"stated", "attributes.beta; stated", "stated; repaired in 1 h"}


def number(text: str) -> float:
    """Work out "3 × 0.005^2 × (1 − 0.02)" as a pocket calculator would; units are words."""
    text = re.sub(r" [hs]\b", "", text)
    while "(" in text:
        text = re.sub(r"\(([^()]*)\)", lambda inner: repr(number(inner[1])), text)
    first, *others = re.split(r" ([+−]) ", text)
    total = product(first)
    for sign, summand in zip(others[::2], others[1::2], strict=True):
        total += product(summand) * (1.0 if sign == "+" else -1.0)
    return total


def product(text: str) -> float:
    first, *others = re.split(r" ([×÷]) ", text)
    found = power(first)
    for sign, factor in zip(others[::2], others[1::2], strict=True):
        found = found * power(factor) if sign == "×" else found / power(factor)
    return found


def power(text: str) -> float:
    base, _, times = text.partition("^")
    return float(base) ** int(times or 1)


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
                    # to the nine digits that are shown
                    assert math.isclose(number(term.numbers), term.value, rel_tol=1e-9)
                    written += 1
                for words, terms in factor.where:
                    total = number(" + ".join(term.numbers for term in terms))
                    assert math.isclose(total, math.fsum(term.value for term in terms), rel_tol=1e-9), words
            for chance in found.chances:
                assert math.isclose(number(chance.numbers), chance.value, rel_tol=1e-9), chance.id
            assert {chance.origin.partition(",")[0] for chance in found.chances} <= ORIGINS
    assert written > 300


def followed(found: Explanation) -> tuple[int, list[str]]:
    """Return how many numbers the arithmetic is written with, and those that nothing above it gives."""
    given = {1.0} | {chance.value for chance in found.chances}
    factors = [factor for group in (found.factors, *found.classes) for factor in group]
    texts = [term.numbers for factor in factors for term in factor.terms]
    for factor in factors:
        for _, terms in factor.where:
            given.add(math.fsum(term.value for term in terms))
            texts += [term.numbers for term in terms]
    used = {one for text in texts for one in re.findall(r"(?<!\^)\b[\d.]+(?:e-\d+)?", text)}
    known = [*given, *(1.0 - value for value in given)]
    ways = {one for one in used if one.isdecimal()}  # C(n, d)
    return len(used), [one for one in used - ways if not _is_one_of(float(one), known)]


def _is_one_of(value: float, known: list[float]) -> bool:
    return any(math.isclose(value, one, rel_tol=1e-10) for one in known)


@pytest.mark.parametrize("name", ["url-shortener", "chat", "news-feed", "kubernetes-ha"])
def test_every_number_in_the_arithmetic_of_a_sample_is_given_above_it(name: str, catalog: Catalog) -> None:
    """Also where 27 of 28 are needed, and in requests that a cache may answer."""
    design = read_design(resources_dir() / "samples" / f"{name}.adraw", catalog).design
    seen = 0
    for journey in design.journeys:
        found = explain(design, catalog, journey.id)
        assert found is not None
        count, unknown = followed(found)
        assert not unknown, journey.id
        assert all(factor.terms for factor in found.factors), journey.id
        for factor in (one for group in (found.factors, *found.classes) for one in group):
            for term in factor.terms:
                assert math.isclose(number(term.numbers), term.value, rel_tol=1e-9)
        seen += count
    assert seen > 20


def test_what_lies_in_a_lost_region_is_not_said_to_be_up(catalog: Catalog) -> None:
    regions = [Group(id=name, kind="region", availability=0.98) for name in ("north", "south")]
    zone = Group(id="za", kind="zone", parent="north", availability=0.99)
    design = Design(
        components=(part("app", 0.9, replicas=2, domains=("za", "south")),),
        groups=(*regions, zone),
        journeys=(Journey(id="j", entry="app"),),
    )
    found = explain(design, catalog, "j")
    assert found is not None
    terms = {term.words: term for term in found.factors[0].terms}
    # The region is down, whatever its zone does; in the other one an instance is left.
    lost = terms["P(north down, south up) × P(failure then: app down)"]
    assert lost.numbers == "0.02 × 0.98 × 0.1"
    assert math.isclose(lost.value, 0.02 * 0.98 * 0.1, rel_tol=1e-12)
    assert "P(za down, north up, south up) × P(failure then: app down)" in terms


def test_numbers_of_instances_follow_from_load_and_quorum(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    design = Design(
        components=(
            part("web", 0.99, name="Web", replicas=4, required="load", capacity_rps=300.0),
            Component(id="db", kind="document_db", managed=False, availability=0.99, replicas=3,
                      redundancy="quorum"),
            part("rock", 1.0),
        ),
        connections=tuple(Connection(id=one, source="web", target=one) for one in ("db", "rock")),
        journeys=(Journey(id="j", entry="web", peak_rps=500.0),),
    )  # fmt: skip
    found = explain(design, catalog, "j")
    assert found is not None
    print_explanation(found, design)
    text = capsys.readouterr().out
    assert "  web “Web”: 3 of its 4 (500/s ÷ (300/s × 0.7), rounded up); db; rock" in text
    assert "  db: 2 of its 3 (more than half)" in text
    # What is taken never to fail is said to be.
    assert "  rock: 0 = 1 − 1   stated" in text


def test_chances_say_which_figures_give_them_and_where_these_come_from(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    design = Design(
        components=(
            part("app", 0.99, replicas=3, required=2, attributes={"beta": 0.1}, domains=("za", "zb")),
            Component(id="db", kind="rdbms_primary", mtbf_hours=1000.0, mttr_hours=4.0, failover_s=60.0,
                      replicas=2, redundancy="active-passive"),
            Component(id="lb", kind="l7_load_balancer", managed=False),
        ),
        groups=(Group(id="za", kind="zone", availability=0.999), Group(id="zb", kind="zone")),
        connections=(Connection(id="1", source="lb", target="app", availability=0.998),
                     Connection(id="2", source="app", target="db")),
        journeys=(Journey(id="j", entry="lb"),),
    )  # fmt: skip
    found = explain(design, catalog, "j")
    assert found is not None
    numbers = {chance.id: chance.numbers for chance in found.chances}
    assert numbers == {
        "app": "(1 − 0.1) × (1 − 0.99)", "app!ccf": "0.1 × (1 − 0.99)", "1": "1 − 0.998",
        "db": "4 h ÷ (1000 h + 4 h)", "db!failover": "60 s ÷ 3600 s ÷ (1000 h + 4 h)",
        "lb": "1 − 0.999", "za": "1 − 0.999", "zb": "1 − 0.9995",
    }  # fmt: skip
    origins = {chance.id: chance.origin for chance in found.chances}
    assert origins["za"] == "stated"
    assert origins["lb"].startswith("not stated, so by its kind (published): ")
    assert origins["zb"].startswith("not stated, so by its kind (")
    print_explanation(found, design)
    text = capsys.readouterr().out
    assert "app (each instance): 0.009 = (1 − 0.1) × (1 − 0.99)" in text
    assert "where 0.017919 = 2 × 0.009 × 0.991 + 0.009^2   app with 2 of 3 instances left" in text


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
    assert needs["db"] == ("2 of its 3 (more than half)", ())


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
    assert "  cache answers 0.9 of what it is asked   stated" in text
    assert f"c1: share 0.9, of which {hit:.9g} fail   hit in cache" in text
    assert f"c2: share 0.1, of which {miss:.9g} fail   miss in cache" in text
    assert f"= {0.9 * hit + 0.1 * miss:.9g} (exact)" in text
    # each class as causes of its own
    assert "c1.2 = 0.01 × 0.02 = 0.0002   db down, cache down" in text
    assert f"c1 = 1 − (1 − 0.001) × (1 − 0.0002) = {hit:.9g}" in text
    assert f"c2 = 1 − (1 − 0.01) × (1 − 0.001) = {miss:.9g}" in text


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
