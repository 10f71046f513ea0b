"""The icons of the interface, drawn on the same grid and in the same subset as the component glyphs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from archdraw.core.catalog.records import Glyph
from archdraw.core.catalog.stored import cache_key, read_cache, write_cache
from archdraw.core.locations import cache_dir, resources_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = "icons"
_CACHE_NAME = "icons.bin"


@lru_cache(maxsize=1)
def interface_icons() -> Mapping[str, Glyph]:
    """Return the icons by the name of their file, read from their compiled form where that is fresh."""
    folder = resources_dir() / _FOLDER
    key, compiled = cache_key([folder]), cache_dir() / _CACHE_NAME
    parts = read_cache(compiled, key)
    if parts is None:
        from archdraw.core.catalog.glyphs import parse_glyph

        drawn = {path.stem: parse_glyph(path.read_text("utf-8")) for path in sorted(folder.glob("*.svg"))}
        parts = {name: (glyph.strokes, glyph.accents, glyph.solids) for name, glyph in drawn.items()}
        write_cache(compiled, key, parts)
    return {name: Glyph(*shapes) for name, shapes in parts.items()}
