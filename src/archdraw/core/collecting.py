"""Making very many objects at once, without looking through all of them for garbage again and again."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


# What is made in so many slices is looked through in less than a millisecond.
_SLICES = 1
_done = count(1)


def collect_young() -> None:
    """Look through what was made in the last few slices of work, of which this ends one.

    By itself the collector comes when that many more objects were made than freed. Where work frees what was
    made long ago, it waits so long that it takes a whole frame and more when it does come.
    """
    if next(_done) % _SLICES == 0 and gc.isenabled():
        gc.collect(0)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave garbage in rings uncollected meanwhile.

    For work that makes hundreds of thousands of records and no rings among them: the collector would take
    as long as the work itself. Where it is off already it stays off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
