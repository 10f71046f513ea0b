"""Reads a component glyph from a strict subset of SVG; everything else is refused with a sentence.

Allowed: one `svg` of viewBox "0 0 24 24" with `path`, `circle`, `ellipse`, `rect`, `line`, `polyline`,
`polygon`, each of class `line` (stroked), `accent` (filled at 18 %) or `solid` (filled). No text, groups,
transforms, styles, scripts, links or references: a glyph of a stranger's pack can't reach anything.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from archdraw.core.catalog.outlines import (
    PathData,
    ellipse_path,
    points_path,
    recorded_path,
    rectangle_path,
    rounded_path,
)
from archdraw.core.catalog.records import CatalogError, Glyph

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 64 * 1024
MAX_ELEMENTS = 200

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_CLASSES = ("line", "accent", "solid")
_SHAPES = {
    "path": {"d"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "rect": {"x", "y", "width", "height", "rx", "ry"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
}
# Presentation on the root lets a browser show the file as it will look; the painters do not read it.
_ROOT_ATTRIBUTES = {
    "viewBox",
    "width",
    "height",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
}
# The same for shapes: only the one look that their class already means.
_SHAPE_LOOK = {"fill": "currentColor", "fill-opacity": "0.18", "stroke": "none"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_PATH_TEXT = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*")
# Outlines may leave the grid a little (round ends, control points), not wander off.
_LOWEST, _HIGHEST = -24.0, 48.0


def parse_glyph(svg_text: str) -> Glyph:
    """Return the glyph that an SVG text describes, as absolute move, line, cubic and close commands.

    Raises
    ------
    CatalogError
        Not the subset this module describes, over 64 kB or over 200 elements.
    """
    root = _read_root(svg_text)
    found: dict[str, list[PathData]] = {name: [] for name in _CLASSES}
    for count, element in enumerate(root, start=1):
        if count > MAX_ELEMENTS:
            raise CatalogError(f"The glyph has more than {MAX_ELEMENTS} shapes.")
        shape = _shape_name(element)
        found[_class_of(element, shape)].append(_outline(element, shape))
    if not any(found.values()):
        raise CatalogError("The glyph has no shape.")
    return Glyph(tuple(found["line"]), tuple(found["accent"]), tuple(found["solid"]))


def _read_root(svg_text: str) -> Element:
    from xml.etree.ElementTree import ParseError

    import defusedxml.ElementTree
    from defusedxml.common import DefusedXmlException

    if len(svg_text.encode("utf-8", "replace")) > MAX_BYTES:
        raise CatalogError(f"The glyph is larger than {MAX_BYTES // 1024} kB.")
    try:
        root: Element = defusedxml.ElementTree.fromstring(svg_text, forbid_dtd=True)
    except DefusedXmlException:
        raise CatalogError("The glyph has a document type or entities, which glyphs may not have.") from None
    except ParseError as error:
        raise CatalogError(f"The glyph is not well-formed XML: {error}.") from None
    except ValueError as error:  # an encoding declaration that does not fit, a NUL
        raise CatalogError(f"The glyph cannot be read as XML: {error}.") from None
    if root.tag != f"{_NAMESPACE}svg":
        raise CatalogError('The glyph\'s outermost element is not "svg" of the SVG namespace.')
    for name in root.attrib:
        if name not in _ROOT_ATTRIBUTES:
            raise CatalogError(f'The glyph\'s "svg" element may not have the attribute "{name}".')
    if root.get("viewBox", "").split() != ["0", "0", "24", "24"]:
        raise CatalogError('The glyph needs viewBox="0 0 24 24".')
    return root


def _shape_name(element: Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else "processing instruction"
    shape = tag.removeprefix(_NAMESPACE)
    if tag == shape or shape not in _SHAPES:
        raise CatalogError(f'A glyph may not contain "{shape}"; it may contain {", ".join(_SHAPES)}.')
    if len(element):
        raise CatalogError(f'A "{shape}" in the glyph contains other elements, which glyphs may not.')
    for name, value in element.attrib.items():
        if name != "class" and name not in _SHAPES[shape] and value != _SHAPE_LOOK.get(name):
            raise CatalogError(f'A "{shape}" in the glyph may not have the attribute "{name}".')
    return shape


def _class_of(element: Element, shape: str) -> str:
    name = element.get("class", "")
    if name not in _CLASSES:
        raise CatalogError(f'A "{shape}" in the glyph has class "{name}"; it must be line, accent or solid.')
    return name


def _outline(element: Element, shape: str) -> PathData:
    if shape == "path":
        outline = _path_data(element.get("d", ""))
    elif shape in ("circle", "ellipse"):
        radii = ("r", "r") if shape == "circle" else ("rx", "ry")
        outline = ellipse_path(
            _number(element, "cx"), _number(element, "cy"), *(_length(element, name) for name in radii)
        )
    elif shape == "rect":
        outline = _rectangle(element)
    elif shape == "line":
        ends = [_number(element, name) for name in ("x1", "y1", "x2", "y2")]
        outline = points_path(ends, closed=False)
    else:
        numbers = _numbers(element.get("points", ""))
        if len(numbers) < 4 or len(numbers) % 2:
            raise CatalogError(f'A "{shape}" in the glyph needs pairs of numbers in "points".')
        outline = points_path(numbers, closed=shape == "polygon")
    for command in outline:
        for value in command[1:]:
            if not isinstance(value, float) or not _LOWEST <= value <= _HIGHEST:
                raise CatalogError(
                    f'A "{shape}" in the glyph reaches far outside the 24 × 24 grid ({value}).'
                )
    return rounded_path(outline)


def _rectangle(element: Element) -> PathData:
    rx, ry = element.get("rx"), element.get("ry")
    width, height = _length(element, "width"), _length(element, "height")
    across = _length(element, "rx" if rx is not None else "ry") if rx is not None or ry is not None else 0.0
    down = _length(element, "ry") if ry is not None else across
    return rectangle_path(
        _number(element, "x"),
        _number(element, "y"),
        width,
        height,
        min(across, width / 2),
        min(down, height / 2),
    )


def _path_data(text: str) -> PathData:
    if not _PATH_TEXT.fullmatch(text) or not text.strip():
        raise CatalogError(
            'A "path" in the glyph has no "d", or one with letters that are not path commands.'
        )
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    try:
        parse_path(text, pen)
        outline = recorded_path(pen.value)
    except (ValueError, IndexError, TypeError, AssertionError, ArithmeticError) as error:
        raise CatalogError(f'A "path" in the glyph cannot be read ({error}): {text[:60]}') from None
    if len(outline) < 2:
        raise CatalogError(f'A "path" in the glyph draws nothing: {text[:60]}')
    return outline


def _number(element: Element, name: str) -> float:
    text = element.get(name, "0").strip()
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise CatalogError(f'The glyph has {name}="{text}", which is not a plain number.')
    return float(text)


def _length(element: Element, name: str) -> float:
    value = _number(element, name)
    if value <= 0 and not (name in ("rx", "ry") and value == 0):
        raise CatalogError(f'The glyph has {name}="{value:g}"; it must be above zero.')
    return value


def _numbers(text: str) -> list[float]:
    parts = text.replace(",", " ").split()
    if len(parts) > 2000 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise CatalogError(f'The glyph has points that are not plain numbers: "{text[:60]}".')
    return [float(part) for part in parts]
