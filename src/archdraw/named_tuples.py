"""Classes of named tuples, made in a fifth of the time.

A start defines fifty of them. The standard library compiles the constructor of each and the annotation of
each field, and then changes the class twenty times, after each of which Python looks at all that the class
inherits. Here constructors of as many fields are one piece of code with other names in it, annotations stay
the texts that they are in the source, and all is there before the class is.

Whether that comes out the same depends on the version of Python. So a small class is made both ways first,
and where one has what the other has not, Python makes all of them. Those of other packages it always makes.
"""

from __future__ import annotations

import collections
import typing
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

_OURS = "archdraw."
_META: Any = getattr(typing, "NamedTupleMeta", None)
_own_new: Any = getattr(_META, "__new__", None)
# What stands for NamedTuple among the bases of a class.
_ONLY_BASE = (getattr(typing, "_NamedTuple", None),)
# What a class may not bring along: Python has words for each.
_RESERVED = frozenset(getattr(typing, "_prohibited", ()))
_reads_field: Any = getattr(collections, "_tuplegetter", None)
_GIVEN = frozenset({"__annotations__", "__module__", "__name__"})


def make_named_tuples_at_once() -> None:
    """From now on, make the program's named tuples here."""
    if _META is not None and _META.__new__ is _own_new and _is_alike():
        _META.__new__ = _new


def make_named_tuples_by_python() -> None:
    """Take `make_named_tuples_at_once` back."""
    if _META is not None:
        _META.__new__ = _own_new


def _new(meta: Any, name: str, bases: tuple[Any, ...], content: dict[str, Any]) -> Any:
    """Return a class of named tuples; takes what the standard library's own way takes."""
    if bases == _ONLY_BASE and str(content["__module__"]).startswith(_OURS):
        made = named_tuple(name, content)
        if made is not None:
            return made
    return _own_new(meta, name, bases, content)


def named_tuple(name: str, content: dict[str, Any]) -> Any:
    """Return the class of this content, or None where that takes more than putting it together."""
    annotations = content.get("__annotations__", {})
    fields = tuple(annotations)
    defaults = {field: content[field] for field in fields if field in content}
    ends_with = fields[len(fields) - len(defaults) :] == tuple(defaults)
    texts = all(isinstance(one, str) for one in annotations.values())
    if not (ends_with and texts and _RESERVED.isdisjoint(content)) or any(one[0] == "_" for one in fields):
        return None
    own = {key: value for key, value in content.items() if key not in _GIVEN and key not in defaults}
    return type(
        name,
        (tuple,),
        {
            "__doc__": f"{name}({', '.join(fields)})",
            "__slots__": (),
            "_fields": fields,
            "_field_defaults": defaults,
            "__new__": _constructor(name, annotations, tuple(defaults.values())),
            "_make": classmethod(_made_of),
            "_replace": _replace,
            "__repr__": _representation,
            "_asdict": _as_dict,
            "__getnewargs__": _arguments,
            "__match_args__": fields,
            "__module__": content["__module__"],
            "__annotations__": annotations,
            **{field: _getter(number) for number, field in enumerate(fields)},
            **own,
        },
    )


def _constructor(name: str, annotations: dict[str, str], defaults: tuple[Any, ...]) -> Any:
    code = _constructor_code(len(annotations)).replace(co_varnames=("_cls", *annotations))
    made = FunctionType(code, _SCOPE, "__new__", defaults)
    made.__qualname__ = f"{name}.__new__"
    made.__annotations__ = annotations
    return made


@lru_cache(maxsize=32)
def _constructor_code(count: int) -> CodeType:
    """Return the code of the constructors of all classes with so many fields."""
    values = "".join(f"_{number}, " for number in range(count))
    scope: dict[str, Any] = {}
    exec(f"def __new__(_cls, {values}): return _tuple_new(_cls, ({values}))", scope)  # noqa: S102 - numbers only
    code: CodeType = scope["__new__"].__code__
    return code


@lru_cache(maxsize=32)
def _getter(number: int) -> Any:
    """Return what reads a field; classes share those of the same place."""
    return _reads_field(number, f"Alias for field number {number}")


# -- what all classes share -----------------------------------------------------------------------------

_SCOPE = {"_tuple_new": tuple.__new__, "__builtins__": {}, "__name__": __name__}


def _made_of(cls: Any, iterable: Any) -> Any:
    """Make a new one from a sequence or iterable."""
    result = tuple.__new__(cls, iterable)
    if len(result) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
    return result


def _replace(self: Any, /, **changes: Any) -> Any:
    """Return a new one with other values in some fields."""
    result = self._make(map(changes.pop, self._fields, self))
    if changes:
        raise ValueError(f"Got unexpected field names: {list(changes)!r}")
    return result


def _representation(self: Any) -> str:
    shown = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
    return f"{self.__class__.__name__}({shown})"


def _as_dict(self: Any) -> dict[str, Any]:
    """Return a dictionary from names of fields to their values."""
    return dict(zip(self._fields, self, strict=True))


def _arguments(self: Any) -> tuple[Any, ...]:
    """Return itself as a plain tuple, for copying and pickling."""
    return tuple(self)


def _is_alike() -> bool:
    """Tell whether a small class has the same content either way."""
    content = {"__module__": _OURS, "__annotations__": {"one": "int", "other": "int"}, "other": 2}
    try:
        ours, pythons = named_tuple("Trial", content), _own_new(_META, "Trial", _ONLY_BASE, content)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return bool(vars(ours).keys() == vars(pythons).keys() and ours.__mro__[1:] == pythons.__mro__[1:])
