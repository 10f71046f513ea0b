"""Writes a display list as SVG that every program shows: plain shapes, real text, no scripts or styles.

Built element by element through `Markup`, which escapes every value, from nothing but the display list;
the same list gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING

from archdraw.core.drawing.columns import Crowded
from archdraw.exporters.markup import Markup, escaped, escaped_text
from archdraw.exporters.svg_crowds import CardWriter, LineWriter
from archdraw.exporters.svg_shapes import BODY_FONT, FALLBACKS, ShapeWriter
from archdraw.exporters.svg_words import clean, number, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import DisplayList, ElementDrawing, Theme

MARGIN = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18
_FOOT = "</svg>\n"
# So many elements are made bytes at once.
_AT_ONCE = 256


def write_svg(
    display: DisplayList,
    theme: Theme,
    *,
    title: str,
    description: str = "",
    design: Sequence[str] | None = None,
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
        The text of the document that the picture carries in its metadata, so that it opens again, in parts
        (see `design_parts`); None: nothing.
    """
    writer = ShapeWriter(theme)
    drawn = _elements(writer, display)
    about = clean(title), clean(description or _counted(display))
    return "".join([_head(display, writer, about, design), *drawn, _FOOT])


def svg_file(display: DisplayList, theme: Theme, *, title: str, design: Sequence[str] | None = None) -> bytes:
    """Return the drawing as the bytes of an SVG file (see `write_svg`).

    Bit by bit, as most of the time would be spent on fetching memory for what is many megabytes; and one sign
    of another script makes all of a text that it is joined with twice as wide.
    """
    writer = ShapeWriter(theme)
    drawn = _elements(writer, display)
    out = BytesIO()
    out.write(_head(display, writer, (clean(title), clean(_counted(display))), design).encode())
    while bit := "".join(islice(drawn, _AT_ONCE)):
        out.write(bit.encode())
    out.write(_FOOT.encode())
    return out.getvalue()


def _head(
    display: DisplayList, writer: ShapeWriter, about: tuple[str, str], design: Sequence[str] | None
) -> str:
    """Return what comes before the elements: `about` is title and description."""
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
    markup.add("title", {}, about[0])
    markup.add("desc", {}, about[1])
    if design is not None:
        from archdraw.core.storage.pictures import SVG_ID, svg_text

        markup.add("metadata", {"id": SVG_ID}, svg_text(design))
    ground = {"x": number(box.x), "y": number(box.y), "width": number(box.w), "height": number(box.h)}
    markup.add("rect", {**ground, "fill": writer.theme.color("canvas")})
    _define(markup, writer)
    return markup.text()


def _elements(writer: ShapeWriter, display: DisplayList) -> Iterator[str]:
    """Return a group for each element with everything that it is drawn of; the legend comes last.

    The writer knows then which glyphs they refer to, though the ordinary ones are written one by one.
    """
    drawings = display.elements
    legend = [_element(writer, drawing) for drawing in display.legend]
    if not isinstance(drawings, Crowded):
        return chain([_element(writer, drawing) for drawing in drawings], legend)
    # In painting order the connections come first, so that one after the other is the next.
    ordinary = chain(LineWriter(writer).elements(drawings.lines), CardWriter(writer).elements(drawings.cards))
    if not drawings.others:
        return chain(ordinary, legend)
    others = {key: _element(writer, drawing) for key, drawing in drawings.others.items()}
    found = (others[key] if key in others else next(ordinary) for key in drawings.order)
    return chain(found, legend)


def _element(writer: ShapeWriter, drawing: ElementDrawing) -> str:
    tip = f"<title>{escaped_text(clean(drawing.tip))}</title>" if drawing.tip else ""
    drawn = writer.shapes((*drawing.shapes, *drawing.fine))
    return f'<g id="{drawing.role}-{escaped(clean(drawing.id))}">{tip}{drawn}</g>'


def _define(markup: Markup, writer: ShapeWriter) -> None:
    """Write each glyph, and whatever else is referred to, once."""
    if writer.glyphs or writer.parts:
        markup.begin("defs", {})
        for glyph, name in writer.glyphs.items():
            _define_glyph(markup, glyph, name)
        for name, drawn in writer.parts.items():
            markup.begin("g", {"id": name})
            markup.write(drawn)
            markup.end()
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
