"""Pictures that carry their design: put into PNG and SVG, taken out of PNG, SVG and PDF again.

What is taken out of a picture is as hostile as any file: lengths are checked before they are believed, at
most 64 MB are inflated, and XML is read without entities.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from typing import TYPE_CHECKING

from archdraw.core.storage.errors import StorageError
from archdraw.core.storage.strict_json import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURE_ENDINGS = (".svg", ".png", ".pdf")
KEYWORD = "archdraw"
SVG_ID = "archdraw-design"
PDF_KEY = "ArchDrawDesign"
# The best level would take as long as all the rest of a picture, for a tenth less of the document. Of a large
# one, which is a small part of its picture, the second takes half the time of the usual one, like the first.
_PACKING, _QUICK = 5, 2
_LARGE = 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PDF = b"%PDF-"
# Keyword, a NUL, compressed, by zlib, no language, no translated keyword.
_HEAD = KEYWORD.encode() + b"\0\1\0\0\0"
_STREAM = rb"<<([^<>]{0,400}/" + PDF_KEY.encode() + rb" 1[^<>]{0,400})>>\s{0,4}stream\r?\n"
_NONE = "this picture carries no design; only those that ArchDraw exported with their design open again."


def packed(document: bytes) -> bytes:
    """Return the bytes of a document, deflated; the same document gives the same bytes."""
    return zlib.compress(document, _level(len(document)))


def _level(length: int) -> int:
    return _QUICK if length > _LARGE else _PACKING


def with_design(png: bytes, document: bytes) -> bytes:
    """Return a PNG with the document in a text chunk before its end."""
    body = _HEAD + packed(document)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    end = png.rindex(b"IEND") - 4
    return png[:end] + chunk + png[end:]


def svg_text(document: Sequence[str]) -> str:
    """Return the document, given in parts, as the text of the metadata of an SVG."""
    # Bytes of all of it at once would be memory to fetch.
    machine = zlib.compressobj(_level(sum(map(len, document))))
    found = [machine.compress(part.encode()) for part in document]
    return base64.b64encode(b"".join([*found, machine.flush()])).decode("ascii")


def is_picture(data: bytes) -> bool:
    """Tell whether the bytes of a file are a picture that could carry a design."""
    if data.startswith((_PNG, _PDF)):
        return True
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE"))


def design_in(data: bytes, name: str) -> bytes:
    """Return the bytes of the document that a picture carries.

    Raises
    ------
    StorageError
        When it carries none, is damaged, or would be larger than 64 MB.
    """
    if data.startswith(_PDF):
        return _of_pdf(data, name)
    found = _in_png(data, name) if data.startswith(_PNG) else _in_svg(data, name)
    if found is None:
        raise StorageError(name, _NONE)
    return _inflated(found, name)


def _inflated(data: bytes, name: str) -> bytes:
    machine = zlib.decompressobj()
    try:
        document = machine.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise StorageError(name, "the design in this picture is damaged.") from None
    if len(document) > MAX_BYTES:
        raise StorageError(name, "the design in this picture is larger than the 64 MB that can be opened.")
    if not machine.eof:
        raise StorageError(name, "the design in this picture is cut off.")
    return document


def _in_png(data: bytes, name: str) -> bytes | None:
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, start = data[at + 4 : at + 8], at + 8
        end = start + length
        if end + 4 > len(data):
            raise StorageError(name, "this picture is cut off.")
        if kind == b"iTXt" and data.startswith(_HEAD, start, end):
            if struct.unpack_from(">I", data, end)[0] != zlib.crc32(data[at + 4 : end]):
                raise StorageError(name, "the design in this picture is damaged.")
            return data[start + len(_HEAD) : end]
        if kind == b"IEND":
            break
        at = end + 4
    return None


def _of_pdf(data: bytes, name: str) -> bytes:
    """Return the document in a PDF: of the stream that our exports mark, else of what it has attached.

    What follows the end of the stream is left to the inflating.
    """
    problem = StorageError(name, _NONE)
    found = re.search(_STREAM, data)
    if found is not None:
        try:
            return _inflated(data[found.end() :], name)
        except StorageError as error:
            problem = error
    # Another program has written it anew since.
    from archdraw.core.storage.pdf_attachments import attached_design

    attached = attached_design(data, name)
    if attached is None:
        raise problem
    return attached


def _in_svg(data: bytes, name: str) -> bytes | None:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        reason = "it declares entities or a document type, which no drawing of ours does."
        raise StorageError(name, reason) from None
    except (ParseError, ValueError, LookupError) as error:
        raise StorageError(
            name, f"this is neither a design nor a drawing that can be read ({error})."
        ) from None
    for element in root:
        if element.tag.endswith("}metadata") and element.get("id") == SVG_ID:
            try:
                return base64.b64decode("".join((element.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                raise StorageError(name, "the design in this picture is damaged.") from None
    return None
