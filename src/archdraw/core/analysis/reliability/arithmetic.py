"""The calculation as terms that a pocket calculator can follow; their sum is the result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.blocks import Block
from archdraw.core.analysis.reliability.diagram import FAILS, WORKS, BudgetExceeded, Diagram, values
from archdraw.core.analysis.reliability.encoding import partition
from archdraw.core.analysis.reliability.solution import unit_failure
from archdraw.core.analysis.reliability.states import domain_states
from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archdraw.core.analysis.reliability.solver import Solver
    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# A factor with more terms than this is given as a number only.
MOST_TERMS = 24
_MOST_STATES = 8
# Of a state of the domains so many ways to fail are written out, else their sum.
_MOST_WAYS = 6
# Of "too few of so many" what adds less than this part of it is left out, and the rest said to be.
_NEGLIGIBLE = 1e-13
# Of more instances no powers are written down.
_MOST_INSTANCES = 400


@frozen
class Term:
    """One summand: the factors in words, with their numbers, and the product."""

    words: str
    numbers: str
    value: float


@frozen
class Factor:
    """A cause that is independent of the others and alone stops the journey; the terms add up to it.

    Without terms the calculation is too long to write down; `low` and `value` differ where it is bounded.
    `where` are the terms that what terms name by a number alone is the sum of: too few of so many instances.
    """

    title: str
    value: float
    low: float
    terms: tuple[Term, ...] = ()
    where: tuple[tuple[str, tuple[Term, ...]], ...] = ()


def digits(value: float) -> str:
    """Return a number with so many digits that what is worked out with it is right to nine."""
    return f"{value:.12g}"


def factors(system: System, solver: Solver, root: int, alone: set[int], fatal: int) -> tuple[Factor, ...]:
    """Return the independent causes of a node's failure, the largest first."""
    found = [_domain_factor(system.domain_order[bit], system.domain_failure[bit]) for bit in bits(fatal)]
    if root == FAILS:
        found.append(Factor("there is too little to begin with", 1.0, 1.0))
    if root not in (WORKS, FAILS):
        parts = solver.parts(root, alone, fatal)
        for group in partition(system, parts, solver.supports, around=~fatal):
            solution = solver.group(group, fatal)
            domains = 0
            for part in group:
                domains |= solver.supports.domains[part]
            terms = _terms(system, group, domains & ~fatal)
            where = _where(system, group, domains & ~fatal) if terms else ()
            found.append(Factor(_title(system, group), solution.high, solution.low, terms, where))
    return tuple(sorted((f for f in found if f.value > 0.0), key=lambda factor: -factor.value))


def _domain_factor(name: str, failure: float) -> Factor:
    return Factor(name, failure, failure, (Term(f"{name} down", digits(failure), failure),))


def _title(system: System, group: Sequence[int]) -> str:
    formula = system.formula
    units = dict.fromkeys(formula.unit[node] for node in formula.below(group) if formula.unit[node] >= 0)
    names = list(dict.fromkeys(system.units[unit].id for unit in units))
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def _terms(system: System, group: Sequence[int], domains: int) -> tuple[Term, ...]:
    formula = system.formula
    if not domains and len(group) == 1 and formula.threshold[group[0]] == 0:
        return _unit_terms(system.units[formula.unit[group[0]]])
    states = domain_states(system, domains, _MOST_STATES)
    if states is None:
        return ()
    try:
        block = Block(system, group, 2_000, merged=False)
    except BudgetExceeded:
        return ()
    found: list[Term] = []
    for probability, lost in states:
        if not domains:
            found.extend(_paths(system, block, lost))
        else:
            found.append(_state_term(system, block, probability, lost, domains))
        if len(found) > MOST_TERMS:
            return ()
    return tuple(found)


def _unit_terms(unit: Unit) -> tuple[Term, ...]:
    """Return the terms of a unit that stands by itself."""
    if unit.event is not None or unit.count == 1:
        return (Term(f"{unit.id} down", digits(unit.failure), unit.failure),)
    return _too_few(unit, unit.count)


def _too_few(unit: Unit, left: int) -> tuple[Term, ...]:
    """Return the terms of "too few of those left are up": C(n, d) · q^d · (1 − q)^(n − d), the largest first.

    Nothing where these are too many, or where it is about those that are enough for something else.
    """
    if unit.above or left > _MOST_INSTANCES:
        return ()
    found = [_so_many_down(unit, left, left - up) for up in range(min(unit.needed, left + 1))]
    found.sort(key=lambda term: -term.value)
    total = math.fsum(term.value for term in found)
    rest = 0.0
    while len(found) > 1 and rest + found[-1].value <= _NEGLIGIBLE * total:
        rest += found.pop().value
    return tuple(found) if len(found) <= MOST_TERMS else ()


def _so_many_down(unit: Unit, left: int, down: int) -> Term:
    q, up, ways = unit.failure, left - down, math.comb(left, down)
    powers = [_power(base, times) for base, times in ((q, down), (1.0 - q, up)) if times]
    numbers = " × ".join([*([str(ways)] if ways > 1 or not powers else []), *powers])
    return Term(f"{down} of {left} {unit.id} down", numbers, ways * q**down * (1.0 - q) ** up)


def _power(base: float, times: int) -> str:
    return digits(base) if times == 1 else f"{digits(base)}^{times}"


def _where(system: System, group: Sequence[int], domains: int) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Return how the chance of each component with several instances comes about, by how many are left."""
    formula = system.formula
    if not domains and len(group) == 1 and formula.threshold[group[0]] == 0:
        return ()  # its terms say it
    indices = dict.fromkeys(formula.unit[node] for node in formula.below(group) if formula.unit[node] >= 0)
    found: dict[str, tuple[Term, ...]] = {}
    for unit in (system.units[index] for index in indices):
        if unit.event is not None or unit.count == 1:
            continue
        states = domain_states(system, domains, _MOST_STATES) or ()
        for left in sorted({unit.available(lost) for _, lost in states}, reverse=True):
            terms = _too_few(unit, left)
            if left >= unit.needed and terms:
                words = f"{unit.id} with {left} of {unit.count} instances left"
                if len(terms) < unit.needed:
                    words += f"; further terms are less than {_NEGLIGIBLE:g} of it"
                found[words] = terms
    return tuple(found.items())


def _paths(system: System, block: Block, lost: int) -> Iterator[Term]:
    """Yield one term for each way through the diagram to failure; no two hold at once."""
    diagram: Diagram = block.diagram
    units = [system.units[index] for index in block.trees.units]
    failure = [unit_failure(unit, lost) for unit in units]
    work: list[tuple[int, tuple[str, ...], tuple[str, ...], float]] = [(block.root, (), (), 1.0)]
    given = 0
    while work and given <= MOST_TERMS:
        node, words, numbers, value = work.pop()
        if node == WORKS:
            continue
        if node == FAILS:
            given += 1
            yield Term(", ".join(words), " × ".join(numbers) or "1", value)
            continue
        level = diagram.level[node]
        q, name = failure[level], _name(units[level])
        up, down = (*words, f"{name} up"), (*words, f"{name} down")
        # What is certain is no factor.
        work.append((diagram.low[node], up, (*numbers, digits(1.0 - q)), value * (1.0 - q)))
        work.append((diagram.high[node], down, (*numbers, digits(q)) if q < 1.0 else numbers, value * q))


def _state_term(system: System, block: Block, probability: float, lost: int, domains: int) -> Term:
    """Return P(state of the domains) × P(failure in that state)."""
    failure = [unit_failure(system.units[unit], lost) for unit in block.trees.units]
    failed = values(block.diagram, block.nodes, failure)[block.root]
    chance = {bit: system.domain_failure[bit] for bit in bits(domains)}
    # What lies inside a lost domain may be up or down.
    down = [bit for bit in chance if lost >> bit & 1]
    up = [bit for bit in chance if not (lost >> bit & 1 or system.domain_ancestors[bit] & lost)]
    words = [*(f"{system.domain_order[bit]} down" for bit in down)]
    words += [f"{system.domain_order[bit]} up" for bit in up]
    numbers = [*(digits(chance[bit]) for bit in down), *(digits(1.0 - chance[bit]) for bit in up)]
    ways = [way for way in _paths(system, block, lost) if way.value > 0.0]
    if 0 < len(ways) <= _MOST_WAYS:
        then = "failure then: " + ", or ".join(way.words for way in ways)
        each = " + ".join(way.numbers for way in ways)
        if each != "1":
            numbers.append(f"({each})" if len(ways) > 1 else each)
    else:
        then = "failure then"
        numbers.append(digits(failed))
    return Term(f"P({', '.join(words)}) × P({then})", " × ".join(numbers), probability * failed)


def _name(unit: Unit) -> str:
    """Return what a unit is called; one that needs more instances while a cache is down says how many."""
    return f"{unit.id} as {unit.needed} of its instances" if unit.above else unit.id
