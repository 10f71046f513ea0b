"""How wide the characters of a TrueType file are, from its compiled form where that is fresh.

The library that reads fonts takes longer to load than most exports take: what it found is kept.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.stored import CACHE_FORMAT, read_cache, write_cache
from archdraw.core.locations import cache_dir
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from pathlib import Path


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
    fontTools.ttLib.TTLibError
        When it is no font.
    """
    status = path.stat()
    key = json.dumps([CACHE_FORMAT, str(path), status.st_size, status.st_mtime_ns])
    compiled = cache_dir() / f"font-{path.stem}.bin"
    content = read_cache(compiled, key)
    if content is None:
        content = _read(path)
        write_cache(compiled, key, content)
    return Face(**content)


def _read(path: Path) -> dict[str, Any]:
    from fontTools.ttLib import TTFont  # slow to load; only exports without Qt need it

    with TTFont(path, lazy=True) as font:
        per_em = float(font["head"].unitsPerEm)
        metrics = font["hmtx"].metrics
        return {
            "per_em": per_em,
            "ascent": font["hhea"].ascent / per_em,
            "descent": -font["hhea"].descent / per_em,
            "advances": {sign: metrics[name][0] for sign, name in font.getBestCmap().items()},
        }
