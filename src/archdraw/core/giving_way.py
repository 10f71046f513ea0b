"""Where long work lets what is more urgent go first: a window's frames, beside which it runs.

Two threads of one interpreter take turns many times a millisecond, and a frame that shares takes twice as
long. Work that may be long calls `give_way` about once a millisecond; outside a window that costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class _Way:
    """One for all threads, as they share one interpreter."""

    __slots__ = ("wait",)

    def __init__(self) -> None:
        self.wait: Callable[[], object] | None = None


_way = _Way()


def let_wait(wait: Callable[[], object] | None) -> None:
    """Have all that gives way call this from now on, on its own thread; None: nothing has to."""
    _way.wait = wait


def give_way() -> None:
    """Wait here while something more urgent is under way."""
    wait = _way.wait
    if wait is not None:
        wait()
