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

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        """Open an element; what follows is in it until `end`."""
        self._parts.append(f"<{name}{attributes(values)}>")
        self._open.append(name)

    def end(self) -> None:
        """Close the element that was opened last."""
        self._parts.append(f"</{self._open.pop()}>")

    def add(self, name: str, values: Mapping[str, str], text: str = "") -> None:
        """Write an element with nothing but a text in it."""
        said = attributes(values)
        if text:
            self._parts.append(f"<{name}{said}>{escaped_text(text)}</{name}>")
        else:
            self._parts.append(f"<{name}{said} />")

    def write(self, *markup: str) -> None:
        """Write what is markup already, every value and every text in it escaped."""
        self._parts += markup

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, each after a space."""
    return "".join([f' {name}="{escaped(value)}"' for name, value in values.items()])


def escaped(value: str) -> str:
    """Return the value of an attribute with what is markup in it escaped."""
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


def escaped_text(text: str) -> str:
    """Return a text with what is markup in it escaped."""
    if "&" in text or "<" in text or ">" in text:
        return text.translate(_TEXT_ESCAPES)
    return text
