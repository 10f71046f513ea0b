"""A sheet that paints charts as SVG: the painters of the PDF draw on it unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from archdraw.exporters.markup import Markup
from archdraw.exporters.pdf.sheet import Sheet
from archdraw.exporters.pdf.style import HAIRLINE
from archdraw.exporters.svg_shapes import BODY_FONT, FALLBACKS

if TYPE_CHECKING:
    from archdraw.core.drawing import Theme
    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.style import TextStyle

_FONTS = FALLBACKS[BODY_FONT]
# Around a chart that stands alone.
_ROOM = 12
_ANCHORS = {"left": "start", "right": "end", "center": "middle"}


class ChartSheet(Sheet):
    """Paints into a text of SVG elements, measured in points from the top left corner."""

    def __init__(self, fonts: Fonts, theme: Theme, size: tuple[float, float]) -> None:
        # Everything that would touch the canvas of a PDF is painted here instead.
        super().__init__(cast("Any", None), fonts, theme, size)
        self._markup = Markup()

    def drawn(self, title: str, *, alone: bool = False) -> str:
        """Return what was painted as an SVG element with a title; `alone`: with its ground and fonts."""
        width, height = self.size
        whole = Markup()
        values = {"viewBox": f"0 0 {_n(width)} {_n(height)}", "role": "img", "class": "chart"}
        if alone:
            width, height = width + 2 * _ROOM, height + 2 * _ROOM
            values["viewBox"] = f"{-_ROOM} {-_ROOM} {_n(width)} {_n(height)}"
            values |= {"width": _n(width), "height": _n(height), "font-family": _FONTS}
        whole.begin("svg", {"xmlns": "http://www.w3.org/2000/svg", **values})
        whole.add("title", {}, title)
        if alone:
            ground = {"x": str(-_ROOM), "y": str(-_ROOM), "width": _n(width), "height": _n(height)}
            whole.add("rect", {**ground, "fill": self.theme.color("panel")})
        whole.write(self._markup.text())
        whole.end()
        return whole.text()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        style: TextStyle,
        *,
        align: Literal["left", "right", "center"] = "left",
        alpha: float = 1.0,
    ) -> float:
        """Paint one line with its baseline at `y` and return its width."""
        width = self.fonts.width(text, style.face, style.size)
        if text.strip():
            values = {
                "x": _n(x),
                "y": _n(y),
                "font-size": _n(style.size),
                "fill": self.theme.color(style.ink),
            }
            if align != "left":
                values["text-anchor"] = _ANCHORS[align]
            if "semibold" in style.face or style.face == "medium":
                values["font-weight"] = "600" if "semibold" in style.face else "500"
            if alpha < 1.0:
                values["opacity"] = _n(alpha)
            # Where the font is another one, the text keeps its width.
            values |= {"textLength": _n(width), "lengthAdjust": "spacingAndGlyphs"}
            self._markup.add("text", values, text)
        return width

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        ink: str = "panel-line",
        width: float = HAIRLINE,
        dash: tuple[float, ...] = (),
    ) -> None:
        """Paint a straight line."""
        values = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), **self._drawn_with(ink, width)}
        if dash:
            values["stroke-dasharray"] = " ".join(_n(part) for part in dash)
        self._markup.add("line", values)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        ink: str,
        *,
        alpha: float = 1.0,
        radius: float = 0.0,
        outline: str = "",
    ) -> None:
        """Paint a rectangle with its top left corner at (x, y); without an ink only the outline."""
        values = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        values["fill"] = self.theme.color(ink) if ink else "none"
        if alpha < 1.0:
            values["fill-opacity"] = _n(alpha)
        if radius:
            values["rx"] = _n(radius)
        if outline:
            values |= self._drawn_with(outline, HAIRLINE)
        self._markup.add("rect", values)

    def polygon(
        self,
        points: list[tuple[float, float]],
        ink: str,
        *,
        outline: bool = False,
        closed: bool = True,
        width: float = 1.0,
        dash: tuple[float, ...] = (),
        alpha: float = 1.0,
    ) -> None:
        """Paint straight edges through points: filled, or as an outline."""
        values = {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in points)}
        values |= self._look(ink, width, outline=outline)
        if dash:
            values["stroke-dasharray"] = " ".join(_n(part) for part in dash)
        if alpha < 1.0:
            values["fill-opacity"] = _n(alpha)
        self._markup.add("polygon" if closed else "polyline", values)

    def disc(
        self, x: float, y: float, radius: float, ink: str, *, outline: bool = False, width: float = 1.0
    ) -> None:
        """Paint a circle: filled, or as a ring."""
        values = {"cx": _n(x), "cy": _n(y), "r": _n(radius)}
        self._markup.add("circle", values | self._look(ink, width, outline=outline))

    def half_disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """Paint the left half of a disc."""
        path = f"M{_n(x)} {_n(y - radius)}A{_n(radius)} {_n(radius)} 0 0 0 {_n(x)} {_n(y + radius)}Z"
        self._markup.add("path", {"d": path, "fill": self.theme.color(ink)})

    def link(self, x: float, y: float, width: float, height: float, target: str) -> None:
        """Leave out: the table beside the chart has the links."""

    def _look(self, ink: str, width: float, *, outline: bool) -> dict[str, str]:
        if outline:
            return {"fill": "none", **self._drawn_with(ink, width)}
        return {"fill": self.theme.color(ink)}

    def _drawn_with(self, ink: str, width: float) -> dict[str, str]:
        return {"stroke": self.theme.color(ink), "stroke-width": _n(width)}


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
