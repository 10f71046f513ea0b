"""What an export is asked for, and what it says when it is done or can't be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from archdraw.core.analysis import Analysis
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing.told_wiring import Found
    from archdraw.core.model import Design


class ExportError(Exception):
    """An export could not be made; the text is one sentence for the user."""


class ExportStopped(Exception):  # noqa: N818 - nothing went wrong
    """The export was given up because its caller asked for that; nothing was written."""


@dataclass(frozen=True, slots=True)
class ExportNotes:
    """Sentences on what could not be shown as typed; empty when all is well.

    `beside` are further files, by name, for the folder that the job names.
    """

    warnings: tuple[str, ...] = ()
    beside: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class ExportJob:
    """A design and how to show it.

    Attributes
    ----------
    analysis
        Result for this very state of the design; made when it is needed and not given.
    view_id
        The view to draw; None: the first one. A review shows all views, this one first.
    found
        How connections of that view run on the screen, as far as that is known there (`Scene.found`).
    overlay
        One of `archdraw.report.overlays.OVERLAY_NAMES`, for pictures.
    scale
        Pixels a drawing unit, for pixel pictures.
    day
        The date a review carries.
    version
        Version of the program; empty: the one that runs.
    document_version
        What the review calls its own state, such as "2" or "after the first review".
    large
        Drawings too large for the paper of a review: "fit" gives them a page of their own size, "tile"
        divides them over pages.
    template, logo
        Which kind of review (`archdraw.report.templates`), and a logo (`read_logo`) for its first page.
    file_name, file_digest
        The file the design was read from and the SHA-256 of its bytes, for a review.
    embed
        Whether the file carries the design, so that it opens again.
    folder
        Name of the folder beside the file for pictures that it refers to; empty: there is none.
    progress
        Hears how far a long export is.
    since, since_name
        An earlier version to compare with, for a chapter of a review, and what it is called.
    """

    design: Design
    catalog: Catalog
    day: date
    analysis: Analysis | None = None
    theme: str = "light"
    view_id: str | None = None
    found: Found | None = None
    overlay: str = "none"
    scale: float = 1.0
    paper: str = "A4"
    large: Literal["fit", "tile"] = "fit"
    version: str = ""
    document_version: str = ""
    template: str = "full"
    logo: bytes = b""
    file_name: str = ""
    file_digest: str = ""
    embed: bool = True
    folder: str = ""
    since: Design | None = None
    since_name: str = ""
    should_stop: Callable[[], bool] | None = None
    progress: Callable[[float, str], None] | None = None

    def note(self, share: float, text: str) -> None:
        """Tell how far the work is (0..1) and what comes next; give up where the caller wants that.

        Raises
        ------
        ExportStopped
            `should_stop` said so.
        """
        self.check_stop()
        if self.progress is not None:
            self.progress(share, text)

    def check_stop(self) -> None:
        """Give up where the caller wants that.

        Raises
        ------
        ExportStopped
            `should_stop` said so.
        """
        if self.should_stop is not None and self.should_stop():
            raise ExportStopped("The export was stopped.")


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: `suffix` with its dot, and what makes the bytes."""

    name: str
    suffix: str
    description: str
    make: Callable[[ExportJob], tuple[bytes, ExportNotes]]
