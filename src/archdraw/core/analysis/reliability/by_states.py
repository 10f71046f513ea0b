"""Solves parts that share few failure domains: one small calculation per state of the domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.alike import AnyOf
from archdraw.core.analysis.reliability.diagram import FAILS, derivatives, values
from archdraw.core.analysis.reliability.encoding import partition
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.reliability.solution import Gradient, Solution, unit_failures
from archdraw.core.analysis.structure.masks import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.reliability.blocks import Block, Blocks
    from archdraw.core.analysis.reliability.diagram import ByNode
    from archdraw.core.analysis.reliability.encoding import Supports
    from archdraw.core.analysis.reliability.states import State, States
    from archdraw.core.analysis.reliability.walked import WalkedBlock
    from archdraw.core.analysis.structure.system import System

    # A block, the failure of its leaves and of the nodes of its diagram, and its own.
    _Solved = tuple[Block | WalkedBlock, Mapping[int, float], ByNode, float]

# More states than this are worked out together.
_FEW_STATES = 16


def solve_by_states(
    system: System,
    parts: Sequence[int],
    supports: Supports,
    domains: int,
    known: States,
    made: Blocks,
    *,
    slopes: bool = True,
    beside: float = 0.0,
) -> Solution:
    """Return the unavailability of "any part fails".

    Parameters
    ----------
    domains
        Mask of the domains that the states are about.
    known
        Disjoint states of the domains; the upper bound counts those left out as failure.
    slopes
        Whether the derivatives are wanted.
    beside
        As much fails for certain beside the parts: what is small beside that may be left out,
        of derivatives too.
    """
    singles = [system.formula.unit[part] for part in parts if system.formula.threshold[part] == 0]
    gates = [part for part in parts if system.formula.threshold[part] != 0]
    groups = partition(system, gates, supports, around=0)
    gradient = Gradient()
    by_state: list[tuple[float, int, float]] = []
    states = known.states
    left_out = known.rest
    if len(states) > _FEW_STATES:
        from archdraw.core.analysis.reliability.many_states import failures_by_state

        blocks = [made.of(group) for group in groups]
        found = failures_by_state(system, singles, blocks, states, gradient if slopes else None)
        for (probability, lost), failed in zip(states, found, strict=True):
            made.pause()
            by_state.append((probability, lost, failed))
    else:
        units = [system.units[unit] for unit in singles]
        known_alone = AnyOf(units)
        alone = [known_alone.failure(lost) for _, lost in states]
        near, missing = _near(groups, alone, known, made, beside, slopes=slopes and beside == 0.0)
        left_out += missing
        for state, (failed, certain) in zip(states, alone, strict=True):
            made.pause()
            # Where two have certainly failed no block matters, and no part alone changes that.
            solved = _solved(near, state[1]) if certain < 2 else []
            if slopes and certain < 2:
                _derive(system, (singles, unit_failures(units, state[1])), solved, state, gradient)
            by_state.append((*state, any_fails([failed, *[value for *_, value in solved]])))
    total = sum(probability * failed for probability, _, failed in by_state)
    total += sum(probability for probability, _, _ in known.dead)
    for bit in bits(domains) if slopes else ():
        gradient.domains[bit] = _domain_derivative(system, bit, by_state) + _of_dead(system, bit, known.dead)
    return Solution(min(1.0, total), min(1.0, total + left_out), gradient)


def _near(
    groups: Sequence[Sequence[int]],
    alone: Sequence[tuple[float, int]],
    known: States,
    made: Blocks,
    beside: float,
    *,
    slopes: bool,
) -> tuple[list[Block | WalkedBlock], float]:
    """Return the blocks of the groups, and what they leave out at most.

    It is small beside what fails anyway: `beside`, and the single units alone, which are given by state, with
    how many certainly do.
    """
    result = beside + sum([probability for probability, _, _ in known.dead])
    matter: list[State] = []
    for state, (failed, certain) in zip(known.states, alone, strict=True):
        result += state[0] * failed
        # Where two have certainly failed no block is looked at.
        if certain < 2:
            matter.append(state)
    return made.near(groups, matter, result, slopes=slopes)


def _solved(blocks: Sequence[Block | WalkedBlock], lost: int) -> list[_Solved]:
    """Return blocks with the failure of what is in them in a state of the domains, and their own."""
    solved: list[_Solved] = []
    for block in blocks:
        chances = block.trees.chances(lost)
        found = values(block.diagram, block.nodes, [chances[leaf] for leaf in block.leaves])
        solved.append((block, chances, found, found[block.root]))
    return solved


def _derive(
    system: System,
    parts: tuple[Sequence[int], Sequence[float]],
    solved: Sequence[_Solved],
    state: State,
    gradient: Gradient,
) -> None:
    """Add the derivatives in one state by the failure of single units, given with theirs, and in blocks."""
    singles, alone = parts
    weight, lost = state
    units = system.units
    others = _without_each([*alone, *(value for *_, value in solved)])
    into = gradient.units
    for unit, other in zip(singles, others, strict=False):
        by_state = into.get(unit)
        if by_state is None:
            by_state = into[unit] = {}
        around = lost & units[unit].domain_mask
        by_state[around] = by_state.get(around, 0.0) + weight * other
    for (block, chances, found, _), other in zip(solved, others[len(singles) :], strict=True):
        if other == 0.0 or block.root <= FAILS:
            continue
        slopes = [0.0] * len(block.leaves)
        failure = [chances[leaf] for leaf in block.leaves]
        derivatives(block.diagram, block.nodes, failure, found, block.root, weight * other, slopes)
        # Failing more never mends anything, but what is left out may look like it.
        by_leaf = dict(zip(block.leaves, [max(0.0, slope) for slope in slopes], strict=True))
        for unit, slope in block.trees.slopes(chances, by_leaf).items():
            _add(gradient, unit, lost & units[unit].domain_mask, slope)


def _add(gradient: Gradient, unit: int, state: int, value: float) -> None:
    by_state = gradient.units.setdefault(unit, {})
    by_state[state] = by_state.get(state, 0.0) + value


def _without_each(chances: Sequence[float]) -> list[float]:
    """Return for each chance the probability that none of the others happens."""
    certain = sum(1 for chance in chances if chance >= 1.0)
    product = 1.0
    for chance in chances:
        if chance < 1.0:
            product *= 1.0 - chance
    if certain == 0:
        return [product / (1.0 - chance) for chance in chances]
    if certain == 1:
        return [product if chance >= 1.0 else 0.0 for chance in chances]
    return [0.0] * len(chances)


def _domain_derivative(system: System, bit: int, by_state: Sequence[tuple[float, int, float]]) -> float:
    """Return P(fails | domain down) − P(fails | domain up); states inside a lost outer domain count twice."""
    failure, outer = system.domain_failure[bit], system.domain_ancestors[bit]
    down = up = 0.0
    for probability, lost, failed in by_state:
        if lost >> bit & 1:
            down += probability * failed / failure
        elif outer & lost:
            down += probability * failed
            up += probability * failed
        elif failure < 1.0:
            up += probability * failed / (1.0 - failure)
    return down - up


def _of_dead(system: System, bit: int, dead: Sequence[tuple[float, int, int]]) -> float:
    """Return the same for states that certainly fail; where the domain is not decided, it changes nothing."""
    failure = system.domain_failure[bit]
    down = up = 0.0
    for probability, lost, decided in dead:
        if lost >> bit & 1:
            down += probability
        elif decided >> bit & 1:
            up += probability
    if failure >= 1.0:
        return down
    return down / failure - up / (1.0 - failure)
