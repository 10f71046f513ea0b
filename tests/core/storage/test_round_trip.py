"""Any document, with fields of a later version at every level, survives opening and saving."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.model import Component, Connection, Design, EdgeRoute, Note, Placement, View
from archdraw.core.storage import Opened, design_text, parse_design, read_design, save_design, starter_design

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "resources" / "samples").glob("*.adraw"))
Strategy = st.SearchStrategy[Any]

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | FLOATS | WORDS
FREE = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=6
)
# Names that no field of version 1 has.
EXTRAS = st.dictionaries(WORDS.map("x-{}".format), FREE, max_size=2)
RATIO = st.floats(0, 1)
RATES = st.floats(0.001, 1e9) | st.integers(1, 10**9)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)
PLACES = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)


def records(always: dict[str, Strategy], **sometimes: Strategy) -> Strategy:
    """Objects with the given fields, some of the others, and some that nobody knows."""
    known = st.fixed_dictionaries(always, optional=sometimes)
    return st.builds(lambda fields, extras: {**fields, **extras}, known, EXTRAS)


LOOKS = records(
    {},
    shape=st.sampled_from(["card", "cylinder", "queue", "cloud", "icon"]),
    color=NAMES,
    emphasis=st.sampled_from(["normal", "strong", "quiet"]),
)


def listed(prefix: str, count: int, **fields: Strategy) -> Strategy:
    return st.tuples(*(records({"id": st.just(f"{prefix}{place}")}, **fields) for place in range(count)))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of version 1 as plain data; nothing in it needs mending."""
    count = draw(st.integers(0, 3))
    groups = draw(listed("g", draw(st.integers(0, 2)), kind=st.just("zone"), name=WORDS, availability=RATIO))
    in_group = st.sampled_from([group["id"] for group in groups]) if groups else st.none()
    components = draw(
        listed(
            "C.",
            count,
            name=WORDS,
            parent=in_group,
            replicas=st.integers(1, 9),
            required=st.just("load") | st.integers(1, 5),
            availability=RATIO | st.none(),
            managed=st.booleans() | st.none(),
            domains=st.lists(in_group, max_size=3) if groups else st.just([]),
            capacity_rps=RATES,
            tags=st.lists(WORDS, max_size=2),
            attributes=st.dictionaries(WORDS, FREE, max_size=2),
            sources=st.dictionaries(WORDS, records({}, note=WORDS), max_size=2),
        )
    )
    for record in (*groups, *components):
        record.setdefault("kind", "service")
    ends = st.sampled_from([part["id"] for part in components]) if components else st.nothing()
    connections = draw(
        st.tuples(
            *(
                records(
                    {"id": st.just(f"e-{place}"), "source": ends, "target": ends},
                    calls=RATES | st.dictionaries(st.just("j0"), RATES, max_size=1),
                    promotes=st.booleans(),
                    weight=RATES,
                    attributes=st.dictionaries(WORDS, FREE, max_size=2),
                )
                for place in range(draw(st.integers(0, 2)) if components else 0)
            )
        )
    )
    targets = records({}, availability=RATIO, p99_ms=RATES)
    journeys = draw(listed("j", draw(st.integers(0, 2)), name=WORDS, peak_rps=RATES, targets=targets))
    shown = [record["id"] for record in (*groups, *components)]
    marks = {"collapsed": st.booleans(), "locked": st.booleans(), "style": LOOKS}
    some = st.lists(st.sampled_from(shown), max_size=2, unique=True) if shown else st.just([])
    nodes = st.dictionaries(
        st.sampled_from(shown) if shown else st.nothing(),
        records({"x": PLACES, "y": PLACES}, w=st.floats(1, 500), pin=st.booleans(), **marks),
    )
    routes = st.dictionaries(
        st.sampled_from([link["id"] for link in connections]) if connections else st.nothing(),
        records({}, route=st.just("manual"), points=st.lists(st.tuples(PLACES, PLACES), max_size=3)),
    )
    notes = listed("n", draw(st.integers(0, 2)), text=WORDS, x=PLACES, locked=st.booleans(), style=LOOKS)
    words = st.lists(WORDS, max_size=2)
    layer = {"members": some, "tags": words, "visible": st.booleans(), "locked": st.booleans()}
    view = records(
        {"id": st.just("main")},
        name=WORDS,
        nodes=nodes,
        edges=routes,
        notes=notes,
        hides=some,
        hidden_tags=words,
        layers=listed("l", draw(st.integers(0, 2)), name=WORDS, **layer),
        steps=listed("p", draw(st.integers(0, 2)), adds=some, highlights=some, caption=WORDS),
        style=LOOKS,
    )
    fields = st.lists(records({}, name=WORDS, type=WORDS), max_size=2)
    known: dict[str, Strategy] = {
        "title": WORDS,
        "styles": records(
            {},
            kinds=st.dictionaries(NAMES, LOOKS, max_size=2),
            tags=st.dictionaries(WORDS, LOOKS, max_size=2),
        ),
        "authors": st.lists(WORDS, max_size=2),
        "requirements": listed("r", 1, text=WORDS, priority=st.just("could")),
        "estimates": listed("s", 1, formula=WORDS, value=FLOATS),
        "inputs": listed("i", 1, value=FLOATS),
        "apis": listed("a", 1, path=WORDS),
        "entities": listed("t", 1, fields=fields),
        "decisions": listed("d", 1, elements=st.just(shown)),
        "suppressions": st.lists(records({"rule": WORDS}, reason=WORDS), max_size=1),
        "settings": records({}, year_days=RATES, rules=st.dictionaries(WORDS, FREE, max_size=1)),
        "extensions": st.dictionaries(WORDS, FREE, max_size=2),
    }
    head = {"format": "archdraw", "version": 1}
    body = {"groups": groups, "components": components, "connections": connections, "journeys": journeys}
    rest: dict[str, Any] = draw(records({"views": st.tuples(view)}, **known))
    return head | body | rest


def opened_from(document: dict[str, Any], indent: int | None = None) -> Opened:
    text = json.dumps(document, ensure_ascii=indent is None, indent=indent)
    return parse_design(text.encode(), "generated.adraw")


def unknown_fields(value: Any, path: str = "") -> dict[str, Any]:
    """Everything that stands under a name no field has, by its place."""
    found: dict[str, Any] = {}
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, (list, tuple)):
        pairs = enumerate(value)
    for key, item in pairs:
        place = f"{path}/{key}"
        if str(key).startswith("x-"):
            found[place] = item
        else:
            found |= unknown_fields(item, place)
    return found


@settings(max_examples=60)
@given(documents())
def test_s3_what_is_saved_opens_as_the_same_and_saves_as_the_same_text(
    document: dict[str, Any],
) -> None:
    opened = opened_from(document)
    assert opened.repairs == ()
    text = design_text(opened.design)
    again = parse_design(text.encode(), "generated.adraw")
    assert again.design == opened.design
    assert design_text(again.design) == text


@settings(max_examples=60)
@given(documents())
def test_s4_unknown_fields_survive_at_every_level(document: dict[str, Any]) -> None:
    written = json.loads(design_text(opened_from(document).design))
    assert unknown_fields(written) == unknown_fields(document)


def test_s4_the_generated_documents_hold_unknown_fields_in_depth() -> None:
    document = {"components": [{"id": "a", "x-b": 1}], "views": [{"nodes": {"a": {"x-c": [2]}}}]}
    assert unknown_fields(document) == {"/components/0/x-b": 1, "/views/0/nodes/a/x-c": [2]}


@settings(max_examples=25)
@given(document=documents(), indent=st.sampled_from([None, 0, 1, 4]))
def test_s3_an_unedited_document_keeps_its_bytes_however_it_was_formatted(
    document: dict[str, Any], indent: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("unedited") / "hand made.adraw"
    data = b"\xef\xbb\xbf" + json.dumps(document, indent=indent).encode() + b"\n\n"
    file.write_bytes(data)
    opened = read_design(file)
    assert save_design(file, opened.design, expected_digest=opened.digest, opened=opened) == opened.digest
    assert file.read_bytes() == data


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_s3_samples_stand_as_the_program_writes_them(sample: Path) -> None:
    opened = read_design(sample)
    assert design_text(opened.design).encode() == sample.read_bytes()


def test_s3_an_edit_that_python_calls_equal_is_written() -> None:
    text = '{"format": "archdraw", "components": [{"id": "a", "kind": "service", "attributes": {"tls": 1}}]}'
    opened = parse_design(text.encode(), "a.adraw")
    component = opened.design.components[0].revised(attributes={"tls": True})
    edited = opened.design.model_copy(update={"components": (component,)})
    assert edited == opened.design
    assert '"tls": true' in saved_text(edited, opened)


def test_s3_another_order_is_an_edit() -> None:
    text = '{"format": "archdraw", "extensions": {"a": 1, "b": 2}}'
    opened = parse_design(text.encode(), "a.adraw")
    edited = opened.design.revised(extensions={"b": 2, "a": 1})
    assert saved_text(edited, opened).index('"b"') < saved_text(edited, opened).index('"a"')


def saved_text(design: Design, opened: Opened) -> str:
    from archdraw.core.storage.saving import document_bytes

    return document_bytes(design, opened, Path("a.adraw")).decode()


def changed_lines(before: str, after: str) -> int:
    old, new = before.splitlines(), after.splitlines()
    assert len(old) == len(new)
    return sum(one != other for one, other in zip(old, new, strict=True))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_s5_moving_one_element_changes_one_line(sample: Path) -> None:
    design = read_design(sample).design
    view = design.views[0]
    for key, place in view.nodes.items():
        moved = view.revised(nodes={**view.nodes, key: place.at(place.box.moved(20, 40))})
        after = design.model_copy(update={"views": (moved, *design.views[1:])})
        assert changed_lines(design_text(design), design_text(after)) == 1


def test_s5_routes_and_notes_stand_on_one_line_each() -> None:
    view = View(
        id="main",
        nodes={"a": Placement(x=1, y=2.5)},
        edges={"e": EdgeRoute(route="manual", points=((0, 0), (10, 20.25)))},
        notes=(Note(id="n", text="two\nlines"),),
    )
    lines = [line.strip() for line in design_text(Design(views=(view,))).splitlines()]
    assert '"a": {"x": 1, "y": 2.5}' in lines
    assert '"e": {"route": "manual", "points": [[0, 0], [10, 20.25]]}' in lines
    assert '{"id": "n", "text": "two\\nlines"}' in lines


def test_s5_a_free_value_named_like_a_list_of_places_is_written_as_any_other() -> None:
    design = Design(extensions={"plug-in": {"nodes": {"a": {"b": 1}}}})
    assert '"nodes": {\n        "a": {\n          "b": 1' in design_text(design)


def test_fields_equal_to_their_default_are_not_written() -> None:
    component = Component(
        id="web", kind="service", replicas=1, required=1, tags=(), notes="", availability=None
    )
    text = design_text(Design(components=(component,), title="", status="draft"))
    assert json.loads(text) == {
        "format": "archdraw",
        "version": 1,
        "components": [{"id": "web", "kind": "service"}],
    }


def test_fields_come_in_the_order_of_the_model_whatever_order_they_were_set_in() -> None:
    connection = Connection(weight=2.0, name="calls", target="b", id="e", source="a")
    written = json.loads(design_text(Design(connections=(connection,))))["connections"][0]
    assert list(written) == ["id", "source", "target", "weight", "name"]
    assert type(written["weight"]) is int


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": NAMES},
            optional={
                "name": WORDS,
                "tags": st.lists(WORDS, max_size=2).map(tuple),
                "availability": st.none() | RATIO,
                "replicas": st.integers(1, 3),
                "later": PLAIN,
            },
        ),
        min_size=1,
        max_size=4,
    ),
    st.lists(PLACES, min_size=2, max_size=9),
)
def test_many_records_are_written_as_each_of_them_is_alone(
    told: list[dict[str, Any]], places: list[float]
) -> None:
    # Some with the same fields stated, which are written field by field, and some with others.
    found = [
        Component(**{**told[row % len(told)], "id": f"c{row}", "kind": "web-service"}) for row in range(80)
    ]
    nodes = {
        one.id: Placement(x=places[row % len(places)], y=places[row % 2]) for row, one in enumerate(found)
    }
    text = design_text(Design(components=tuple(found), views=(View(id="v", nodes=nodes),)))
    alone = [design_text(Design(components=(one,))) for one in found]
    written = [one[one.index("    {") : one.rindex("\n  ]")] for one in alone]
    assert ",\n".join(written) in text
    for key, place in nodes.items():
        single = design_text(Design(views=(View(id="v", nodes={key: place}),)))
        assert next(line.strip() for line in single.split("\n") if f'"{key}": ' in line) in text


def test_many_records_that_say_nothing_and_texts_with_signs_are_written_too() -> None:
    names = [f'"{row}\\' if row % 2 else f"größer {row}" for row in range(1030)]
    connections = [
        Connection(id=f"c{row}", source="a", target="b", name=name) for row, name in enumerate(names)
    ]
    view = View(id="v", edges={one.id: EdgeRoute() for one in connections})
    text = design_text(Design(connections=tuple(connections), views=(view,)))
    read = json.loads(text)
    assert [one["name"] for one in read["connections"]] == names
    assert read["views"][0]["edges"] == {one.id: {} for one in connections}


def test_numbers_are_written_as_people_write_them() -> None:
    values = {"whole": 400.0, "part": 0.1, "large": 1e300, "minus": -0.0, "long": 2**70}
    text = design_text(Design(extensions=values))
    assert json.loads(text)["extensions"] == values
    assert '"whole": 400,' in text


def test_the_starter_document_is_small_and_opens() -> None:
    text = design_text(starter_design("New"))
    assert parse_design(text.encode(), "new.adraw").repairs == ()
    assert text.count("\n") < 15
    assert text.endswith("}\n")
