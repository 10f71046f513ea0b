"""The cover and the contents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.exporters.pdf.diagram import FULL_SCALE, Spot, extent_of, paint_display
from archdraw.exporters.pdf.lines import broken, first_lines, paint_line
from archdraw.exporters.pdf.marks import paint_mark
from archdraw.exporters.pdf.pagination import paginate
from archdraw.exporters.pdf.pieces import Piece
from archdraw.exporters.pdf.structure import Area, Node
from archdraw.exporters.pdf.style import (
    BODY,
    CAPTION,
    GUTTER,
    HEADING,
    MARGIN,
    NOTE,
    SUBTITLE,
    TITLE,
    TONES,
    TextStyle,
    span,
)
from archdraw.report.document import Run
from archdraw.report.naming import long_date

if TYPE_CHECKING:
    from archdraw.core.drawing import DisplayList
    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.lines import Line
    from archdraw.exporters.pdf.pagination import Page
    from archdraw.exporters.pdf.pieces import Setting
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import Figure, ReviewDocument, Section, Verdict

MOST_VERDICTS = 8
# Room for a logo, in points.
LOGO = (130.0, 52.0)
PICTURE_GAP = 30.0
LEAST_PICTURE = 110.0
_TITLE_LINES = 4
_FACT = BODY._replace(size=8.8, leading=12.4)
_ENTRY = 15.5
# How much closer entries of the contents may stand, so that a few don't come on a page of their own.
_CLOSER = (0.8, 1.6, 2.5)
_FEW = 0.25


def paint_cover(sheet: Sheet, document: ReviewDocument, fonts: Fonts) -> None:
    """Paint the first page: what it is, the verdicts at a glance, what identifies it."""
    width = sheet.size[0] - 2 * MARGIN
    x, y = MARGIN, sheet.size[1] * 0.14
    node = Node("Sect")
    sheet.box(x, y - 30.0, 36.0, 4.0, "accent")
    with sheet.within(node.part("P")):
        sheet.text(x, y, document.meta.subtitle, SUBTITLE)
    y += 42.0
    title = broken([Run(document.meta.title)], TITLE, span(width, 11), fonts, {})
    with sheet.within(node.part("H1")):
        for line in first_lines(title, _TITLE_LINES, span(width, 11), fonts):
            paint_line(sheet, line, x, y, width, "left")
            y += TITLE.leading
    style = BODY._replace(size=10.5, leading=15.0, ink="text-second")
    described = broken([Run(document.meta.description[:900])], style, span(width, 9), fonts, {})
    with sheet.within(node.part("P")):
        for line in first_lines(described, 6, span(width, 9), fonts):
            paint_line(sheet, line, x, y, width, "left")
            y += style.leading
    if document.meta.logo:
        _paint_logo(sheet, node, document.meta.logo, x + width, MARGIN)
    foot = _facts(document, fonts, width)
    bottom = sheet.size[1] - MARGIN - sum(len(lines) * _FACT.leading + 5.0 for _, lines in foot)
    y = _paint_verdicts(sheet, document, fonts, node, (x, y + 34.0), width, bottom - 24.0)
    _paint_facts(sheet, foot, node.part("L"), (x, bottom), width)
    picture = document.cover.picture
    room = bottom - y - 2 * PICTURE_GAP
    if picture is not None and room >= LEAST_PICTURE:
        _paint_picture(sheet, picture, (x, y + PICTURE_GAP), width, room)


def brief_head(document: ReviewDocument, setting: Setting) -> Piece:
    """Return what stands above the text where there is no cover: logo, title, and what identifies it."""
    meta = document.meta
    room = LOGO[0] + GUTTER if meta.logo else 0.0
    style = TITLE._replace(size=22.0, leading=26.0)
    wide = setting.width - room
    title = broken([Run(meta.title)], style, wide, setting.fonts, {})
    title = first_lines(title, 2, wide, setting.fonts)
    said = [meta.subtitle, long_date(meta.date), meta.version, meta.status, meta.classification]
    said.append(", ".join(meta.authors))
    facts = broken([Run(" · ".join(part for part in said if part))], NOTE, wide, setting.fonts, {})
    facts = first_lines(facts, 2, wide, setting.fonts)
    height = 8.0 + len(title) * style.leading + len(facts) * NOTE.leading + 6.0
    node = Node("Sect")
    parts = node.part("H1"), node.part("P")

    def paint(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x, y, 36.0, 3.0, "accent")
        at = y + 8.0
        with sheet.within(parts[0]):
            for line in title:
                paint_line(sheet, line, x, at + style.size, line.width, "left")
                at += style.leading
        with sheet.within(parts[1]):
            for line in facts:
                paint_line(sheet, line, x, at + NOTE.size + 2.0, line.width, "left")
                at += NOTE.leading
        if meta.logo:
            _paint_logo(sheet, node, meta.logo, x + setting.width, y)

    return Piece(height, paint, keep=True, node=node)


def _paint_logo(sheet: Sheet, node: Node, logo: bytes, right: float, y: float) -> None:
    figure = node.part("Figure", alt="Logo")
    figure.areas.append(Area(0, right - LOGO[0], sheet.size[1] - y - LOGO[1], right, sheet.size[1] - y))
    with sheet.within(figure):
        sheet.picture(right, y, LOGO, logo)


def _paint_picture(
    sheet: Sheet, display: DisplayList, place: tuple[float, float], width: float, room: float
) -> None:
    """Paint the drawing as an ornament: without its words, which nobody could read at this size."""
    box = extent_of(display)
    scale = min(width / box.w, room / box.h, FULL_SCALE)
    spot = Spot(place[0], place[1] + (room - box.h * scale) / 2, box.x, box.y, scale)
    paint_display(sheet, display, spot, words=False)


def _facts(document: ReviewDocument, fonts: Fonts, width: float) -> list[tuple[str, list[Line]]]:
    room = width - span(width, 3) - GUTTER
    return [
        (fact.term, first_lines(broken(fact.runs, _FACT, room, fonts, {}), 3, room, fonts))
        for fact in document.cover.facts
    ]


def _paint_facts(
    sheet: Sheet,
    facts: list[tuple[str, list[Line]]],
    node: Node,
    place: tuple[float, float],
    width: float,
) -> None:
    """Paint the block at the foot of the page."""
    x, y = place
    term = span(width, 3) + GUTTER
    for name, lines in facts:
        item = node.part("LI")
        sheet.line(x, y, x + width, y)
        with sheet.within(item.part("Lbl")):
            sheet.text(x, y + 11.6, name, _FACT._replace(ink="text-second"))
        with sheet.within(item.part("LBody")):
            for index, line in enumerate(lines):
                paint_line(sheet, line, x + term, y + 11.6 + index * _FACT.leading, width - term, "left")
        y += len(lines) * _FACT.leading + 5.0


def _paint_verdicts(
    sheet: Sheet,
    document: ReviewDocument,
    fonts: Fonts,
    section: Node,
    place: tuple[float, float],
    width: float,
    limit: float,
) -> float:
    x, y = place
    shown = document.cover.verdicts
    node = section.part("L") if shown else section
    for index, verdict in enumerate(shown):
        left = len(shown) - index
        body = node.part("LI").part("LBody")
        if y + 34.0 > limit or (index == MOST_VERDICTS and left > 1):
            with sheet.within(body):
                sheet.text(x, y + 12.0, f"and {left} more, in the summary", NOTE)
            return y + 20.0
        paint_mark(sheet, verdict.mark, x + 8.0, y + 7.0, 15.0)
        with sheet.within(body), sheet.within_link():
            _paint_verdict(sheet, verdict, fonts, x, y, width)
        y += 34.0
    return y


def _paint_verdict(sheet: Sheet, verdict: Verdict, fonts: Fonts, x: float, y: float, width: float) -> None:
    name = BODY._replace(face="medium", size=11.0)
    word_at = x + 26.0
    word = f"{verdict.word}  "
    used = sheet.text(
        word_at, y + 6.5, word, BODY._replace(face="semibold", size=11.0, ink=TONES[verdict.tone])
    )
    room = width - 30.0 - used
    line = first_lines(broken([Run(verdict.title)], name, room, fonts, {}), 1, room, fonts)[0]
    paint_line(sheet, line, word_at + used, y + 6.5, line.width, "left")
    room = width - 30.0
    text = first_lines(broken([Run(verdict.text)], NOTE, room, fonts, {}), 1, room, fonts)[0]
    paint_line(sheet, text, word_at, y + 18.5, text.width, "left")
    sheet.link(x, y - 6.0, width, 28.0, verdict.link)


def contents(document: ReviewDocument, setting: Setting, size: tuple[float, float]) -> list[Page]:
    """Return the pages of contents: sections, then figures with what they show; all lead there.

    Where a few lines would come on a page of their own, all stand a little closer.
    """
    pages = paginate(_contents(document, setting, _ENTRY), size)
    if len(pages) > 1 and pages[-1].used < setting.height * _FEW:
        for closer in _CLOSER:
            fewer = paginate(_contents(document, setting, _ENTRY - closer), size)
            if len(fewer) < len(pages):
                return fewer
    return pages


def _contents(document: ReviewDocument, setting: Setting, depth: float) -> list[Piece]:
    node = Node("Sect")
    first = _title("Contents", 0.0, node.part("H2"))
    pieces = [replace(first, anchors=("contents",), bookmark=("Contents", 0))]
    table = node.part("TOC")
    pieces += [_section_entry(section, setting, table, depth) for section in document.sections]
    if document.figures:
        pieces.append(_title("Figures", 26.0, node.part("H3"), level=2))
        table = node.part("TOC")
        pieces += [_figure_entry(figure, document, setting, table, depth) for figure in document.figures]
    return pieces


def _title(text: str, before: float, node: Node, level: int = 1) -> Piece:
    style = HEADING[level]

    def paint(sheet: Sheet, x: float, y: float) -> None:
        sheet.text(x, y + style.size, text, style)

    return Piece(style.leading + 8.0, paint, before, keep=True, node=node)


def _section_entry(section: Section, setting: Setting, table: Node, depth: float) -> Piece:
    chapter = section.level == 1
    style = BODY._replace(face="semibold" if chapter else "regular", size=9.8 if chapter else 9.2)
    named = section.number, section.title, section.id
    entry = _entry(named, style, setting, table.part("TOCI"), depth, 0.0 if chapter else 24.0)
    return replace(entry, before=6.0) if chapter else entry


def _figure_entry(
    figure: Figure, document: ReviewDocument, setting: Setting, table: Node, depth: float
) -> Piece:
    label = document.labels.get(figure.id, "").rpartition("\u00a0")[2]
    return _entry((label, figure.caption, figure.id), CAPTION, setting, table.part("TOCI"), depth, 0.0)


def _entry(
    named: tuple[str, str, str],
    style: TextStyle,
    setting: Setting,
    item: Node,
    depth: float,
    indent: float,
) -> Piece:
    """Return an entry; `named` is the number, the words and what they lead to."""
    number, title, target = named
    text_at = 24.0 + indent + (6.0 if indent else 0.0)
    lines = broken([Run(title)], style, setting.width - text_at - 40.0, setting.fonts, {})
    height = (len(lines) - 1) * style.leading + depth

    node = item.part("Reference")

    def paint(sheet: Sheet, x: float, y: float) -> None:
        last = y + 10.5 + (len(lines) - 1) * style.leading
        start, end = x + text_at + lines[-1].width + 6.0, x + setting.width - 24.0
        if end > start:
            sheet.line(start, last, end, last, "panel-line", 0.6, (0.6, 2.4))
        with sheet.within_link():
            sheet.text(x + indent, y + 10.5, number, style._replace(ink="accent"))
            for index, line in enumerate(lines):
                paint_line(sheet, line, x + text_at, y + 10.5 + index * style.leading, line.width, "left")
            page = str(sheet.page_of.get(target, ""))
            numbers = TextStyle("mono", style.size * 0.9, style.leading)
            sheet.text(x + setting.width, last, page, numbers, align="right")
            sheet.link(x, y, setting.width, height, target)

    return Piece(height, paint, node=node)
