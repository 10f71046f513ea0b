"""Which components can't do their duty in one given state: the structure function, evaluated directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from archdraw.core.analysis.structure.lowering import JourneyView
    from archdraw.core.analysis.structure.requirements import Pool
    from archdraw.core.model import Design


def dead_components(
    design: Design, view: JourneyView, down: Collection[str], lost_links: Collection[str]
) -> set[str]:
    """Return the components that do not work (semantics §2, §3).

    Pools start as unmet and are met one after the other (least fixpoint); in each round everything works
    that no chain of single dependencies leads to something dead (greatest fixpoint).

    Parameters
    ----------
    down
        Components whose own duty is down.
    lost_links
        Ids of lost connections.
    """
    callers: dict[str, list[str]] = {}
    doomed = set(down)
    pools: list[tuple[str, Pool]] = []
    for component in design.components:
        for link in view.singles(component.id):
            if link.id in lost_links:
                doomed.add(component.id)
            callers.setdefault(link.target, []).append(component.id)
        pools.extend((component.id, pool) for pool in view.pools(component.id))
    unmet = pools
    while True:
        dead = _spread(doomed | {source for source, _ in unmet}, callers)
        still = [(source, pool) for source, pool in unmet if not _met(pool, dead, lost_links)]
        if len(still) == len(unmet):
            return dead
        unmet = still


def _spread(dead: set[str], callers: dict[str, list[str]]) -> set[str]:
    work = list(dead)
    while work:
        for caller in callers.get(work.pop(), ()):
            if caller not in dead:
                dead.add(caller)
                work.append(caller)
    return dead


def _met(pool: Pool, dead: set[str], lost_links: Collection[str]) -> bool:
    working = sum(
        1
        for target, links in pool.members
        if target not in dead and any(link.id not in lost_links for link in links)
    )
    return working >= pool.needs
