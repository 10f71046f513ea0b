"""Breaks runs of text into lines; a word that is wider than the line is broken where it reads best."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archdraw.exporters.pdf.fonts import printable
from archdraw.exporters.pdf.style import BOLD, TONES, TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import Run

# The two parts of a duration stay together: "4 h 21 min" (thin spaces bind each unit to its number).
_WORDS = re.compile(r"[ ]+|(?:[^ ]*\d\u2009(?:d|h|min) (?=\d+\u2009(?:h|min|s)))?[^ ]+")
_GOOD_BREAKS = " /-_.,:;&?=)\u00b7"
# A single word of a name may fill this many lines; what is longer is told to be cut.
_LINES_PER_WORD = 400


class Fragment(NamedTuple):
    """Text in one style within a line, `x` from its left end."""

    x: float
    text: str
    style: TextStyle
    width: float
    link: str


class Line(NamedTuple):
    """One line of fragments."""

    fragments: tuple[Fragment, ...]
    width: float


class _Word(NamedTuple):
    text: str
    style: TextStyle
    link: str
    width: float

    @property
    def gap(self) -> bool:
        """Whether a line may break here (thin spaces bind a unit to its number)."""
        return self.text.startswith(" ")


def style_of(run: Run, base: TextStyle) -> TextStyle:
    """Return how a run looks in a text of the base style."""
    style = base
    if run.style == "strong":
        style = style._replace(face=BOLD.get(base.face, base.face))
    elif run.style == "code":
        style = style._replace(face="mono", size=base.size * 0.92)
    elif run.style == "quiet":
        style = style._replace(ink="text-second")
    if run.tone != "plain":
        style = style._replace(ink=TONES[run.tone])
    return style


def broken(
    runs: Iterable[Run], style: TextStyle, width: float, fonts: Fonts, labels: Mapping[str, str]
) -> list[Line]:
    """Return the lines that runs make in a column; runs with a link are painted in the accent colour.

    Parameters
    ----------
    labels
        What a run with a link but without text reads as.
    """
    lines: list[Line] = []
    current: list[_Word] = []
    used = 0.0
    for word in _words(runs, style, fonts, labels):
        if word is None:
            lines.append(_line(current))
            current, used = [], 0.0
            continue
        if word.gap:
            if current:
                current.append(word)
                used += word.width
            continue
        glued = bool(current) and not current[-1].gap
        if used + word.width > width and current:
            carried = _tail(current) if glued else []
            if len(carried) < len(current):
                lines.append(_line(current[: len(current) - len(carried)]))
                current, used = list(carried), sum(one.width for one in carried)
        pieces = [word] if used + word.width <= width else _pieces(word, width, width - used, fonts)
        for piece in pieces[:-1]:
            lines.append(_line([*current, piece]))
            current, used = [], 0.0
        current.append(pieces[-1])
        used += pieces[-1].width
    if current or not lines:
        lines.append(_line(current))
    return lines


def paint_line(sheet: Sheet, line: Line, x: float, y: float, width: float, align: str) -> None:
    """Paint a line with its baseline at `y` in a column, with its links."""
    start = x + (
        width - line.width if align == "right" else (width - line.width) / 2 if align == "center" else 0.0
    )
    for fragment in line.fragments:
        at = start + fragment.x
        if fragment.link in sheet.page_of:
            with sheet.within_link():
                sheet.text(at, y, fragment.text, fragment.style)
                size = fragment.style.size
                sheet.link(at, y - size * 0.8, fragment.width, size * 1.05, fragment.link)
        else:
            sheet.text(at, y, fragment.text, fragment.style)


def first_lines(lines: list[Line], most: int, width: float, fonts: Fonts) -> list[Line]:
    """Return at most so many lines, the last with an ellipsis where some were left out."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    if not last.fragments:
        return lines[:most]
    *before, end = last.fragments
    text = end.text.rstrip()
    while text and end.x + fonts.width(f"{text}…", end.style.face, end.style.size) > width:
        text = text[:-1]
    cut = f"{text}…"
    end = end._replace(text=cut, width=fonts.width(cut, end.style.face, end.style.size))
    return [*lines[: most - 1], Line((*before, end), end.x + end.width)]


def natural_width(
    runs: Iterable[Run], style: TextStyle, fonts: Fonts, labels: Mapping[str, str]
) -> tuple[float, float]:
    """Return the width of the longest line as typed and of the longest word."""
    longest = line = word_width = 0.0
    for word in _words(runs, style, fonts, labels):
        if word is None:
            longest, line = max(longest, line), 0.0
            continue
        line += word.width
        word_width = max(word_width, word.width)
    return max(longest, line), word_width


def _words(
    runs: Iterable[Run], base: TextStyle, fonts: Fonts, labels: Mapping[str, str]
) -> Iterable[_Word | None]:
    for run in runs:
        style = style_of(run, base)
        known = run.link in labels
        text = run.text or (labels.get(run.link, "") if run.link else "")
        if known and run.tone == "plain":
            style = style._replace(ink="accent")
        for index, part in enumerate(text.split("\n")):
            if index:
                yield None
            for found in _WORDS.finditer(printable(part)):
                word = found.group()
                yield _Word(word, style, run.link if known else "", fonts.width(word, style.face, style.size))


def _tail(words: list[_Word]) -> list[_Word]:
    """Return the words since the last space: they belong to what follows without one."""
    for index in range(len(words) - 1, -1, -1):
        if words[index].gap:
            return words[index + 1 :]
    return words


def _pieces(word: _Word, width: float, first: float, fonts: Fonts) -> list[_Word]:
    """Cut a word that is wider than a line, after punctuation where that doesn't waste half the line."""
    face, size = word.style.face, word.style.size
    pieces: list[_Word] = []
    start, room = 0, first if first > width * 0.4 else width
    used, good = 0.0, 0
    text = word.text
    index = 0
    while index < len(text):
        step = fonts.width(text[index], face, size)
        if used + step > room and index > start:
            cut = good if good > start + (index - start) // 2 else index
            pieces.append(_piece(word, text[start:cut], fonts))
            start = index = cut
            used, good, room = 0.0, cut, width
            if len(pieces) >= _LINES_PER_WORD:
                break
            continue
        used += step
        index += 1
        if text[index - 1] in _GOOD_BREAKS or (
            index < len(text) and text[index].isupper() and text[index - 1].islower()
        ):
            good = index
    pieces.append(_piece(word, text[start:], fonts))
    return pieces


def _piece(word: _Word, text: str, fonts: Fonts) -> _Word:
    return word._replace(text=text, width=fonts.width(text, word.style.face, word.style.size))


def _line(words: list[_Word]) -> Line:
    while words and words[-1].gap:
        words = words[:-1]
    fragments: list[Fragment] = []
    x = 0.0
    for word in words:
        last = fragments[-1] if fragments else None
        if last is not None and last.style == word.style and last.link == word.link:
            fragments[-1] = last._replace(text=last.text + word.text, width=last.width + word.width)
        else:
            fragments.append(Fragment(x, word.text, word.style, word.width, word.link))
        x += word.width
    return Line(tuple(fragments), x)
