"""How wide the columns of a table become: as wide as their content where it fits, else by share."""

from __future__ import annotations

from typing import NamedTuple


class Need(NamedTuple):
    """What a column asks for: its share, the width of its longest line and of its longest word.

    `endless` is a column with a word that no column could hold: it has to be broken anyway.
    """

    share: float
    natural: float
    least: float
    flexible: bool
    endless: bool = False


def column_widths(needs: list[Need], width: float) -> list[float]:
    """Return widths that sum to `width`.

    Columns that need less than their share give the rest to those that need more; nothing falls below
    its longest word while others have room; what is still left goes to the columns of text.
    """
    if not needs:
        return []
    widths = _by_share(needs, width)
    _raise_to_words(needs, widths)
    spare = width - sum(widths)
    if spare > 0.01:
        takers = [index for index, need in enumerate(needs) if need.flexible] or list(range(len(needs)))
        total = sum(needs[index].share for index in takers)
        for index in takers:
            widths[index] += spare * needs[index].share / total
    return widths


def _by_share(needs: list[Need], width: float) -> list[float]:
    widths = [0.0] * len(needs)
    open_columns = set(range(len(needs)))
    room = width
    while open_columns:
        total = sum(needs[index].share for index in open_columns)
        modest = {
            index for index in open_columns if needs[index].natural <= room * needs[index].share / total
        }
        for index in modest or open_columns:
            widths[index] = needs[index].natural if modest else room * needs[index].share / total
        if not modest:
            break
        room -= sum(widths[index] for index in modest)
        open_columns -= modest
    return widths


# A column keeps this part of its share when others make room for words that have to be broken anyway.
_KEPT = 0.7


def _raise_to_words(needs: list[Need], widths: list[float]) -> None:
    fair = list(widths)
    for index, need in enumerate(needs):
        lacking = need.least - widths[index]
        if lacking <= 0:
            continue
        kept = _KEPT if need.endless else 0.0
        givers = [
            (free, other)
            for other in range(len(needs))
            if other != index and (free := widths[other] - max(needs[other].least, kept * fair[other])) > 0
        ]
        room = sum(free for free, _ in givers)
        if room < lacking:
            continue
        for free, other in givers:
            widths[other] -= lacking * free / room
        widths[index] = need.least
