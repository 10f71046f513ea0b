"""Handing memory back to the system after work that took much of it for a while."""

from __future__ import annotations

import sys


def give_memory_back() -> None:
    """Give the system what the C library holds back, where it can be asked to; takes a few ms.

    What was freed between pieces that are still in use stays with the process otherwise.
    """
    if sys.platform != "linux":
        return
    from ctypes import CDLL

    trim = getattr(CDLL(None), "malloc_trim", None)
    if trim is not None:  # only glibc has it
        trim(0)
