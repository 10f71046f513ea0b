from __future__ import annotations

import math
import random
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from archdraw.core.analysis.reliability.fault_tree import FaultTreeError, solve_tree
from archdraw.importers.openpsa import parse_fault_tree
from archdraw.importers.shared_causes import MODELS, first_level, level_probabilities

NAMES = "abcdefghijklmnop"


def members_of(names: str) -> str:
    return "".join(f"<basic-event name='{name}'/>" for name in names)


def group(model: str, names: str, total: float, factors: str, more: str = "") -> str:
    return (
        f"<define-CCF-group name='pumps' model='{model}'><members>{members_of(names)}</members>"
        f"<distribution><float value='{total!r}'/></distribution>{factors}{more}</define-CCF-group>"
    )


def factors_of(model: str, members: int, factors: list[float]) -> str:
    begin = {"beta-factor": members, "MGL": 2}.get(model, 1)
    inside = "".join(
        f"<factor level='{begin + n}'><float value='{factor!r}'/></factor>"
        for n, factor in enumerate(factors)
    )
    return f"<factors>{inside}</factors>"


def whole(formula: str, groups: str, data: str = "") -> str:
    gate = f"<define-gate name='top'>{formula}</define-gate>"
    return (
        f"<opsa-mef><define-fault-tree name='t'>{gate}{groups}</define-fault-tree>"
        f"<model-data>{data}</model-data></opsa-mef>"
    )


def test_a_share_of_failures_hits_all_members_by_the_beta_factor() -> None:
    text = whole(
        f"<and>{members_of('ab')}</and>", group("beta-factor", "ab", 0.1, factors_of("beta-factor", 2, [0.2]))
    )
    tree = parse_fault_tree(text.encode())
    assert tree.tops == ("top",)
    assert tree.events == pytest.approx({"[a]": 0.08, "[b]": 0.08, "[a b]": 0.02})
    result = solve_tree(tree, "top")
    assert result.probability == pytest.approx(0.02 + 0.98 * 0.08**2, rel=1e-12)
    assert result.cut_sets is not None
    assert [cut.events for cut in result.cut_sets.list] == [("[a b]",), ("[a]", "[b]")]
    assert any("named after them" in note for note in tree.notes)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("members", [2, 3, 5])
def test_what_hits_a_member_adds_up_to_how_often_it_fails(model: str, members: int) -> None:
    factors = {"beta-factor": [0.1], "MGL": [0.3, 0.2, 0.4, 0.5][: members - 1]}.get(
        model, [1.0 / members] * members
    )
    known = next(one for one in MODELS if one == model)
    found = level_probabilities(known, members, 1e-3, factors)
    hits = math.fsum(math.comb(members - 1, level - 1) * chance for level, chance in found.items())
    # The factors of the phi model are of causes, not of members.
    wanted = 1e-3 if model != "phi-factor" else 1e-3 / members * 2 ** (members - 1)
    assert hits == pytest.approx(wanted, rel=1e-12)
    assert first_level(known, members) == {"beta-factor": members, "MGL": 2}.get(model, 1)


def test_random_groups_equal_what_scram_says(tmp_path: Path) -> None:
    """SCRAM (rakhimov/scram, Debian's package) is an engine of its own, in C++."""
    rng = random.Random(26)
    for number in range(24):
        model = MODELS[number % 4]
        members = rng.randint(2, 5)
        count = 1 if model == "beta-factor" else members - 1 if model == "MGL" else members
        factors = [round(rng.uniform(0.05, 0.6), 3) for _ in range(count)]
        if model == "MGL":
            factors = factors[: rng.randint(1, count)]
        if model == "phi-factor":
            factors = [one / sum(factors) for one in factors]
        names = NAMES[:members]
        needed = rng.randint(1, members)
        pool = f"<atleast min='{needed}'>{members_of(names)}</atleast>"
        if needed in (1, members):
            # Theirs must ask for more than one and less than all.
            kind = "or" if needed == 1 else "and"
            pool = f"<{kind}>{members_of(names)}</{kind}>"
        formula = f"<or>{pool}<and>{members_of('yz')}</and></or>"
        other = "".join(
            f"<define-basic-event name='{name}'><float value='0.05'/></define-basic-event>" for name in "yz"
        )
        text = whole(
            formula, group(model, names, rng.uniform(1e-3, 0.1), factors_of(model, members, factors)), other
        )
        file, report = tmp_path / "model.xml", tmp_path / "report.xml"
        file.write_text(text, encoding="utf-8")
        subprocess.run(
            ["scram", "--bdd", "--probability", "1", "--ccf", "1", "-o", report, file],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        theirs = ET.parse(report).find("results/sum-of-products")  # noqa: S314 - written by a tool of ours
        assert theirs is not None
        ours = solve_tree(parse_fault_tree(text.encode()), "top")
        assert math.isclose(ours.probability, float(theirs.attrib["probability"]), rel_tol=1e-5), text
        assert ours.cut_sets is not None
        orders = [int(count) for count in theirs.attrib["distribution"].split()]
        assert {n: count for n, count in ours.cut_sets.by_order.items() if count} == {
            n: count for n, count in enumerate(orders, start=1) if count
        }


ONE = factors_of("beta-factor", 2, [0.2])
Y = "<define-basic-event name='y'><float value='0.5'/></define-basic-event>"
PUMPS = "the group of common causes “pumps”"


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        (group("gamma", "ab", 0.1, ONE), f"the model “gamma” of {PUMPS} is not read"),
        (group("beta-factor", "a", 0.1, ONE), "has one member; it needs two or more"),
        (group("beta-factor", "ab", 1.5, ONE), f"the members of {PUMPS} is 1.5; it must be 0 to 1"),
        (group("beta-factor", "ab", 0.1, ""), "2 members by the model beta-factor need one factor, not 0"),
        (group("MGL", "abc", 0.1, factors_of("MGL", 3, [0.1, 0.1, 0.1])), "need one to 2 factors, not 3"),
        (group("MGL", "abc", 0.1, factors_of("alpha-factor", 3, [0.1])), "of this factor must be 2 by"),
        (group("MGL", "abc", 0.1, factors_of("MGL", 3, [1.1])), "a factor must be 0 to 1"),
        (group("phi-factor", "ab", 0.1, factors_of("phi-factor", 2, [0.5, 0.4])), "factors add up to 0.9;"),
        (group("alpha-factor", "ab", 0.1, factors_of("alpha-factor", 2, [0.0, 0.0])), "must not all be 0"),
        (group("MGL", NAMES, 0.1, factors_of("MGL", 16, [0.5] * 15)), "65,535 common causes; more than"),
        (group("beta-factor", "ab", 0.1, ONE, "<distribution><int value='1'/></distribution>"),
         "needs one distribution, not 2"),
        (group("beta-factor", "aa", 0.1, ONE), "“a” is defined twice"),
        ("<define-CCF-group name='pumps'/>", "<define-CCF-group> has no model"),
    ],
)  # fmt: skip
def test_a_group_that_is_not_understood_is_refused_in_a_sentence(groups: str, says: str) -> None:
    with pytest.raises(FaultTreeError, match=r"^Line 1: .*\.$") as refused:
        parse_fault_tree(whole(f"<or>{members_of('y')}</or>", groups, Y).encode())
    assert says in str(refused.value)


def test_members_that_never_fail_and_members_of_no_gate_are_no_top_events() -> None:
    text = whole(f"<or>{members_of('ay')}</or>", group("beta-factor", "ab", 0.0, ONE), Y)
    tree = parse_fault_tree(text.encode())
    assert tree.tops == ("top",)
    assert tree.events == {"y": 0.5}
    assert solve_tree(tree, "top").probability == 0.5
