"""Writes the review document as PDF: lays it out, numbers the pages, paints them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from archdraw.core.drawing import load_theme
from archdraw.exporters.pdf.blocks import block_pieces
from archdraw.exporters.pdf.figures import page_for
from archdraw.exporters.pdf.fonts import Fonts, printable
from archdraw.exporters.pdf.front import brief_head, contents, paint_cover
from archdraw.exporters.pdf.metadata import describe_document
from archdraw.exporters.pdf.packing import packed_pdf
from archdraw.exporters.pdf.pagination import Page, anchors, paginate, top_of_body
from archdraw.exporters.pdf.pieces import Setting
from archdraw.exporters.pdf.prose import heading
from archdraw.exporters.pdf.sheet import Sheet
from archdraw.exporters.pdf.structure import Area, Node
from archdraw.exporters.pdf.style import CHROME, MARGIN, PAPERS, body_size
from archdraw.exporters.pdf.tagging import DECORATION, FOOTER, HEADER, Tagger
from archdraw.report.document import Diagram, Figure, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reportlab.pdfgen.canvas import Canvas

    from archdraw.core.drawing import Theme
    from archdraw.exporters.pdf.figures import Large
    from archdraw.exporters.pdf.pieces import Piece
    from archdraw.report.document import ReviewDocument


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """The bytes of a PDF, how many pages it has, and sentences on what could not be set as typed."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]


def write_pdf(
    document: ReviewDocument,
    *,
    paper: str = "A4",
    theme: str = "light",
    large: Large = "fit",
    note: Callable[[float, str], None] | None = None,
    design: bytes | None = None,
) -> WrittenPdf:
    """Return the document as PDF; the same document gives the same bytes.

    Parameters
    ----------
    paper
        "A4" or "Letter"; large drawings get larger pages of the same series.
    theme
        Colours; a dark theme is for screens and is replaced by the light one.
    large
        Drawings whose labels would be under 6 pt on the paper: "fit" gives them a page that is large
        enough, "tile" divides them over pages of the paper.
    note
        Called for each section and each page with the share that is done (0..1) and what is done next;
        raises when the export is to be given up.
    design
        The document to attach, so that the review opens again; None: nothing.

    Raises
    ------
    ValueError
        An unknown paper or theme.
    """
    if paper not in PAPERS:
        raise ValueError(f'There is no paper "{paper}"; there are: {", ".join(PAPERS)}.')
    chosen = load_theme(theme)
    if chosen.dark:
        chosen = load_theme("light")
    size, fonts = PAPERS[paper], Fonts()
    pages = _pages(document, paper, fonts, large, note)
    buffer = BytesIO()
    canvas = new_canvas(buffer, size, document.meta.date)
    describe_document(canvas, document.meta)
    press = _Press(canvas, document, fonts, chosen, pages)
    press.paint(size, note)
    if design is not None:
        from archdraw.exporters.pdf.attaching import attach_design

        attach_design(canvas, design, document.meta.file_name)
    _say(note, "Closing the file")
    canvas.save()
    _say(note, "Packing the file")
    return WrittenPdf(packed_pdf(buffer.getvalue()), press.total, font_warnings(fonts))


def _say(note: Callable[[float, str], None] | None, what: str) -> None:
    if note is not None:
        note(1.0, what)


def new_canvas(buffer: BytesIO, size: tuple[float, float], day: date) -> Canvas:
    """Return a canvas whose bytes depend on nothing but what is painted and the day."""
    from reportlab.pdfgen.canvas import Canvas

    # An embedded font from the start: otherwise every page names a Helvetica that nothing uses.
    fonts: dict[str, Any] = {"initialFontName": Fonts().name("regular")}
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1, pdfVersion=(1, 7), **fonts)
    stamp = f"D:{day:%Y%m%d}000000Z"
    canvas.setDateFormatter(lambda *_parts: stamp)
    canvas.setProducer("ArchDraw")
    return canvas


def font_warnings(fonts: Fonts) -> tuple[str, ...]:
    """Return a sentence for signs that no font had, and one for fonts of the system that stood in."""
    said = []
    if fonts.missing:
        signs = " ".join(f"{one} (U+{ord(one):04X})" for one in list(fonts.missing)[:20])
        more = f" and {len(fonts.missing) - 20} more" if len(fonts.missing) > 20 else ""
        said.append(
            "No font at hand has these signs; an empty box stands for each, and copied text keeps them: "
            f"{signs}{more}."
        )
    if fonts.borrowed:
        said.append(
            f"Signs that the bundled fonts lack were set in {', '.join(fonts.borrowed)} of this system."
        )
    return tuple(said)


def _setting(document: ReviewDocument, page: tuple[float, float], fonts: Fonts) -> Setting:
    return Setting(*body_size(page), fonts, document.labels)


def _pages(
    document: ReviewDocument,
    paper: str,
    fonts: Fonts,
    large: Large,
    note: Callable[[float, str], None] | None,
) -> list[Page]:
    """Return all pages but the cover, laid out."""
    size = PAPERS[paper]
    setting = _setting(document, size, fonts)
    if not document.brief:
        body = _body(document, paper, fonts, large, note=note)
        return contents(document, setting, size) + paginate(body, size)
    above = brief_head(document, setting).height
    body = _body(document, paper, fonts, large, above, note)
    # The head stands on the page of what it heads, however large that is.
    page = body[0].page if body else None
    head = brief_head(document, _setting(document, page or size, fonts))
    return paginate([replace(head, page=page), *body], size)


# The share of the time that laying out takes; the rest is for painting.
_LAYOUT = 0.4
# Below this height (pt) the first block under a heading stays with what follows.
_SHORT = 50.0
# A section that is lower than this (pt) stays whole; a short document has less room to give away.
_WHOLE = 220.0
_BRIEF_WHOLE = 160.0
# The last one, and the last before a page of another size: else a few lines of it have a page to themselves.
_LAST_WHOLE = 420.0


def _body(
    document: ReviewDocument,
    paper: str,
    fonts: Fonts,
    large: Large = "fit",
    above: float = 0.0,
    note: Callable[[float, str], None] | None = None,
) -> list[Piece]:
    """Return the pieces of all sections; `above` is the height of what stands above the first."""
    size = PAPERS[paper]
    pieces: list[Piece] = []
    chapter = Node("Sect")
    sizes = [
        page_for(section, paper, size, large, 0.0 if number else above)
        for number, section in enumerate(document.sections)
    ]
    for number, (section, page) in enumerate(zip(document.sections, sizes, strict=True)):
        after = document.sections[number + 1] if number + 1 < len(document.sections) else None
        if note is not None:
            note(_LAYOUT * number / len(document.sections), f"Laying out {section.title}")
        over = 0.0 if pieces else above
        setting = _setting(document, page, fonts)
        setting = replace(setting, height=setting.height - over)
        node = Node("Sect") if section.level == 1 else chapter.part("Sect")
        chapter = node if section.level == 1 else chapter
        last = after is None or sizes[number + 1] != page
        whole = _BRIEF_WHOLE if document.brief else _LAST_WHOLE if last else _WHOLE
        made = heading(section, setting)
        for index, block in enumerate(section.blocks):
            put = block_pieces(block, setting)
            made += put
            follower = section.blocks[index + 1] if index + 1 < len(section.blocks) else None
            chart = isinstance(follower, Figure) and not isinstance(follower.data, Diagram)
            if isinstance(block, Paragraph) and (chart or isinstance(follower, Table)):
                made[-1] = replace(made[-1], keep=True)
            elif follower is None and (after is None or after.level <= section.level):
                continue
            elif index == 0 and sum(piece.height for piece in put) < _SHORT:
                # A heading and a sentence or two, alone at the foot of a page, head nothing.
                made[-1] = replace(made[-1], keep=True)
        if sum(piece.before + piece.height for piece in made) < whole:
            made[:-1] = [replace(piece, keep=True) for piece in made[:-1]]
        for piece in made:
            if piece.node is not None and piece.node.top is not node.top:
                node.add(piece.node.top)
        if not pieces and not document.brief:
            made[0] = replace(made[0], fresh=True)
        pieces += [replace(piece, page=page) for piece in made] if page != size else made
    return pieces


@dataclass
class _Press:
    """Paints all pages of one document."""

    canvas: Canvas
    document: ReviewDocument
    fonts: Fonts
    theme: Theme
    pages: list[Page]
    keys: dict[str, str] = field(default_factory=dict)
    painted: set[int] = field(default_factory=set)

    @property
    def total(self) -> int:
        """How many pages there are, the cover counted."""
        return len(self.pages) + (not self.document.brief)

    def paint(self, size: tuple[float, float], note: Callable[[float, str], None] | None) -> None:
        first = self.total - len(self.pages) + 1
        page_of = anchors(self.pages, first)
        tags = Tagger(self.canvas, self.total)

        def sheet(size: tuple[float, float]) -> Sheet:
            labels = self.document.labels
            return Sheet(self.canvas, self.fonts, self.theme, size, page_of, self.keys, labels, tags)

        if not self.document.brief:
            paint_cover(sheet(size), self.document, self.fonts)
            self._turn(tags)
        for number, page in enumerate(self.pages, first):
            if note is not None:
                note(_LAYOUT + (1.0 - _LAYOUT) * number / self.total, f"Page {number} of {self.total}")
            self.canvas.setPageSize(page.size)
            self._paint_page(sheet(page.size), tags, page, number)
            self._turn(tags)
        tags.write()

    def _turn(self, tags: Tagger) -> None:
        tags.end_page()
        self.canvas.showPage()
        tags.tell_page()

    def _paint_page(self, sheet: Sheet, tags: Tagger, page: Page, number: int) -> None:
        self._paint_chrome(sheet, number)
        for placed in page.placed:
            piece, y = placed.piece, top_of_body() + placed.y
            for anchor in piece.anchors:
                if sheet.page_of.get(anchor) == number:
                    sheet.anchor(anchor, y)
            if piece.bookmark is not None:
                sheet.outline(printable(piece.bookmark[0]), piece.anchors[0], piece.bookmark[1])
            if id(piece) in self.painted:
                tags.repeat(partial(piece.paint, sheet, MARGIN, y))
                continue
            self.painted.add(id(piece))
            with sheet.within(piece.node or DECORATION):
                piece.paint(sheet, MARGIN, y)
            if piece.node is not None and piece.node.kind == "Figure":
                left, right = MARGIN, page.size[0] - MARGIN
                foot = page.size[1] - y
                piece.node.stand(Area(number - 1, left, foot - piece.height, right, foot))

    def _paint_chrome(self, sheet: Sheet, number: int) -> None:
        width, height = sheet.size
        meta = self.document.meta
        total = self.total
        running = _cut(self.fonts, printable(meta.title), (width - 2 * MARGIN) * 0.6)
        right = _cut(self.fonts, printable(meta.classification), (width - 2 * MARGIN) * 0.36)
        with sheet.within(HEADER):
            sheet.text(MARGIN, MARGIN, running, CHROME)
            sheet.text(width - MARGIN, MARGIN, right, CHROME, align="right")
            sheet.line(MARGIN, MARGIN + 5.0, width - MARGIN, MARGIN + 5.0)
        foot = height - MARGIN
        with sheet.within(FOOTER):
            sheet.text(MARGIN, foot, f"{meta.subtitle} · {meta.date.isoformat()}", CHROME)
            sheet.text(width - MARGIN, foot, f"page {number} of {total}", CHROME, align="right")


def _cut(fonts: Fonts, text: str, width: float) -> str:
    if fonts.width(text, CHROME.face, CHROME.size) <= width:
        return text
    while text and fonts.width(text + "…", CHROME.face, CHROME.size) > width:
        text = text[: -max(1, len(text) // 8)]
    return text.rstrip() + "…"
