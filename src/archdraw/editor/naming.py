"""Names for new elements that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.later import late_pattern
from archdraw.core.model.ids import Numbers

if TYPE_CHECKING:
    from collections.abc import Container

_TRAILING_NUMBER = late_pattern(r"^(.*?)\s+(\d+)$")


def unique_name(wish: str, taken: Container[str], numbers: Numbers | None = None) -> str:
    """Return `wish`, or `wish` with the first number from 2 on that is free: "Service 2".

    Who names many keeps `numbers` for all of them, and adds each name to `taken`.
    """
    if wish not in taken:
        return wish
    match = _TRAILING_NUMBER.match(wish)
    stem = match.group(1) if match else wish
    number = int(match.group(2)) + 1 if match else 2
    return (numbers or Numbers()).free(f"{stem} ", number, taken)


def is_usual_name(name: str, usual: str) -> bool:
    """Tell whether a name is only what such an element is called by itself: "Service", "Service 2"."""
    match = _TRAILING_NUMBER.match(name)
    return name == usual or (match is not None and match.group(1) == usual)
