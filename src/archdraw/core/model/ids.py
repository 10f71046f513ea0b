"""Readable ids that stay unique in a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_LONGEST_STEM = 60


class Numbers:
    """Finds the first number that is free under each of many stems, one call after the other.

    To count on from the beginning for each of ten thousand copies would take half a minute.
    """

    def __init__(self) -> None:
        # For each stem numbers in a row that are known to be taken: the first, and the one after the last.
        self._taken: dict[str, tuple[int, int]] = {}

    def free(self, stem: str, first: int, taken: Container[str]) -> str:
        """Return `stem` with the first number from `first` on that is not in `taken`; it is taken then."""
        low, high = self._taken.get(stem, (first, first))
        number = high if low <= first <= high else first
        while f"{stem}{number}" in taken:
            number += 1
        low = low if low <= first <= high else first
        self._taken[stem] = (low, number + 1)
        return f"{stem}{number}"


class NewIds:
    """Gives many new ids, one after the other."""

    def __init__(self, taken: set[str]) -> None:
        self._taken, self._numbers = taken, Numbers()

    def give(self, wish: str) -> str:
        """Return an id made from `wish` as `fresh_id` does; it is taken then."""
        found = fresh_id(wish, self._taken, self._numbers)
        self._taken.add(found)
        return found


def fresh_id(wish: str, taken: Container[str], numbers: Numbers | None = None) -> str:
    """Return an id made from `wish` that is not in `taken`.

    Parameters
    ----------
    wish
        Any text, usually a name; letters and digits of it are kept in lower case.
    taken
        The ids in use.
    numbers
        Who gives many new ids keeps this for all of them, and adds each id to `taken`.
    """
    stem = _stem(wish)
    if stem not in taken:
        return stem
    return (numbers or Numbers()).free(f"{stem}-", 2, taken)


def _stem(wish: str) -> str:
    plain = wish
    if not wish.isascii():
        import unicodedata

        plain = unicodedata.normalize("NFKD", wish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_STEM].strip("-") or "item"
