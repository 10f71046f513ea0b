"""Components that were added and that no hand has moved since; they may find a better place by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import split_place_key

if TYPE_CHECKING:
    from archdraw.core.history import Changed, Store

PLACED = "Place new components"


class Newcomers:
    """Listens to a store.

    `fresh` are the components inserted in this session and not moved by hand, oldest first; `waiting` those
    among them that were just inserted or connected.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.fresh: dict[str, None] = {}
        self.waiting: set[str] = set()
        self.close = store.listen(self._hear)

    def _hear(self, changed: Changed) -> None:
        if changed.origin == "load":
            self.fresh.clear()
        if changed.origin != "edit":
            self.waiting.clear()
            return
        diff = changed.diff
        if "nodes" in diff and changed.label != PLACED and (self.fresh or self.waiting):
            for key in diff["nodes"].updated:
                self._forget(split_place_key(key)[-1])
        if "components" in diff:
            for key in diff["components"].removed:
                self._forget(key)
            if changed.label.startswith("Insert"):
                self.fresh.update(dict.fromkeys(diff["components"].added))
                self.waiting.update(diff["components"].added)
        if "connections" in diff:
            for _, connection in diff["connections"].added.values():
                self._wait_latest(connection.source, connection.target)

    def _wait_latest(self, *ends: str) -> None:
        """Let the newer of two ends wait, if one is new."""
        newest = next((one for one in reversed(self.fresh) if one in ends), None)
        if newest is not None:
            self.waiting.add(newest)

    def _forget(self, key: str) -> None:
        self.fresh.pop(key, None)
        self.waiting.discard(key)
