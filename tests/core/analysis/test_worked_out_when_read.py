"""What of a result is worked out when it is first read: names of cut sets, Fussell–Vesely."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.reliability.fussell_vesely import Contributions
from archdraw.core.analysis.reliability.literals import Literals
from archdraw.core.model import Component, Connection, Design, Group, Journey

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Measure
    from archdraw.core.catalog import Catalog


def _design() -> Design:
    return Design(
        components=(
            Component(
                id="app",
                kind="service",
                replicas=3,
                redundancy="quorum",
                availability=0.995,
                domains=("a", "b", "b"),
            ),
            Component(id="store", kind="service", availability=0.99),
            Component(id="spare", kind="service", availability=0.98),
        ),
        groups=(
            Group(id="a", kind="zone", availability=0.999),
            Group(id="b", kind="zone", availability=0.99),
        ),
        connections=(
            Connection(id="e1", source="app", target="store", pool="p"),
            Connection(id="e2", source="app", target="spare", pool="p"),
        ),
        journeys=(Journey(id="j", entry="app"),),
    )


def _served(catalog: Catalog) -> Measure:
    return analyse(_design(), catalog).journeys[0].measures["served"]


def test_fussell_vesely_is_the_union_of_the_cut_sets_with_the_event(catalog: Catalog) -> None:
    served = _served(catalog)
    down = {"a": 0.001, "b": 0.01, "store": 0.01, "spare": 0.02} | {f"app#{n}": 0.005 for n in (1, 2, 3)}
    sets = [frozenset(one.events) for one in served.cut_sets.list]
    assert len(sets) > 3
    for event, importance in served.importance.items():
        wanted = {f"app#{n}" for n in (1, 2, 3)} if event == "app" else {event}
        union = 0.0
        for states in product((False, True), repeat=len(down)):
            lost = {name for name, failed in zip(down, states, strict=True) if failed}
            if any(one & wanted and one <= lost for one in sets):
                union += prod(p if name in lost else 1.0 - p for name, p in down.items())
        assert importance.fussell_vesely == pytest.approx(union / served.unavailability, rel=1e-9), event
        assert importance.fussell_vesely_range is None


def test_a_result_that_was_never_read_equals_one_that_was(catalog: Catalog) -> None:
    read, unread = analyse(_design(), catalog), analyse(_design(), catalog)
    for one in read.journeys[0].measures["served"].importance.values():
        assert one.fussell_vesely is not None
    assert pickle.loads(pickle.dumps(unread)) == read  # noqa: S301 - written on this very line
    assert unread == read


def test_threads_may_read_one_result_at_once(catalog: Catalog) -> None:
    served, again = _served(catalog), _served(catalog)
    events = list(served.importance)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda event: served.importance[event].fussell_vesely, events * 4))
    assert together == [again.importance[event].fussell_vesely for event in events * 4]


def test_a_large_design_keeps_values_and_not_what_they_are_worked_out_from(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = analyse(_design(), catalog)
    assert _kept(unread)
    monkeypatch.setattr("archdraw.core.analysis.reliability.measures.MOST_LATER", 3)
    large = analyse(_design(), catalog)
    assert not _kept(large)
    assert large == unread


def _kept(result: object) -> bool:
    """Return whether anything of the engine can be reached from a result."""
    seen: dict[int, object] = {}
    work = [result]
    while work:
        one = work.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        if isinstance(one, Contributions | Literals):
            return True
        seen[id(one)] = one
        work.extend(gc.get_referents(one))
    return False
