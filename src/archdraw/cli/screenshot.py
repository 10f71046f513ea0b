"""`archdraw screenshot`: the real main window as a picture, without a display."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import Annotated, Protocol

import typer

from archdraw.cli.console import UnusableError, say, shown
from archdraw.cli.documents import open_document, require_folder

LARGEST_SIDE = 16_384


class TakeScreenshot(Protocol):
    """What renders the window; the command line itself knows no Qt, so the entry point hands it in."""

    def __call__(
        self,
        file: Path,
        output: Path,
        *,
        size: tuple[int, int],
        scale: float,
        theme: str,
        overlay: str | None,
        select: str | None,
        panel: str | None,
    ) -> None:
        """Write a PNG of the window that shows the file; ValueError carries a sentence for the user."""
        ...


class Theme(enum.StrEnum):
    """Colours of the window."""

    LIGHT = "light"
    DARK = "dark"


def screenshot(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The design.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file to write.")],
    size: Annotated[str, typer.Option(help="Width x height of the window.")] = "1600x1000",
    scale: Annotated[float, typer.Option(min=0.5, max=4, help="Pixels per unit, 2 as on dense screens.")] = 1,
    theme: Annotated[Theme, typer.Option(help="Colours of the window.")] = Theme.LIGHT,
    overlay: Annotated[str | None, typer.Option(help="What the canvas shows on top: utilisation …")] = None,
    select: Annotated[str | None, typer.Option(help="Id of the element to select.")] = None,
    panel: Annotated[str | None, typer.Option(help="The panel to bring to the front.")] = None,
) -> None:
    """Show FILE in the real main window and write a PNG of it; needs Qt, but no display."""
    take: TakeScreenshot | None = context.obj
    if take is None:
        raise UnusableError("this archdraw was started without a window; screenshot needs the whole program.")
    measured = read_size(size)
    if output.suffix.lower() != ".png":
        raise UnusableError(f"{shown(output)}: a screenshot is a PNG; name the output something.png.")
    require_folder(output)
    opened = open_document(file)
    if select is not None and not _stands_in(opened.design, select):
        raise UnusableError(f"{shown(file)}: there is no element “{select}” to select.")
    try:
        take(
            file,
            output,
            size=measured,
            scale=scale,
            theme=theme.value,
            overlay=overlay,
            select=select,
            panel=panel,
        )
    except ValueError as error:
        raise UnusableError(f"{shown(file)}: {error}") from error
    say(f"{shown(output)}: {measured[0]} × {measured[1]} at scale {scale:g}.")


def read_size(text: str) -> tuple[int, int]:
    """Return width and height of a text like 1600x1000.

    Raises
    ------
    UnusableError
        For anything else, and for sides of 0 or more than 16,384.
    """
    match = re.fullmatch(r"([0-9]{1,6})[x×]([0-9]{1,6})", text.strip())
    if match is None:
        raise UnusableError(f"“{text}” is not a size; write width x height like 1600x1000.")
    width, height = int(match[1]), int(match[2])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise UnusableError(f"“{text}” is not a size of a window; each side is 1 to {LARGEST_SIDE:,}.")
    return width, height


def _stands_in(design: object, element: str) -> bool:
    tables = ("component_by_id", "group_by_id", "connection_by_id")
    return any(element in getattr(design, table) for table in tables)
