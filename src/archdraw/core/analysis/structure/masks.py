"""Sets of small numbers as the bits of one integer."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# From so many bits on, if they are as close as one in so many, all of a number is read at once.
_MANY, _CLOSE = 16, 5
_NUMBERS = bytes.maketrans(b"01", b"\0\1")


def bits(mask: int) -> list[int]:
    """Return the positions of the set bits, lowest first."""
    found: list[int] = []
    if not mask:
        return found
    count = mask.bit_count()
    if count > _MANY and count * _CLOSE > mask.bit_length():
        first = (mask & -mask).bit_length() - 1
        digits = bin(mask >> first)[:1:-1].encode().translate(_NUMBERS)
        return list(compress(range(first, first + len(digits)), digits))
    # Without its highest bit a number is shorter; without its lowest it is as long as it was.
    while mask:
        highest = mask.bit_length() - 1
        found.append(highest)
        mask ^= 1 << highest
    found.reverse()
    return found


def mask_of(positions: Iterable[int], most: int) -> int:
    """Return the number with the bits at the positions set, of which none is larger than `most`.

    Adding up single bits takes as long as the number is wide for each of them.
    """
    found = bytearray(most // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")
