"""Frozen records that cost little to define.

The standard library compiles six methods for each frozen dataclass, about a millisecond of every start for
each of a hundred classes. Here only the constructor is compiled; the other methods are shared. `replace`,
`fields` and `is_dataclass` of `dataclasses` work as ever.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field, Field))
def frozen(cls: type[T]) -> type[T]:
    """Make an immutable class of its annotated fields, as `dataclass(frozen=True, slots=True)` does.

    Parameters
    ----------
    cls
        A class with annotated fields; defaults and `dataclasses.field` as in a dataclass.

    Returns
    -------
    type
        The class with slots, constructor, equality, hash, repr, copying and pickling.
    """
    # A class without a docstring would be given its signature as one, which takes longer than all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    own = fields(made)  # type: ignore[arg-type]  # made by dataclass on the line above
    names = tuple(one.name for one in own)
    compared = _values_of(tuple(one.name for one in own if one.compare))

    def equal(self: T, other: object) -> Any:
        if other is self:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def hashed(self: T) -> int:
        return hash(compared(self))

    def get_state(self: T) -> list[Any]:
        return [getattr(self, name) for name in names]

    def set_state(self: T, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    methods = {
        "__init__": _constructor_when_called(made, own),
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": _representation,
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": get_state,
        "__setstate__": set_state,
    }
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


@dataclass_transform(field_specifiers=(field, Field))
def slotted(cls: type[T]) -> type[T]:
    """Make a class with slots and a constructor of its annotated fields, for what changes while it is built.

    As `dataclass(slots=True)` does, but one such thing equals only itself.
    """
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, method in {
        "__init__": _constructor_when_called(made, fields(made)),  # type: ignore[arg-type]  # made on the line above
        "__repr__": _representation,
    }.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _values_of(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _constructor_when_called(made: type[Any], own: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Return a constructor that compiles the real one in its place at the first call.

    Half of the records of a start are only defined in it.
    """

    def first(one: Any, *values: Any, **named: Any) -> None:
        real = _constructor(made, own)
        if made.__dict__.get("__init__") is first:
            made.__init__ = real
        real(one, *values, **named)

    return first


def _constructor(made: type[Any], own: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Compile the one method that has to know the names: it takes them as parameters."""
    scope: dict[str, Any] = {}
    parameters, lines = [], []
    for one in own:
        name = one.name
        scope[f"_set_{name}"] = getattr(made, name).__set__
        value = name
        if one.default is not MISSING:
            scope[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        elif one.default_factory is not MISSING:
            scope[f"_default_{name}"] = one.default_factory
            parameters.append(f"{name}=_default_{name}")
            value = f"_default_{name}() if {name} is _default_{name} else {name}"
        else:
            parameters.append(name)
        lines.append(f"    _set_{name}(_made, {value})")
    text = f"def __init__({', '.join(('_made', *parameters))}):\n" + "\n".join(lines or ["    pass"])
    exec(text, scope)  # noqa: S102 - the names of fields only, as in the standard library's dataclasses
    constructor: Callable[..., None] = scope["__init__"]
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    constructor.__module__ = made.__module__
    constructor.__annotations__ = {**made.__annotations__, "return": None}
    return constructor


def _representation(made: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(made, one.name)!r}" for one in fields(made) if one.repr)
    return f"{type(made).__qualname__}({shown})"


def _refuse_setting(_made: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_made: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
