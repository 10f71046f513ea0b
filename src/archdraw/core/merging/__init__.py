"""Three states of a design made one: both changes of one ancestor, and what they disagree on."""

from archdraw.core.merging.conflicts import (
    CONFLICTS,
    Conflict,
    conflict_sentences,
    open_conflicts,
    without_conflicts,
)
from archdraw.core.merging.merging import Merged, merge_designs

__all__ = [
    "CONFLICTS",
    "Conflict",
    "Merged",
    "conflict_sentences",
    "merge_designs",
    "open_conflicts",
    "without_conflicts",
]
