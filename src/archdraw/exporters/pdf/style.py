"""Sizes, faces and the page: everything the look of the document is made of, in points."""

from __future__ import annotations

from typing import NamedTuple

MM = 72.0 / 25.4
MARGIN = 18.0 * MM
COLUMNS = 12
GUTTER = 10.0
HEADER_DEPTH = 20.0
FOOTER_DEPTH = 20.0
HAIRLINE = 0.5

PAPERS: dict[str, tuple[float, float]] = {
    "A4": (210.0 * MM, 297.0 * MM),
    "Letter": (612.0, 792.0),
}
# Pages a drawing may need, by paper: the same series, landscape.
LARGE_PAPERS: dict[str, tuple[tuple[float, float], ...]] = {
    "A4": ((297 * MM, 210 * MM), (420 * MM, 297 * MM), (594 * MM, 420 * MM)),
    "Letter": ((792.0, 612.0), (1224.0, 792.0), (1584.0, 1224.0)),
}

# Readers show no page that is longer (pt): 200 inches.
LARGEST_PAGE = 14_400.0


class TextStyle(NamedTuple):
    """Face, size, distance of baselines and theme token of a text."""

    face: str
    size: float
    leading: float
    ink: str = "text"


TITLE = TextStyle("semibold", 30.0, 36.0)
SUBTITLE = TextStyle("regular", 13.0, 18.0, "text-second")
HEADING = {1: TextStyle("semibold", 18.0, 23.0), 2: TextStyle("semibold", 12.0, 16.0)}
LEAD = TextStyle("regular", 11.5, 17.0)
BODY = TextStyle("regular", 9.5, 13.6)
NOTE = TextStyle("regular", 8.4, 11.8, "text-second")
CAPTION = TextStyle("regular", 8.8, 12.2)
TABLE = TextStyle("regular", 8.2, 11.2)
TABLE_HEAD = TextStyle("medium", 7.6, 10.4, "text-second")
NUMBER = TextStyle("mono", 7.5, 11.2)
KEY_FIGURE = TextStyle("semibold", 21.0, 25.0)
CHROME = TextStyle("regular", 7.8, 10.0, "text-second")

BOLD = {"regular": "semibold", "medium": "semibold", "mono": "mono-semibold"}
TONES = {
    "plain": "text",
    "good": "good",
    "warning": "warning",
    "danger": "danger",
    "quiet": "text-second",
    "accent": "accent",
}


def column_width(width: float) -> float:
    """Return the width of one of the twelve columns."""
    return (width - (COLUMNS - 1) * GUTTER) / COLUMNS


def span(width: float, columns: int) -> float:
    """Return the width of several columns with the gutters between them."""
    return columns * column_width(width) + (columns - 1) * GUTTER


def body_size(page: tuple[float, float]) -> tuple[float, float]:
    """Return width and height of the part of a page that text may fill."""
    return page[0] - 2 * MARGIN, page[1] - 2 * MARGIN - HEADER_DEPTH - FOOTER_DEPTH
