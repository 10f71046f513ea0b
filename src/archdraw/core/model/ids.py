"""Readable ids that stay unique in a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_LONGEST_STEM = 60


def fresh_id(wish: str, taken: Container[str]) -> str:
    """Return an id made from `wish` that is not in `taken`.

    Parameters
    ----------
    wish
        Any text, usually a name; letters and digits of it are kept in lower case.
    taken
        The ids in use.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", wish).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM].strip("-") or "item"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
