"""Writes what the content of a PDF means: marks stretches of pages, and the tree that the marks hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.exporters.pdf.structure import GROUPS, Held, Mark, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

# Decoration, and what is repeated on every page: no part of what is read.
DECORATION = "/Artifact BMC"
REPEATED = "/Artifact <</Type /Pagination>> BDC"
HEADER = "/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC"
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"


class Tagger:
    """Marks what is painted from now on as content of an element of the tree, or as decoration.

    A mark is written when something is painted, never before: so none is empty, and what is painted in
    one go for one element is one stretch.

    Parameters
    ----------
    canvas
        What is painted on.
    pages
        How many pages there will be.
    """

    def __init__(self, canvas: Canvas, pages: int) -> None:
        self.root = Node("Document")
        self._canvas = canvas
        # The engine has no other way to add objects of one's own.
        self._document: Any = vars(canvas)["_doc"]
        self._pages = pages
        self._repeating = False
        self._current: Node | str = DECORATION
        self._open: Node | str | None = None
        self._stretches: list[Node] = []
        self._of_pages: list[list[Node]] = []
        self._of_links: list[Node] = []

    def enter(self, place: Node | str) -> Node | str:
        """Paint for an element, or for one of the sorts of decoration; return what was painted for before."""
        before = self._current
        if not self._repeating:
            self._current = place
        if isinstance(place, Node) and place.top is not self.root:
            self.root.add(place.top)
        return before

    def repeat(self, paint: Callable[[], None]) -> None:
        """Paint what is in the tree already, such as the head of a table that goes on: not read twice."""
        self._current, self._repeating = REPEATED, True
        paint()
        self._current, self._repeating = DECORATION, False

    def mark(self) -> None:
        """Begin the stretch that what is painted next belongs to."""
        place = self._current
        if isinstance(place, Node) and place.kind in GROUPS:
            place = DECORATION
        if self._open is place:
            return
        self._close()
        self._open = place
        if isinstance(place, str):
            self._canvas.addLiteral(place)
            return
        number = len(self._stretches)
        self._stretches.append(place)
        place.kids.append(Mark(len(self._of_pages), number))
        self._canvas.addLiteral(f"/{place.kind} <</MCID {number}>> BDC")

    def new_link(self) -> Node | str:
        """Return an element for words that lead somewhere, part of the one that is painted for."""
        current = self._current
        return current.part("Link") if isinstance(current, Node) else current

    def link(self, box: tuple[float, float, float, float], key: str, contents: str) -> None:
        """Put a link on the page: part of the element that is painted for."""
        current = self._current
        if isinstance(current, str):  # it has been put where this was painted first
            return
        node = current if current.kind == "Link" else current.part("Link")
        name = f"link{len(self._of_links) + 1}"
        self._canvas.linkAbsolute(contents, key, box, name=name, Border="[0 0 0]")
        annotation = self._document.idToObject[f"Annot.{name}"]
        annotation.permitted = (*annotation.permitted, "StructParent")
        annotation.otherkw["StructParent"] = self._pages + len(self._of_links)
        self._of_links.append(node)
        node.kids.append(Held(len(self._of_pages), name))

    def end_page(self) -> None:
        """Close what is open; called before the page is shown."""
        self._close()
        self._of_pages.append(self._stretches)
        self._stretches = []

    def tell_page(self) -> None:
        """Say on the page that was shown last which part of the tree is its own."""
        page = self._document.Pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._of_pages) - 1
        page.Tabs = "/S"

    def write(self) -> None:
        """Put the tree into the document; called once, after the last page."""
        from archdraw.exporters.pdf.treewriting import write_tree

        parents: list[list[Node] | Node] = [*self._of_pages, *self._of_links]
        write_tree(self._canvas, self.root, parents)

    def _close(self) -> None:
        if self._open is not None:
            self._canvas.addLiteral("EMC")
            self._open = None
