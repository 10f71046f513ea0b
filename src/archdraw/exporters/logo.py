"""Reads a logo from a file, so that what is no small picture is refused before anything is written."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from archdraw.exporters.job import ExportError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 2_000_000
MOST_PIXELS = 4000
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read_logo(path: Path) -> bytes:
    """Return a logo as a review takes it: the PNG itself, or an SVG written anew of its shapes.

    A PNG has at most 2 MB and 4,000 pixels a side, an SVG 500 kB; of an SVG nothing but flat shapes is kept.

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
    if data.startswith(PNG_SIGNATURE):
        _check_png(path, data)
        return data
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE")):
        raise ExportError(f"{path}: the logo is neither a PNG nor an SVG; save it as one of them.")
    from archdraw.exporters.vector_logo import LogoError, logo_svg, parse_logo

    try:
        return logo_svg(parse_logo(data))
    except LogoError as error:
        raise ExportError(f"{path}: the logo {error}") from error


def logo_type(logo: bytes) -> str:
    """Return the media type of a logo that was read."""
    return "image/png" if logo.startswith(PNG_SIGNATURE) else "image/svg+xml"


def _check_png(path: Path, data: bytes) -> None:
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
