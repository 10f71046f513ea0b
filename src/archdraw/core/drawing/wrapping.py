"""Breaks a text into few lines that fit a width, with an ellipsis where it had to be cut."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.display import FontSpec, TextMeasurer

ELLIPSIS = "…"
# No drawing shows more of one text; measuring a name of a million letters would take seconds.
_LONGEST = 2000
_BREAK_AFTER = "-_/.,:;&+|"


class Wrapped(NamedTuple):
    """Lines that fit, and whether something had to be cut."""

    lines: tuple[str, ...]
    cut: bool


@lru_cache(maxsize=1024)
def clean_text(text: str) -> str:
    """Return a text on one line: control characters and runs of white space become one space."""
    if text.isprintable() and len(text) <= _LONGEST:
        return " ".join(text.split())
    return " ".join(
        "".join(character if character.isprintable() else " " for character in text[:_LONGEST]).split()
    )


def are_clean(texts: Sequence[str]) -> bool:
    """Tell whether all texts are what `clean_text` makes of them; of some that are the answer may be no.

    Among printable signs only blanks are white space, so all are seen to be clean in one look.
    """
    joined = "|".join(texts)
    blanks = (
        "  " in joined or " |" in joined or "| " in joined or joined.startswith(" ") or joined.endswith(" ")
    )
    return joined.isprintable() and not blanks and max(map(len, texts), default=0) <= _LONGEST


def shorten(text: str, font: FontSpec, width: float, measurer: TextMeasurer) -> str:
    """Return as much of the text as fits the width, with an ellipsis when it isn't all of it."""
    if measurer.width(text, font) <= width:
        return text
    low, high = 0, min(len(text), _LONGEST)
    while low < high:
        middle = (low + high + 1) // 2
        if measurer.width(text[:middle].rstrip() + ELLIPSIS, font) <= width:
            low = middle
        else:
            high = middle - 1
    kept = text[:low].rstrip(" " + _BREAK_AFTER)
    return kept + ELLIPSIS if kept or measurer.width(ELLIPSIS, font) <= width else ""


def wrap(text: str, font: FontSpec, width: float, measurer: TextMeasurer, *, most: int = 2) -> Wrapped:
    """Return at most `most` lines no wider than `width`; long words are broken, the rest is cut.

    Breaks stand at white space, else after a hyphen, slash, dot or underscore, else inside the word.
    """
    rest = clean_text(text)
    if not rest:
        return Wrapped((), cut=False)
    lines: list[str] = []
    while rest and len(lines) < most:
        if measurer.width(rest, font) <= width:
            lines.append(rest)
            rest = ""
        elif len(lines) == most - 1:
            lines.append(shorten(rest, font, width, measurer))
            return Wrapped(tuple(lines), cut=True)
        else:
            head, rest = _split(rest, font, width, measurer)
            lines.append(head)
    return Wrapped(tuple(lines), cut=len(text) > _LONGEST)


def wrap_paragraphs(text: str, font: FontSpec, width: float, measurer: TextMeasurer, *, most: int) -> Wrapped:
    """Wrap a text whose own line breaks count; empty lines stay."""
    lines: list[str] = []
    paragraphs = text[: _LONGEST * 4].split("\n")
    for index, paragraph in enumerate(paragraphs):
        left = most - len(lines)
        if left <= 0:
            if lines and any(clean_text(rest) for rest in paragraphs[index:]):
                lines[-1] = shorten(lines[-1] + " " + ELLIPSIS, font, width, measurer)
                return Wrapped(tuple(lines), cut=True)
            break
        wrapped = wrap(paragraph, font, width, measurer, most=left)
        lines += wrapped.lines or ("",)
        if wrapped.cut:
            return Wrapped(tuple(lines), cut=True)
    return Wrapped(tuple(lines), cut=False)


def _split(text: str, font: FontSpec, width: float, measurer: TextMeasurer) -> tuple[str, str]:
    """Return the first line and the rest; the line has at least one character."""
    low, high = 1, min(len(text), _LONGEST)
    while low < high:
        middle = (low + high + 1) // 2
        if measurer.width(text[:middle].rstrip(), font) <= width:
            low = middle
        else:
            high = middle - 1
    if low < len(text) and text[low] == " ":
        return text[:low].rstrip(), text[low:].lstrip()
    space = text.rfind(" ", 0, low)
    if space > 0:
        return text[:space].rstrip(), text[space:].lstrip()
    after = max(text.rfind(sign, 0, low) for sign in _BREAK_AFTER)
    if after > 1:
        return text[: after + 1], text[after + 1 :].lstrip()
    return text[:low], text[low:]
