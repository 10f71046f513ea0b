"""What is forgotten all at once is freed bit by bit."""

from __future__ import annotations

import weakref

from archdraw.core.drawing.drifting import Drifting, Shed


class Thing:
    """Something that is freed some time."""


def test_values_are_freed_a_few_at_a_time_until_none_is_left() -> None:
    shed = Shed()
    kept: Drifting[Thing] = Drifting(lambda thing, _dx, _dy: thing)
    watched = []
    for number in range(250):
        thing = Thing()
        watched.append(weakref.ref(thing))
        kept[str(number)] = thing
    del thing
    shed.put(kept.empty())
    assert len(kept) == 0
    alive = [250]
    while alive[-1]:
        shed.free(100)
        alive.append(sum(one() is not None for one in watched))
    assert alive == [250, 150, 50, 0]
    shed.free(100)


def test_a_few_values_are_freed_at_once() -> None:
    shed = Shed()
    thing = Thing()
    watched = weakref.ref(thing)
    shed.put({"one": thing})
    del thing
    assert watched() is None
