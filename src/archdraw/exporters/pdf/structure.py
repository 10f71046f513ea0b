"""What the content of pages means: the tree by which a PDF is read aloud, reflowed and exported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    "Document",
    "Sect",
    "Div",
    "H1",
    "H2",
    "H3",
    "P",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "Caption",
    "THead",
    "TBody",
    "TR",
    "TH",
    "TD",
    "Figure",
    "Link",
    "TOC",
    "TOCI",
    "Reference",
    "Span",
]
# What is painted directly in one of these (a hairline, a bar) is decoration: only their parts have a meaning.
GROUPS: frozenset[Kind] = frozenset(
    ("Document", "Sect", "Div", "L", "LI", "Table", "THead", "TBody", "TR", "TOC", "TOCI", "Reference")
)


class Mark(NamedTuple):
    """A stretch of the content of a page (counted from 0), by the number it has there."""

    page: int
    number: int


class Held(NamedTuple):
    """A link annotation, by the page it is on and the name the engine knows it by."""

    page: int
    name: str


class Area(NamedTuple):
    """Where a figure stands on a page: left, bottom, right, top in points."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(eq=False, slots=True)
class Node:
    """An element of the tree; `kids` are in reading order.

    Attributes
    ----------
    alt
        What is read out in place of a figure or a sign.
    scope, span
        Of a head of a table: what it is the head of, and over how many columns a cell goes.
    areas
        Where a figure is painted; over several pages one for each part.
    """

    kind: Kind
    alt: str = ""
    scope: Literal["", "Column", "Row"] = ""
    span: int = 1
    parent: Node | None = field(default=None, repr=False)
    kids: list[Node | Mark | Held] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    @property
    def top(self) -> Node:
        """The element above all others."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def stand(self, area: Area) -> None:
        """Note where a figure is painted; parts on one page make one area."""
        if self.areas and self.areas[-1].page == area.page:
            last = self.areas.pop()
            area = Area(
                area.page,
                min(last.left, area.left),
                min(last.bottom, area.bottom),
                max(last.right, area.right),
                max(last.top, area.top),
            )
        self.areas.append(area)

    def add(self, kid: Node) -> Node:
        """Put an element last, and return it."""
        kid.parent = self
        self.kids.append(kid)
        return kid

    def part(self, kind: Kind, *, alt: str = "") -> Node:
        """Return a new element, put last."""
        return self.add(Node(kind, alt))


def nodes_of(root: Node) -> Iterator[Node]:
    """Go through all elements, each before its parts."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(kid for kid in reversed(node.kids) if isinstance(kid, Node))
