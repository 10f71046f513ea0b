"""The order of what two sides have made of one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], kept: Collection[str]
) -> list[str]:
    """Return the kept keys in an order that both sides agree on as far as can be.

    The side that changed the order of what was there leads; ours, where both did. What only one side has
    comes after what it follows there. Of runs at the same place the one with the smaller first key comes
    first, so that it does not matter which side is called ours.
    """
    mine, yours = set(ours), set(theirs)
    both = [key for key in ours if key in yours and key in kept]
    if _kept_order(base, ours, yours) and not _kept_order(base, theirs, mine):
        both = [key for key in theirs if key in mine and key in kept]
    common = set(both)
    first, second = _runs(ours, common, kept), _runs(theirs, common, kept)
    result: list[str] = []
    for anchor in ("", *both):
        if anchor:
            result.append(anchor)
        for run in sorted(filter(None, (first.get(anchor), second.get(anchor)))):
            result += run
    return result


def _kept_order(base: Sequence[str], side: Sequence[str], other: set[str]) -> bool:
    """Tell whether what is in all three stands in the order of the ancestor."""
    there, known = set(side), set(base)
    before = [key for key in base if key in there and key in other]
    return before == [key for key in side if key in known and key in other]


def _runs(side: Sequence[str], common: set[str], kept: Collection[str]) -> dict[str, list[str]]:
    """Return the keys that only this side has, by the common key that they follow ("" for none)."""
    runs: dict[str, list[str]] = {}
    anchor = ""
    for key in side:
        if key in common:
            anchor = key
        elif key in kept:
            runs.setdefault(anchor, []).append(key)
    return runs
