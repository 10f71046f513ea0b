"""How elements look where somebody wished it: by kind, by tag, or one by one. Never a colour value."""

from __future__ import annotations

from typing import Literal, get_args

from archdraw.core.model.fields import Id, Label, Record

ShapeName = Literal["card", "cylinder", "queue", "cloud", "icon"]
Emphasis = Literal["normal", "strong", "quiet"]
SHAPES: tuple[ShapeName, ...] = get_args(ShapeName)
EMPHASES: tuple[Emphasis, ...] = get_args(Emphasis)
LineName = Literal["solid", "dashed", "dotted", "double"]
LineWidth = Literal["thin", "normal", "thick"]
LINES: tuple[LineName, ...] = get_args(LineName)
LINE_WIDTHS: tuple[LineWidth, ...] = get_args(LineWidth)


class Style(Record):
    """A wish for the look of an element; None leaves it to what is more general.

    `color` names a colour family of the theme ("data", "cache" …), so that every theme has its own value
    for it; one that no theme knows looks like an external one. `shape` and `emphasis` are for components and
    groups, `line` and `width` for connections: of a style for both, each takes what concerns it.
    """

    shape: ShapeName | None = None
    color: Id | None = None
    emphasis: Emphasis | None = None
    line: LineName | None = None
    width: LineWidth | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is wished for."""
        wishes = (self.shape, self.color, self.emphasis, self.line, self.width)
        return wishes == (None, None, None, None, None) and not self.extra

    def over(self, general: Style) -> Style:
        """Return this style, completed by a more general one."""
        return Style(
            shape=self.shape or general.shape,
            color=self.color or general.color,
            emphasis=self.emphasis or general.emphasis,
            line=self.line or general.line,
            width=self.width or general.width,
        )


PLAIN = Style()


class Styles(Record):
    """Styles for all elements of a kind or with a tag; a tag goes before a kind, an element before both.

    `kinds` are those of components and groups, `connections` those of connections ("call", "replicate" …).
    """

    kinds: dict[Id, Style] = {}
    connections: dict[Id, Style] = {}
    tags: dict[Label, Style] = {}
