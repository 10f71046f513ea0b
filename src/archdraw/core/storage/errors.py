"""What storage says when it can't do as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

StorageProblem = Literal["unreadable", "refused", "unwritable", "changed-outside", "damaged"]


class StorageError(Exception):
    """A document could not be opened or saved; the text is one sentence for the user.

    Attributes
    ----------
    name
        The file, as the user named it.
    place
        Where in it: "line 12", "components[3].replicas", or empty.
    reason
        What is wrong and what to do, without file and place.
    problem
        The sort of trouble, for callers that react to it.
    """

    def __init__(
        self, name: str | Path, reason: str, *, place: str = "", problem: StorageProblem = "refused"
    ) -> None:
        self.name = str(name)
        self.place = place
        self.reason = reason
        self.problem: StorageProblem = problem
        super().__init__(f"{self.name}: {place}: {reason}" if place else f"{self.name}: {reason}")


def reason_of(error: Exception) -> str:
    """Return what the system said, without number and path: they stand elsewhere in the sentence."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said[:1].lower() + said[1:] if said else type(error).__name__
