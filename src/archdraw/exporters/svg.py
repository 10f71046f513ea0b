"""Writes a display list as SVG that every program shows: plain shapes, real text, no scripts or styles.

Built as an XML tree, never by joining strings, from nothing but the display list; the same list gives
the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from archdraw.core.drawing import BoxShape, GlyphShape, PathShape, TextShape

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
    root = Element(
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
    SubElement(root, "title").text = _clean(title)
    SubElement(root, "desc").text = _clean(description or _counted(display))
    _add_box(root, BoxShape(box), theme).set("fill", theme.color("canvas"))
    ids = _define_glyphs(root, display)
    for drawing in (*display.elements, *display.legend):
        _add_element(root, drawing, ids, theme)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add_element(root: Element, drawing: ElementDrawing, ids: dict[Glyph, str], theme: Theme) -> None:
    group = SubElement(root, "g", {"id": f"{drawing.role}-{_clean(drawing.id)}"})
    if drawing.tip:
        SubElement(group, "title").text = _clean(drawing.tip)
    for shape in (*drawing.shapes, *drawing.fine):
        _add_shape(group, shape, ids, theme)


def _add_shape(parent: Element, shape: Shape, ids: dict[Glyph, str], theme: Theme) -> None:
    if isinstance(shape, BoxShape):
        _add_box(parent, shape, theme)
    elif isinstance(shape, PathShape):
        _add_path(parent, shape.data, theme, fill=shape.fill, pen=shape.pen)
    elif isinstance(shape, TextShape):
        _add_text(parent, shape, theme)
    else:
        _add_glyph(parent, shape, ids, theme)


def _add_box(parent: Element, shape: BoxShape, theme: Theme) -> Element:
    box = shape.box
    element = SubElement(
        parent,
        "rect",
        {"x": _number(box.x), "y": _number(box.y), "width": _number(box.w), "height": _number(box.h)},
    )
    if shape.radius:
        element.set("rx", _number(min(shape.radius, box.w / 2, box.h / 2)))
    _set_paint(element, theme, shape.fill, shape.pen)
    return element


def _add_path(
    parent: Element, data: PathData, theme: Theme, *, fill: Paint | None = None, pen: Pen | None = None
) -> Element:
    element = SubElement(parent, "path", {"d": _path_text(data)})
    _set_paint(element, theme, fill, pen)
    return element


def _add_text(parent: Element, shape: TextShape, theme: Theme) -> None:
    font = shape.font
    element = SubElement(
        parent,
        "text",
        {
            "x": _number(shape.x),
            "y": _number(shape.y),
            "font-size": _number(font.size),
        },
    )
    if font.family != BODY_FONT:
        element.set("font-family", _FALLBACKS.get(font.family, f"{font.family}, sans-serif"))
    if font.weight != 400:
        element.set("font-weight", str(font.weight))
    if shape.anchor != "start":
        element.set("text-anchor", shape.anchor)
    _set_fill(element, theme, shape.paint)
    element.text = _clean(shape.text)


def _add_glyph(parent: Element, shape: GlyphShape, ids: dict[Glyph, str], theme: Theme) -> None:
    """Refer to the glyph's drawing in the definitions; the colours pass on to it."""
    scale = _number(shape.size / GLYPH_GRID)
    color = theme.color(shape.paint.token)
    attributes = {
        "xlink:href": f"#{ids[shape.glyph]}",
        "transform": f"translate({_number(shape.x)} {_number(shape.y)}) scale({scale})",
        "fill": color,
        "stroke": color,
    }
    if shape.paint.alpha != 1.0:
        attributes["opacity"] = _number(shape.paint.alpha)
    SubElement(parent, "use", attributes)


def _define_glyphs(root: Element, display: DisplayList) -> dict[Glyph, str]:
    """Write each glyph once; return the id of each."""
    ids: dict[Glyph, str] = {}
    definitions: Element | None = None
    for drawing in (*display.elements, *display.legend):
        for shape in (*drawing.shapes, *drawing.fine):
            if not isinstance(shape, GlyphShape) or shape.glyph in ids:
                continue
            if definitions is None:
                definitions = SubElement(root, "defs")
            ids[shape.glyph] = f"glyph-{len(ids) + 1}"
            _define_glyph(definitions, shape.glyph, ids[shape.glyph])
    return ids


def _define_glyph(definitions: Element, glyph: Glyph, name: str) -> None:
    group = SubElement(definitions, "g", {"id": name})
    for data in glyph.accents:
        SubElement(
            group, "path", {"d": _path_text(data), "fill-opacity": str(ACCENT_ALPHA), "stroke": "none"}
        )
    for data in glyph.solids:
        SubElement(group, "path", {"d": _path_text(data), "stroke": "none"})
    for data in glyph.strokes:
        stroke = SubElement(group, "path", {"d": _path_text(data), "fill": "none"})
        stroke.set("stroke-width", _number(GLYPH_STROKE))
        stroke.set("stroke-linecap", "round")
        stroke.set("stroke-linejoin", "round")


def _set_paint(element: Element, theme: Theme, fill: Paint | None, pen: Pen | None) -> None:
    if fill is None:
        element.set("fill", "none")
    else:
        _set_fill(element, theme, fill)
    if pen is not None:
        element.set("stroke", theme.color(pen.paint.token))
        element.set("stroke-width", _number(pen.width))
        if pen.paint.alpha != 1.0:
            element.set("stroke-opacity", _number(pen.paint.alpha))
        if pen.dash:
            element.set("stroke-dasharray", " ".join(_number(length) for length in pen.dash))


def _set_fill(element: Element, theme: Theme, paint: Paint) -> None:
    element.set("fill", theme.color(paint.token))
    if paint.alpha != 1.0:
        element.set("fill-opacity", _number(paint.alpha))


def _path_text(data: PathData) -> str:
    return " ".join(part if isinstance(part, str) else _number(part) for command in data for part in command)


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
