"""Says of a PDF what it is, for readers, archives and search: title, authors, day, language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from archdraw.exporters.pdf.fonts import printable

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from archdraw.report.document import DocumentMeta

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>ArchDraw</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def describe_document(canvas: Canvas, meta: DocumentMeta) -> None:
    """Set title (shown in place of the file's name), authors, state, tool and language."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFString

    title = printable(f"{meta.title}: {meta.subtitle.lower()}")
    author = printable(", ".join(meta.authors))
    subject = printable(f"{meta.status} · {meta.revision}")
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator(printable(meta.tool))
    canvas.setCatalogEntry("Lang", PDFString(meta.language))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    said = {"title": title, "subject": subject, "author": author, "tool": printable(meta.tool)}
    packet = _PACKET.format(
        **{name: escape(text) for name, text in said.items()},
        language=escape(meta.language),
        day=meta.date.isoformat(),
    )
    about = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    canvas.setCatalogEntry("Metadata", PDFStream(about, packet.encode("utf-8")))
