"""Reads values out of a TOML table and says in a sentence what is wrong with them and where."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.records import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ID_PATTERN = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
MAX_TEXT = 2000


class Table:
    """One TOML table; every key must be taken exactly as the schema knows it, `close` refuses the rest.

    Parameters
    ----------
    where
        How an error names the table, e.g. "kinds/service.toml, [availability]".
    values
        The parsed table.
    """

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where = where
        self._values = values
        self._known: set[str] = set()

    def fault(self, key: str, what: str) -> CatalogError:
        """Return the error for one key."""
        return CatalogError(f'{self.where}: "{key}" {what}.')

    def has(self, key: str) -> bool:
        """Return whether the key is there (and count it as known)."""
        self._known.add(key)
        return key in self._values

    def raw(self, key: str) -> Any:
        """Return the value as parsed, or None."""
        self._known.add(key)
        return self._values.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        if not self.has(key):
            if default is None:
                raise self.fault(key, "is missing")
            return default
        value = self._values[key]
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            raise self.fault(key, f"must be a text of at most {MAX_TEXT} letters")
        if default is None and not value.strip():
            raise self.fault(key, "is empty")
        return value

    def texts(self, key: str, most: int = 100) -> list[str]:
        """Return a list of at most `most` texts (empty where the key is absent)."""
        value = self._values[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fault(key, "must be a list of texts")
        if len(value) > most or any(len(item) > 200 for item in value):
            raise self.fault(key, "is too long a list, or has too long a text in it")
        return list(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._values[key] if self.has(key) else default
        if not isinstance(value, bool):
            raise self.fault(key, "must be true or false")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return one of the given words."""
        value = self.text(key, default)
        known = tuple(choices)
        if value not in known:
            raise self.fault(key, f'is "{value}"; it must be one of: {", ".join(known)}')
        return value

    def number(self, key: str, lowest: float | None = 0.0, highest: float | None = None) -> float | None:
        """Return a finite number within the bounds, or None where the key is absent."""
        if not self.has(key):
            return None
        value = self._values[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.fault(key, "must be a number")
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            raise self.fault(key, f"is {value}; it must be {_range_text(lowest, highest)}")
        return float(value)

    def table(self, key: str) -> Table:
        """Return the table below a key (an empty one where it is absent)."""
        value = self._values[key] if self.has(key) else {}
        if not isinstance(value, dict):
            raise self.fault(key, "must be a table")
        return Table(f"{self.where}, [{key}]", value)

    def names(self) -> tuple[str, ...]:
        """Return every key, for tables whose keys are names; they count as known."""
        self._known.update(self._values)
        return tuple(self._values)

    def close(self) -> None:
        """Refuse keys that nothing asked for: mostly they are misspelt."""
        unknown = [key for key in self._values if key not in self._known]
        if unknown:
            known = ", ".join(sorted(self._known))
            raise CatalogError(f'{self.where}: the key "{unknown[0]}" is not known here. Known: {known}.')


def checked_id(where: str, name: str) -> str:
    """Return the name if it can be an id of a kind, pack or attribute.

    Raises
    ------
    CatalogError
        It is not lower-case letters, digits, "_", "." and "-" beginning with a letter.
    """
    if not ID_PATTERN.fullmatch(name):
        raise CatalogError(f'{where}: "{name}" cannot be an id; lower-case letters, digits and "_" make one.')
    return name


def _range_text(lowest: float | None, highest: float | None) -> str:
    if highest is None:
        return f"at least {lowest:g}"
    return f"at most {highest:g}" if lowest is None else f"from {lowest:g} to {highest:g}"
