"""What views keep beside places: folded and locked elements, layers, steps and looks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archdraw.core.model import (
    Component,
    Design,
    Group,
    InvalidRecordError,
    Layer,
    Placement,
    RevealStep,
    Style,
    Styles,
    View,
)
from archdraw.core.storage import StorageError, design_text, parse_design, repair_design

NEW_FIELDS = ("collapsed", "locked", "style", "hides", "hidden_tags", "layers", "steps", "styles")


def document(**view: Any) -> Design:
    return Design(
        components=(Component(id="web", kind="service"), Component(id="db", kind="rdbms_primary")),
        groups=(Group(id="tier", kind="tier"),),
        views=(View(id="main", nodes={"web": Placement(x=0, y=0), "tier": Placement(x=0, y=0)}, **view),),
    )


def test_nothing_of_it_is_written_while_it_is_the_default() -> None:
    text = design_text(document())
    assert not [name for name in NEW_FIELDS if f'"{name}"' in text]


def test_v1_a_folded_group_stands_on_the_one_line_of_its_place() -> None:
    nodes = {"tier": Placement(x=0, y=0, w=400, h=300, collapsed=True, style=Style(color="data"))}
    line = next(
        one
        for one in design_text(document().revised(views=(View(id="m", nodes=nodes),))).splitlines()
        if '"tier": {' in one
    )
    assert json.loads("{" + line.strip().removesuffix(",") + "}") == {
        "tier": {"x": 0, "y": 0, "w": 400, "h": 300, "collapsed": True, "style": {"color": "data"}}
    }


def test_layers_and_steps_take_one_line_each_and_come_back() -> None:
    layers = (Layer(id="l1", name="Data", kinds=("rdbms_primary",), visible=False),)
    steps = (RevealStep(id="s1", name="First", adds=("web",), caption="It begins here."),)
    design = document(layers=layers, steps=steps, hides=("db",), hidden_tags=("old",))
    text = design_text(design)
    for wanted in ('"id": "l1"', '"id": "s1"'):
        assert sum(wanted in line and line.strip().startswith("{") for line in text.splitlines()) == 1
    assert parse_design(text.encode(), "x.adraw").design == design


def test_unknown_fields_of_styles_and_layers_survive() -> None:
    raw = json.loads(design_text(document()))
    raw["styles"] = {"kinds": {"service": {"shape": "cloud", "x-glow": 3}}, "x-more": 1}
    raw["views"][0]["layers"] = [{"id": "l1", "x-mood": "calm"}]
    again = json.loads(design_text(parse_design(json.dumps(raw).encode(), "x.adraw").design))
    assert again["styles"] == raw["styles"]
    assert again["views"][0]["layers"] == raw["views"][0]["layers"]


def test_a_raw_colour_is_no_style() -> None:
    with pytest.raises(InvalidRecordError):
        Style(color="#FF0000")
    raw = json.loads(design_text(document()))
    raw["styles"] = {"tags": {"hot": {"color": "#FF0000"}}}
    with pytest.raises(StorageError):
        parse_design(json.dumps(raw).encode(), "x.adraw")


def test_what_layers_and_steps_name_in_vain_is_taken_out_and_told() -> None:
    layer = Layer(id="l1", members=("web", "gone"))
    step = RevealStep(id="s1", adds=("lost", "db"), highlights=("web",))
    mended, said = repair_design(document(layers=(layer,), steps=(step,), hides=("nowhere",)))
    view = mended.views[0]
    assert view.layers[0].members == ("web",)
    assert (view.steps[0].adds, view.steps[0].highlights) == (("db",), ("web",))
    assert view.hides == ()
    assert [all(name in sentence for name in ("gone", "lost", "nowhere")) for sentence in said] == [True]


def test_moving_a_folded_group_leaves_the_size_it_has_when_open() -> None:
    folded = Placement(x=0, y=0, w=400, h=300, collapsed=True, locked=True)
    moved = folded.at(folded.shown.moved(20, 40))
    assert moved == Placement(x=20, y=40, w=400, h=300, collapsed=True, locked=True)


def test_a_nearer_style_goes_before_a_more_general_one() -> None:
    assert Style(color="data").over(Style(color="edge", shape="cloud")) == Style(color="data", shape="cloud")
    assert Styles().kinds == {}
