"""Writes a display list as SVG that every program shows: plain shapes, real text, no scripts or styles.

Built element by element through `Markup`, which escapes every value, from nothing but the display list;
the same list gives the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.drawing import BoxShape, GlyphShape, PathShape, TextShape
from archdraw.exporters.markup import Markup, attributes, escaped, escaped_text

if TYPE_CHECKING:
    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import DisplayList, ElementDrawing, FontSpec, Paint, Pen, Theme
    from archdraw.core.drawing.display import Anchor, PathData

MARGIN = 24.0
GLYPH_GRID = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18
BODY_FONT = "Fira Sans"
_FALLBACKS = {
    "Fira Sans": "Fira Sans, Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif",
    "IBM Plex Mono": "IBM Plex Mono, DejaVu Sans Mono, Consolas, monospace",
}
_MOST_NUMBERS = 100_000
# XML 1.0 has no place for these, and one NUL in a name would make the whole file unreadable.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


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
    box = display.bounds.grown(MARGIN)
    markup = Markup()
    markup.begin(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "viewBox": f"{_number(box.x)} {_number(box.y)} {_number(box.w)} {_number(box.h)}",
            "width": _number(box.w),
            "height": _number(box.h),
            "role": "img",
            "font-family": _FALLBACKS[BODY_FONT],
        },
    )
    markup.add("title", {}, _clean(title))
    markup.add("desc", {}, _clean(description or _counted(display)))
    if design is not None:
        from archdraw.core.storage.pictures import SVG_ID, svg_text

        markup.add("metadata", {"id": SVG_ID}, svg_text(design))
    markup.add("rect", {**_box(BoxShape(box)), "fill": theme.color("canvas")})
    ids = _define_glyphs(markup, display)
    drawer = _Drawer(theme, ids)
    for drawing in (*display.elements, *display.legend):
        drawer.add_element(drawing)
    markup.write("".join(drawer.parts))
    markup.end()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{markup.text()}\n'


class _Drawer:
    """Writes elements as text; what colours, pens and fonts come to is put together once for all shapes."""

    def __init__(self, theme: Theme, ids: dict[Glyph, str]) -> None:
        self.parts: list[str] = []
        self._theme = theme
        self._ids = ids
        self._paints: dict[tuple[Paint | None, Pen | None], str] = {}
        self._fonts: dict[tuple[FontSpec, Anchor, Paint], str] = {}
        self._glyphs: dict[tuple[float, Paint], str] = {}
        self._boxes: dict[tuple[float, float, float, Paint | None, Pen | None], str] = {}

    def add_element(self, drawing: ElementDrawing) -> None:
        """Write a group with everything that an element is drawn of."""
        add = self.parts.append
        add(f'<g id="{drawing.role}-{escaped(_clean(drawing.id))}">')
        if drawing.tip:
            add(f"<title>{escaped_text(_clean(drawing.tip))}</title>")
        for shape in (*drawing.shapes, *drawing.fine):
            if isinstance(shape, TextShape):
                add(self._text(shape))
            elif isinstance(shape, BoxShape):
                add(self._rect(shape))
            elif isinstance(shape, PathShape):
                add(f'<path d="{_path_text(shape.data)}"{self._painted(shape.fill, shape.pen)} />')
            else:
                add(self._glyph(shape))
        add("</g>")

    def _painted(self, fill: Paint | None, pen: Pen | None) -> str:
        said = self._paints.get((fill, pen))
        if said is None:
            said = self._paints[fill, pen] = attributes(_paints(self._theme, fill, pen))
        return said

    def _rect(self, shape: BoxShape) -> str:
        x, y, w, h = shape.box
        size = (w, h, shape.radius, shape.fill, shape.pen)
        said = self._boxes.get(size)
        if said is None:
            corner = f' rx="{_number(min(shape.radius, w / 2, h / 2))}"' if shape.radius else ""
            paints = self._painted(shape.fill, shape.pen)
            said = self._boxes[size] = f'width="{_number(w)}" height="{_number(h)}"{corner}{paints} />'
        return f'<rect x="{_NUMBERS[x]}" y="{_NUMBERS[y]}" {said}'

    def _text(self, shape: TextShape) -> str:
        key = (shape.font, shape.anchor, shape.paint)
        said = self._fonts.get(key)
        if said is None:
            said = self._fonts[key] = attributes(_lettering(self._theme, shape))
        begin = f'<text x="{_NUMBERS[shape.x]}" y="{_NUMBERS[shape.y]}"{said}'
        text = escaped_text(_clean(shape.text))
        # Where the font is another one, the text keeps the width that its room was measured for.
        width = f' textLength="{_number(shape.width)}" lengthAdjust="spacingAndGlyphs"' if shape.width else ""
        return f"{begin}{width}>{text}</text>" if text else f"{begin} />"

    def _glyph(self, shape: GlyphShape) -> str:
        """Refer to the glyph's drawing in the definitions; the colours pass on to it."""
        key = (shape.size, shape.paint)
        said = self._glyphs.get(key)
        if said is None:
            color = self._theme.color(shape.paint.token)
            painted = {"fill": color, "stroke": color}
            if shape.paint.alpha != 1.0:
                painted["opacity"] = _number(shape.paint.alpha)
            said = f' scale({_number(shape.size / GLYPH_GRID)})"{attributes(painted)}'
            self._glyphs[key] = said
        place = f"translate({_NUMBERS[shape.x]} {_NUMBERS[shape.y]})"
        return f'<use xlink:href="#{self._ids[shape.glyph]}" transform="{place}{said} />'


def _box(shape: BoxShape) -> dict[str, str]:
    box = shape.box
    said = {"x": _number(box.x), "y": _number(box.y), "width": _number(box.w), "height": _number(box.h)}
    if shape.radius:
        said["rx"] = _number(min(shape.radius, box.w / 2, box.h / 2))
    return said


def _lettering(theme: Theme, shape: TextShape) -> dict[str, str]:
    """Return how a text looks, without where it stands."""
    font = shape.font
    said = {"font-size": _number(font.size)}
    if font.family != BODY_FONT:
        said["font-family"] = _FALLBACKS.get(font.family, f"{font.family}, sans-serif")
    if font.weight != 400:
        said["font-weight"] = str(font.weight)
    if shape.anchor != "start":
        said["text-anchor"] = shape.anchor
    return {**said, **_filled(theme, shape.paint)}


def _define_glyphs(markup: Markup, display: DisplayList) -> dict[Glyph, str]:
    """Write each glyph once; return the id of each."""
    ids: dict[Glyph, str] = {}
    for drawing in (*display.elements, *display.legend):
        for shape in (*drawing.shapes, *drawing.fine):
            if not isinstance(shape, GlyphShape) or shape.glyph in ids:
                continue
            if not ids:
                markup.begin("defs", {})
            ids[shape.glyph] = f"glyph-{len(ids) + 1}"
            _define_glyph(markup, shape.glyph, ids[shape.glyph])
    if ids:
        markup.end()
    return ids


def _define_glyph(markup: Markup, glyph: Glyph, name: str) -> None:
    markup.begin("g", {"id": name})
    for data in glyph.accents:
        markup.add("path", {"d": _path_text(data), "fill-opacity": str(ACCENT_ALPHA), "stroke": "none"})
    for data in glyph.solids:
        markup.add("path", {"d": _path_text(data), "stroke": "none"})
    for data in glyph.strokes:
        said = {"d": _path_text(data), "fill": "none", "stroke-width": _number(GLYPH_STROKE)}
        markup.add("path", {**said, "stroke-linecap": "round", "stroke-linejoin": "round"})
    markup.end()


def _paints(theme: Theme, fill: Paint | None, pen: Pen | None) -> dict[str, str]:
    said = {"fill": "none"} if fill is None else _filled(theme, fill)
    if pen is not None:
        said["stroke"] = theme.color(pen.paint.token)
        said["stroke-width"] = _number(pen.width)
        if pen.paint.alpha != 1.0:
            said["stroke-opacity"] = _number(pen.paint.alpha)
        if pen.dash:
            said["stroke-dasharray"] = " ".join(_number(length) for length in pen.dash)
    return said


def _filled(theme: Theme, paint: Paint) -> dict[str, str]:
    said = {"fill": theme.color(paint.token)}
    if paint.alpha != 1.0:
        said["fill-opacity"] = _number(paint.alpha)
    return said


def _path_text(data: PathData) -> str:
    known = _NUMBERS
    parts: list[str] = []
    for command in data:
        if len(command) == 3:
            letter, x, y = command
            parts.append(f"{letter} {known[x]} {known[y]}")
        elif len(command) == 7:
            letter, a, b, c, d, x, y = command
            parts.append(f"{letter} {known[a]} {known[b]} {known[c]} {known[d]} {known[x]} {known[y]}")
        else:
            parts.append(str(command[0]))
    return " ".join(parts)


class _Numbers(dict[object, str]):
    """Numbers as text, each put together once; of very many all are forgotten from time to time."""

    def __missing__(self, value: object) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        if len(self) > _MOST_NUMBERS:
            self.clear()
        self[value] = text = "0" if text in ("-0", "") else text
        return text


_NUMBERS = _Numbers()
_number = _NUMBERS.__getitem__


def _clean(text: str) -> str:
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def _counted(display: DisplayList) -> str:
    counts = dict.fromkeys(("component", "connection", "group", "note"), 0)
    for drawing in display.elements:
        if drawing.role in counts:
            counts[drawing.role] += 1
    said = [f"{count} {role}{'' if count == 1 else 's'}" for role, count in counts.items() if count]
    return f"Architecture diagram: {', '.join(said)}." if said else "An empty architecture diagram."
