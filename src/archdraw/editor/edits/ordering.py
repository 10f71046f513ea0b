"""Who is painted over whom: the order of the document's lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.history import TableName, place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set as AbstractSet

    from archdraw.editor.workspace import Workspace

Shift = Literal["front", "forward", "backward", "back"]
_LABELS: dict[Shift, str] = {
    "front": "Bring to front",
    "forward": "Bring forward",
    "backward": "Send backward",
    "back": "Send to back",
}
_TABLES: tuple[TableName, ...] = ("groups", "components", "connections", "notes")


def shifted(order: Sequence[str], chosen: AbstractSet[str], shift: Shift) -> list[str]:
    """Return the order with the chosen keys moved; later is nearer to the eye, their own order stays."""
    rest = [key for key in order if key not in chosen]
    mine = [key for key in order if key in chosen]
    if shift == "front":
        return rest + mine
    if shift == "back":
        return mine + rest
    result = list(order)
    if shift == "forward":
        for at in range(len(result) - 2, -1, -1):
            if result[at] in chosen and result[at + 1] not in chosen:
                result[at], result[at + 1] = result[at + 1], result[at]
        return result
    for at in range(1, len(result)):
        if result[at] in chosen and result[at - 1] not in chosen:
            result[at], result[at - 1] = result[at - 1], result[at]
    return result


def restack(desk: Workspace, ids: Iterable[str], shift: Shift) -> None:
    """Move elements towards the eye or away from it, each among its own sort."""
    named = set(ids)
    with desk.change(_LABELS[shift]) as store:
        for table in _TABLES:
            keys = named if table != "notes" else {place_key(desk.view_id, one) for one in named}
            order = list(store.table(table))
            chosen = keys.intersection(order)
            if chosen:
                store.reorder(table, shifted(order, chosen, shift))
