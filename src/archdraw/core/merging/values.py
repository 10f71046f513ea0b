"""Three-way merge of one record: field by field, objects key by key, lists of names as sets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.merging.conflicts import plain
from archdraw.core.merging.orders import merged_order
from archdraw.core.model import EdgeRoute, Note, Placement, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    # Told of a disagreement: the field ("a.b" inside objects), the value of ours, that of theirs.
    Tell = Callable[[str, Any, Any], None]


class _Absent:
    """Stands for a value that a side does not have."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()
# Lists in which only counts who is in them.
_SETS = frozenset(
    {"tags", "hides", "members", "elements", "hidden_tags", "authors", "reviewers", "shows", "kinds", "adds"}
    | {"highlights"}
)
# Fields that only make sense together. Two who moved the same card do not disagree about the architecture,
# so that is no conflict: it stands where ours put it.
_PLACES: dict[type[Record], tuple[str, ...]] = {
    Placement: ("x", "y", "w", "h"),
    Note: ("x", "y", "w", "h"),
    EdgeRoute: ("route", "points", "source_at", "target_at", "label_at"),
}


def same(first: Any, second: Any) -> bool:
    """Tell whether two values are written alike: to Python 1 and true are equal, and so is another order."""
    if first is second:
        return True
    if first is ABSENT or second is ABSENT or first != second:
        return False
    return json.dumps(plain(first)) == json.dumps(plain(second))


def merge_value(base: Any, ours: Any, theirs: Any, field: str, tell: Tell) -> Any:
    """Return the value that both sides agree on; else that of ours, and `tell` hears of it."""
    if same(ours, theirs) or same(base, theirs):
        return ours
    if same(base, ours):
        return theirs
    if ours is ABSENT or theirs is ABSENT:
        # One took away what the other changed: nothing that was said gets lost.
        tell(field, None if ours is ABSENT else ours, None if theirs is ABSENT else theirs)
        return theirs if ours is ABSENT else ours
    if isinstance(ours, Record) and type(ours) is type(theirs):
        return merge_record(base if type(base) is type(ours) else None, ours, theirs, tell, f"{field}.")
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return merge_objects(base if isinstance(base, dict) else {}, ours, theirs, tell, f"{field}.")
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return _merge_lists(base if isinstance(base, tuple) else (), ours, theirs, field, tell)
    tell(field, ours, theirs)
    return ours


def merge_record(base: Record | None, ours: Record, theirs: Record, tell: Tell, prefix: str = "") -> Any:
    """Return one record of two that were made of one ancestor (None: each side made it anew)."""
    if same(ours, theirs) or (base is not None and same(base, theirs)):
        return ours
    if base is not None and same(base, ours):
        return theirs
    together = _PLACES.get(type(ours), ())
    values: dict[str, Any] = {}
    for name, default in ours.defaults.items():
        if name not in together:
            before = getattr(base, name) if base is not None else default
            values[name] = merge_value(
                before, getattr(ours, name), getattr(theirs, name), prefix + name, tell
            )
    place = ours
    if together and base is not None:
        untouched = all(getattr(ours, name) == getattr(base, name) for name in together)
        place = theirs if untouched else ours
    values |= {name: getattr(place, name) for name in together}
    extra = merge_objects(base.extra if base is not None else {}, ours.extra, theirs.extra, tell, prefix)
    return type(ours)(**{**values, **extra})


def merge_objects(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], tell: Tell, prefix: str = ""
) -> dict[str, Any]:
    """Return an object of both, key by key."""
    found = {
        key: merge_value(
            base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT), prefix + key, tell
        )
        for key in (*ours, *(key for key in theirs if key not in ours))
    }
    kept = {key for key, value in found.items() if value is not ABSENT}
    return {key: found[key] for key in merged_order(list(base), list(ours), list(theirs), kept)}


def _merge_lists(
    base: tuple[Any, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...], field: str, tell: Tell
) -> tuple[Any, ...]:
    sides = (base, ours, theirs)
    if field.rpartition(".")[2] in _SETS and all(isinstance(one, str) for side in sides for one in side):
        kept = {one for one in {*ours, *theirs} if (one in ours and one in theirs) or one not in base}
        return tuple(merged_order(list(base), list(ours), list(theirs), kept))
    if all(hasattr(one, "id") for side in sides for one in side):
        before, mine, yours = ({one.id: one for one in side} for side in sides)
        return tuple(merge_objects(before, mine, yours, tell, f"{field}.").values())
    tell(field, ours, theirs)
    return ours
