"""What was taken for a while goes back to the system where its C library can do that."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from archdraw.core.giving_back import give_memory_back


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc can be asked"
)
def test_freed_pieces_between_used_ones_go_back() -> None:
    # Small enough not to be given back by itself, and every hundredth stays in use.
    pieces = [bytearray(3000) for _ in range(20_000)]
    used = pieces[::100]
    pieces.clear()
    before = _resident_mb()
    give_memory_back()
    assert _resident_mb() < before - 20
    assert len(used) == 200


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: pytest.fail("it was asked for"))
    give_memory_back()
