"""How elements look where somebody wished it: by kind, by tag, or one by one. Never a colour value."""

from __future__ import annotations

from typing import Literal, get_args

from archdraw.core.model.fields import Id, Label, Record

ShapeName = Literal["card", "cylinder", "queue", "cloud", "icon"]
Emphasis = Literal["normal", "strong", "quiet"]
SHAPES: tuple[ShapeName, ...] = get_args(ShapeName)
EMPHASES: tuple[Emphasis, ...] = get_args(Emphasis)


class Style(Record):
    """A wish for the look of an element; None leaves it to what is more general.

    `color` names a colour family of the theme ("data", "cache" …), so that every theme has its own value
    for it; one that no theme knows looks like an external one.
    """

    shape: ShapeName | None = None
    color: Id | None = None
    emphasis: Emphasis | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is wished for."""
        return self.shape is None and self.color is None and self.emphasis is None and not self.extra

    def over(self, general: Style) -> Style:
        """Return this style, completed by a more general one."""
        return Style(
            shape=self.shape or general.shape,
            color=self.color or general.color,
            emphasis=self.emphasis or general.emphasis,
        )


PLAIN = Style()


class Styles(Record):
    """Styles for all elements of a kind or with a tag; a tag goes before a kind, an element before both."""

    kinds: dict[Id, Style] = {}
    tags: dict[Label, Style] = {}
