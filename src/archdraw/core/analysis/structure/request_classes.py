"""Requests by what caches hold for them: a hit needs the cache or the store, a miss the store (R9)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from archdraw.core.analysis.structure.lowering import JourneyView, LoweredClass, lower
from archdraw.core.analysis.structure.requirements import Pool, Requirements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from archdraw.core.analysis.structure.requirements import RequirementTable
    from archdraw.core.analysis.structure.system import System
    from archdraw.core.model import Connection, Journey

# As many caches are told apart, which makes 2 to the power of this classes.
MOST_CACHES = 4


def request_classes(
    table: RequirementTable,
    journey: Journey,
    hit_ratios: Mapping[str, float],
    system: System,
    reached: Mapping[str, Collection[Requirements]],
) -> tuple[LoweredClass, ...]:
    """Return the classes of a journey's requests, those that find most first; none where no cache helps.

    A request hits or misses each cache as a whole, independently of the other ones. Of more than
    `MOST_CACHES` caches, those with the highest hit ratios are told apart; the others are taken to miss,
    and in `best` to hit.

    Parameters
    ----------
    hit_ratios
        Share of requests (0..1) that a cache answers, by cache.
    reached
        What *served* requires of each component that it reaches, in the order in which it does.
    """
    if journey.entry is None:
        return ()
    caches = sorted(_helping(table, journey, reached, hit_ratios), key=lambda one: -hit_ratios[one])
    if not caches:
        return ()
    apart, others = caches[:MOST_CACHES], caches[MOST_CACHES:]
    found: list[LoweredClass] = []
    for size in range(len(apart), -1, -1):
        for hits in combinations(apart, size):
            share = 1.0
            for cache in apart:
                share *= hit_ratios[cache] if cache in hits else 1.0 - hit_ratios[cache]
            if share <= 0.0:
                continue
            lowered = lower(HitView(table, journey, hits), journey.entry, system)
            best = lowered.optimistic
            if others:
                best = lower(HitView(table, journey, (*hits, *others)), journey.entry, system).optimistic
            misses = tuple(cache for cache in apart if cache not in hits)
            found.append(LoweredClass(hits, misses, share, lowered.root, best))
    return tuple(found)


class HitView(JourneyView):
    """What *served* requires of requests that some caches hold the answer of."""

    def __init__(self, table: RequirementTable, journey: Journey, hits: Collection[str]) -> None:
        super().__init__(table, journey, "served")
        self._hits = frozenset(hits)

    def parts(self, component: str) -> tuple[Requirements, ...]:
        """Return the requirements, those behind a cache that holds the answer only while it is down."""
        known = self._parts.get(component)
        if known is None:
            known = tuple(self._relaxed(component, part) for part in super().parts(component))
            self._parts[component] = known
        return known

    def _relaxed(self, source: str, part: Requirements) -> Requirements:
        singles: list[Connection] = []
        pools: list[Pool] = []
        for connection in part.singles:
            cache = self._sparing(source, [connection])
            if cache is None:
                singles.append(connection)
            elif cache != source:
                pools.append(self._spared(Pool(1, ((connection.target, (connection,)),)), source, cache))
        for pool in part.pools:
            cache = self._sparing(source, pool.connections)
            if cache != source:
                pools.append(pool if cache is None else self._spared(pool, source, cache))
        return Requirements.of(singles, pools)

    def _sparing(self, source: str, links: Collection[Connection]) -> str | None:
        """Return the cache that holds the answer of all the links (the source itself where it is one)."""
        caches = {cache_of(link) for link in links}
        cache = caches.pop() if len(caches) == 1 else None
        if cache is None or cache not in self._hits:
            return None
        return cache if cache == source or cache in _asked(self._table, source, self._journey) else None

    def _spared(self, pool: Pool, source: str, cache: str) -> Pool:
        links = _asked(self._table, source, self._journey)[cache]
        return Pool(pool.needs, pool.members, pool.assumed, ((cache, links),))


def cache_of(connection: Connection) -> str | None:
    """Return the cache that may hold what a connection fetches; a write goes to the store in any case."""
    return None if connection.operation == "write" else connection.behind_cache


def _asked(
    table: RequirementTable, source: str, journey: Journey | None
) -> dict[str, tuple[Connection, ...]]:
    """Return what a component waits for by target, with the connections to it, needed or not."""
    found: dict[str, list[Connection]] = {}
    for name, part in table.needs(source, journey).items():
        if name == "async":
            continue
        for link in _links(part):
            found.setdefault(link.target, []).append(link)
    return {target: tuple(links) for target, links in found.items()}


def _links(part: Requirements) -> Iterator[Connection]:
    yield from part.singles
    for pool in part.pools:
        yield from pool.connections


def _helping(
    table: RequirementTable,
    journey: Journey,
    reached: Mapping[str, Collection[Requirements]],
    hit_ratios: Mapping[str, float],
) -> list[str]:
    """Return the caches that keep some of the journey's requests away from what they need otherwise."""
    found: dict[str, None] = {}
    if not any(hit_ratios.values()):
        return []
    for source, parts in reached.items():
        asked: dict[str, tuple[Connection, ...]] | None = None
        for part in parts:
            for link in _links(part):
                cache = cache_of(link)
                if cache is None or hit_ratios.get(cache, 0.0) <= 0.0:
                    continue
                if asked is None:
                    asked = _asked(table, source, journey)
                if cache == source or cache in asked:
                    found[cache] = None
    return list(found)
