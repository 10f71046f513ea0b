"""What a merge could not decide, and how a document keeps it until somebody has.

The value of ours stands in its place; a list in `extensions.merge_conflicts` keeps both, so that the document
opens as ever and nothing is lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.model import Record, element_name
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.model import Design

CONFLICTS = "merge_conflicts"
_LONGEST = 60


@frozen
class Conflict:
    """One disagreement. `field` is "" where one side removed what the other changed or needs.

    `element` is the id of the record ("" for the document); `ours` and `theirs` are plain JSON values.
    """

    element: str
    field: str
    ours: Any
    theirs: Any
    kept: str = "ours"


def kept_in(design: Design, conflicts: Sequence[Conflict]) -> Design:
    """Return the design with the conflicts added to those that it keeps already."""
    if not conflicts:
        return design
    already = design.extensions.get(CONFLICTS, ())
    known = list(already) if isinstance(already, (list, tuple)) else []
    entries = [
        {
            "element": one.element,
            "field": one.field,
            "kept": one.kept,
            "ours": plain(one.ours),
            "theirs": plain(one.theirs),
        }
        for one in conflicts
    ]
    known += [entry for entry in entries if entry not in known]
    return design.model_copy(update={"extensions": {**design.extensions, CONFLICTS: known}})


def open_conflicts(design: Design) -> tuple[Conflict, ...]:
    """Return the conflicts that a document keeps; what does not read as one is passed over."""
    entries = design.extensions.get(CONFLICTS, ())
    if not isinstance(entries, (list, tuple)):
        return ()
    return tuple(
        Conflict(
            one["element"], one["field"], one.get("ours"), one.get("theirs"), str(one.get("kept", "ours"))
        )
        for one in entries
        if isinstance(one, dict) and isinstance(one.get("element"), str) and isinstance(one.get("field"), str)
    )


def without_conflicts(design: Design) -> Design:
    """Return the design without the list of conflicts."""
    rest = {key: value for key, value in design.extensions.items() if key != CONFLICTS}
    return design.model_copy(update={"extensions": rest})


def conflict_sentences(design: Design) -> tuple[str, ...]:
    """Return a sentence for each conflict that the document keeps, naming the element and both values."""
    return tuple(conflict_sentence(design, one) for one in open_conflicts(design))


def conflict_sentence(design: Design, conflict: Conflict) -> str:
    """Return one conflict in a sentence."""
    name = f"“{element_name(design, conflict.element)}”" if conflict.element else "The document"
    if not conflict.field:
        mine, yours = _side(conflict.ours), _side(conflict.theirs)
        return f"{name}: here it was {mine}, there it was {yours}; it was kept."
    field = conflict.field.replace("_", " ")
    return f"{name}: {field} is {_value(conflict.ours)} here and {_value(conflict.theirs)} there."


def _side(word: Any) -> str:
    return word if isinstance(word, str) else "changed"


def _value(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = "not stated" if value is None else text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value
