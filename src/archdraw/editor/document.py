"""What the editor knows about the file behind the drawing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.history import Changed, Store
    from archdraw.core.storage import Opened


class EditRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Something can't be done to the drawing; the text is one sentence for the user."""


@frozen
class DocumentState:
    """The file of a document.

    `digest` is the SHA-256 of the bytes last read or written, None while there is no file. `saved_depth` is
    how many steps the undo list had when the document was last saved; None once that state can't be reached
    any more. `opened` is how it was read, for saving an unedited document byte for byte.
    """

    path: Path | None = None
    digest: str | None = None
    read_only: bool = False
    saved_depth: int | None = 0
    opened: Opened | None = None

    @property
    def name(self) -> str:
        """The file's name, or what an unsaved document is called."""
        return self.path.name if self.path is not None else "Untitled"

    def after(self, change: Changed, store: Store) -> DocumentState:
        """Return the state after a change: a new edit on an older state cuts off the saved one."""
        saved = self.saved_depth
        if change.origin == "edit" and saved is not None and store.undo_depth <= saved:
            return replace(self, saved_depth=None)
        return self

    def dirty(self, store: Store) -> bool:
        """Tell whether the drawing differs from the file; undoing back to the saved state is clean again."""
        return self.saved_depth != store.undo_depth
