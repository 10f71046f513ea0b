"""XML as text, element by element: names are ours, every value and every text is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL = re.compile('[&<>"\r\n\t]')
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)
_TEXT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Markup:
    """Writes elements one after another; a tree of a hundred thousand would take four times as long."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element; what follows is in it until `end`."""
        self._parts.append(f"<{name}{_attributes(attributes)}>")
        self._open.append(name)

    def end(self) -> None:
        """Close the element that was opened last."""
        self._parts.append(f"</{self._open.pop()}>")

    def add(self, name: str, attributes: Mapping[str, str], text: str = "") -> None:
        """Write an element with nothing but a text in it."""
        said = _attributes(attributes)
        if text:
            self._parts.append(f"<{name}{said}>{text.translate(_TEXT_ESCAPES)}</{name}>")
        else:
            self._parts.append(f"<{name}{said} />")

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(
        [
            f' {name}="{value.translate(_ESCAPES) if _SPECIAL.search(value) else value}"'
            for name, value in attributes.items()
        ]
    )
