"""Fields of frozen records that are worked out when they are first read.

A result holds more than anyone looks at: what costs time is put off until it is asked for, and kept from
then on. To whoever reads, compares, copies or pickles the record the field is like any other.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Later:
    """Stands in a field for a value that is not known yet; one may stand in several fields.

    Two threads may ask at once: `found` only reads what is shared, both get the same value.
    """

    __slots__ = ()

    @abstractmethod
    def found(self, name: str) -> Any:
        """Return the value of the field of this name."""


class LaterField:
    """The descriptor of a slot in which a `Later` may stand."""

    __slots__ = ("_name", "_slot")

    def __init__(self, name: str, slot: Any) -> None:
        self._name = name
        self._slot = slot

    def __get__(self, one: object, owner: type | None = None) -> Any:
        if one is None:
            return self
        value = self._slot.__get__(one)
        if isinstance(value, Later):
            value = value.found(self._name)
            self._slot.__set__(one, value)
        return value

    def __set__(self, one: object, value: object) -> None:
        self._slot.__set__(one, value)


def with_later(*names: str) -> Callable[[type[T]], type[T]]:
    """Return a decorator (over `frozen`) that lets the named fields be given as `Later`."""

    def wrap(cls: type[T]) -> type[T]:
        for name in names:
            setattr(cls, name, LaterField(name, cls.__dict__[name]))
        return cls

    return wrap


class _LatePattern:
    """Compiles itself when a method of the pattern is first asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a search pattern that is compiled when it is first used; it is for its methods only."""
    made: Any = _LatePattern(text, flags)
    pattern: re.Pattern[str] = made
    return pattern
