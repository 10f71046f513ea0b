"""The shipped samples: they open, they say what a reviewer would say and nothing louder, they look tidy."""

from __future__ import annotations

import json
import math
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Analysis, Finding
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import ElementDrawing, FontMetrics, Scene
from archdraw.core.drawing.groups import Titled
from archdraw.core.drawing.labels import Surroundings, bounds_of, covering
from archdraw.core.locations import resources_dir
from archdraw.core.model import Design
from archdraw.core.storage import design_text, read_design

FOLDER = resources_dir() / "samples"
FILES = sorted(FOLDER.glob("*.adraw"))
NAMES = [path.stem for path in FILES]
LOUD = ("critical", "high")
each_sample = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def designs(catalog: Catalog) -> dict[str, Design]:
    return {path.stem: read_design(path, catalog).design for path in FILES}


@pytest.fixture(scope="module")
def analyses(designs: dict[str, Design], catalog: Catalog) -> dict[str, Analysis]:
    return {name: analyse(design, catalog) for name, design in designs.items()}


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


def matches(entry: dict[str, Any], finding: Finding) -> bool:
    same_journey = entry.get("journey") in (None, finding.journey)
    return entry["rule"] == finding.rule and same_journey and set(entry["elements"]) <= set(finding.elements)


def test_there_are_samples_and_each_has_its_expectations() -> None:
    assert len(NAMES) == 9
    assert [path.name for path in sorted(FOLDER.iterdir())] == sorted(
        [path.name for path in FILES] + [f"{name}.expected.json" for name in NAMES]
    )


@each_sample
def test_opens_without_repairs_and_is_written_as_it_would_be_saved(name: str, catalog: Catalog) -> None:
    path = FOLDER / f"{name}.adraw"
    opened = read_design(path, catalog)
    assert opened.repairs == ()
    assert not opened.read_only
    assert design_text(opened.design) == path.read_text(encoding="utf-8")
    assert opened.design.title
    assert opened.design.description


@each_sample
def test_uses_known_kinds_and_attributes_of_their_schema(
    name: str, designs: dict[str, Design], catalog: Catalog
) -> None:
    design = designs[name]
    assert [c.kind for c in design.components if not catalog.is_known(c.kind)] == []
    assert [g.kind for g in design.groups if g.kind not in catalog.groups] == []
    of_kind = [
        (c.id, key, catalog.kind(c.kind).attribute(key)) for c in design.components for key in c.attributes
    ]
    assert [(element, key) for element, key, spec in of_kind if spec is None] == []
    on_connections = {spec.name for spec in catalog.connection_attributes}
    assert [c.id for c in design.connections if not on_connections.issuperset(c.attributes)] == []
    on_journeys = {spec.name for spec in catalog.journey_attributes}
    assert [j.id for j in design.journeys if not on_journeys.issuperset(j.attributes)] == []


@each_sample
def test_figures_that_people_typed_say_where_they_come_from(name: str, designs: dict[str, Design]) -> None:
    for component in designs[name].components:
        for field, note in component.sources.items():
            assert getattr(component, field) is not None, f"{component.id}.{field} has a source and no value"
            assert note.note


@each_sample
def test_says_what_a_reviewer_would_say(name: str, analyses: dict[str, Analysis]) -> None:
    found = analyses[name].findings
    missing = [entry for entry in expected(name)["findings"] if not any(matches(entry, f) for f in found)]
    assert missing == []


@each_sample
def test_raises_no_false_alarm(name: str, analyses: dict[str, Analysis]) -> None:
    wanted = expected(name)
    absent = {rule.id for rule in ALL_RULES} if wanted["absent"] == "all" else set(wanted["absent"])
    loud = [finding for finding in analyses[name].findings if finding.severity in LOUD]
    assert [finding.message for finding in loud if finding.rule in absent] == []
    assert [f.message for f in loud if not any(matches(entry, f) for entry in wanted["findings"])] == []


@each_sample
def test_says_in_its_decisions_and_notes_what_no_rule_can(name: str, designs: dict[str, Design]) -> None:
    design = designs[name]
    words = [text for one in design.decisions for text in (one.title, one.context, one.decision)]
    words += [one.consequences for one in design.decisions]
    words += [one.notes for one in design.components]
    said = " ".join(words).lower()
    assert [wanted for wanted in expected(name).get("says", []) if wanted not in said] == []


def test_the_shortener_with_the_load_of_a_pastebin_is_over_engineered(
    designs: dict[str, Design], catalog: Catalog
) -> None:
    """Ten million pastes a month are 4 writes and 40 reads a second, 450 GB in three years."""
    design = designs["url-shortener"]
    loads = {"redirect": 40.0, "create": 4.0}
    store = design.component_by_id["store"]
    small = design.revised(
        journeys=tuple(one.revised(peak_rps=loads[one.id], average_rps=None) for one in design.journeys),
        components=tuple(
            store.revised(attributes={**store.attributes, "storage_bytes": 450e9}) if one is store else one
            for one in design.components
        ),
    )
    told = [one for one in analyse(small, catalog).findings if one.rule == "ARC-10"]
    assert "store" in {element for one in told for element in one.elements}
    assert not [one for one in analyse(design, catalog).findings if one.rule == "ARC-10"]


def test_the_loop_of_the_crawler_is_drawn_and_is_no_cycle_of_waiting(
    designs: dict[str, Design], analyses: dict[str, Analysis]
) -> None:
    calls = {(one.source, one.target) for one in designs["web-crawler"].connections}
    loop = ("frontier", "fetcher", "fetched", "extractor", "frontier")
    assert set(pairwise(loop)) <= calls
    entry = next(one for one in analyses["web-crawler"].ledger if one.rule == "ARC-04")
    assert entry.status in ("passed", "not-applicable")
    rates = {one.id: one.rate_rps for one in analyses["web-crawler"].components}
    # Four pages of five come from links: five times what the scheduler asks for.
    assert math.isclose(rates["fetcher"] or 0.0, 5 * 617.28395062, rel_tol=1e-6)


@each_sample
def test_computes_the_figures_it_is_known_for(name: str, analyses: dict[str, Analysis]) -> None:
    wanted = expected(name)["journeys"]
    assert {journey.id for journey in analyses[name].journeys} == wanted.keys()
    for journey in analyses[name].journeys:
        figures = wanted[journey.id]
        availability = journey.measures["served"].availability
        assert float(f"{availability:.6g}") == figures["availability"], journey.id
        assert journey.bottleneck == figures["bottleneck"], journey.id


def test_the_highly_available_cluster_is_clean_and_both_twins_are_not(analyses: dict[str, Analysis]) -> None:
    clean = analyses["kubernetes-ha"].findings
    assert [finding.message for finding in clean if finding.severity in (*LOUD, "medium")] == []
    assert all(check.met in (True, None) for j in analyses["kubernetes-ha"].journeys for check in j.targets)
    for twin in ("kubernetes-bare-pods", "kubernetes-broken-control-plane"):
        assert any(finding.severity == "critical" for finding in analyses[twin].findings)


def test_one_line_of_calls_is_the_product_of_its_parts(
    analyses: dict[str, Analysis], designs: dict[str, Design], catalog: Catalog
) -> None:
    """Check the boutique's currency journey by hand: a managed balancer, one pod, nothing else."""
    balancer = catalog.kind("l4_load_balancer").availability_redundant.value
    pod = catalog.kind("k8s_deployment").availability_single.value
    assert balancer is not None
    assert pod is not None
    journey = analyses["online-boutique"].journey("currency")
    assert journey is not None
    calls = {c.target for c in designs["online-boutique"].connections if c.id in journey.path}
    assert calls == {"frontend-external", "frontend"}
    assert math.isclose(journey.measures["served"].availability, balancer * pod, rel_tol=1e-12)


@each_sample
def test_cards_lie_apart_and_inside_their_groups(name: str, designs: dict[str, Design]) -> None:
    design = designs[name]
    view = design.view_by_id["main"]
    boxes = {key: place.box for key, place in view.nodes.items()}
    shown = [c.id for c in design.components if view.shows == "all" or c.id in view.shows]
    assert set(shown) <= boxes.keys()
    for one, other in combinations(shown, 2):
        assert not boxes[one].intersects(boxes[other]), f"{one} lies on {other}"
    groups = [g.id for g in design.groups if g.id in boxes and (view.shows == "all" or g.id in view.shows)]
    for element in [*shown, *groups]:
        around = {group.id for group in design.enclosing_groups(element)} & set(groups)
        for group in groups:
            if group in around:
                assert boxes[group].encloses(boxes[element]), f"{element} leaves {group}"
            elif element in shown:
                assert not boxes[group].intersects(boxes[element]), f"{element} lies on {group}"
    for one, other in combinations(groups, 2):
        nested = {group.id for key in (one, other) for group in design.enclosing_groups(key)}
        assert nested & {one, other} or not boxes[one].intersects(boxes[other]), f"{one} lies on {other}"


def _beside_others(key: str, drawings: dict[str, ElementDrawing]) -> Surroundings:
    """Return what the label of a connection must not touch."""
    by_role: dict[str, list[ElementDrawing]] = {"component": [], "group": [], "connection": [], "note": []}
    for one in drawings.values():
        by_role[one.role].append(one)
    others = [one for one in by_role["connection"] if one.id != key]
    lines = [
        (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        for one in others
        for (ax, ay), (bx, by) in pairwise(one.route)
    ]
    return Surroundings(
        [bounds_of(one.frame) for one in by_role["component"] if one.frame],
        [Titled(one.frame, one.label_box) for one in by_role["group"] if one.frame and one.label_box],
        lines,
        (),
        [bounds_of(one.label_box) for one in others if one.label_box],
    )


@each_sample
def test_no_label_lies_on_a_border_a_card_another_label_or_another_line(
    name: str, designs: dict[str, Design], catalog: Catalog
) -> None:
    scene = Scene(designs[name], "main", catalog, FontMetrics())
    drawings = {one.id: one for one in scene.display_list().elements}
    for key, one in drawings.items():
        if one.role == "connection" and one.label_box:
            assert covering(one.label_box, _beside_others(key, drawings)) == 0.0, key


def test_samples_carry_no_path_of_a_machine() -> None:
    for path in sorted(FOLDER.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert str(Path.home()) not in text
        assert "/tmp/" not in text  # noqa: S108 - looked for, not written to
