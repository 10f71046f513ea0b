"""Values of a drawing by id that all move along when the whole drawing is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Way = tuple[float, float]

T = TypeVar("T")
# Fewer values are freed at once in no time.
_FEW = 100


class Drifting(Generic[T]):
    """A dictionary whose values can all be moved at once, in no time.

    Each value is kept with the way that had been gone when it was put in, and is moved the rest of the way
    when somebody next asks for it.

    Parameters
    ----------
    move
        Returns a value moved by (dx, dy).
    """

    __slots__ = ("_entries", "_move", "_way")

    def __init__(self, move: Callable[[T, float, float], T]) -> None:
        self._move = move
        self._entries: dict[str, tuple[T, Way]] = {}
        self._way: Way = (0.0, 0.0)

    def drift(self, dx: float, dy: float) -> None:
        """Move all values."""
        self._way = (self._way[0] + dx, self._way[1] + dy)

    def get(self, key: str) -> T | None:
        """Return the value under a key where it is now, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        return entry[0] if entry[1] is self._way else self._follow(key, entry)

    def peek(self, key: str) -> tuple[T, float, float] | None:
        """Return the value under a key where it was when somebody last asked, and the way gone since."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        value, (x, y) = entry
        return value, self._way[0] - x, self._way[1] - y

    def pop(self, key: str, default: T | None = None) -> T | None:
        """Take out the value under a key and return it as `get` does."""
        value = self.get(key)
        self._entries.pop(key, None)
        return default if value is None else value

    def copy(self) -> Drifting[T]:
        """Return the same values, which stay where they are when these are moved or forgotten."""
        made = Drifting(self._move)
        made._entries, made._way = dict(self._entries), self._way
        return made

    def missing(self, keys: set[str]) -> set[str]:
        """Return the keys under which there is no value."""
        return keys.difference(self._entries)

    def clear(self) -> None:
        """Forget all values."""
        self._entries.clear()

    def empty(self) -> dict[str, tuple[T, Way]]:
        """Forget all values; return the table that they were in, to be freed when there is time."""
        entries, self._entries = self._entries, {}
        return entries

    def keys(self) -> Iterator[str]:
        """Return all keys, in the order they were put in."""
        return iter(tuple(self._entries))

    def _follow(self, key: str, entry: tuple[T, Way]) -> T:
        value, (x, y) = entry
        moved = self._move(value, self._way[0] - x, self._way[1] - y)
        self._entries[key] = (moved, self._way)
        return moved

    def __getitem__(self, key: str) -> T:
        entry = self._entries[key]
        return entry[0] if entry[1] is self._way else self._follow(key, entry)

    def __setitem__(self, key: str, value: T) -> None:
        self._entries[key] = (value, self._way)

    def __delitem__(self, key: str) -> None:
        del self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Shed:
    """Keeps tables that nobody wants any more until there is time to free what is in them.

    Thousands of lines, forgotten and freed in one go, would be felt.
    """

    __slots__ = ("_tables",)

    def __init__(self) -> None:
        self._tables: list[dict[Any, Any]] = []

    def put(self, table: dict[Any, Any]) -> None:
        """Take a table that nobody else holds."""
        if len(table) > _FEW:
            self._tables.append(table)

    def free(self, count: int) -> None:
        """Free about so many values."""
        tables = self._tables
        while tables and count > 0:
            table = tables[-1]
            for _ in range(min(count, len(table))):
                table.popitem()
                count -= 1
            if not table:
                tables.pop()
