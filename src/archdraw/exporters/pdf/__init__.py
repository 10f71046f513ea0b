"""The review document as PDF, and the painter that puts a drawing on a PDF page."""

from archdraw.exporters.pdf.writing import WrittenPdf, write_pdf

__all__ = ["WrittenPdf", "write_pdf"]
