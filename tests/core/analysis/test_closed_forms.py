"""Formulas from the books, far into the nines: each unavailability to 1e-9 of itself."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Measure
from archdraw.core.analysis.wording import availability_text
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey


def one(catalog: Catalog, *parts: Component, links: tuple[Connection, ...] = (), **more: object) -> Measure:
    design = Design(
        components=parts,
        connections=links,
        journeys=(Journey(id="j", entry=parts[0].id),),
        **more,  # type: ignore[arg-type]
    )
    return analyse(design, catalog).journeys[0].measures["served"]


def part(id: str, availability: float, **more: object) -> Component:
    return Component(id=id, name=id, kind="service", managed=False, availability=availability, **more)  # type: ignore[arg-type]


def too_few(count: int, needed: int, q: Fraction) -> Fraction:
    return sum(
        (math.comb(count, up) * (1 - q) ** up * q ** (count - up) for up in range(needed)), Fraction(0)
    )


@pytest.mark.parametrize(("count", "shown"), [(3, "99.9925"), (4, "99.9851"), (5, "99.99988")])
def test_quorums_of_three_four_and_five(count: int, shown: str, catalog: Catalog) -> None:
    found = one(catalog, part("q", 0.995, replicas=count, redundancy="quorum"))
    wanted = too_few(count, count // 2 + 1, 1 - Fraction(0.995))
    assert math.isclose(found.unavailability, float(wanted), rel_tol=1e-9)
    assert availability_text(found.availability, found.unavailability).startswith(shown[:7])


@pytest.mark.parametrize(("count", "needed"), [(2, 1), (3, 1), (5, 1), (7, 4), (20, 10), (40, 30)])
def test_k_of_n_down_to_fifteen_zeros(count: int, needed: int, catalog: Catalog) -> None:
    for availability in (0.9, 0.99, 0.999):
        wanted = float(too_few(count, needed, 1 - Fraction(availability)))
        if wanted < 1e-15:
            continue
        found = one(
            catalog, part("p", availability, replicas=count, required=needed, redundancy="active-active")
        )
        assert math.isclose(found.unavailability, wanted, rel_tol=1e-9)


def test_the_bridge_far_into_the_nines(catalog: Catalog) -> None:
    names = ("a", "b", "c", "d", "e")
    pairs = [("u", "a"), ("u", "b"), ("a", "c"), ("a", "e"), ("b", "d"), ("b", "e"), ("e", "c"), ("e", "d")]
    links = tuple(Connection(id=f"{s}{t}", source=s, target=t, pool="p") for s, t in pairs)
    for availability in (0.99, 0.9999, 0.9999999):
        q = 1 - Fraction(repr(availability))
        p = 1 - q
        wanted = 1 - (2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5)
        found = one(
            catalog,
            Component(id="u", kind="client_web"),
            *(part(n, availability) for n in names),
            links=links,
        )
        assert math.isclose(found.unavailability, float(wanted), rel_tol=1e-9)


def test_two_regions_that_share_an_identity_provider(catalog: Catalog) -> None:
    regions = tuple(Group(id=r, kind="region", availability=0.9999) for r in ("east", "west"))
    parts = [Component(id="dns", kind="dns", managed=True, availability=0.99999)]
    links = []
    for region in ("east", "west"):
        parts += [part(f"app-{region}", 0.999, parent=region), part(f"db-{region}", 0.9995, parent=region)]
        links += [
            Connection(id=f"1{region}", source="dns", target=f"app-{region}", pool="regions"),
            Connection(id=f"2{region}", source=f"app-{region}", target=f"db-{region}"),
            Connection(id=f"3{region}", source=f"app-{region}", target="login"),
        ]
    parts.append(Component(id="login", kind="identity_provider", managed=True, availability=0.9999))
    found = one(catalog, *parts, links=tuple(links), groups=regions)
    each = 1 - Fraction(0.9999) * Fraction(0.999) * Fraction(0.9995)
    # the shared provider counts once, not in each region
    wanted = 1 - Fraction(0.99999) * Fraction(0.9999) * (1 - each**2)
    assert math.isclose(found.unavailability, float(wanted), rel_tol=1e-9)
    assert found.single_points.managed == ("dns", "login")
    assert found.cut_sets.by_order == {1: 2, 2: 9, 3: 0}


@pytest.mark.parametrize("nines", [3, 5, 9, 12, 15])
def test_what_is_written_in_nines_fails_by_what_is_left_to_one(nines: int, catalog: Catalog) -> None:
    availability = float("0." + "9" * nines)
    design = Design(
        components=(
            Component(id="a", kind="service", managed=False, availability=availability, parent="z"),
            Component(id="b", kind="service", managed=False, availability=1.0),
        ),
        groups=(Group(id="z", kind="zone", availability=availability),),
        connections=(Connection(id="c", source="a", target="b", availability=availability),),
        journeys=(Journey(id="j", entry="a"),),
    )
    found = analyse(design, catalog).journeys[0].measures["served"].unavailability
    wanted = 1 - (1 - Fraction(1, 10**nines)) ** 3
    assert math.isclose(found, wanted, rel_tol=1e-12)
