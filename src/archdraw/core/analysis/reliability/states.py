"""States of failure domains: the likely ones with their probabilities, impossible ones left out."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.masks import bits
from archdraw.core.records import slotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.structure.events import Unit
    from archdraw.core.analysis.structure.system import System

# Probability and the mask of the domains that are down. What lies inside a lost domain is not listed.
State = tuple[float, int]
# Domains with no more states than this are taken state by state.
MAX_STATES = 16
# Of a unit in more domains it is not listed which of them take it down together.
_MOST_AROUND = 10


def domain_states(system: System, domains: int, most: int) -> list[State] | None:
    """Return every state of the domains in the mask, or None when there are more than `most`."""
    states: list[State] = [(1.0, 0)]
    for bit in bits(domains):
        failure, outer = system.domain_failure[bit], system.domain_ancestors[bit] & domains
        following: list[State] = []
        for probability, lost in states:
            if outer & lost:
                following.append((probability, lost))
            else:
                following.append((probability * (1.0 - failure), lost))
                following.append((probability * failure, lost | 1 << bit))
        if len(following) > most:
            return None
        states = following
    return states


@slotted
class States:
    """States of domains that are to be worked out, and what is known of all others.

    `dead` are sums of states in which everything has failed: their probability, which domains are down in all
    of them, and which are decided (the others may be up or down). `rest` is the probability of what was not
    looked at.
    """

    states: Sequence[State]
    rest: float = 0.0
    dead: Sequence[tuple[float, int, int]] = ()


def alive_states(
    system: System, units: Sequence[Unit], domains: int, most: int, least: float = 0.0
) -> States | None:
    """Return the states of the domains in which all of the units may work; None: more than `most` of them.

    Hosts that many components share make few of them: nearly any two that are lost take a component with
    them. States less probable than `least` are left out.
    """
    killing = _killing(units, domains)
    order = sorted(
        bits(domains), key=lambda bit: (system.domain_ancestors[bit].bit_count(), -len(killing[bit]))
    )
    states: list[State] = []
    dead: list[tuple[float, int, int]] = []
    rest = 0.0
    work: list[tuple[int, int, int, float]] = [(0, 0, 0, 1.0)]
    while work:
        place, lost, decided, probability = work.pop()
        while place < len(order) and system.domain_ancestors[order[place]] & lost:
            place += 1
        if probability < least:
            rest += probability
            continue
        if place == len(order):
            states.append((probability, lost))
            if len(states) > most:
                return None
            continue
        bit = order[place]
        failure, down = system.domain_failure[bit], lost | 1 << bit
        decided |= 1 << bit
        work.append((place + 1, lost, decided, probability * (1.0 - failure)))
        if any(down & mask in masks for mask, masks in killing[bit]):
            dead.append((probability * failure, down, decided))
        else:
            work.append((place + 1, down, decided, probability * failure))
    return States(states, rest, dead)


def _killing(units: Sequence[Unit], domains: int) -> dict[int, set[tuple[int, frozenset[int]]]]:
    """Return by domain the masks of units in it with which of their domains take the unit down together."""
    found: dict[int, set[tuple[int, frozenset[int]]]] = {bit: set() for bit in bits(domains)}
    known: dict[tuple[int, ...], tuple[int, frozenset[int]]] = {}
    for unit in units:
        around = unit.domain_mask & domains
        if not around or around.bit_count() > _MOST_AROUND:
            continue
        shape = (
            unit.needed,
            *(n for group in unit.groups for n in (group.domain_mask & domains, group.count)),
        )
        if shape not in known:
            masks = [0]
            for bit in bits(around):
                masks += [mask | 1 << bit for mask in masks]
            fatal = frozenset(mask for mask in masks if unit.available(mask) < unit.needed)
            known[shape] = around, fatal
        if known[shape][1]:
            for bit in bits(around):
                found[bit].add(known[shape])
    return found


def likely_states(system: System, domains: int, most: int) -> tuple[list[State], float]:
    """Return the most probable states, listed by fewest unlikely losses, and the probability of the rest.

    Nested domains are listed one by one (a zone may be lost with its region): the states are disjoint.
    """
    order = sorted(bits(domains), key=lambda bit: -_odds(system.domain_failure[bit]))
    odds = [_odds(system.domain_failure[bit]) for bit in order]
    all_up = 1.0
    for bit in order:
        all_up *= 1.0 - system.domain_failure[bit]
    if all_up == 0.0:
        return [], 1.0
    states: list[State] = [(all_up, 0)]
    # Successors of a set ending at position i: add i + 1, or move i to i + 1 (each set is built once).
    heap: list[tuple[float, int, int]] = [(-all_up * odds[0], 0, 1 << order[0])] if order else []
    while heap and len(states) < most:
        negative, last, lost = heapq.heappop(heap)
        states.append((-negative, lost))
        if last + 1 < len(order):
            step = 1 << order[last + 1]
            heapq.heappush(heap, (negative * odds[last + 1], last + 1, lost | step))
            moved = negative * odds[last + 1] / odds[last]
            heapq.heappush(heap, (moved, last + 1, (lost ^ 1 << order[last]) | step))
    covered = _total(states)
    return states, max(0.0, 1.0 - covered)


def _odds(failure: float) -> float:
    return failure / (1.0 - failure) if failure < 1.0 else float("inf")


def _total(states: Sequence[State]) -> float:
    return min(1.0, sum(probability for probability, _ in states))
