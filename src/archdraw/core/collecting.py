"""Making very many objects at once, without looking through all of them for garbage again and again."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
