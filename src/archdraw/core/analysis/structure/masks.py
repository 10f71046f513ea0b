"""Sets of small numbers as the bits of one integer."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# To take the lowest bit off a number takes as long as it is wide: many of a wide one are read at once.
_WIDE, _MANY = 256, 16
_NUMBERS = bytes.maketrans(b"01", b"\0\1")


def bits(mask: int) -> list[int]:
    """Return the positions of the set bits, lowest first."""
    if mask.bit_length() > _WIDE and mask.bit_count() > _MANY:
        first = (mask & -mask).bit_length() - 1
        digits = bin(mask >> first)[:1:-1].encode().translate(_NUMBERS)
        return list(compress(range(first, first + len(digits)), digits))
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
