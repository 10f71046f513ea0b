"""Reads from a TrueType file how wide its characters are, and nothing else of it.

The library that reads everything of a font takes longer to load than most exports take. The formats are those
of the OpenType specification: tables head, hhea, hmtx and cmap.
"""

from __future__ import annotations

import struct
from array import array
from functools import lru_cache
from sys import byteorder
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from pathlib import Path

# Platform and encoding of character maps to Unicode, the ones that hold most first.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_LAST = 0xFFFF


@frozen
class Face:
    """One font file: `advances` by the number of a character, in units of which the size has `per_em`.

    `ascent` and `descent` are shares of the size, both positive.
    """

    per_em: float
    ascent: float
    descent: float
    advances: dict[int, int]


@lru_cache(maxsize=16)
def read_face(path: Path) -> Face:
    """Return what a font file says; each is read once.

    Raises
    ------
    ValueError
        When it has no character map to Unicode that is known here.
    """
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for entry in range(count):
        tag, _, at, length = struct.unpack_from(">4sLLL", data, 12 + 16 * entry)
        tables[tag] = data[at : at + length]
    (per_em,) = struct.unpack_from(">H", tables[b"head"], 18)
    ascent, descent = struct.unpack_from(">hh", tables[b"hhea"], 4)
    (wide,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    # Each glyph has its advance and its bearing; the last advance holds for all glyphs after it.
    widths = _shorts(tables[b"hmtx"][: 4 * wide])[::2]
    last = widths[-1]
    glyphs = _glyphs_by_character(tables[b"cmap"])
    advances = {sign: widths[glyph] if glyph < wide else last for sign, glyph in glyphs.items()}
    return Face(float(per_em), ascent / per_em, -descent / per_em, advances)


def _shorts(data: bytes) -> array[int]:
    found = array("H", data[: len(data) // 2 * 2])
    if byteorder == "little":
        found.byteswap()
    return found


def _glyphs_by_character(table: bytes) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", table, 2)
    starts = {}
    for entry in range(count):
        platform, encoding, at = struct.unpack_from(">HHL", table, 4 + 8 * entry)
        starts[platform, encoding] = at
    for key in _UNICODE:
        if key in starts:
            part = table[starts[key] :]
            (version,) = struct.unpack_from(">H", part)
            if version == 4:
                return _by_segments(part)
            if version == 12:
                return _by_groups(part)
    raise ValueError("The font has no character map to Unicode that can be read.")


def _by_segments(part: bytes) -> dict[int, int]:
    """Return the glyphs of a map of format 4: runs of characters of the first plane."""
    words = _shorts(part[:_LAST])
    count = words[3] // 2
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, offsets = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    found: dict[int, int] = {}
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        signs = range(start, min(end, _LAST - 1) + 1)
        if not offset:
            found.update((sign, (sign + delta) & _LAST) for sign in signs)
            continue
        # The offset counts in bytes from where it stands itself.
        first = 8 + 3 * count + index + offset // 2
        glyphs = words[first : first + len(signs)]
        found.update(
            (sign, (glyph + delta) & _LAST) for sign, glyph in zip(signs, glyphs, strict=False) if glyph
        )
    return {sign: glyph for sign, glyph in found.items() if glyph}


def _by_groups(part: bytes) -> dict[int, int]:
    """Return the glyphs of a map of format 12: runs of characters with glyphs one after the other."""
    (count,) = struct.unpack_from(">L", part, 12)
    found: dict[int, int] = {}
    for entry in range(count):
        start, end, glyph = struct.unpack_from(">LLL", part, 16 + 12 * entry)
        found.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
    return found
