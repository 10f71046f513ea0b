"""Numbers, paths and texts as an SVG has them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.drawing.display import PathData

_MOST_NUMBERS = 100_000
# XML 1.0 has no place for these, and one NUL in a name would make the whole file unreadable.
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"


def path_text(data: PathData) -> str:
    """Return the value of `d` for a path."""
    known = NUMBERS
    parts: list[str] = []
    for command in data:
        if len(command) == 3:
            letter, x, y = command
            parts.append(f"{letter} {known[x]} {known[y]}")
        elif len(command) == 7:
            letter, a, b, c, d, x, y = command
            parts.append(f"{letter} {known[a]} {known[b]} {known[c]} {known[d]} {known[x]} {known[y]}")
        else:
            parts.append(str(command[0]))
    return " ".join(parts)


class _Numbers(dict[object, str]):
    """Numbers as text, each put together once; of very many all are forgotten from time to time."""

    def __missing__(self, value: float) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        if text == "-0":
            text = "0"
        if len(self) > _MOST_NUMBERS:
            self.clear()
        self[value] = text
        return text


NUMBERS = _Numbers()
number = NUMBERS.__getitem__


def clean(text: str) -> str:
    """Return a text without what XML has no place for."""
    return text if text.isprintable() else _forbidden().sub("", text)


@lru_cache(maxsize=1)
def _forbidden() -> re.Pattern[str]:
    # Few drawings have such a text, and it takes longer to compile than most other things here.
    return re.compile(_FORBIDDEN)
