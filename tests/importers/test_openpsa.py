from __future__ import annotations

import math
from pathlib import Path

import pytest

from archdraw.core.analysis.reliability.fault_tree import FaultTreeError, solve_tree
from archdraw.importers.openpsa import DEEPEST, parse_fault_tree, read_fault_tree


def model(trees: str, data: str = "") -> bytes:
    return f"<?xml version='1.0'?>\n<opsa-mef>{trees}<model-data>{data}</model-data></opsa-mef>".encode()


def gate(name: str, inside: str) -> str:
    return f"<define-gate name='{name}'>{inside}</define-gate>"


def event(name: str, value: str = "<float value='0.1'/>") -> str:
    return f"<define-basic-event name='{name}'>{value}</define-basic-event>"


A, B, C = (f"<basic-event name='{name}'/>" for name in "abc")
THREE = event("a") + event("b", "<float value='0.2'/>") + event("c", "<float value='0.3'/>")


def probability(formula: str, data: str = THREE, more: str = "") -> float:
    tree = parse_fault_tree(
        model(f"<define-fault-tree name='t'>{gate('top', formula)}{more}</define-fault-tree>", data)
    )
    assert tree.tops == ("top",)
    return solve_tree(tree, "top").probability


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (f"<and>{A}{B}</and>", 0.02),
        (f"<or>{A}{B}</or>", 0.28),
        (f"<atleast min='2'>{A}{B}{C}</atleast>", 0.1 * 0.2 + 0.1 * 0.3 + 0.2 * 0.3 - 2 * 0.006),
        (f"<not>{A}</not>", 0.9),
        (f"<xor>{A}{B}</xor>", 0.1 * 0.8 + 0.9 * 0.2),
        (f"<and>{A}<not>{B}</not></and>", 0.08),
        (f"<or><and>{A}{B}</and><and>{A}<label>twice</label>{C}</and></or>", 0.1 * (1 - 0.8 * 0.7)),
        (A, 0.1),
        (f"<and>{A}<constant value='true'/></and>", 0.1),
        (f"<or>{A}<constant value='true'/></or>", 1.0),
        (f"<and>{A}<constant value='false'/></and>", 0.0),
    ],
)
def test_each_gate_gives_its_probability(formula: str, wanted: float) -> None:
    assert probability(formula) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("value", ["true", "false"])
def test_what_always_or_never_fails_has_no_cut_sets(value: str) -> None:
    kind = "or" if value == "true" else "and"
    trees = gate("top", f"<{kind}>{A}<constant value='{value}'/></{kind}>")
    result = solve_tree(parse_fault_tree(model(trees, THREE)), "top")
    assert result.cut_sets is not None
    assert (result.cut_sets.count, len(result.cut_sets.list)) == (0, 0)
    assert not result.importance


@pytest.mark.parametrize(("value", "wanted"), [("true", 0.1), ("false", 0.0)])
def test_house_events_are_on_or_off(value: str, wanted: float) -> None:
    house = f"<define-house-event name='h'><constant value='{value}'/></define-house-event>"
    assert probability(f"<and>{A}<house-event name='h'/></and>", more=house) == pytest.approx(wanted)


def test_parameters_and_exponential_are_worked_out() -> None:
    data = (
        "<define-parameter name='rate'><float value='1e-4'/></define-parameter>"
        "<define-parameter name='time'><mul><int value='10'/><float value='2'/></mul></define-parameter>"
        + event("a", "<exponential><parameter name='rate'/><parameter name='time'/></exponential>")
    )
    assert probability(A, data) == pytest.approx(0.0019980013326669, rel=1e-12)


def test_a_top_event_may_have_any_name() -> None:
    tree = parse_fault_tree(model(gate("(top)", f"<and>{A}<not>{B}</not></and>"), THREE))
    assert tree.tops == ("(top)",)


@pytest.mark.parametrize(
    ("tag", "values", "wanted"),
    [
        ("GLM", (0.1, 0.02, 0.3, 5.0), 0.0625 + (0.1 - 0.0625) * math.exp(-0.32 * 5.0)),
        ("Weibull", (100.0, 2.0, 10.0, 60.0), 1.0 - math.exp(-0.25)),
        ("Weibull", (100.0, 2.0, 60.0, 10.0), 0.0),
        # tested at 5, 15, 25, …: the last test was 7 before, or at the moment of a test 10
        ("periodic-test", (0.01, 10.0, 5.0, 32.0), 1.0 - math.exp(-0.07)),
        ("periodic-test", (0.01, 10.0, 5.0, 35.0), 1.0 - math.exp(-0.1)),
        ("periodic-test", (0.01, 10.0, 5.0, 4.0), 1.0 - math.exp(-0.04)),
        # repaired at once, or never
        ("periodic-test", (0.01, 1e15, 10.0, 5.0, 32.0), 1.0 - math.exp(-0.07)),
        ("periodic-test", (0.01, 0.0, 10.0, 5.0, 32.0), 1.0 - math.exp(-0.32)),
        # one test: 8 after it up, or in repair, or repaired and failed again
        (
            "periodic-test",
            (0.2, 0.5, 10.0, 2.0, 10.0),
            math.exp(-0.4) * (1.0 - math.exp(-1.6))
            + (1.0 - math.exp(-0.4)) * (1.0 - 0.5 * (math.exp(-1.6) - math.exp(-4.0)) / 0.3),
        ),
        (
            "periodic-test",
            (0.2, 0.2, 10.0, 2.0, 10.0),
            math.exp(-0.4) * (1.0 - math.exp(-1.6)) + (1.0 - math.exp(-0.4)) * (1.0 - 1.6 * math.exp(-1.6)),
        ),
        ("mean", (0.1, 0.2, 0.6), 0.3),
        ("max", (0.1, 0.2), 0.2),
        ("pow", (0.1, 2.0), 0.01),
        ("sub", (0.5, 0.2, 0.1), 0.2),
        ("div", (1.0, 8.0), 0.125),
    ],
)
def test_expressions_are_worked_out(tag: str, values: tuple[float, ...], wanted: float) -> None:
    inside = "".join(f"<float value='{value}'/>" for value in values)
    assert probability(A, event("a", f"<{tag}>{inside}</{tag}>")) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("tag", "values", "mean"),
    [
        ("normal-deviate", (0.2, 0.01), 0.2),
        ("uniform-deviate", (0.1, 0.3), 0.2),
        ("lognormal-deviate", (0.2, 3.0, 0.95), 0.2),
        ("lognormal-deviate", (-2.0, 0.5), math.exp(-1.875)),
        ("gamma-deviate", (2.0, 0.1), 0.2),
        ("beta-deviate", (1.0, 4.0), 0.2),
    ],
)
def test_of_a_distribution_the_mean_counts_and_it_is_said(
    tag: str, values: tuple[float, ...], mean: float
) -> None:
    inside = "".join(f"<float value='{value}'/>" for value in values)
    tree = parse_fault_tree(model(gate("g", A), event("a", f"<{tag}>{inside}</{tag}>")))
    assert tree.events["a"] == pytest.approx(mean, rel=1e-12)
    assert tree.notes == ("Values that are stated as distributions count with their mean.",)


def test_a_mission_without_an_end_lasts_a_year_and_it_is_said() -> None:
    rate = "<float value='1e-5'/><system-mission-time/>"
    tree = parse_fault_tree(model(gate("g", A), event("a", f"<exponential>{rate}</exponential>")))
    assert tree.events["a"] == pytest.approx(-math.expm1(-0.0876), rel=1e-12)
    assert tree.notes == ("The mission lasts 8,760 h, as the file does not say how long.",)


def test_a_unit_that_is_not_converted_is_said() -> None:
    data = "<define-parameter name='rate' unit='{}'><float value='1e-3'/></define-parameter>" + event(
        "a", "<exponential><parameter name='rate'/><float value='10'/></exponential>"
    )
    assert parse_fault_tree(model(gate("g", A), data.format("hours-1"))).notes == ()
    said = parse_fault_tree(model(gate("g", A), data.format("years-1"))).notes
    assert said == ("Times count in hours: the number of “rate”, in years-1, is taken as it is.",)


def test_several_top_events_are_all_found() -> None:
    either = f"<or>{A}<gate name='shared'/></or>"
    trees = "".join(
        f"<define-fault-tree name='t{n}'>{gate(f'top{n}', either)}</define-fault-tree>" for n in (1, 2)
    )
    trees += f"<define-fault-tree name='s'>{gate('shared', f'<and>{B}{C}</and>')}</define-fault-tree>"
    tree = parse_fault_tree(model(trees, THREE))
    assert tree.tops == ("top1", "top2")
    result = solve_tree(tree, "top2")
    assert result.cut_sets is not None
    assert result.cut_sets.by_order == {1: 1, 2: 1, 3: 0}
    assert result.importance is not None
    assert result.importance["b"].birnbaum == pytest.approx(0.3 * 0.9)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "no XML"),
        (b"<opsa-mef><a></opsa-mef>", "line 1"),
        (b"<other/>", "not <opsa-mef>"),
        (b"<?xml version='1.0' encoding='nonsense'?><opsa-mef/>", "unknown encoding: nonsense"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><opsa-mef>&a;</opsa-mef>", "entities"),
        (model(""), "no top event"),
        (model(f"<model-data>\n{gate('g', A)}</model-data>"), "Line 3: “a” is not defined"),
        (model(gate("g", f"<nand>{A}</nand>"), THREE), "<nand> is not read"),
        (model(gate("g", f"<atleast min='4'>{A}{B}</atleast>"), THREE), "<atleast min=“4”> has 2 inputs"),
        (model(gate("g", f"<atleast>{A}{B}</atleast>"), THREE), "no min"),
        (model(gate("g", f"<not>{A}{B}</not>"), THREE), "<not> has 2 inputs; it needs one"),
        (model(gate("g", f"<xor>{A}{B}{C}</xor>"), THREE), "<xor> has 3 inputs; it needs two"),
        (model(gate("g", A), event("a", "<histogram/>")), "<histogram> is not read; numbers, parameters"),
        (model(gate("g", A), event("a", "<lognormal-deviate/>")), "has 0 values; it needs 2 or 3"),
        (model(gate("g", A), event("a", "<div><int value='1'/><int value='0'/></div>")), "of 1, 0 has no"),
        (model(gate("g", A), event("a", "<float value='2'/>")), "must be 0 to 1"),
        (model(gate("g", A), event("a", "<float value='nan'/>")), "no finite number"),
        (model(gate("g", A), event("a", "<parameter name='p'/>")), "“p” is not defined"),
        (model(gate("g", A) + gate("g", B), THREE), "defined twice"),
        (model("<define-gate name='g'><and/></define-gate>"), "<and> has no inputs"),
        (model("<define-gate><and/></define-gate>"), "<define-gate> has no name"),
        (model(gate("g", A), THREE + 2 * "<define-parameter name='p'><int value='1'/></define-parameter>"),
         "“p” is defined twice"),
        (model("", THREE), "no top event: no gate; where a model lies in several files, name them all."),
        (model(gate("g", "<gate name='h'/>") + gate("h", "<gate name='g'/>")), "part of another one"),
        (model("<define-initiating-event name='i'/>"), "Line 2: event trees are not read; fault trees are"),
        (model("<define-substitution name='s'/>"), "substitutions are not read"),
        (model(gate("g", A), event("a", "<float value='-0.1'/>")), "is -0.1; it must be 0 to 1"),
        (model(gate("g", A), event("a", "<float value='much'/>")), "“much” is no number"),
        (model(gate("g", A), event("a", "<float value='1e999'/>")), "“1e999” is no finite number"),
        (model(gate("g", A), event("a", "<log><int value='0'/></log>")), "<log> of 0 has no value"),
        (model(gate("g", A), event("a", "<exponential><float value='-1'/><int value='1'/></exponential>")),
         "<exponential> of -1, 1 has no value"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_a_sentence(text: bytes, says: str) -> None:
    with pytest.raises(FaultTreeError, match=r"\.$") as refused:
        parse_fault_tree(text)
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_model_in_several_files_is_one(tmp_path: Path) -> None:
    trees, data = tmp_path / "trees.xml", tmp_path / "data.xml"
    trees.write_bytes(f"<opsa-mef>{gate('top', f'<and>{A}{B}</and>')}</opsa-mef>".encode())
    data.write_bytes(model("", THREE))
    for files in ((trees, data), (data, trees)):
        assert solve_tree(read_fault_tree(*files), "top").probability == pytest.approx(0.02)
    with pytest.raises(FaultTreeError, match=r"^Line 1: “a” is not defined; where .* name them all\.$"):
        read_fault_tree(trees)
    with pytest.raises(FaultTreeError, match=r"^trees\.xml: Line 1: “top” is defined twice\.$"):
        read_fault_tree(trees, data, trees)
    with pytest.raises(FaultTreeError, match=r"^The files have no top event: no gate\.$"):
        parse_fault_tree([("a: ", model("", THREE)), ("b: ", b"<opsa-mef/>")])


def test_what_is_private_to_a_component_is_nearest_inside_of_it() -> None:
    inside = gate("x", f"<or>{B}<event name='y'/></or>") + gate("y", C)
    trees = (
        "<define-fault-tree name='t'>"
        + gate("top", "<and><gate name='x'/><gate name='part.x'/></and>")
        + gate("x", A)
        + f"<define-component name='part' role='private'>{inside}</define-component>"
        + "</define-fault-tree>"
    )
    tree = parse_fault_tree(model(trees, THREE))
    assert tree.tops == ("top",)
    assert solve_tree(tree, "top").probability == pytest.approx(0.1 * (1 - 0.8 * 0.7))
    # Public ones are the same everywhere, and so is what a path names from outside.
    open_to_all = trees.replace(" role='private'", "")
    with pytest.raises(FaultTreeError, match="“x” is defined twice"):
        parse_fault_tree(model(open_to_all, THREE))
    shared = gate("u", f"<or><gate name='y'/>{A}</or>") + gate("v", "<gate name='t.part.y'/>")
    both = gate("w", "<and><gate name='u'/><gate name='v'/></and>")
    parts = f"<define-component name='part'>{gate('y', C)}</define-component>{shared}{both}"
    tree = parse_fault_tree(model(f"<define-fault-tree name='t'>{parts}</define-fault-tree>", THREE))
    assert solve_tree(tree, "w").probability == pytest.approx(0.3)


def test_a_gate_that_is_part_of_itself_is_refused() -> None:
    trees = (
        gate("top", "<gate name='x'/>")
        + gate("x", f"<or>{A}<gate name='y'/></or>")
        + gate("y", "<gate name='x'/>")
    )
    tree = parse_fault_tree(model(trees, THREE))
    with pytest.raises(FaultTreeError, match="part of itself"):
        solve_tree(tree, "top")


def test_a_parameter_that_is_defined_by_itself_is_refused() -> None:
    data = "<define-parameter name='p'><parameter name='p'/></define-parameter>" + event(
        "a", "<parameter name='p'/>"
    )
    with pytest.raises(FaultTreeError, match="by itself"):
        parse_fault_tree(model(gate("g", A), data))


def test_parameters_that_name_the_next_one_twice_are_worked_out_once_each() -> None:
    row = ""
    for n in range(60):
        twice = 2 * f"<parameter name='p{n + 1}'/>"
        row += f"<define-parameter name='p{n}'><add>{twice}</add></define-parameter>"
    data = row + "<define-parameter name='p60'><float value='1e-20'/></define-parameter>"
    data += event("a", "<parameter name='p0'/>")
    assert probability(A, data) == pytest.approx(2**60 * 1e-20, rel=1e-12)


def test_depth_and_size_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<and>" * (DEEPEST + 1) + A + "</and>" * (DEEPEST + 1)
    with pytest.raises(FaultTreeError, match="nested deeper"):
        parse_fault_tree(model(gate("g", deep), THREE))
    file = tmp_path / "tree.xml"
    file.write_bytes(model(gate("g", A), THREE))
    assert read_fault_tree(file).tops == ("g",)
    monkeypatch.setattr("archdraw.importers.openpsa.MOST_BYTES", 10)
    with pytest.raises(FaultTreeError, match="bytes"):
        read_fault_tree(file)
    with pytest.raises(FaultTreeError, match="can't be read"):
        read_fault_tree(tmp_path / "missing.xml")
