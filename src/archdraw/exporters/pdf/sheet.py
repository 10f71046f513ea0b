"""A page to paint on, measured from its top left corner; the only place that touches the canvas for text."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from archdraw.exporters.pdf.fonts import EMPTY_BOX, font_named, printable
from archdraw.exporters.pdf.style import HAIRLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.pdfgen.canvas import Canvas

    from archdraw.core.drawing import Theme
    from archdraw.exporters.pdf.fonts import Fonts, Stretch
    from archdraw.exporters.pdf.structure import Node
    from archdraw.exporters.pdf.style import TextStyle
    from archdraw.exporters.pdf.tagging import Tagger

Align = Literal["left", "right", "center"]


class PlainLine(NamedTuple):
    """A line of text in one font: its width at size 1, and its signs by part of the font, in hexadecimal."""

    advance: float
    parts: tuple[tuple[str, str], ...]


@dataclass
class Sheet:
    """Paints one page.

    Attributes
    ----------
    page_of
        On which page an anchor stands, once all pages are laid out.
    labels
        What an anchor is called in running text.
    tags
        What hears for which element of the document something is painted; None: nobody asks.
    """

    canvas: Canvas
    fonts: Fonts
    theme: Theme
    size: tuple[float, float]
    page_of: Mapping[str, int] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    tags: Tagger | None = None
    _inks: dict[str, str] = field(default_factory=dict)
    _lines: dict[tuple[str, str], PlainLine | None] = field(default_factory=dict)

    @contextmanager
    def within(self, place: Node | str) -> Iterator[None]:
        """Paint for an element of the document (or a sort of decoration) until the end of the block."""
        if self.tags is None:
            yield
            return
        before = self.tags.enter(place)
        yield
        self.tags.enter(before)

    @contextmanager
    def within_link(self) -> Iterator[None]:
        """Paint the words of a link, and put its place on the page, until the end of the block."""
        with self.within(self.tags.new_link() if self.tags is not None else ""):
            yield

    def mark(self) -> None:
        """Say that something is painted now; whoever paints on the canvas itself says so first."""
        if self.tags is not None:
            self.tags.mark()

    def text(
        self, x: float, y: float, text: str, style: TextStyle, *, align: Align = "left", alpha: float = 1.0
    ) -> float:
        """Paint one line with its baseline at `y` and return its width."""
        width = self.fonts.width(text, style.face, style.size)
        if not text.strip():
            return width
        at = x - (width if align == "right" else width / 2 if align == "center" else 0.0)
        canvas = self.canvas
        self.mark()
        self.fill_with(style.ink, alpha)
        baseline = self.size[1] - y
        stretches = self.fonts.stretches(text, style.face)
        hidden = not all(stretch.faithful for stretch in stretches)
        if hidden:
            canvas.addLiteral(_said(text))
        for stretch in stretches:
            if stretch.drawn.startswith(EMPTY_BOX):
                self._empty_boxes(at, baseline, style.size, stretch)
            self._write(at, baseline, stretch, style.size * stretch.share)
            at += stretch.advance * style.size
        if hidden:
            canvas.addLiteral("EMC")
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
        self.mark()
        self._stroke(ink, width, dash)
        self.canvas.line(x1, self.size[1] - y1, x2, self.size[1] - y2)

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
        self.mark()
        if ink:
            self.fill_with(ink, alpha)
        if outline:
            self._stroke(outline, HAIRLINE, ())
        bottom = self.size[1] - y - height
        fill, stroke = int(bool(ink)), int(bool(outline))
        if radius:
            self.canvas.roundRect(x, bottom, width, height, radius, stroke=stroke, fill=fill)
        else:
            self.canvas.rect(x, bottom, width, height, stroke=stroke, fill=fill)

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
        self.mark()
        path = self.canvas.beginPath()
        for index, (x, y) in enumerate(points):
            (path.lineTo if index else path.moveTo)(x, self.size[1] - y)
        if closed:
            path.close()
        if outline:
            self._stroke(ink, width, dash)
        else:
            self.fill_with(ink, alpha)
        self.canvas.drawPath(path, stroke=int(outline), fill=int(not outline))

    def disc(
        self, x: float, y: float, radius: float, ink: str, *, outline: bool = False, width: float = 1.0
    ) -> None:
        """Paint a circle: filled, or as a ring."""
        self.mark()
        if outline:
            self._stroke(ink, width, ())
        else:
            self.fill_with(ink, 1.0)
        self.canvas.circle(x, self.size[1] - y, radius, stroke=int(outline), fill=int(not outline))

    def half_disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """Paint the left half of a disc."""
        self.mark()
        self.fill_with(ink, 1.0)
        path = self.canvas.beginPath()
        centre = self.size[1] - y
        path.moveTo(x, centre + radius)
        path.arcTo(x - radius, centre - radius, x + radius, centre + radius, 90, 180)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, right: float, y: float, room: tuple[float, float], data: bytes) -> None:
        """Paint a logo as large as its room allows, its top right corner at (right, y)."""
        from archdraw.exporters.pdf.logos import paint_logo

        self.mark()
        paint_logo(self.canvas, right, self.size[1] - y, room, data)

    def anchor(self, name: str, y: float) -> None:
        """Make this place one that links can lead to."""
        self.canvas.bookmarkHorizontalAbsolute(self.key(name), min(self.size[1], self.size[1] - y + 6.0))

    def link(self, x: float, y: float, width: float, height: float, target: str) -> None:
        """Make a rectangle lead to an anchor; one that is nowhere in the document leads nowhere."""
        page = self.page_of.get(target)
        if page is None or self.tags is None:
            return
        bottom = self.size[1] - y - height
        label = self.labels.get(target, "")
        said = f"{label[:1].upper()}{label[1:]}, page {page}" if label else f"Page {page}"
        self.tags.link((x, bottom, x + width, bottom + height), self.key(target), printable(said))

    def outline(self, title: str, name: str, level: int) -> None:
        """Add a bookmark that leads to an anchor."""
        self.canvas.addOutlineEntry(title, self.key(name), level, closed=level > 0)

    def key(self, name: str) -> str:
        """Return the name of a destination: plain letters, whatever the id is."""
        return self._keys.setdefault(name, f"place{len(self._keys) + 1}")

    def color(self, ink: str) -> tuple[float, float, float]:
        """Return red, green and blue (0..1) of a theme token."""
        value = self.theme.color(ink)
        return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255

    def plain_line(self, text: str, face: str) -> PlainLine | None:
        """Return a line as the page has it, worked out once; None where a sign of it is none of the face.

        Of signs of other fonts, or of none, it has to be said what they are: `text` does that.
        """
        key = (text, face)
        if key not in self._lines:
            stretches = self.fonts.stretches(text, face)
            plain = len(stretches) == 1 and stretches[0].faithful and stretches[0].share == 1.0
            parts = self._encoded(stretches[0]) if plain else ()
            self._lines[key] = PlainLine(stretches[0].advance, parts) if plain else None
        return self._lines[key]

    def fill_with(self, ink: str, alpha: float) -> None:
        """Fill surfaces and letters with a theme token from now on."""
        self.canvas.addLiteral(f"{self.ink_words(ink)} rg")
        self.canvas.setFillAlpha(alpha)

    def draw_with(self, ink: str, alpha: float) -> None:
        """Draw lines in a theme token from now on."""
        self.canvas.addLiteral(f"{self.ink_words(ink)} RG")
        self.canvas.setStrokeAlpha(alpha)

    def ink_words(self, ink: str) -> str:
        """Return a theme token as a PDF has it; put into words once, since every text asks."""
        words = self._inks.get(ink)
        if words is None:
            words = self._inks[ink] = " ".join(f"{part:.4f}" for part in self.color(ink))
        return words

    def _stroke(self, ink: str, width: float, dash: tuple[float, ...]) -> None:
        self.draw_with(ink, 1.0)
        self.canvas.setLineWidth(width)
        self.canvas.setDash(list(dash))

    def _write(self, x: float, baseline: float, stretch: Stretch, size: float) -> None:
        """Write signs of one font, as the canvas does, but for a tenth of the time."""
        shown = (f"{font} {size:.3f} Tf <{signs}> Tj" for font, signs in self._encoded(stretch))
        self.canvas.addLiteral(" ".join([f"BT 1 0 0 1 {x:.3f} {baseline:.3f} Tm", *shown, "ET"]))

    def _encoded(self, stretch: Stretch) -> tuple[tuple[str, str], ...]:
        """Return the signs of one font by the name of the part of it that has them, in hexadecimal."""
        # Fonts are cut down to the signs that a document uses; the canvas has no other way to name its own.
        font, document = font_named(stretch.font), vars(self.canvas)["_doc"]
        return tuple(
            (font.getSubsetInternalName(subset, document), codes.hex())
            for subset, codes in font.splitString(stretch.drawn.replace(EMPTY_BOX, " "), document)
        )

    def _empty_boxes(self, x: float, baseline: float, size: float, stretch: Stretch) -> None:
        self.draw_with("text-second", 1.0)
        self.canvas.setLineWidth(size * 0.05)
        self.canvas.setDash([])
        step = stretch.advance * size / len(stretch.drawn)
        for index in range(len(stretch.drawn)):
            left = x + index * step + size * 0.08
            self.canvas.rect(left, baseline, step - size * 0.16, size * 0.66, stroke=1, fill=0)


def _said(text: str) -> str:
    """Return the operator that says what the signs up to EMC stand for, for searching and copying.

    Some readers use it only where a font on the page has at least one of its characters: a space always is.
    """
    return f"/Span <</ActualText <FEFF{(text + ' ').encode('utf-16-be').hex().upper()}>>> BDC"
