from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import compress
from typing import Any

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import Measure, MeasureName
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design

Make = Callable[..., Design]
MOST_EVENTS = 16
TOPOLOGIES, CHUNKS = 2000, 8


class TruthTable:
    """Every state of the events at once: bit s of a word is state s, bit i of s is event i."""

    def __init__(self, oracle: Any) -> None:
        self.oracle = oracle
        self.events = list(oracle.q)
        self.size = 1 << len(self.events)
        self.every = (1 << self.size) - 1
        self.down = {event: self._event(i) for i, event in enumerate(self.events)}
        self.failing = self.every & ~self._works()

    def _event(self, number: int) -> int:
        width = 1 << number
        word, have = ((1 << width) - 1) << width, 2 * width
        while have < self.size:
            word |= word << have
            have *= 2
        return word

    def _any(self, events: Iterator[str] | list[str] | set[str]) -> int:
        word = 0
        for event in events:
            word |= self.down.get(event, 0)
        return word

    def _at_least(self, needed: int, words: list[int]) -> int:
        reached = [self.every] + [0] * needed
        for word in words:
            for count in range(needed, 0, -1):
                reached[count] |= reached[count - 1] & word
        return reached[needed]

    def _own(self, name: str) -> int:
        oracle, c = self.oracle, self.oracle.design.component_by_id[name]
        if name not in oracle.instances:
            return self.every
        up = [self.every & ~self._any([one, *places]) for one, places in oracle.instances[name]]
        needed = 1 if c.managed or c.redundancy == "active-passive" else int(c.required)
        if c.redundancy == "quorum" and not c.managed and needed == 1:
            needed = c.replicas // 2 + 1
        return self._at_least(needed, up) & ~self._any([f"{name}!ccf", f"{name}!failover"])

    def _works(self) -> int:
        oracle = self.oracle
        own = {c.id: self._own(c.id) for c in oracle.design.components}
        roles = {}
        for name, word in own.items():
            heirs, either = oracle.heirs[name], word
            for heir in heirs:
                either |= own[heir]
            roles[name] = either & ~self._any([f"{name}!failover"]) if heirs else word

        def up(name: str, stack: frozenset[frozenset[str]]) -> int:
            ring = oracle.ring_of[name]
            if ring in stack:
                return 0
            word = self.every
            for member in ring:
                word &= roles[member]
            below = stack | {ring}
            for member in ring:
                for needs, members in oracle.groups[member]:
                    if not word:
                        return 0
                    reached = []
                    for target, links in members:
                        over = self.every
                        for link in links:
                            over &= self.down.get(link, 0)
                        there = self.every if needs is None and target in ring else up(target, below)
                        reached.append(there & ~over)
                    word &= self._at_least(1 if needs is None else needs, reached)
            return word

        return up(oracle.journey.entry, frozenset())

    def chances(self, given: dict[str, float] | None = None) -> list[float]:
        found = [1.0]
        for event in self.events:
            q = (given or {}).get(event, self.oracle.q[event])
            found = [p * (1.0 - q) for p in found] + [p * q for p in found]
        return found

    def given(self, events: list[str], down: float) -> float:
        """Return P(it fails) while these events are down (1.0) or up (0.0)."""
        return self.probability(self.chances(dict.fromkeys(events, down)), self.failing)

    def probability(self, chances: list[float], states: int) -> float:
        bits = bin(states | 1 << self.size)[3:][::-1]
        return math.fsum(compress(chances, map(int, bits)))

    def minimal(self) -> set[frozenset[str]]:
        spare = 0
        for i, event in enumerate(self.events):
            # still failing with this event repaired
            spare |= ((self.failing & ~self.down[event]) << (1 << i)) & self.down[event]
        left, found = self.failing & ~spare, set()
        while left:
            state = (left & -left).bit_length() - 1
            left &= left - 1
            found.add(frozenset(e for i, e in enumerate(self.events) if state >> i & 1))
        return found


MEASURES: tuple[MeasureName, ...] = ("served", "full", "done")


def repaired(design: Design) -> Design:
    """Return the design with repair times stated: an hour for components, as without, else two."""
    two = {"mttr_hours": 2.0}
    found: Design = design.revised(
        components=tuple(c.revised(mttr_hours=1.0) for c in design.components),
        groups=tuple(g.revised(attributes=two) for g in design.groups),
        connections=tuple(c.revised(attributes=two) for c in design.connections),
    )
    return found


def compare_all(table: TruthTable, computed: Measure, wanted: float) -> None:
    """Check by their definitions what follows from one event or one component being down or up."""
    oracle = table.oracle
    groups = {event: [event] for event in table.events}
    groups |= {c: [one for one, _ in parts] for c, parts in oracle.instances.items() if len(parts) > 1}
    outages = 0.0
    for name, events in groups.items():
        found = computed.importance.get(name)
        down, up = table.given(events, 1.0), table.given(events, 0.0)
        if found is None:
            assert math.isclose(down, up, rel_tol=1e-12, abs_tol=1e-15), name
            continue
        assert math.isclose(found.birnbaum, down - up, rel_tol=1e-9, abs_tol=1e-12), name
        assert math.isclose(found.minutes_year, (wanted - up) * 525_600, rel_tol=1e-6, abs_tol=1e-6), name
        if wanted > 0.0:
            assert math.isclose(found.criticality, (wanted - up) / wanted, rel_tol=1e-6, abs_tol=1e-9), name
            assert math.isclose(found.raw, down / wanted, rel_tol=1e-9), name
            assert up < 1e-9 * wanted or math.isclose(found.rrw, wanted / up, rel_tol=1e-6), name
        if name in oracle.q:
            owner = oracle.design.component_by_id.get(name.partition("!failover")[0].partition("#")[0])
            hours = 2.0 if name.startswith(("e", "r", "z")) else 1.0
            if name.endswith("!failover") and owner is not None:
                hours = (owner.failover_s or 0.0) / 3600.0
            outages += 8760.0 * found.birnbaum * oracle.q[name] / hours
    if computed.method == "exact":
        assert math.isclose(computed.outages_year or 0.0, outages, rel_tol=1e-8, abs_tol=1e-9)


def compare(
    design: Design, catalog: Catalog, oracle: Any, measure: MeasureName, every_importance: bool
) -> None:
    table = TruthTable(oracle)
    computed = analyse(repaired(design), catalog).journeys[0].measures[measure]
    chances = table.chances()
    wanted = table.probability(chances, table.failing)
    assert math.isclose(computed.unavailability, wanted, rel_tol=1e-12, abs_tol=1e-300)
    cuts = table.minimal() - {frozenset()}
    assert computed.cut_sets.complete
    assert computed.cut_sets.count == len(cuts)
    listed = {frozenset(cut.events) for cut in computed.cut_sets.list}
    assert listed == cuts if len(cuts) <= 1000 else listed < cuts
    for event, found in computed.importance.items():
        # monotone: no event ever makes it better
        assert found.birnbaum >= 0.0
        assert found.minutes_year >= 0.0
        if not every_importance or event not in oracle.q:
            continue
        with_it = [cut for cut in cuts if event in cut]
        failed = 0
        for cut in with_it:
            word = table.every
            for one in cut:
                word &= table.down[one]
            failed |= word
        share = table.probability(chances, failed) / wanted if wanted else 0.0
        assert found.fussell_vesely is not None
        assert math.isclose(found.fussell_vesely, share, rel_tol=1e-9, abs_tol=1e-12)
    if every_importance:
        compare_all(table, computed, wanted)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_thousand_random_topologies_equal_every_state_of_theirs(
    chunk: int, catalog: Catalog, state_oracle: Callable[..., Any], make_design: Make
) -> None:
    done, seed = 0, 100_000 * (chunk + 1)
    while done < TOPOLOGIES // CHUNKS:
        seed += 1
        design = make_design(seed, components=3 + seed % 5)
        measure = MEASURES[seed % 3]
        oracle = state_oracle(design, measure)
        if not 3 <= len(oracle.q) <= MOST_EVENTS:
            continue
        compare(design, catalog, oracle, measure, every_importance=done % 16 == 0)
        done += 1


def test_tables_and_single_states_are_two_ways_to_the_same(
    state_oracle: Callable[..., Any], make_design: Make
) -> None:
    for seed in range(40):
        oracle = state_oracle(make_design(seed, components=4))
        if len(oracle.q) > 9:
            continue
        table = TruthTable(oracle)
        for state in range(table.size):
            down = frozenset(e for i, e in enumerate(table.events) if state >> i & 1)
            assert bool(table.failing >> state & 1) != oracle.works(down)
