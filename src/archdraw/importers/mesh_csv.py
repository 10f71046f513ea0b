"""A network of cables as a table: from, to, availability; a row without `to` is about the node itself."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from archdraw.core.analysis.reliability.mesh import Link, Mesh, MeshError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 16 * 1024 * 1024
_COLUMNS = ("from", "to", "availability")


def read_mesh(path: Path) -> Mesh:
    """Read a file.

    Raises
    ------
    MeshError
        With one sentence: what in the file can't be used, and in which line.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise MeshError(f"The file has {size:,} bytes; more than {MOST_BYTES:,} are not read.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MeshError(f"The file can't be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise MeshError("The file is not text in UTF-8.") from None
    return parse_mesh(text)


def parse_mesh(text: str) -> Mesh:
    """Return the network of a table with the columns from, to, availability (a ratio; 1 where empty).

    A second row for the same two ends is a second cable: its name gets a number.
    """
    rows = csv.reader(io.StringIO(text))
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if missing := [name for name in _COLUMNS if name not in header]:
            raise MeshError(
                f"The first line has to name the columns {', '.join(_COLUMNS)}: {missing[0]} is not there."
            )
        at = [header.index(name) for name in _COLUMNS]
        links: dict[str, Link] = {}
        nodes: dict[str, float] = {}
        for row in rows:
            cells = [row[place].strip() if place < len(row) else "" for place in at]
            if any(row):
                _take(cells, rows.line_num, links, nodes)
    except csv.Error as error:
        raise MeshError(f"Line {rows.line_num} is no table row: {error}.") from None
    if not links and not nodes:
        raise MeshError("The table has no rows.")
    return Mesh(tuple(links.values()), nodes)


def _take(cells: list[str], line: int, links: dict[str, Link], nodes: dict[str, float]) -> None:
    first, second, stated = cells
    if not first:
        raise MeshError(f"Line {line} does not say where the cable starts (from).")
    try:
        availability = float(stated) if stated else 1.0
    except ValueError:
        availability = -1.0
    if not 0.0 <= availability <= 1.0:
        raise MeshError(f"Line {line}: an availability is a number from 0 to 1, not “{stated}”.")
    if not second:
        if first in nodes:
            raise MeshError(f"Line {line}: the node “{first}” was described before.")
        nodes[first] = 1.0 - availability
        return
    name, number = f"{first}–{second}", 2
    while name in links:
        name, number = f"{first}–{second} {number}", number + 1
    links[name] = Link(name, (first, second), 1.0 - availability)
