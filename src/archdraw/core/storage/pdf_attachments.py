"""Finds the design that a PDF has attached by the structure of the file, whoever wrote it last.

Our own exports mark the attachment, and are read without this. What another program has packed, linearized or
encrypted anew is read by PDFium, which is asked only when no stream of the file would inflate without end.
"""

from __future__ import annotations

import re
import zlib
from threading import Lock

from archdraw.core.storage.errors import StorageError
from archdraw.core.storage.strict_json import MAX_BYTES

# PDFium may not be called from two threads at once: whoever reads or paints a PDF takes a turn.
PDFIUM_TURN = Lock()
MOST_ATTACHMENTS = 100
_STREAM = re.compile(rb"\bstream\r?\n")
# Filters that our exports never use and that PDFium would undo without a limit that we know of.
_OTHER_FILTERS = re.compile(
    rb"/(LZWDecode|LZW|RunLengthDecode|RL)\b|/[A-Za-z]*#[0-9A-Fa-f]{2}[A-Za-z#0-9]*Decode"
)
_TWICE = re.compile(rb"\[\s*/Fl(?:ateDecode)?\s*/Fl")
_PIECE = 65_536
_HEAD = 4096


def attached_design(data: bytes, name: str) -> bytes | None:
    """Return the bytes of the design that is attached to a PDF; None where there is none.

    Raises
    ------
    StorageError
        It is protected by a password, or something in it would be larger than 64 MB.
    """
    if not _bounded(data):
        raise StorageError(name, "something in this PDF is larger than the 64 MB that can be opened.")
    if _OTHER_FILTERS.search(data) or _TWICE.search(data):
        raise StorageError(name, "this PDF is packed in a way that is not opened here; export it anew.")
    import pypdfium2

    with PDFIUM_TURN:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                reason = "this PDF is protected by a password; save it without one to open its design."
                raise StorageError(name, reason) from None
            return None
        try:
            return _first_design(document)
        except pypdfium2.PdfiumError:
            return None
        finally:
            document.close()


def _first_design(document: object) -> bytes | None:
    from typing import Any, cast

    pdf = cast("Any", document)
    for at in range(min(pdf.count_attachments(), MOST_ATTACHMENTS)):
        content = bytes(pdf.get_attachment(at).get_data())
        head = content[:_HEAD].lstrip()
        if head.startswith(b"{") and b'"archdraw"' in head:
            return content
    return None


def _bounded(data: bytes) -> bool:
    """Return whether no stream of the file inflates to more than can be opened; nothing of it is kept."""
    for found in _STREAM.finditer(data):
        machine = zlib.decompressobj()
        size, left = 0, data[found.end() : found.end() + _PIECE]
        at = found.end() + len(left)
        try:
            while left and not machine.eof:
                size += len(machine.decompress(left, _PIECE))
                if size > MAX_BYTES:
                    return False
                left = machine.unconsumed_tail
                if not left:
                    left = data[at : at + _PIECE]
                    at += len(left)
        except zlib.error:
            continue
    return True
