"""Sets running text: headings, paragraphs, key figures, verdicts, callouts and definitions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.exporters.pdf.lines import broken, paint_line
from archdraw.exporters.pdf.marks import paint_mark
from archdraw.exporters.pdf.pieces import Piece, text_pieces
from archdraw.exporters.pdf.structure import Node
from archdraw.exporters.pdf.style import (
    BODY,
    GUTTER,
    HEADING,
    KEY_FIGURE,
    LEAD,
    NOTE,
    TONES,
    TextStyle,
    column_width,
    span,
)
from archdraw.report.document import Run

if TYPE_CHECKING:
    from archdraw.exporters.pdf.lines import Line
    from archdraw.exporters.pdf.pieces import Paint, Setting
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import (
        Callout,
        Definitions,
        KeyFigure,
        KeyFigures,
        Paragraph,
        Section,
        Verdict,
        Verdicts,
    )

PROSE_COLUMNS = 10
# More verdicts than this stand closer, for the page to show what follows from them too.
_ROOMY = 4
_STYLES = {"body": BODY, "lead": LEAD, "note": NOTE}
_ASCENT = 0.76


def heading(section: Section, setting: Setting) -> list[Piece]:
    """Return the heading of a section, which stays with what follows."""
    style = HEADING[section.level]
    number_style = style._replace(ink="accent")
    indent = setting.fonts.width(f"{section.number}  ", style.face, style.size)
    lines = broken([Run(section.title)], style, setting.width - indent, setting.fonts, {})
    before = 30.0 if section.level == 1 else 20.0
    after = 7.0 if section.level == 1 else 4.0

    def paint(sheet: Sheet, x: float, y: float) -> None:
        sheet.text(x, y + style.size, section.number, number_style)
        for index, line in enumerate(lines):
            paint_line(sheet, line, x + indent, y + style.size + index * style.leading, line.width, "left")

    height = len(lines) * style.leading + after
    title = f"{section.number} {section.title}"
    node = Node("H2" if section.level == 1 else "H3")
    bookmark = (title, section.level - 1)
    return [Piece(height, paint, before, keep=True, anchors=(section.id,), bookmark=bookmark, node=node)]


def paragraph(block: Paragraph, setting: Setting) -> list[Piece]:
    """Return a paragraph, a piece for each line."""
    style = _STYLES[block.role]
    width = span(setting.width, 11 if block.role == "lead" else PROSE_COLUMNS)
    lines = broken(block.runs, style, width, setting.fonts, setting.labels)
    return _column(lines, style, width, before=7.0 if block.role != "note" else 5.0)


def key_figures(block: KeyFigures, setting: Setting) -> list[Piece]:
    """Return a row of numbers over hairlines."""
    count = max(1, len(block.figures))
    width = (setting.width - (count - 1) * GUTTER) / count
    node = Node("L")
    items = [node.part("LI").part("LBody") for _ in block.figures]

    def paint(sheet: Sheet, x: float, y: float) -> None:
        for index, figure in enumerate(block.figures):
            at = x + index * (width + GUTTER)
            sheet.line(at, y, at + width, y, "text", 0.8)
            with sheet.within(items[index]):
                _key_figure(sheet, figure, at, y, width, setting)

    return [Piece(62.0, paint, before=16.0, node=node)]


def _key_figure(sheet: Sheet, figure: KeyFigure, x: float, y: float, width: float, setting: Setting) -> None:
    style = KEY_FIGURE._replace(ink=TONES[figure.tone])
    size = style.size
    while size > 10.0 and setting.fonts.width(figure.value, style.face, size) > width:
        size -= 1.0
    sheet.text(x, y + 26.0, figure.value, style._replace(size=size))
    sheet.text(x, y + 41.0, figure.label, BODY._replace(face="medium", size=9.0))
    sheet.text(x, y + 53.0, figure.note, NOTE._replace(size=8.0))


def verdicts(block: Verdicts, setting: Setting) -> list[Piece]:
    """Return verdicts, each over a hairline."""
    pieces: list[Piece] = []
    node = Node("L")
    close = len(block.verdicts) > _ROOMY
    for one in block.verdicts:
        body = node.part("LI").part("LBody")
        pieces.append(_verdict(one, setting, body, before=0.0 if pieces else 6.0, close=close))
    return pieces


def _verdict(verdict: Verdict, setting: Setting, body: Node, *, before: float, close: bool) -> Piece:
    """Return one verdict; a `close` one has its figures beside the name, where they fit there."""
    indent, word_width = 20.0, 52.0
    left = indent + word_width
    name = Run(verdict.title, "strong", verdict.link, "plain")
    width = setting.width - left
    title = broken([name], BODY, width, setting.fonts, {verdict.link: ""} if verdict.link else {})
    text = broken([Run(verdict.text)], NOTE._replace(size=8.8), width, setting.fonts, {})
    beside = close and len(title) == len(text) == 1 and title[0].width + text[0].width + GUTTER < width
    depth = 0.0 if beside else len(text) * NOTE.leading
    height = 7.0 + len(title) * BODY.leading + depth + (4.0 if beside else 6.0)

    def paint(sheet: Sheet, x: float, y: float) -> None:
        sheet.line(x, y, x + setting.width, y)
        baseline = y + 7.0 + BODY.size
        paint_mark(sheet, verdict.mark, x + 7.0, baseline - 3.2, 11.0)
        word = BODY._replace(face="semibold", ink=TONES[verdict.tone])
        with sheet.within(body):
            sheet.text(x + indent, baseline, verdict.word, word)
            for index, line in enumerate(title):
                paint_line(sheet, line, x + left, baseline + index * BODY.leading, width, "left")
            baseline += 0.0 if beside else len(title) * BODY.leading - 1.0
            for index, line in enumerate(text):
                align = "right" if beside else "left"
                paint_line(sheet, line, x + left, baseline + index * NOTE.leading, width, align)

    return Piece(height, paint, before, node=body.parent)


def callout(block: Callout, setting: Setting) -> list[Piece]:
    """Return a remark beside a bar in its tone; long ones run over pages line by line."""
    ink = TONES[block.tone]
    indent = 26.0 if block.mark else 12.0
    width = setting.width - indent - column_width(setting.width)
    title_style = BODY._replace(face="semibold")
    title = broken([Run(block.title)], title_style, width, setting.fonts, {})
    text = broken(block.runs, BODY._replace(size=9.0, leading=12.8), width, setting.fonts, setting.labels)
    node = Node("Div")
    parts = [node.part("P"), node.part("P")]
    rows = [(line, BODY.leading, parts[0]) for line in title] + [(line, 12.8, parts[1]) for line in text]
    pieces: list[Piece] = []
    last = len(rows) - 1
    for index, (line, leading, part) in enumerate(rows):
        mark = block.mark if index == 0 else ""

        def paint(
            sheet: Sheet,
            x: float,
            y: float,
            line: Line = line,
            leading: float = leading,
            part: Node = part,
            first: bool = bool(mark),
        ) -> None:
            sheet.box(x, y, 2.0, leading, ink)
            if first:
                paint_mark(sheet, block.mark, x + 15.0, y + leading / 2, 10.0)
            with sheet.within(part):
                paint_line(sheet, line, x + indent, y + leading * 0.74, width, "left")

        keep = index != last and (last < 12 or index < 3 or index == last - 1)
        pieces.append(Piece(leading, paint, before=11.0 if index == 0 else 0.0, keep=keep, node=node))
    if block.id and pieces:
        pieces[0] = replace(pieces[0], anchors=(block.id,))
    return pieces


def definitions(block: Definitions, setting: Setting) -> list[Piece]:
    """Return terms in the left quarter with their text beside them, over hairlines."""
    gap = GUTTER
    term_width = span(setting.width, 3)
    width = setting.width - term_width - gap
    pieces: list[Piece] = []
    node = Node("L")
    for number, item in enumerate(block.items):
        entry = node.part("LI")
        parts = entry.part("Lbl"), entry.part("LBody")
        terms = broken(
            [Run(item.term)], BODY._replace(face="medium", size=9.0), term_width, setting.fonts, {}
        )
        lines = broken(item.runs, BODY._replace(size=9.0), width, setting.fonts, setting.labels)
        count = max(len(terms), len(lines))
        for index in range(count):
            left = terms[index] if index < len(terms) else None
            right = lines[index] if index < len(lines) else None
            pieces.append(
                Piece(
                    12.6 + (4.0 if index == 0 else 0.0) + (4.0 if index == count - 1 else 0.0),
                    _definition_painter(left, right, setting, term_width, parts, first=index == 0),
                    before=7.0 if number == index == 0 else 0.0,
                    keep=index != count - 1 and (count < 8 or index == 0 or index == count - 2),
                    node=entry,
                )
            )
    return pieces


def _definition_painter(
    left: Line | None,
    right: Line | None,
    setting: Setting,
    term_width: float,
    parts: tuple[Node, Node],
    *,
    first: bool,
) -> Paint:
    def paint(sheet: Sheet, x: float, y: float) -> None:
        top = y
        if first:
            sheet.line(x, y, x + setting.width, y)
            top += 4.0
        if left is not None:
            with sheet.within(parts[0]):
                paint_line(sheet, left, x, top + 9.2, term_width, "left")
        if right is not None:
            at = x + term_width + GUTTER
            with sheet.within(parts[1]):
                paint_line(sheet, right, at, top + 9.2, setting.width - term_width - GUTTER, "left")

    return paint


def _column(lines: list[Line], style: TextStyle, width: float, *, before: float) -> list[Piece]:
    def paint(sheet: Sheet, line: Line, x: float, y: float) -> None:
        paint_line(sheet, line, x, y + style.leading * 0.5 + style.size * (_ASCENT - 0.4), width, "left")

    return text_pieces(lines, style.leading, paint, before=before, node=Node("P"))
