"""Trees of the literature, built by rules of our own, against the figures published for them."""

from __future__ import annotations

import math

from archdraw.core.analysis.reliability.fault_tree import FaultTree, Gate, TreeResult, solve_tree


def voters() -> TreeResult:
    """Return the result of three lines of sensors voted twice and of five outputs of which three are lost.

    Each of three measured values is voted two of three from pairs of a sensor of its own and a supply that
    all values share; its line may fail besides. The lines are voted again for the logic and, over others,
    for the enabling signal. An output is lost by itself, or if it is not enabled and its logic fails.
    """
    events: dict[str, float] = {}
    gates: dict[str, Gate] = {}

    def event(name: str) -> str:
        events[name] = 0.01
        return name

    def gate(name: str, kind: str, *inputs: str, needed: int = 1) -> str:
        gates[name] = Gate(kind, inputs, needed)  # type: ignore[arg-type]
        return name

    lines = []
    for value in range(3):
        pairs = [
            gate(f"pair {value} {n}", "or", event(f"sensor {value} {n}"), event(f"supply {n}"))
            for n in range(3)
        ]
        vote = gate(f"value {value}", "atleast", *pairs, needed=2)
        lines.append(gate(f"line {value}", "or", vote, event(f"line {value} itself")))
    votes = []
    for use in ("logic", "enabling"):
        contacts = [
            gate(f"{use} {n}", "or", line, event(f"contact {use} {n}")) for n, line in enumerate(lines)
        ]
        votes.append(gate(use, "atleast", *contacts, needed=2))
    enabled = gate("no enabling", "or", votes[1], event("enabling itself"))
    outputs = []
    for n in range(5):
        logic = gate(f"logic of {n}", "or", votes[0], event(f"card {n}"))
        both = gate(f"no output {n}", "and", logic, enabled)
        outputs.append(gate(f"output {n}", "or", both, event(f"output {n} itself")))
    top = gate("top", "atleast", *outputs, needed=3)
    return solve_tree(FaultTree(events, gates, (top,)), top)


def test_the_voters_have_as_many_minimal_cut_sets_as_published() -> None:
    # Known as baobab2 in the benchmark of 43 trees that A. Rauzy's Aralia was measured with: 32 events, 4,805
    # minimal cut sets; to order 3 they are 6 and 121.
    found = voters()
    assert found.events == 32
    assert found.method == "exact"
    assert found.cut_sets is not None
    assert found.cut_sets.count == 4805
    assert found.cut_sets.complete
    assert {n: found.cut_sets.by_order[n] for n in (1, 2, 3)} == {1: 0, 2: 6, 3: 121}


def test_two_trains_that_share_a_part() -> None:
    # An exercise of a course in risk analysis (NE 574, University of Wisconsin–Madison).
    events = {"b": 0.1, "c": 0.3, "d": 0.5, "f": 0.7, "g": 0.2, "h": 0.4, "i": 0.8}
    gates = {
        "first": Gate("or", ("f", "g", "b", "c")),
        "pair": Gate("and", ("h", "i")),
        "second": Gate("or", ("c", "d", "pair")),
        "top": Gate("and", ("first", "second")),
    }
    found = solve_tree(FaultTree(events, gates, ("top",)), "top")
    assert math.isclose(found.probability, 0.662208, rel_tol=1e-12)
    assert found.cut_sets is not None
    assert {frozenset(cut.events) for cut in found.cut_sets.list} == {
        frozenset(one) for one in ("c", "df", "dg", "db", "hif", "hig", "hib")
    }
