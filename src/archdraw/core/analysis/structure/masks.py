"""Sets of small numbers as the bits of one integer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def bits(mask: int) -> list[int]:
    """Return the positions of the set bits, lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def mask_of(positions: Iterable[int], most: int) -> int:
    """Return the number with the bits at the positions set, of which none is larger than `most`.

    Adding up single bits takes as long as the number is wide for each of them.
    """
    found = bytearray(most // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")
