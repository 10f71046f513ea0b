"""Taking the notes of a merge off a document, when all is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace


def settle_merge(desk: Workspace) -> None:
    """Take the list of conflicts out of the document, in one step.

    Raises
    ------
    EditRefused
        When the document is read-only.
    """
    from archdraw.core.merging import without_conflicts

    with desk.change("Settle merge") as store:
        store.change_document(extensions=without_conflicts(desk.design).extensions)
