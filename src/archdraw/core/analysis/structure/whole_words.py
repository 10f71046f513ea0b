"""States of a system over whole networks: what fails in each when every way counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.formula import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.structure.system import System
    from archdraw.core.analysis.structure.whole_networks import Network


def whole_word(system: System, root: int, units: Mapping[int, int], everything: int) -> int:
    """Return the word of the scenarios in which a node over whole networks fails.

    Parameters
    ----------
    units
        Per unit the word of the scenarios in which it fails; those of networks are not in it.
    """
    formula = system.formula
    known = dict(units)
    for unit, one in {one.unit: one for one in system.narrowed.values()}.items():
        nodes = parts_of(system, one.network)
        values = evaluate(formula, formula.below(nodes.values()), known, everything)
        lost = {name: values[node] for name, node in nodes.items() if values[node]}
        known[unit] = one.network.apart(one.ends, lost, everything)
    return evaluate(formula, formula.below([root]), known, everything)[root]


def parts_of(system: System, network: Network) -> dict[str, int]:
    """Return the node of each component and cable of a network that can fail."""
    found = {one: system.role[one] for one in network.relays}
    for around in network.beside.values():
        for _, cable in around:
            if cable in system.connection_node:
                found[cable] = system.connection_node[cable]
    return found
