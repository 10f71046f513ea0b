"""Fills pages with pieces: nothing is cut, headings stay with what they head, tables repeat their head."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from archdraw.exporters.pdf.style import HEADER_DEPTH, MARGIN, body_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.exporters.pdf.pieces import Piece


class Placed(NamedTuple):
    """A piece at its distance from the top of the body."""

    piece: Piece
    y: float


@dataclass
class Page:
    """A page of some size and what stands on it."""

    size: tuple[float, float]
    placed: list[Placed] = field(default_factory=list)
    used: float = 0.0

    @property
    def room(self) -> float:
        """Height that is left."""
        return body_size(self.size)[1] - self.used

    def put(self, piece: Piece) -> None:
        """Add a piece below the others."""
        y = self.used + (piece.before if self.placed else 0.0)
        self.placed.append(Placed(piece, y))
        self.used = y + piece.height


def paginate(pieces: Iterable[Piece], size: tuple[float, float]) -> list[Page]:
    """Return the pages.

    Parameters
    ----------
    size
        Width and height of an ordinary page; a piece may ask for another one.
    """
    pages: list[Page] = []
    for group in _kept_together(list(pieces)):
        _place(group, pages, size)
    return pages


def top_of_body() -> float:
    """Return the distance of the body from the top of the page."""
    return MARGIN + HEADER_DEPTH


def anchors(pages: list[Page], first: int) -> dict[str, int]:
    """Return the page number of every anchor, the first page having the number `first`."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, first):
        for placed in page.placed:
            for anchor in placed.piece.anchors:
                found.setdefault(anchor, number)
    return found


def _kept_together(pieces: list[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for piece, onward in zip_longest(pieces, pieces[1:]):
        groups[-1].append(piece)
        elsewhere = onward is not None and (onward.fresh or onward.page != piece.page)
        if not piece.keep or elsewhere:
            groups.append([])
    return [group for group in groups if group]


def _place(group: list[Piece], pages: list[Page], size: tuple[float, float]) -> None:
    wanted = group[0].page or size
    if not pages or group[0].fresh or pages[-1].size != wanted:
        pages.append(Page(wanted))
    height = sum(piece.before + piece.height for piece in group)
    fits_somewhere = height <= body_size(wanted)[1]
    if fits_somewhere and height > pages[-1].room + 0.01 and pages[-1].placed:
        _turn(pages, wanted, group[0])
    for piece, onward in zip_longest(group, group[1:]):
        needed = piece.before + piece.height
        if piece.keep and onward is not None and not fits_somewhere:
            # Where all of them can't stay together, two neighbours still do: a heading and its drawing.
            pair = needed + onward.before + onward.height
            needed = pair if pair <= body_size(wanted)[1] else needed
        if needed > pages[-1].room + 0.01 and pages[-1].placed:
            _turn(pages, wanted, piece)
        pages[-1].put(piece)


def _turn(pages: list[Page], size: tuple[float, float], first: Piece) -> None:
    page = Page(size)
    pages.append(page)
    if first.head is not None:
        page.put(first.head)
