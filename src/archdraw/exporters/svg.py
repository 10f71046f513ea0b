"""Writes a display list as SVG that every program shows: plain shapes, real text, no scripts or styles.

Built element by element through `Markup`, which escapes every value, from nothing but the display list;
the same list gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archdraw.core.drawing.columns import Crowded
from archdraw.exporters.markup import Markup, escaped, escaped_text
from archdraw.exporters.svg_crowds import CardWriter, LineWriter
from archdraw.exporters.svg_shapes import BODY_FONT, FALLBACKS, ShapeWriter
from archdraw.exporters.svg_words import clean, number, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import DisplayList, ElementDrawing, Theme

MARGIN = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18


def write_svg(
    display: DisplayList, theme: Theme, *, title: str, description: str = "", design: bytes | None = None
) -> str:
    """Return the drawing as the text of an SVG file.

    Parameters
    ----------
    display
        What to paint; the legend is included.
    theme
        Resolves the tokens; its canvas colour is the ground.
    title, description
        What programs read out for the picture. Without a description the elements are counted.
    design
        The document that the picture carries in its metadata, so that it opens again; None: nothing.
    """
    return _written(display, theme, title, description, design).text()


def svg_file(display: DisplayList, theme: Theme, *, title: str, design: bytes | None = None) -> bytes:
    """Return the drawing as the bytes of an SVG file (see `write_svg`)."""
    return _written(display, theme, title, "", design).data()


def _written(
    display: DisplayList, theme: Theme, title: str, description: str, design: bytes | None
) -> Markup:
    box = display.bounds.grown(MARGIN)
    markup = Markup()
    markup.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    markup.begin(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "viewBox": f"{number(box.x)} {number(box.y)} {number(box.w)} {number(box.h)}",
            "width": number(box.w),
            "height": number(box.h),
            "role": "img",
            "font-family": FALLBACKS[BODY_FONT],
        },
    )
    markup.add("title", {}, clean(title))
    markup.add("desc", {}, clean(description or _counted(display)))
    if design is not None:
        from archdraw.core.storage.pictures import SVG_ID, svg_text

        markup.add("metadata", {"id": SVG_ID}, svg_text(design))
    ground = {"x": number(box.x), "y": number(box.y), "width": number(box.w), "height": number(box.h)}
    markup.add("rect", {**ground, "fill": theme.color("canvas")})
    writer = ShapeWriter(theme)
    drawn = [*_elements(writer, display.elements), *_elements(writer, display.legend)]
    _define_glyphs(markup, writer.glyphs)
    markup.write(*drawn)
    markup.end()
    markup.write("\n")
    return markup


def _elements(writer: ShapeWriter, drawings: Sequence[ElementDrawing]) -> list[str]:
    """Return a group for each element with everything that it is drawn of."""
    if not isinstance(drawings, Crowded):
        return [_element(writer, drawing) for drawing in drawings]
    lines, cards = LineWriter(writer).elements(drawings.lines), CardWriter(writer).elements(drawings.cards)
    if not drawings.others:
        # In painting order the connections come first.
        return lines + cards
    found = dict(zip((*drawings.lines.ids, *drawings.cards.ids), lines + cards, strict=True))
    found.update((key, _element(writer, drawing)) for key, drawing in drawings.others.items())
    return [found[key] for key in drawings.order]


def _element(writer: ShapeWriter, drawing: ElementDrawing) -> str:
    tip = f"<title>{escaped_text(clean(drawing.tip))}</title>" if drawing.tip else ""
    drawn = writer.shapes((*drawing.shapes, *drawing.fine))
    return f'<g id="{drawing.role}-{escaped(clean(drawing.id))}">{tip}{drawn}</g>'


def _define_glyphs(markup: Markup, glyphs: Mapping[Glyph, str]) -> None:
    """Write each glyph that is referred to once."""
    if glyphs:
        markup.begin("defs", {})
        for glyph, name in glyphs.items():
            _define_glyph(markup, glyph, name)
        markup.end()


def _define_glyph(markup: Markup, glyph: Glyph, name: str) -> None:
    markup.begin("g", {"id": name})
    for data in glyph.accents:
        markup.add("path", {"d": path_text(data), "fill-opacity": str(ACCENT_ALPHA), "stroke": "none"})
    for data in glyph.solids:
        markup.add("path", {"d": path_text(data), "stroke": "none"})
    for data in glyph.strokes:
        said = {"d": path_text(data), "fill": "none", "stroke-width": number(GLYPH_STROKE)}
        markup.add("path", {**said, "stroke-linecap": "round", "stroke-linejoin": "round"})
    markup.end()


def _counted(display: DisplayList) -> str:
    drawings: Iterable[ElementDrawing] = display.elements
    counts: Counter[str] = Counter()
    if isinstance(drawings, Crowded):
        counts.update(component=len(drawings.cards.ids), connection=len(drawings.lines.ids))
        drawings = drawings.others.values()
    counts.update(drawing.role for drawing in drawings)
    said = [
        f"{counts[role]} {role}{'' if counts[role] == 1 else 's'}"
        for role in ("component", "connection", "group", "note")
        if counts[role]
    ]
    return f"Architecture diagram: {', '.join(said)}." if said else "An empty architecture diagram."
