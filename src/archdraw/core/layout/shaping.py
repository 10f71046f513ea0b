"""The shape of a layered drawing: ranks too tall become several, a row too long is folded into more."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.layout.measures import Axes, badness

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ROWS = 8
_MOST_COLUMNS = 10
# What a fold and a split rank cost against the shape they give.
_PER_ROW, _PER_SPLIT = 0.25, 0.15
# A row shorter than this share of the longest looks left over.
_LEFT_OVER, _PER_LEFT_OVER = 0.3, 0.6
_SHAPE, _OUTSIDE = 3.0, 0.3


class Extents(NamedTuple):
    """The extents of the nodes of one rank: the longest along, all of them across, and how many."""

    along: float
    across: float
    nodes: int


class Plan(NamedTuple):
    """`columns` says how many ranks each rank becomes, `rows` how many rows all of them fill.

    `slant` is the extent across over that along which this should give, stretched as it was asked for.
    """

    columns: list[int]
    rows: int
    slant: float


def plan_shape(
    ranks: Sequence[Extents], gaps: tuple[float, float], axes: Axes, small: float, slack: float = 1.0
) -> Plan:
    """Return how ranks are split and folded so that the drawing is like a page.

    Parameters
    ----------
    ranks
        In their order.
    gaps
        Between ranks, and between rows.
    axes
        Which way is up.
    small
        Drawings that are no longer than this, either way, are left as they are.
    slack
        How much farther from a page they may be.
    """
    rank_gap, row_gap = gaps
    best, least = Plan([1] * len(ranks), 1, 1.0), inf
    tallest = max(rank.across for rank in ranks)
    for share in range(1, _MOST_COLUMNS + 1):
        limit = tallest / share
        columns = [_columns_for(rank, limit) for rank in ranks]
        pieces = [
            (rank.along, rank.across / count)
            for rank, count in zip(ranks, columns, strict=True)
            for _ in range(count)
        ]
        for rows in range(1, min(_MOST_ROWS, len(pieces)) + 1):
            cuts = even_cuts([along + rank_gap for along, _ in pieces], rows)
            along, across, shortest = _extents(pieces, cuts, rank_gap, row_gap)
            shape = axes.shape(along, across)
            bad = badness(shape, slack)
            if (along if (shape > 1) == axes.level else across) <= small:
                bad = 0.0
            split = sum(count - 1 for count in columns)
            cost = _SHAPE * bad + _PER_ROW * (rows - 1) + _PER_SPLIT * (split > 0) * (1 + split / len(ranks))
            cost += _PER_LEFT_OVER * (shortest < _LEFT_OVER * along) + _OUTSIDE * (bad > 0.0)
            if cost < least - 1e-9:
                best, least = Plan(columns, rows, across / along), cost
    return best


def _columns_for(rank: Extents, limit: float) -> int:
    if rank.nodes < 2 or rank.across <= limit + 1e-6:
        return 1
    return min(rank.nodes, round(rank.across / limit + 0.49))


def _extents(
    pieces: Sequence[tuple[float, float]], cuts: Sequence[int], rank_gap: float, row_gap: float
) -> tuple[float, float, float]:
    along, across, shortest = 0.0, 0.0, inf
    for begin, end in zip((0, *cuts), (*cuts, len(pieces)), strict=True):
        row = pieces[begin:end]
        length = sum(one + rank_gap for one, _ in row) - rank_gap
        along, shortest = max(along, length), min(shortest, length)
        across += max(one for _, one in row) + row_gap
    return along, across - row_gap, shortest


def even_cuts(lengths: Sequence[float], rows: int) -> list[int]:
    """Return where to cut a run of lengths into at most so many rows, the longest row as short as can be."""
    low, high = max(lengths), sum(lengths)
    while high - low > 1.0:
        middle = (low + high) / 2
        if len(_filled(lengths, middle)) < rows:
            high = middle
        else:
            low = middle
    return _filled(lengths, high)


def _filled(lengths: Sequence[float], capacity: float) -> list[int]:
    """Return the cuts when rows are filled one after the other."""
    cuts = []
    used = 0.0
    for index, length in enumerate(lengths):
        if used > 0.0 and used + length > capacity:
            cuts.append(index)
            used = 0.0
        used += length
    return cuts
