"""Packs the small objects of a PDF into streams (ISO 32000, 7.5.7 and 7.5.8): a quarter of the bytes.

A tagged document has an object for each cell of each table. As the engine writes them, they would be most of
the file; side by side in a compressed stream they are next to nothing.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise
from typing import NamedTuple

_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY = 20
_KEPT = re.compile(rb"/(?:Root|Info) \d+ 0 R|/ID\s*\[[^]]*\]")
_BEGIN = re.compile(rb"(\d+) 0 obj\n")
# Readers unpack a stream as a whole to get at one object of it.
_PER_STREAM = 400


class _Place(NamedTuple):
    """Where an object is: in the file (kind 1, offset) or in a stream (kind 2, number, index in it)."""

    kind: int
    where: int
    place: int


def packed_pdf(data: bytes) -> bytes:
    """Return the same document with its small objects in compressed streams.

    Parameters
    ----------
    data
        A whole PDF with one plain table of its objects at the end, as the engine writes it.
    """
    start = int(data[data.rindex(b"startxref") :].split()[1])
    table = _TABLE.match(data, start)
    if table is None:
        raise ValueError("The table of objects is not where the file says.")
    size, entries = int(table[1]), table.end()
    offsets = [int(data[at : at + 10]) for at in range(entries + _ENTRY, entries + _ENTRY * size, _ENTRY)]
    trailer = data[data.index(b"<<", entries) + 2 : data.rindex(b">>")]
    out = [data[: min(offsets)]]
    length = len(out[0])
    places: dict[int, _Place] = {}
    small: list[tuple[int, bytes]] = []
    for begin, end in pairwise([*sorted(offsets), start]):
        head = _BEGIN.match(data, begin)
        if head is None:
            raise ValueError("An object is not where the table says.")
        body = data[head.end() : end].removesuffix(b"endobj\n").rstrip()
        if not body.endswith(b"endstream"):
            small.append((int(head[1]), body))
            continue
        places[int(head[1])] = _Place(1, length, 0)
        out.append(data[begin:end])
        length += end - begin
    for first in range(0, len(small), _PER_STREAM):
        group = small[first : first + _PER_STREAM]
        places |= {number: _Place(2, size, index) for index, (number, _) in enumerate(group)}
        places[size] = _Place(1, length, 0)
        out.append(_object(size, *_stream_of(group)))
        length += len(out[-1])
        size += 1
    places[size] = _Place(1, length, 0)
    out.append(_object(size, *_table_of(places, size + 1, trailer)))
    out.append(b"startxref\n%d\n%%%%EOF\n" % length)
    return b"".join(out)


def _stream_of(group: list[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Return dictionary and content of a stream of objects."""
    heads, at = [], 0
    for number, body in group:
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    content = head + b"\n".join(body for _, body in group)
    return b"/Type /ObjStm /N %d /First %d" % (len(group), len(head)), content


def _table_of(places: dict[int, _Place], size: int, trailer: bytes) -> tuple[bytes, bytes]:
    """Return dictionary and content of the stream that says where all objects are."""
    free = _Place(0, 0, 0xFFFF)
    rows = (places.get(number, free) for number in range(size))
    content = b"".join(row.kind.to_bytes(1) + row.where.to_bytes(4) + row.place.to_bytes(2) for row in rows)
    kept = b" ".join(one.group() for one in _KEPT.finditer(trailer))
    return b"/Type /XRef /W [1 4 2] /Size %d %s" % (size, kept), content


def _object(number: int, words: bytes, content: bytes) -> bytes:
    data = zlib.compress(content, 6)
    head = b"%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>>\nstream\n" % (number, words, len(data))
    return b"".join((head, data, b"\nendstream\nendobj\n"))
