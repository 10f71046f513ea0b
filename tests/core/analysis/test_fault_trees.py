from __future__ import annotations

import math
import random
import subprocess
from itertools import combinations, product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from archdraw.core.analysis.reliability.fault_tree import FaultTree, Gate, GateKind, solve_tree


def random_tree(seed: int, gates: int, events: int, *, coherent: bool = True) -> FaultTree:
    """Return a tree whose gates stand in a row; each takes events, and gates from further along the row."""
    rng = random.Random(seed)
    chances = {f"e{n}": round(rng.uniform(0.001, 0.3), 4) for n in range(events)}
    kinds: tuple[GateKind, ...] = ("or", "or", "and", "and", "atleast")
    found: dict[str, Gate] = {}
    for n in range(gates):
        kind = rng.choice(kinds if coherent else (*kinds, "not", "xor"))
        count = {"not": 1, "xor": 2, "atleast": 3}.get(kind, rng.randint(2, 4))
        below = [f"g{m}" for m in range(n + 1, min(gates, n + 7))]
        inputs = [f"g{n + 1}"] if n + 1 < gates else []
        while len(inputs) < count:
            near = f"e{min(events - 1, max(0, n * events // gates + rng.randint(-3, 3)))}"
            one = rng.choice([*below, near, near])
            if one not in inputs:
                inputs.append(one)
            elif rng.random() < 0.2:
                inputs.append(rng.choice([f"e{m}" for m in range(events) if f"e{m}" not in inputs]))
        found[f"g{n}"] = Gate(kind, tuple(inputs[:count]), 2)
    return FaultTree(chances, found, ("g0",))


def fails(tree: FaultTree, down: frozenset[str]) -> bool:
    value: dict[str, bool] = {name: name in down for name in tree.events}
    for name in sorted(tree.gates, key=lambda one: -int(one[1:])):
        gate = tree.gates[name]
        failed = sum(value[one] for one in gate.inputs)
        value[name] = {
            "or": failed > 0, "and": failed == len(gate.inputs), "atleast": failed >= gate.needed,
            "not": failed == 0, "xor": failed == 1, "constant": gate.value,
        }[gate.kind]  # fmt: skip
    return value["g0"]


@pytest.mark.parametrize("coherent", [True, False])
def test_small_trees_equal_every_state_of_theirs(coherent: bool) -> None:
    for seed in range(60):
        tree = random_tree(seed, gates=6 + seed % 5, events=8, coherent=coherent)
        result = solve_tree(tree, "g0")
        names = list(tree.events)
        failing: dict[frozenset[str], float] = {}
        for choice in product((False, True), repeat=len(names)):
            down = frozenset(name for name, lost in zip(names, choice, strict=True) if lost)
            if fails(tree, down):
                failing[down] = math.prod(
                    tree.events[name] if name in down else 1.0 - tree.events[name] for name in names
                )
        assert math.isclose(result.probability, math.fsum(failing.values()), rel_tol=1e-12, abs_tol=1e-300)
        if not result.coherent:
            assert result.cut_sets is None
            continue
        minimal = {state for state in failing if not any(other < state for other in failing)}
        assert result.cut_sets is not None
        assert {frozenset(cut.events) for cut in result.cut_sets.list} == minimal
        assert result.importance is not None
        for name, found in result.importance.items():
            holding = [cut for cut in minimal if name in cut]
            chance = math.fsum(p for state, p in failing.items() if any(cut <= state for cut in holding))
            assert found.fussell_vesely is not None
            assert math.isclose(found.fussell_vesely, chance / result.probability, rel_tol=1e-9)


def written(tree: FaultTree) -> str:
    """Return the tree as Open-PSA; 2 of n as OR of pairs, since SCRAM gets some shared 2-of-n gates wrong.

    (It then lists sets that do not fail the tree, which the evaluation above shows.)
    """
    lines = ["<opsa-mef><define-fault-tree name='t'>"]
    for name, gate in tree.gates.items():
        inputs = [f"<{'gate' if one in tree.gates else 'basic-event'} name='{one}'/>" for one in gate.inputs]
        if gate.kind == "atleast":
            pairs = "".join(f"<and>{one}{two}</and>" for one, two in combinations(inputs, 2))
            formula = f"<or>{pairs}</or>"
        else:
            formula = f"<{gate.kind}>{''.join(inputs)}</{gate.kind}>"
        lines.append(f"<define-gate name='{name}'>{formula}</define-gate>")
    lines.append("</define-fault-tree><model-data>")
    lines += [
        f"<define-basic-event name='{name}'><float value='{chance!r}'/></define-basic-event>"
        for name, chance in tree.events.items()
    ]
    return "\n".join([*lines, "</model-data></opsa-mef>"])


@pytest.mark.parametrize("gates", [30, 100, 200, 300])
def test_large_trees_equal_what_scram_says(gates: int, tmp_path: Path) -> None:
    """SCRAM (rakhimov/scram, Debian's package) is an engine of its own, in C++."""
    compared = 0
    for seed in range(12):
        tree = random_tree(seed, gates, gates * 3 // 5)
        ours = solve_tree(tree, "g0")
        assert ours.cut_sets is not None
        assert ours.method == "exact"
        if not ours.cut_sets.complete or ours.cut_sets.count > 20_000:
            continue
        file, report = tmp_path / f"{seed}.xml", tmp_path / f"{seed}.out.xml"
        file.write_text(written(tree), encoding="utf-8")
        limit = str(max(ours.cut_sets.by_order))
        subprocess.run(
            ["scram", "--bdd", "--probability", "1", "--limit-order", limit, "-o", report, file],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        theirs = ET.parse(report).find("results/sum-of-products")  # noqa: S314 - written by a tool of ours
        assert theirs is not None
        assert math.isclose(ours.probability, float(theirs.attrib["probability"]), rel_tol=1e-5)
        orders = [int(count) for count in theirs.attrib["distribution"].split()]
        assert {n: count for n, count in ours.cut_sets.by_order.items() if count} == {
            n: count for n, count in enumerate(orders, start=1) if count
        }
        compared += 1
    assert compared >= 4


def test_trees_too_large_to_list_are_counted() -> None:
    # ten pools of ten each: ten to the tenth sets of order ten
    events = {f"e{n}-{m}": 0.001 for n in range(10) for m in range(10)}
    gates = {f"g{n}": Gate("or", tuple(f"e{n}-{m}" for m in range(10))) for n in range(10)}
    tree = FaultTree(events, {**gates, "top": Gate("and", tuple(gates))}, ("top",))
    result = solve_tree(tree, "top")
    assert result.cut_sets is not None
    assert result.cut_sets.count == 10**10
    assert result.cut_sets.complete
    assert len(result.cut_sets.list) == 1000
    assert math.isclose(result.probability, (1 - 0.999**10) ** 10, rel_tol=1e-12)


def random_products(seed: int, events: int, gates: int) -> FaultTree:
    """Return a tree that fails when all four events of any of the gates do."""
    rng = random.Random(seed)
    names = [f"e{n}" for n in range(events)]
    products = {f"g{n}": Gate("and", tuple(rng.sample(names, 4))) for n in range(gates)}
    return FaultTree(dict.fromkeys(names, 0.1), {**products, "top": Gate("or", tuple(products))}, ("top",))


def test_past_the_budget_states_are_drawn_where_bounds_say_little(no_take_over: None) -> None:
    tree = random_products(1, events=18, gates=330)
    exact, rough = solve_tree(tree, "top"), solve_tree(tree, "top", budget=200)
    assert (exact.method, rough.method) == ("exact", "estimated")
    assert rough.interval is not None
    low, high = rough.interval
    assert low <= exact.probability <= high
    assert high - low < 0.02 * exact.probability
    assert rough.importance is not None
    assert exact.importance is not None
    for name, found in rough.importance.items():
        assert math.isclose(found.birnbaum, exact.importance[name].birnbaum, rel_tol=0.1)


@pytest.mark.parametrize("budget", [30, 150])
def test_trees_with_not_past_the_budget_are_bounded_or_estimated(budget: int, no_take_over: None) -> None:
    methods, outside = [], 0
    for seed in range(14):
        tree = random_tree(seed, gates=40, events=24, coherent=False)
        exact, rough = solve_tree(tree, "g0"), solve_tree(tree, "g0", budget=budget)
        assert exact.method == "exact"
        methods.append(rough.method)
        low, high = rough.interval or (rough.probability,) * 2
        inside = low - 1e-12 <= exact.probability <= high + 1e-12
        assert inside or rough.method == "estimated"
        outside += not inside
    # 95 % of the intervals hold the value.
    assert outside <= 2
    assert {"bounded", "estimated"} <= set(methods)


def test_what_negations_that_cancel_out_leave_has_cut_sets() -> None:
    # not (not a or at most one of b, c, d has failed), beside not not e
    gates = {
        "not a": Gate("not", ("a",)),
        "two": Gate("atleast", ("b", "c", "d"), 2),
        "at most one": Gate("not", ("two",)),
        "either": Gate("or", ("not a", "at most one")),
        "neither": Gate("not", ("either",)),
        "not e": Gate("not", ("e",)),
        "e after all": Gate("not", ("not e",)),
        "top": Gate("or", ("neither", "e after all")),
    }
    found = solve_tree(FaultTree(dict.fromkeys("abcde", 0.1), gates, ("top",)), "top")
    assert found.coherent
    assert found.cut_sets is not None
    assert {"".join(sorted(cut.events)) for cut in found.cut_sets.list} == {"abc", "abd", "acd", "e"}
    assert math.isclose(found.probability, 0.1 + 0.9 * 0.1 * 0.028, rel_tol=1e-12)


@pytest.mark.parametrize("first", [True, False])
def test_sets_that_are_only_counted_still_count_beside_a_part_that_is_too_large(
    first: bool, no_take_over: None
) -> None:
    # 80 × 80 pairs, of which a thousand are listed, and products of four whose diagram is too large
    large = random_products(1, 30, 700)
    events = dict.fromkeys(large.events, 0.001)
    gates = dict(large.gates)
    for side in "xy":
        names = tuple(f"{side}{n}" for n in range(80))
        events |= dict.fromkeys(names, 0.01)
        gates[side] = Gate("or", names)
    gates["pairs"] = Gate("and", ("x", "y"))
    gates["all"] = Gate("or", ("pairs", "top") if first else ("top", "pairs"))
    found = solve_tree(FaultTree(events, gates, ("all",)), "all", budget=600)
    assert found.cut_sets is not None
    assert {n: found.cut_sets.by_order[n] for n in (1, 2, 3)} == {1: 0, 2: 6400, 3: 0}
    assert found.cut_sets.max_order == 3
    pairs = (1.0 - 0.99**80) ** 2
    # At most as likely as any of its products fails.
    rest = 700 * 0.001**4
    low, high = found.interval or (found.probability,) * 2
    assert low <= pairs + rest
    assert high >= pairs
    assert high - low < 1e-6


@pytest.mark.parametrize("kind", ["and", "xor"])
def test_rows_of_hundreds_of_gates_are_solved_soon(kind: GateKind) -> None:
    # each fails with its event or, every other one, only with it; or where one of the two has failed
    length = 600
    gates = {
        f"g{n}": Gate("or" if kind == "and" and n % 2 else kind, (f"g{n + 1}", f"e{n}"))
        for n in range(length)
    }
    gates[f"g{length}"] = Gate("or", (f"e{length}",))
    found = solve_tree(FaultTree({f"e{n}": 0.1 for n in range(length + 1)}, gates, ("g0",)), "g0")
    assert found.method == "exact"
    chance = 0.1
    for n in reversed(range(length)):
        one = gates[f"g{n}"].kind
        both = 0.1 * chance
        chance = {"and": both, "or": 0.1 + chance - both, "xor": 0.1 + chance - 2.0 * both}[one]
    assert math.isclose(found.probability, chance, rel_tol=1e-12)
    if kind == "and":
        assert found.cut_sets is not None
        assert found.cut_sets.count == length // 2 + 1
        assert found.cut_sets.complete


def test_few_sets_are_listed_though_their_diagram_is_too_large() -> None:
    tree = random_products(2, events=24, gates=120)
    result = solve_tree(tree, "top", budget=200)
    wanted = {frozenset(gate.inputs) for gate in tree.gates.values() if gate.kind == "and"}
    assert result.cut_sets is not None
    assert {frozenset(cut.events) for cut in result.cut_sets.list} == wanted
    assert (result.cut_sets.count, result.cut_sets.complete) == (len(wanted), True)


def test_half_of_hundreds_of_unlike_events_have_no_sets_of_few() -> None:
    events = {f"e{n}": 0.01 + n / 10_000 for n in range(400)}
    tree = FaultTree(events, {"top": Gate("atleast", tuple(events), 200)}, ("top",))
    result = solve_tree(tree, "top", budget=2_000)
    assert result.cut_sets is not None
    # so many pairs and triples that nothing could be said of any order, before they were looked for
    assert (result.cut_sets.count, result.cut_sets.max_order) == (0, 3)
