"""Component and group kinds: what there is, its defaults with their provenance, how it looks.

`load_catalog()` reads the bundled packs and the user's own; see the component library's README for how
one TOML file and one SVG file make a new kind.
"""

from archdraw.core.catalog.catalogue import Catalog, unknown_kind
from archdraw.core.catalog.loading import load_catalog
from archdraw.core.catalog.outlines import PathCommand, PathData
from archdraw.core.catalog.records import (
    ATTRIBUTE_TYPES,
    FAMILIES,
    GENERIC_GLYPH,
    AttributeSpec,
    CatalogError,
    ComponentKind,
    Confidence,
    Figure,
    Glyph,
    GroupKind,
    PackInfo,
)

__all__ = [
    "ATTRIBUTE_TYPES",
    "FAMILIES",
    "GENERIC_GLYPH",
    "AttributeSpec",
    "Catalog",
    "CatalogError",
    "ComponentKind",
    "Confidence",
    "Figure",
    "Glyph",
    "GroupKind",
    "PackInfo",
    "PathCommand",
    "PathData",
    "load_catalog",
    "parse_glyph",
    "unknown_kind",
]


def parse_glyph(svg_text: str) -> Glyph:
    """Return the glyph that an SVG text of the allowed subset describes.

    Raises
    ------
    CatalogError
        Anything outside the subset, as a sentence.
    """
    from archdraw.core.catalog.glyphs import parse_glyph as parse  # brings the XML module, so only when used

    return parse(svg_text)
