"""The fonts of a web page: subsets of the bundled ones within it, so that it looks as it was measured."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

from archdraw.core.locations import font_file

_FACES = (("Fira Sans", 400), ("Fira Sans", 600), ("IBM Plex Mono", 400))


def face_rules(text: str) -> str:
    """Return the style rules that bring the signs of a text; the same signs give the same rules."""
    return _rules("".join(sorted(set(text))))


@lru_cache(maxsize=8)
def _rules(signs: str) -> str:
    return "".join(_rule(family, weight, signs) for family, weight in _FACES)


def _rule(family: str, weight: int, signs: str) -> str:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = ["kern", "liga", "tnum", "mark", "mkmk"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables = [*options.drop_tables, "meta"]
    with TTFont(font_file(family, weight), recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=signs)
        subsetter.subset(font)
        font.flavor = "woff"
        held = BytesIO()
        font.save(held, reorderTables=False)
    data = b64encode(held.getvalue()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("data:font/woff;base64,{data}") format("woff"); }}\n'
    )
