"""Reads a logo from SVG as flat shapes, and writes these anew: nothing of a stranger's file is passed on.

Shapes, groups, transforms, plain colours and simple classes are understood. Scripts, handlers, references,
texts, pictures, gradients and effects are refused with a sentence, so that a logo looks as its owner drew
it or is saved as a PNG.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.catalog.outlines import (
    PathData,
    ellipse_path,
    points_path,
    recorded_path,
    rectangle_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_BYTES = 500_000
MOST_SHAPES = 5_000
_DEEPEST = 50
_LARGEST = 1e6
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SILENT = ("title", "desc", "metadata", "defs", "style")
_SHAPES = ("path", "circle", "ellipse", "rect", "line", "polyline", "polygon")
# The document type that SVG 1.1 asks for; one with declarations of its own is refused.
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg(?:\s+PUBLIC)?(?:\s+\"[^\"<>]*\"){0,2}\s*>")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_CALL = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class LogoError(ValueError):
    """The logo can't be used; the text says why, and goes on after the name of the file."""


class LogoShape(NamedTuple):
    """A path with its colours ("#rrggbb", or empty for none) and how opaque they are (0..1)."""

    path: PathData
    fill: str
    fill_alpha: float
    even_odd: bool
    stroke: str
    stroke_alpha: float
    stroke_width: float


class VectorLogo(NamedTuple):
    """A drawing of so much width and height, its origin at the top left."""

    width: float
    height: float
    shapes: tuple[LogoShape, ...]


@dataclass(frozen=True)
class _Look:
    """What is handed down from groups to shapes."""

    fill: str = "#000000"
    fill_alpha: float = 1.0
    even_odd: bool = False
    stroke: str = ""
    stroke_alpha: float = 1.0
    stroke_width: float = 1.0
    matrix: Matrix = _SAME


def parse_logo(data: bytes) -> VectorLogo:
    """Return the shapes of an SVG.

    Raises
    ------
    LogoError
        It is no SVG, too large, or has something that is not a flat shape.
    """
    root = _root(data)
    box = _view_box(root)
    start = replace(_Look(), matrix=(1.0, 0.0, 0.0, 1.0, -box[0], -box[1]))
    classes = _classes(root)
    shapes: list[LogoShape] = []
    for shape in _walk(root, start, classes, 0):
        shapes.append(shape)
        if len(shapes) > MOST_SHAPES:
            raise LogoError(f"has more than {MOST_SHAPES:,} shapes; save it as a PNG.")
    if not shapes:
        raise LogoError("shows nothing; a logo needs shapes with a colour.")
    return VectorLogo(box[2], box[3], tuple(shapes))


def logo_svg(logo: VectorLogo) -> bytes:
    """Return the logo as an SVG of nothing but paths."""
    from archdraw.exporters.markup import Markup

    out = Markup()
    size = f"{_n(logo.width)} {_n(logo.height)}"
    values = {"viewBox": f"0 0 {size}", "width": _n(logo.width), "height": _n(logo.height)}
    out.begin("svg", {"xmlns": "http://www.w3.org/2000/svg", **values})
    for one in logo.shapes:
        data = "".join(f"{letter}{' '.join(_n(float(x)) for x in xy)}" for letter, *xy in one.path)
        look = {"d": data, "fill": one.fill or "none"}
        if one.fill and one.fill_alpha < 1.0:
            look["fill-opacity"] = _n(one.fill_alpha)
        if one.even_odd:
            look["fill-rule"] = "evenodd"
        if one.stroke:
            look |= {"stroke": one.stroke, "stroke-width": _n(one.stroke_width)}
            if one.stroke_alpha < 1.0:
                look["stroke-opacity"] = _n(one.stroke_alpha)
        out.add("path", look)
    out.end()
    return out.text().encode("ascii")


# -- reading --------------------------------------------------------------------------------------------


def _root(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > MOST_BYTES:
        raise LogoError(f"is larger than {MOST_BYTES // 1000} kB; make it simpler, or save it as a PNG.")
    try:
        root: Element = fromstring(_DOCTYPE.sub(b"", data, count=1), forbid_dtd=True)
    except DefusedXmlException:
        raise LogoError("declares entities or a document type of its own; save it as a plain SVG.") from None
    except (ParseError, ValueError, LookupError) as error:
        raise LogoError(f"is not well-formed ({error}); save it again.") from None
    if root.tag != f"{_NAMESPACE}svg":
        raise LogoError("is no SVG: its outermost element is another one.")
    return root


def _view_box(root: Element) -> tuple[float, float, float, float]:
    stated = _NUMBER.findall(root.get("viewBox", ""))
    if len(stated) == 4:
        x, y, width, height = map(float, stated)
    else:
        x = y = 0.0
        width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if not (0.0 < width <= _LARGEST and 0.0 < height <= _LARGEST and max(abs(x), abs(y)) <= _LARGEST):
        raise LogoError("states no size; give it a viewBox.")
    return x, y, width, height


def _classes(root: Element) -> dict[str, dict[str, str]]:
    """Return what simple rules (`.name { … }`) of its style sheets say, by class."""
    found: dict[str, dict[str, str]] = {}
    for element in root.iter(f"{_NAMESPACE}style"):
        text = re.sub(r"/\*.*?\*/", "", element.text or "", flags=re.DOTALL)
        if "@" in text or "url(" in text:
            raise LogoError("has a style sheet that refers to something; save it as a plain SVG.")
        for selectors, rules in _RULE.findall(text):
            for selector in selectors.split(","):
                name = selector.strip()
                if not re.fullmatch(r"\.[\w-]+", name):
                    raise LogoError(f"has a style for “{name[:40]}”; save it with plain attributes.")
                found.setdefault(name[1:], {}).update(_declared(rules))
    return found


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _walk(
    element: Element, look: _Look, classes: dict[str, dict[str, str]], depth: int
) -> Iterator[LogoShape]:
    if depth > _DEEPEST:
        raise LogoError(f"has groups in groups over {_DEEPEST} levels; make it simpler.")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        name = tag.removeprefix(_NAMESPACE)
        if name == tag:
            continue  # of another namespace: notes of the program that drew it
        if name in _SILENT and not (name == "defs" and _draws(child)):
            continue
        if name != "g" and name not in _SHAPES:
            raise LogoError(f"has a “{name}”, which can’t be kept; save it with flat shapes, or as a PNG.")
        inner = _looked(child, look, classes)
        if inner is None:
            continue
        if name == "g":
            yield from _walk(child, inner, classes, depth + 1)
        else:
            yield from _shape(child, name, inner)


def _draws(defs: Element) -> bool:
    """Return whether definitions hold more than style sheets: somebody would refer to them."""
    return any(isinstance(one.tag, str) and one.tag != f"{_NAMESPACE}style" for one in defs)


def _looked(element: Element, look: _Look, classes: dict[str, dict[str, str]]) -> _Look | None:
    """Return how an element looks inside what hands down `look`; None where it is not shown."""
    for name in element.attrib:
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on") or plain in ("href", "src"):
            raise LogoError(f"has the attribute “{plain}”, which could reach something; save it without.")
    stated = dict(element.attrib)
    for name in stated.get("class", "").split():
        stated |= classes.get(name, {})
    stated |= _declared(stated.get("style", ""))
    for effect in ("filter", "mask", "clip-path"):
        if stated.get(effect, "none") != "none":
            raise LogoError(f"has a {effect}, which can’t be kept; save it with flat shapes, or as a PNG.")
    if stated.get("display") == "none" or stated.get("visibility") == "hidden":
        return None
    whole = _ratio(stated.get("opacity", "1"))
    width = stated.get("stroke-width")
    return _Look(
        _colour(stated["fill"]) if "fill" in stated else look.fill,
        whole * (_ratio(stated["fill-opacity"]) if "fill-opacity" in stated else look.fill_alpha),
        stated["fill-rule"] == "evenodd" if "fill-rule" in stated else look.even_odd,
        _colour(stated["stroke"]) if "stroke" in stated else look.stroke,
        whole * (_ratio(stated["stroke-opacity"]) if "stroke-opacity" in stated else look.stroke_alpha),
        _length(width) if width is not None else look.stroke_width,
        _times(look.matrix, _transform(stated.get("transform", ""))),
    )


def _shape(element: Element, name: str, look: _Look) -> Iterator[LogoShape]:
    path = _moved(_outline(element, name), look.matrix)
    a, b, c, d, _, _ = look.matrix
    width = look.stroke_width * math.sqrt(abs(a * d - b * c))
    stroke = look.stroke if width > 0.0 else ""
    fill = "" if name == "line" else look.fill
    if path and (fill or stroke):
        yield LogoShape(path, fill, look.fill_alpha, look.even_odd, stroke, look.stroke_alpha, width)


def _outline(element: Element, name: str) -> PathData:
    def number(key: str) -> float:
        return _length(element.get(key, "0"))

    if name == "path":
        return _path(element.get("d", ""))
    if name == "circle":
        return ellipse_path(number("cx"), number("cy"), number("r"), number("r"))
    if name == "ellipse":
        return ellipse_path(number("cx"), number("cy"), number("rx"), number("ry"))
    if name == "rect":
        width, height = number("width"), number("height")
        across = number("rx") if "rx" in element.attrib else number("ry")
        down = number("ry") if "ry" in element.attrib else across
        return rectangle_path(
            number("x"), number("y"), width, height, min(across, width / 2), min(down, height / 2)
        )
    if name == "line":
        ends = [number(key) for key in ("x1", "y1", "x2", "y2")]
        return points_path(ends, closed=False)
    numbers = [float(one) for one in _NUMBER.findall(element.get("points", ""))]
    return points_path(numbers[: len(numbers) // 2 * 2], closed=name == "polygon")


def _path(text: str) -> PathData:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    if not text.strip():
        return ()
    pen = RecordingPen()
    try:
        parse_path(text, pen)
        return recorded_path(pen.value)
    except (ValueError, IndexError, TypeError, AssertionError, ArithmeticError) as error:
        raise LogoError(f"has a path that can’t be read ({error}); save it again.") from None


def _moved(path: PathData, matrix: Matrix) -> PathData:
    a, b, c, d, e, f = matrix
    found = []
    for letter, *numbers in path:
        xy = [float(one) for one in numbers]
        moved = [
            value
            for x, y in zip(xy[::2], xy[1::2], strict=True)
            for value in (a * x + c * y + e, b * x + d * y + f)
        ]
        if not all(abs(one) <= _LARGEST for one in moved):
            raise LogoError("reaches too far out of its frame; save it again.")
        found.append((letter, *moved))
    return tuple(found)


def _transform(text: str) -> Matrix:
    found = _SAME
    for name, inside in _CALL.findall(text):
        numbers = [float(one) for one in _NUMBER.findall(inside)]
        found = _times(found, _one_transform(name, numbers))
    return found


def _one_transform(name: str, numbers: list[float]) -> Matrix:
    if name == "matrix" and len(numbers) == 6:
        a, b, c, d, e, f = numbers
        return a, b, c, d, e, f
    if name == "translate" and numbers:
        return 1.0, 0.0, 0.0, 1.0, numbers[0], numbers[1] if len(numbers) > 1 else 0.0
    if name == "scale" and numbers:
        return numbers[0], 0.0, 0.0, numbers[-1] if len(numbers) > 1 else numbers[0], 0.0, 0.0
    if name == "rotate" and numbers:
        turn = math.radians(numbers[0])
        around: Matrix = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0)
        if len(numbers) < 3:
            return around
        x, y = numbers[1:3]
        return _times(_times((1.0, 0.0, 0.0, 1.0, x, y), around), (1.0, 0.0, 0.0, 1.0, -x, -y))
    if name in ("skewX", "skewY") and numbers:
        lean = math.tan(math.radians(numbers[0]))
        return (1.0, 0.0, lean, 1.0, 0.0, 0.0) if name == "skewX" else (1.0, lean, 0.0, 1.0, 0.0, 0.0)
    raise LogoError(f"has a transform “{name}” that can’t be read; save it again.")


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def _colour(text: str) -> str:
    """Return a colour as "#rrggbb", empty for none."""
    from PIL import ImageColor

    word = text.strip().lower()
    if word in ("none", "transparent"):
        return ""
    if word == "currentcolor":
        return "#000000"
    try:
        red, green, blue = ImageColor.getrgb(word)[:3]
    except ValueError:
        what = "refers to a gradient or pattern" if "url(" in word else f"has a colour “{text[:40]}”"
        raise LogoError(f"{what}, which can’t be kept; save it with plain colours, or as a PNG.") from None
    return f"#{red:02x}{green:02x}{blue:02x}"


def _ratio(text: str) -> float:
    found = _NUMBER.match(text.strip())
    if found is None:
        return 1.0
    value = float(found[0]) / (100.0 if text.strip().endswith("%") else 1.0)
    return min(max(value, 0.0), 1.0)


def _length(text: str) -> float:
    found = _NUMBER.match(text.strip())
    value = float(found[0]) if found is not None else 0.0
    return value if math.isfinite(value) and abs(value) <= _LARGEST else 0.0


def _n(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
