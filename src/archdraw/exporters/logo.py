"""Reads a logo from a file, so that what is not a small PNG is refused before anything is written."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from archdraw.exporters.job import ExportError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 2_000_000
MOST_PIXELS = 4000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read_logo(path: Path) -> bytes:
    """Return the bytes of a PNG of at most 2 MB and 4,000 pixels a side.

    Raises
    ------
    ExportError
        One sentence: what is wrong with the file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ExportError(f"{path}: the logo can't be read: {error.strerror or error}.") from error
    if not data.startswith(_SIGNATURE):
        raise ExportError(f"{path}: the logo is no PNG; save it as one.")
    if len(data) > MOST_BYTES:
        raise ExportError(f"{path}: the logo is larger than {MOST_BYTES // 1_000_000} MB; make it smaller.")
    # Width and height stand in the first chunk: known before any pixel is unpacked.
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ExportError(
            f"{path}: the logo has {width} × {height} pixels; {MOST_PIXELS} a side are the most."
        )
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise ExportError(f"{path}: the logo is damaged; save it again.") from error
    return data
