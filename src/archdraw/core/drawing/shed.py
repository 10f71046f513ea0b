"""What was forgotten all at once, freed bit by bit: thousands of lines freed in one go would be felt."""

from __future__ import annotations

from typing import Any

# Fewer values are freed at once in no time.
_FEW = 100


class Shed:
    """Keeps tables that nobody wants any more until there is time to free what is in them."""

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
