"""Writes a simplified formula back as nodes, with parts that are alike or stand apart merged into one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.formula import Formula
    from archdraw.core.analysis.structure.system import System

# Units and gates, both as masks, of which any fails the node.
Either = tuple[int, int]
# How many of the nodes must fail, and the nodes; 0: a node of the formula that stays as it is, but for the
# units of a mask, which never fail.
Several = tuple[int, tuple[int, ...]]


NEVER = -1


@slotted
class Net:
    """A formula in alternating layers: `either` by node, `several` by gate; `top` is a node, or NEVER.

    `units` says which unit each bit of the masks stands for. Those of the mask `alone`, by their numbers,
    fail the top by themselves and are nowhere else. Where bits are not in the order of the formula `ranks`
    says by bit which that is.
    """

    either: list[Either]
    several: list[Several]
    top: int
    units: Sequence[int]
    alone: int
    ranks: Sequence[int] | None = None

    def fatal(self) -> list[int]:
        """Return the units that fail the top by themselves."""
        more = bits(self.either[self.top][0]) if self.top != NEVER else []
        return sorted([*bits(self.alone), *[self.units[place] for place in more]])


@slotted
class Points:
    """What fails a root by itself, units and domains as a mask, read off its net, which is in this order."""

    net: Net
    order: Sequence[int]
    alone: list[int]
    fatal: int


@slotted
class _Merged:
    """The net with nodes of the formula for its units; `used_in` says in which nodes of the net each is."""

    parts: dict[int, set[int]] = field(default_factory=dict)
    gates: dict[int, set[int]] = field(default_factory=dict)
    used_in: dict[int, list[int]] = field(default_factory=dict)
    several: dict[int, Several] = field(default_factory=dict)
    around: dict[int, list[int]] = field(default_factory=dict)


def emit(system: System, net: Net, downwards: Sequence[int], fatal: int) -> list[int]:
    """Return nodes of the formula of which any fails when a gate in the top of the net does.

    Parameters
    ----------
    downwards
        What the net is made of, each after all that it is part of: nodes ≥ 0, gates as −1 − gate.
    fatal
        Mask of the domains that are taken to be up: units in other domains are not alike.
    """
    formula = system.formula
    found = _Merged()
    boxed = 0
    for one in downwards:
        if one < 0:
            threshold, inputs = found.several[-1 - one] = net.several[-1 - one]
            if threshold == 0:
                boxed |= sum(1 << unit for unit in set(formula.units_below(inputs[0])))
                continue
            for node in inputs:
                found.around.setdefault(node, []).append(-1 - one)
    _merge_units(system, net, downwards, found, (~fatal, boxed))
    while _merge_gates(formula, found, net.top):
        _merge_alike(formula, found, net.top)
    return _written(formula, net, downwards, found)


def _merge_units(
    system: System, net: Net, downwards: Sequence[int], found: _Merged, masks: tuple[int, int]
) -> None:
    """Make one part of the units that are in the same nodes and in the same domains of the first mask.

    The second mask are units that are in parts which stay as they are. Those of the top are left out.
    """
    around, boxed = masks
    formula, units = system.formula, system.units
    places: defaultdict[int, list[int]] = defaultdict(list)
    for one in downwards:
        if one >= 0:
            mask, gates = net.either[one]
            found.gates[one] = set(bits(gates))
            found.parts[one] = set()
            if one != net.top:
                for place in bits(mask):
                    places[place].append(one)
    every = list(places)
    if net.ranks is not None:
        # As they would be come by if the bits were in the order of the formula.
        rank, come_by = net.ranks, {one: at for at, one in enumerate(downwards)}
        every.sort(key=lambda place: (come_by[places[place][0]], rank[place]))
    alike: defaultdict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for place in every:
        nodes = places[place]
        unit = net.units[place]
        # What is in a part that stays is no part of anything else.
        domains = units[unit].domain_mask & around if not boxed >> unit & 1 else -1 - unit
        alike[domains, tuple(nodes)].append(unit)
    for (_, nodes_of), members in alike.items():
        if len(members) == 1:
            part = formula.var(members[0])
        else:
            part = formula.gate(1, tuple(sorted([formula.var(unit) for unit in members])))
        # What a part that stays holds too is no module: as if it were used twice.
        found.used_in[part] = list(nodes_of) * (1 + (boxed >> members[0] & 1))
        for node in nodes_of:
            found.parts[node].add(part)


def _merge_gates(formula: Formula, found: _Merged, top: int) -> bool:
    """Make a part of every gate over single parts that are nowhere else; return whether there was one."""
    changed = False
    holders: dict[int, list[int]] = {}
    for node, gates in found.gates.items():
        for gate in gates:
            holders.setdefault(gate, []).append(node)
    for gate, (threshold, nodes) in reversed(list(found.several.items())):
        if (
            threshold == 0
            or gate not in holders
            or not all(
                len(found.parts[node]) == 1
                and not found.gates[node]
                and len(found.around[node]) == 1
                and len(found.used_in[next(iter(found.parts[node]))]) == 1
                for node in nodes
            )
        ):
            continue
        inside = [next(iter(found.parts[node])) for node in nodes]
        part = formula.gate(threshold, tuple(sorted(inside)))
        for one in inside:
            del found.used_in[one]
        for node in nodes:
            del found.parts[node], found.gates[node], found.around[node]
        del found.several[gate]
        found.used_in[part] = holders[gate]
        for node in holders[gate]:
            found.gates[node].discard(gate)
            found.parts[node].add(part)
        changed = changed or holders[gate] != [top]
    return changed


def _merge_alike(formula: Formula, found: _Merged, top: int) -> None:
    """Make one part of those that are in the same nodes."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for part, nodes in found.used_in.items():
        if len(set(nodes)) == len(nodes):
            alike.setdefault(tuple(sorted(nodes)), []).append(part)
    for places, parts in alike.items():
        if len(parts) < 2 or places == (top,):
            continue
        whole = formula.gate(1, tuple(sorted(parts)))
        for part in parts:
            del found.used_in[part]
        found.used_in[whole] = list(places)
        for node in places:
            found.parts[node].difference_update(parts)
            found.parts[node].add(whole)


def _written(formula: Formula, net: Net, downwards: Sequence[int], found: _Merged) -> list[int]:
    nodes: dict[int, int] = {}
    gates: dict[int, int] = {}
    for one in reversed(downwards):
        if one < 0:
            if -1 - one in found.several:
                threshold, inputs = found.several[-1 - one]
                gates[-1 - one] = (
                    formula.gate(threshold, tuple(sorted(nodes[node] for node in inputs)))
                    if threshold
                    else formula.restricted(*inputs)
                )
        elif one in found.parts:
            below = sorted({*found.parts[one], *(gates[gate] for gate in found.gates[one])})
            if one == net.top:
                return below
            nodes[one] = below[0] if len(below) == 1 else formula.gate(1, tuple(below))
    return []
