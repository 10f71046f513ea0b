"""What a partition does: the network between two groups is cut, and both go on without each other.

Whatever stands in neither of them reaches both. For those who reach one side only, the other is as good as
lost, and a store refuses what too few of its copies are left for, or what only its leader may do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.consistency.classing import classify
from archdraw.core.analysis.consistency.reaching import reached_in
from archdraw.core.analysis.consistency.records import Partition, Side
from archdraw.core.analysis.consistency.replication import replication_of, stores_in
from archdraw.core.analysis.failing import lose
from archdraw.core.model import element_name, listed
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.consistency.records import Replication
    from archdraw.core.analysis.result import Impact
    from archdraw.core.analysis.structure.kinds import Kinds
    from archdraw.core.model import Component, Connection, Design, Group, Journey

_WORDS: dict[Impact, str] = {"full": "answers", "degraded": "answers in part", "down": "no answer"}


@frozen
class _StoreSide:
    """What of a store is left on one side: copies in reach, and what it still does there."""

    reach: int
    apart: int
    reads: bool
    writes: bool
    leader: bool
    old: bool

    @property
    def refuses(self) -> bool:
        return self.apart > 0 and self.reach > 0 and not (self.reads and self.writes)


def separable(design: Design, catalog: Kinds) -> tuple[Group, ...]:
    """Return the zones, regions and other failure domains that something stands in, as drawn."""
    used = {
        group
        for component in design.components
        for place in (component.parent, *component.domains)
        if place is not None
        for group in _around(design, place)
    }
    return tuple(g for g in design.groups if g.id in used and catalog.group(g.kind).failure_domain)


def why_not_apart(design: Design, first: str, second: str) -> str | None:
    """Return why no network can be cut between two groups, None where one can."""
    if first == second:
        return "Choose two different groups."
    if second in _around(design, first) or first in _around(design, second):
        return "One of the two stands in the other; choose two that stand side by side."
    return None


def partition(design: Design, catalog: Kinds, first: str, second: str) -> Partition:
    """Return what a cut between two groups, neither of which stands in the other, does to each journey."""
    return _parted(design, catalog, (first,), (second,))


def isolation(design: Design, catalog: Kinds, group: str) -> Partition | None:
    """Return what happens when a group is cut off from all that stand beside it; None where none does."""
    one = design.group_by_id[group]
    beside = tuple(
        other.id
        for other in separable(design, catalog)
        if other.id != group and other.kind == one.kind and other.parent == one.parent
    )
    return _parted(design, catalog, (group,), beside) if beside else None


def _parted(design: Design, catalog: Kinds, first: tuple[str, ...], second: tuple[str, ...]) -> Partition:
    stores = stores_in(design, catalog)
    left = {store.id: _store_side(design, catalog, store, frozenset(second)) for store in stores}
    right = {store.id: _store_side(design, catalog, store, frozenset(first)) for store in stores}
    sides = _side(design, catalog, first, second, left), _side(design, catalog, second, first, right)
    journeys = {
        journey.id: _journey_words(design, journey, sides)
        for journey in design.journeys
        if any(journey.id in side.journeys for side in sides)
    }
    words = {
        store.id: tuple(
            sentence
            for groups, found in ((first, left[store.id]), (second, right[store.id]))
            if (sentence := _store_words(design, catalog, store, groups, found)) is not None
        )
        for store in stores
    }
    return Partition(sides, journeys, words)


def _around(design: Design, group: str) -> set[str]:
    known = design.group_by_id
    return {group, *(one.id for one in design.enclosing_groups(group))} if group in known else set()


def _place_of(design: Design, component: Component, copy: int) -> set[str]:
    known = [place for place in component.domains if place in design.group_by_id]
    place = known[copy % len(known)] if known else component.parent
    return set() if place is None else _around(design, place)


def _copies_in(design: Design, store: Component, found: Replication, groups: frozenset[str]) -> int:
    followers = [
        design.component_by_id[link.target]
        for link in design.connections_at.get(store.id, ())
        if link.kind == "replicate" and link.source == store.id and link.target in design.component_by_id
    ]
    own = found.copies
    if any(one.name == "copies N" and "replicates to" in one.source for one in found.inputs):
        own = store.replicas
    else:
        followers = []
    inside = sum(bool(groups & _place_of(design, store, copy)) for copy in range(own))
    return inside + sum(
        bool(groups & _place_of(design, one, copy)) for one in followers for copy in range(one.replicas)
    )


def _store_side(design: Design, catalog: Kinds, store: Component, cut_off: frozenset[str]) -> _StoreSide:
    """Return what is left of a store where groups are out of reach."""
    found = replication_of(design, catalog, store)
    apart = _copies_in(design, store, found, cut_off)
    reach = found.copies - apart
    leader = not cut_off & _place_of(design, store, 0)
    pacelc = classify(design, catalog, store).pacelc
    if apart == 0:
        followed = design.component_by_id.get(found.follows or "")
        away = followed is not None and bool(cut_off & _place_of(design, followed, 0))
        old = away and found.mode != "sync"
        return _StoreSide(reach, 0, True, True, True, old)
    read, write = found.read, found.write
    if read is None or write is None:
        # Nothing is said about its copies: the class decides, by majority where it refuses.
        enough = 2 * reach > found.copies if pacelc.startswith("PC") else reach > 0
        return _StoreSide(reach, apart, enough, enough, leader, enough and not pacelc.startswith("PC"))
    reads, writes = reach >= read, reach >= write
    if found.leader:
        reads = reads and (leader or found.replica_reads)
        writes = writes and leader
    old = (reads and not leader) if found.leader else read + write > 0 and pacelc.startswith("PA")
    return _StoreSide(reach, apart, reads, writes, leader, old and (reads or writes))


def _side(
    design: Design,
    catalog: Kinds,
    here: tuple[str, ...],
    cut_off: tuple[str, ...],
    stores: dict[str, _StoreSide],
) -> Side:
    lost = set(cut_off)
    for store, found in stores.items():
        if found.apart == 0:
            continue
        if not found.reads and not found.writes:
            lost.add(store)
        links = design.connections_at.get(store, ())
        lost |= {link.id for link in links if link.target == store and not _served(link, found)}
    effect = lose(design, catalog, lost)
    elsewhere = {one.id for one in design.journeys if _begins_in(design, one, frozenset(cut_off))}
    return Side(
        groups=here,
        journeys={one: impact for one, impact in effect.journeys.items() if one not in elsewhere},
        lost=frozenset(lost),
        refusing=tuple(store for store, found in stores.items() if found.refuses),
        diverging=tuple(store for store, found in stores.items() if found.old),
    )


def _begins_in(design: Design, journey: Journey, groups: frozenset[str]) -> bool:
    entry = design.component_by_id.get(journey.entry or "")
    return entry is not None and all(
        groups & _place_of(design, entry, copy) for copy in range(max(1, len(entry.domains)))
    )


def _served(link: Connection, found: _StoreSide) -> bool:
    if link.kind != "call":
        return True
    if link.operation == "read":
        return found.reads
    if link.operation == "write":
        return found.writes
    return found.reads and found.writes


def _journey_words(design: Design, journey: Journey, sides: tuple[Side, Side]) -> tuple[str, ...]:
    reached = reached_in(design, journey)
    said = []
    for side, other in (sides, sides[::-1]):
        where, beyond = _names(design, side.groups), _names(design, other.groups)
        if journey.id not in side.journeys:
            said.append(f"{where}: nobody begins here, it begins in {beyond}.")
            continue
        words = f"{where}: {_WORDS[side.journeys[journey.id]]}"
        refusing = [element_name(design, one) for one in side.refusing if one in reached]
        old = [element_name(design, one) for one in side.diverging if one in reached]
        if side.journeys[journey.id] != "full":
            if refusing:
                words += f", {listed(refusing)} {'refuses' if len(refusing) == 1 else 'refuse'}"
            else:
                words += f", what it needs stands in {beyond}"
        elif old:
            words += f", but {listed(old)} may give old answers"
        said.append(f"{words}.")
    return tuple(said)


def _names(design: Design, groups: tuple[str, ...]) -> str:
    return listed(element_name(design, one) for one in groups)


def _store_words(
    design: Design, catalog: Kinds, store: Component, groups: tuple[str, ...], found: _StoreSide
) -> str | None:
    """Return what a store does on one side, None where the cut does not touch it."""
    if found.apart == 0 and not found.old:
        return None
    name, where = element_name(design, store.id), _names(design, groups)
    facts = replication_of(design, catalog, store)
    if facts.follows is not None:
        return f"In {where}, {name} goes on answering with what it had when the network was cut."
    have = f"{found.reach} of {facts.copies} {'copy' if facts.copies == 1 else 'copies'}"
    if found.reads and found.writes:
        rest = "goes on, and has to be reconciled afterwards" if found.old else "goes on as before"
        return f"In {where}, {name} reaches {have} and {rest}."
    if facts.leader and not found.leader and found.reach:
        what = "refuses writes; reads may be old" if found.reads else "refuses reads and writes"
        return f"In {where}, {name} reaches {have} without its leader: it {what}."
    missing = [word for word, served in (("reads", found.reads), ("writes", found.writes)) if not served]
    wanted = f" (R = {facts.read}, W = {facts.write})" if facts.read and facts.write else ""
    return f"In {where}, {name} reaches {have}{wanted}: it refuses {' and '.join(missing)}."
