"""Attaches the design to a PDF: any reader shows it as an attachment, and ArchDraw opens the review again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.storage.pictures import PDF_KEY, packed

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_USUAL = "design.adraw"


def attach_design(canvas: Canvas, design: bytes, file_name: str) -> None:
    """Put the document into the PDF as an embedded file, under the name it was read from."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

    name = PDFString(file_name if file_name.isascii() and file_name.endswith(".adraw") else _USUAL)
    about = {
        "Type": PDFName("EmbeddedFile"),
        "Subtype": "/application#2Fvnd.archdraw+json",
        "Filter": PDFName("FlateDecode"),
        PDF_KEY: 1,
    }
    document = vars(canvas)["_doc"]  # the engine has no other way to attach a file
    stream = document.Reference(PDFStream(PDFDictionary(about), packed(design)))
    file = {
        "Type": PDFName("Filespec"),
        "F": name,
        "UF": name,
        "EF": PDFDictionary({"F": stream}),
        "AFRelationship": PDFName("Source"),
    }
    files = PDFDictionary({"Names": PDFArray([name, document.Reference(PDFDictionary(file))])})
    canvas.setCatalogEntry("Names", PDFDictionary({"EmbeddedFiles": files}))
