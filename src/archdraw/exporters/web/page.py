"""Writes the review document as one HTML file: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from archdraw.core.drawing import load_theme
from archdraw.exporters.logo import logo_type
from archdraw.exporters.markup import Markup, escaped_text
from archdraw.exporters.web.faces import face_rules
from archdraw.exporters.web.look import STYLE
from archdraw.exporters.web.pictures import FigurePainter
from archdraw.report.document import (
    Callout,
    Definitions,
    Figure,
    KeyFigures,
    Paragraph,
    Table,
    Verdicts,
)
from archdraw.report.marks import MARK_SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archdraw.core.drawing import Theme
    from archdraw.report.document import (
        Block,
        Cell,
        Column,
        Definition,
        ReviewDocument,
        Run,
        Section,
    )

# No script, no font, no picture from elsewhere: a reader's browser holds to it even if a text got through.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
# No text of a document can be this: its brackets would be escaped.
_FONTS_GO_HERE = "<fonts>"
# HTML has no place for these.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write_html(
    document: ReviewDocument, *, theme: str = "light", check_stop: Callable[[], None] | None = None
) -> str:
    """Return the document as HTML; the same document gives the same text."""
    return _Writer(document, load_theme(theme)).page(check_stop)


class _Writer:
    """Writes one document; ids of sections, blocks and rows become places of our own naming."""

    def __init__(self, document: ReviewDocument, theme: Theme) -> None:
        self._document = document
        self._pictures = FigurePainter(theme)
        self._markup = Markup()
        self._places = {name: f"p{number}" for number, name in enumerate(document.labels, 1)}

    def page(self, check_stop: Callable[[], None] | None) -> str:
        out, meta = self._markup, self._document.meta
        out.begin("html", {"lang": meta.language})
        out.begin("head", {})
        out.write('<meta charset="utf-8">')
        out.write(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">')
        out.write('<meta name="viewport" content="width=device-width, initial-scale=1">')
        self._say("title", f"{meta.title}: {meta.subtitle.lower()}")
        out.write(f"<style>{_FONTS_GO_HERE}{STYLE}</style>")
        out.end()
        out.begin("body", {})
        self._say("a", "To the text", {"class": "skip", "href": "#text"})
        self._head()
        out.begin("main", {"id": "text"})
        for section in self._document.sections:
            if check_stop is not None:
                check_stop()
            self._section(section)
        out.end()
        self._say(
            "footer", f"{meta.subtitle} · {meta.date.isoformat()} · {meta.tool} · {meta.classification}"
        )
        out.end()
        out.end()
        text = out.text()
        # Which signs the page needs is known when it is written.
        head, mark, rest = text.partition(_FONTS_GO_HERE)
        return f"<!DOCTYPE html>\n{head}{face_rules(rest) if mark else ''}{rest}\n"

    def _head(self) -> None:
        out, meta = self._markup, self._document.meta
        out.begin("header", {})
        if meta.logo:
            data = b64encode(meta.logo).decode("ascii")
            out.write(f'<img class="logo" alt="Logo" src="data:{logo_type(meta.logo)};base64,{data}">')
        self._say("p", meta.subtitle, {"class": "over"})
        self._say("h1", meta.title)
        if meta.description.strip():
            self._say("p", meta.description)
        self._definitions(self._document.cover.facts)
        out.end()
        out.begin("nav", {"aria-label": "Contents"})
        out.begin("ol", {})
        for section in self._document.sections:
            if section.level == 1:
                out.begin("li", {})
                self._say("a", section.title, {"href": f"#{self._places[section.id]}"})
                out.end()
        out.end()
        out.end()

    def _section(self, section: Section) -> None:
        title = f"{section.number} {section.title}"
        self._say(f"h{section.level + 1}", title, {"id": self._places[section.id]})
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._runs("p", block.runs, {"class": block.role})
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Callout):
            values = {"class": f"callout {block.tone}"}
            self._markup.begin("div", values | self._place(block.id))
            # No heading: it may stand below one of any level.
            self._say("p", f"{MARK_SIGNS[block.mark]} {block.title}".strip(), {"class": "title"})
            self._runs("p", block.runs)
            self._markup.end()
        elif isinstance(block, Definitions):
            self._definitions(block.items)
        elif isinstance(block, KeyFigures):
            self._key_figures(block)
        else:
            self._verdicts(block)

    def _key_figures(self, block: KeyFigures) -> None:
        self._markup.begin("div", {"class": "figures"})
        for one in block.figures:
            self._markup.begin("div", {})
            self._say("strong", one.value, {"class": one.tone})
            self._say("span", one.label)
            self._say("small", one.note)
            self._markup.end()
        self._markup.end()

    def _verdicts(self, block: Verdicts) -> None:
        self._markup.begin("dl", {})
        for one in block.verdicts:
            self._say("dt", f"{MARK_SIGNS[one.mark]} {one.word}", {"class": one.tone})
            self._markup.begin("dd", {})
            self._say("strong", one.title)
            self._say("span", f" {one.text}")
            self._markup.end()
        self._markup.end()

    def _definitions(self, items: Iterable[Definition]) -> None:
        self._markup.begin("dl", {})
        for one in items:
            self._say("dt", one.term)
            self._runs("dd", one.runs)
        self._markup.end()

    def _table(self, table: Table) -> None:
        out = self._markup
        # It may have to be scrolled: the keyboard can get there.
        label = f"{self._document.labels.get(table.id, '')} {table.caption}".strip()
        out.begin("div", {"class": "wide", "tabindex": "0", "role": "group", "aria-label": _one_line(label)})
        out.begin("table", self._place(table.id))
        out.begin("caption", {})
        self._say("b", self._document.labels.get(table.id, ""))
        self._say("span", f" {table.caption}")
        out.end()
        out.begin("thead", {})
        out.begin("tr", {})
        for column in table.columns:
            # A head without words would be read out as an empty one.
            tag, values = ("th", {"scope": "col"}) if column.title else ("td", {})
            self._say(tag, column.title, {**values, **_aligned(column)})
        out.end()
        out.end()
        out.begin("tbody", {})
        for row in table.rows:
            out.begin("tr", self._place(row.id))
            if row.heading:
                values = {"colspan": str(len(table.columns)), "scope": "colgroup"}
                self._runs("th", row.cells[0].runs, values)
            else:
                for column, one in zip(table.columns, row.cells, strict=True):
                    self._cell(one, column)
            out.end()
        out.end()
        out.end()
        out.end()

    def _cell(self, one: Cell, column: Column) -> None:
        self._markup.begin("td", _aligned(column))
        if one.mark:
            # A sign alone is not read out: what it means goes with it.
            values = {"class": f"mark {one.mark}", "role": "img", "aria-label": one.mark}
            self._say("span", f"{MARK_SIGNS[one.mark]} ", values)
        for run in one.runs:
            self._run(run)
        self._markup.end()

    def _figure(self, figure: Figure) -> None:
        out = self._markup
        out.begin("figure", self._place(figure.id))
        out.write(self._pictures.inner(figure))
        out.begin("figcaption", {})
        self._say("b", self._document.labels.get(figure.id, ""))
        self._say("span", f" {figure.caption}")
        out.end()
        out.end()

    def _place(self, name: str) -> dict[str, str]:
        return {"id": self._places[name]} if name in self._places else {}

    def _runs(self, tag: str, runs: Iterable[Run], values: dict[str, str] | None = None) -> None:
        self._markup.begin(tag, values or {})
        for run in runs:
            self._run(run)
        self._markup.end()

    def _run(self, run: Run) -> None:
        text = run.text or self._document.labels.get(run.link, "")
        names = [name for name in (run.style, run.tone) if name != "plain"]
        values = {"class": " ".join(names)} if names else {}
        place = self._places.get(run.link)
        if place is not None:
            self._say("a", text, {"href": f"#{place}", **values})
        elif values:
            self._say("span", text, values)
        else:
            self._markup.write(_text(text))

    def _say(self, tag: str, text: str, values: dict[str, str] | None = None) -> None:
        self._markup.begin(tag, values or {})
        self._markup.write(_text(text))
        self._markup.end()


def _one_line(text: str) -> str:
    return " ".join(_FORBIDDEN.sub("\ufffd", text).split())


def _aligned(column: Column) -> dict[str, str]:
    return {"class": column.align} if column.align != "left" else {}


def _text(text: str) -> str:
    """Return a text of the document as HTML; its line breaks stay."""
    return escaped_text(_FORBIDDEN.sub("\ufffd", text)).replace("\n", "<br>")
