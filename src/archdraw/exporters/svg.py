"""Writes a display list as SVG that every program shows: plain shapes, real text, no scripts or styles.

Built element by element through `Markup`, which escapes every value, from nothing but the display list;
the same list gives the same bytes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from archdraw.core.drawing import BoxShape, GlyphShape, PathShape, TextShape
from archdraw.exporters.markup import Markup

if TYPE_CHECKING:
    from archdraw.core.catalog import Glyph
    from archdraw.core.drawing import DisplayList, ElementDrawing, Paint, Pen, Shape, Theme
    from archdraw.core.drawing.display import PathData

MARGIN = 24.0
GLYPH_GRID = 24.0
GLYPH_STROKE = 1.75
ACCENT_ALPHA = 0.18
BODY_FONT = "Fira Sans"
_FALLBACKS = {
    "Fira Sans": "Fira Sans, Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif",
    "IBM Plex Mono": "IBM Plex Mono, DejaVu Sans Mono, Consolas, monospace",
}
# XML 1.0 has no place for these, and one NUL in a name would make the whole file unreadable.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write_svg(display: DisplayList, theme: Theme, *, title: str, description: str = "") -> str:
    """Return the drawing as the text of an SVG file.

    Parameters
    ----------
    display
        What to paint; the legend is included.
    theme
        Resolves the tokens; its canvas colour is the ground.
    title, description
        What programs read out for the picture. Without a description the elements are counted.
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
    markup.add("rect", {**_box(BoxShape(box)), "fill": theme.color("canvas")})
    ids = _define_glyphs(markup, display)
    for drawing in (*display.elements, *display.legend):
        _add_element(markup, drawing, ids, theme)
    markup.end()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{markup.text()}\n'


def _add_element(markup: Markup, drawing: ElementDrawing, ids: dict[Glyph, str], theme: Theme) -> None:
    markup.begin("g", {"id": f"{drawing.role}-{_clean(drawing.id)}"})
    if drawing.tip:
        markup.add("title", {}, _clean(drawing.tip))
    for shape in (*drawing.shapes, *drawing.fine):
        _add_shape(markup, shape, ids, theme)
    markup.end()


def _add_shape(markup: Markup, shape: Shape, ids: dict[Glyph, str], theme: Theme) -> None:
    if isinstance(shape, BoxShape):
        markup.add("rect", {**_box(shape), **_paints(theme, shape.fill, shape.pen)})
    elif isinstance(shape, PathShape):
        markup.add("path", {"d": _path_text(shape.data), **_paints(theme, shape.fill, shape.pen)})
    elif isinstance(shape, TextShape):
        _add_text(markup, shape, theme)
    else:
        _add_glyph(markup, shape, ids, theme)


def _box(shape: BoxShape) -> dict[str, str]:
    box = shape.box
    said = {"x": _number(box.x), "y": _number(box.y), "width": _number(box.w), "height": _number(box.h)}
    if shape.radius:
        said["rx"] = _number(min(shape.radius, box.w / 2, box.h / 2))
    return said


def _add_text(markup: Markup, shape: TextShape, theme: Theme) -> None:
    font = shape.font
    said = {"x": _number(shape.x), "y": _number(shape.y), "font-size": _number(font.size)}
    if font.family != BODY_FONT:
        said["font-family"] = _FALLBACKS.get(font.family, f"{font.family}, sans-serif")
    if font.weight != 400:
        said["font-weight"] = str(font.weight)
    if shape.anchor != "start":
        said["text-anchor"] = shape.anchor
    markup.add("text", {**said, **_filled(theme, shape.paint)}, _clean(shape.text))


def _add_glyph(markup: Markup, shape: GlyphShape, ids: dict[Glyph, str], theme: Theme) -> None:
    """Refer to the glyph's drawing in the definitions; the colours pass on to it."""
    scale = _number(shape.size / GLYPH_GRID)
    color = theme.color(shape.paint.token)
    said = {
        "xlink:href": f"#{ids[shape.glyph]}",
        "transform": f"translate({_number(shape.x)} {_number(shape.y)}) scale({scale})",
        "fill": color,
        "stroke": color,
    }
    if shape.paint.alpha != 1.0:
        said["opacity"] = _number(shape.paint.alpha)
    markup.add("use", said)


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
    return " ".join(
        [part if isinstance(part, str) else _number(part) for command in data for part in command]
    )


@lru_cache(maxsize=20_000)
def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _counted(display: DisplayList) -> str:
    counts = dict.fromkeys(("component", "connection", "group", "note"), 0)
    for drawing in display.elements:
        if drawing.role in counts:
            counts[drawing.role] += 1
    said = [f"{count} {role}{'' if count == 1 else 's'}" for role, count in counts.items() if count]
    return f"Architecture diagram: {', '.join(said)}." if said else "An empty architecture diagram."
