"""Puts the tree of what a PDF means into its objects, as ISO 32000 has them (14.7, 14.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.exporters.pdf.fonts import printable
from archdraw.exporters.pdf.structure import Held, Mark, Node, nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas


def write_tree(canvas: Canvas, root: Node, parents: Sequence[list[Node] | Node]) -> None:
    """Write the tree; called when all pages and links are there.

    Parameters
    ----------
    root
        The element above all others.
    parents
        For each page the elements of its marks in order, then for each link the element it is part of.
    """
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObjectReference

    writer = _Writer(vars(canvas)["_doc"])
    writer.write(root, parents)
    canvas.setCatalogEntry("StructTreeRoot", PDFObjectReference("Structure"))
    canvas.setCatalogEntry("MarkInfo", PDFDictionary({"Marked": "true"}))


class _Writer:
    """Gives each element an object of its own; their words are put together here, for there are thousands."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._names: dict[int, str] = {}

    def write(self, root: Node, parents: Sequence[list[Node] | Node]) -> None:
        self._reserve("Structure")
        nodes = list(nodes_of(root))
        for index, node in enumerate(nodes):
            self._names[id(node)] = name = f"Element{index}"
            self._reserve(name)
        for node in nodes:
            self._fill(self._names[id(node)], " ".join(self._words(node)))
        self._reserve("ElementsOfPages")
        self._fill("ElementsOfPages", self._numbers(parents))
        whole = f"/K {self._to(root)} /ParentTree {self._at('ElementsOfPages')}"
        self._fill("Structure", f"/Type /StructTreeRoot {whole} /ParentTreeNextKey {len(parents)}")

    def _words(self, node: Node) -> Iterator[str]:
        yield f"/S /{node.kind} /P {self._at('Structure') if node.parent is None else self._to(node.parent)}"
        if node.alt:
            yield f"/Alt <FEFF{printable(node.alt).encode('utf-16-be').hex().upper()}>"
        attributes = _attributes(node)
        if attributes:
            yield f"/A {attributes}"
        if node.kids:
            page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), -1)
            if page >= 0:
                yield f"/Pg {self._page(page)}"
            kids = [self._kid(kid, page) for kid in node.kids]
            yield f"/K {kids[0]}" if len(kids) == 1 else f"/K [{' '.join(kids)}]"

    def _kid(self, kid: Node | Mark | Held, page: int) -> str:
        if isinstance(kid, Node):
            return self._to(kid)
        if isinstance(kid, Held):
            link = self._at(f"Annot.{kid.name}")
            return f"<</Type /OBJR /Obj {link} /Pg {self._page(kid.page)}>>"
        if kid.page == page:
            return str(kid.number)
        return f"<</Type /MCR /Pg {self._page(kid.page)} /MCID {kid.number}>>"

    def _numbers(self, parents: Sequence[list[Node] | Node]) -> str:
        parts = []
        for key, held in enumerate(parents):
            if isinstance(held, Node):
                parts.append(f"{key} {self._to(held)}")
            else:
                parts.append(f"{key} [{' '.join(self._to(node) for node in held)}]")
        return f"/Nums [{' '.join(parts)}]"

    def _page(self, page: int) -> str:
        return self._at(f"Page{page + 1}")

    def _to(self, node: Node) -> str:
        return self._at(self._names[id(node)])

    def _at(self, name: str) -> str:
        number, version = self._document.idToObjectNumberAndVersion[name]
        return f"{number} {version} R"

    def _reserve(self, name: str) -> None:
        self._document.Reference(b"", name)

    def _fill(self, name: str, words: str) -> None:
        self._document.idToObject[name] = f"<<{words}>>".encode("ascii")


def _attributes(node: Node) -> str:
    if node.scope:
        span = f" /ColSpan {node.span}" if node.span > 1 else ""
        return f"<</O /Table /Scope /{node.scope}{span}>>"
    if len(node.areas) == 1:
        area = node.areas[0]
        box = f"{area.left:.2f} {area.bottom:.2f} {area.right:.2f} {area.top:.2f}"
        return f"<</O /Layout /Placement /Block /BBox [{box}]>>"
    return ""
