"""Frozen records that cost little to define.

The standard library compiles six methods for each frozen dataclass, about a millisecond of every start for
each of a hundred classes. Here the methods are shared, the constructors of all classes with as many fields
are one piece of code with other names in it, and what `dataclasses` itself wants to know of a class (for
`replace`, `fields` and `is_dataclass`, which work as ever) is worked out when it is asked for.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from functools import lru_cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_OWN_FIELDS = "_own_fields_"
_NOT_KEPT = ("__dict__", "__weakref__")
_CLASS_VARIABLE = ("ClassVar", "typing.ClassVar")


class _Part(NamedTuple):
    """What a record has to know of one of its fields."""

    name: str
    default: Any
    factory: Any
    compare: bool
    shown: bool


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
    own = _fields_of(cls)
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
        "__init__": _constructor_when_called(own),
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": _representation,
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": get_state,
        "__setstate__": set_state,
    }
    return _with_slots(cls, own, methods)


@dataclass_transform(field_specifiers=(field, Field))
def slotted(cls: type[T]) -> type[T]:
    """Make a class with slots and a constructor of its annotated fields, for what changes while it is built.

    As `dataclass(slots=True)` does, but one such thing equals only itself.
    """
    own = _fields_of(cls)
    return _with_slots(cls, own, {"__init__": _constructor_when_called(own), "__repr__": _representation})


# -- the class ------------------------------------------------------------------------------------------


def _with_slots(cls: type[T], own: tuple[_Part, ...], methods: dict[str, Any]) -> type[T]:
    """Return the class made anew with slots for its fields, and with the methods it has not got itself.

    All methods are there before the class is: each that is given to a class takes Python a look at all slots.
    """
    content = {**methods, **{name: value for name, value in cls.__dict__.items() if name not in _NOT_KEPT}}
    declared = {name: content.pop(name, MISSING) for name in _declared(cls)}
    inherited = {part.name for base in cls.__mro__[1:] for part in _known_fields(base)}
    content["__slots__"] = tuple(name for name in declared if name not in inherited)
    content["__match_args__"] = tuple(one.name for one in own)
    content["__dataclass_fields__"] = _Described(cls, declared)
    content["__dataclass_params__"] = _PARAMETERS
    content[_OWN_FIELDS] = own
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, content)
    made.__qualname__ = cls.__qualname__
    return made


def _declared(cls: type) -> list[str]:
    return [name for name, text in cls.__annotations__.items() if not str(text).startswith(_CLASS_VARIABLE)]


def _fields_of(cls: type) -> tuple[_Part, ...]:
    """Return the fields of a class that is about to be made, inherited ones first."""
    parts = {part.name: part for base in reversed(cls.__mro__[1:]) for part in _known_fields(base)}
    parts |= {name: _part(name, cls.__dict__.get(name, MISSING)) for name in _declared(cls)}
    return tuple(parts.values())


def _known_fields(base: type) -> tuple[_Part, ...]:
    found: tuple[_Part, ...] = base.__dict__.get(_OWN_FIELDS, ())
    return found


def _part(name: str, default: Any) -> _Part:
    if isinstance(default, Field):
        return _Part(name, default.default, default.default_factory, default.compare, default.repr)
    return _Part(name, default, MISSING, compare=True, shown=True)


class _Described:
    """Stands in `__dataclass_fields__` until somebody asks for it."""

    def __init__(self, cls: type, declared: dict[str, Any]) -> None:
        self._cls = cls
        self._declared = declared
        self._found: dict[str, Field[Any]] | None = None

    def __get__(self, one: object, owner: type | None = None) -> dict[str, Field[Any]]:
        if self._found is None:
            content = {name: value for name, value in self._declared.items() if value is not MISSING}
            content["__annotations__"] = {name: self._cls.__annotations__[name] for name in self._declared}
            content["__module__"] = self._cls.__module__
            # A class without a docstring is given its signature as one, which takes longer than all the rest.
            content["__doc__"] = self._cls.__name__
            kind: Any = type(self._cls)
            twin: Any = kind(self._cls.__name__, self._cls.__bases__, content)
            self._found = dataclass(init=False, repr=False, eq=False)(twin).__dataclass_fields__
        return self._found


class _Parameters:
    """Stands in `__dataclass_params__`: what a class that is made here asks `dataclass` for."""

    def __get__(self, one: object, owner: type | None = None) -> Any:
        return _standard_parameters()


_PARAMETERS = _Parameters()


@lru_cache(maxsize=1)
def _standard_parameters() -> Any:
    plain: Any = type("Plain", (), {"__doc__": "Has no fields."})
    return dataclass(init=False, repr=False, eq=False)(plain).__dataclass_params__


def _values_of(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


# -- its constructor ------------------------------------------------------------------------------------


def _constructor_when_called(own: tuple[_Part, ...]) -> Callable[..., None]:
    """Return a constructor that puts the real one in its place at the first call.

    Half of the records of a start are only defined in it.
    """

    def first(one: Any, *values: Any, **named: Any) -> None:
        home: Any = next((kind for kind in type(one).__mro__ if kind.__dict__.get("__init__") is first), None)
        real = _constructor(home or type(one), own)
        if home is not None:
            home.__init__ = real
        real(one, *values, **named)

    return first


def _constructor(made: type[Any], own: tuple[_Part, ...]) -> Callable[..., None]:
    """Return the one method that has to know the names: it takes them as parameters."""
    scope: dict[str, Any] = {}
    defaults: list[Any] = []
    for number, one in enumerate(own):
        put = getattr(made, one.name).__set__
        scope[f"_set_{number}"] = put if one.factory is MISSING else _set_or_make(put, one.factory)
        default = one.default if one.factory is MISSING else one.factory
        if default is not MISSING:
            defaults.append(default)
        elif defaults:
            raise TypeError(f"The field {one.name} of {made.__name__} has no default; one before it has.")
    code = _constructor_code(len(own)).replace(co_varnames=("_made", *(one.name for one in own)))
    constructor = FunctionType(code, scope, "__init__", tuple(defaults) or None)
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    constructor.__module__ = made.__module__
    constructor.__annotations__ = {**made.__annotations__, "return": None}
    return constructor


def _set_or_make(put: Callable[[Any, Any], None], make: Callable[[], Any]) -> Callable[[Any, Any], None]:
    """Return what sets a field whose default is made anew for each record; `make` stands for that default."""

    def set_field(one: Any, value: Any) -> None:
        put(one, make() if value is make else value)

    return set_field


@lru_cache(maxsize=64)
def _constructor_code(count: int) -> CodeType:
    """Return the code of the constructors of all classes with so many fields."""
    parameters = ", ".join(("_made", *(f"_{number}" for number in range(count))))
    lines = [f"    _set_{number}(_made, _{number})" for number in range(count)]
    scope: dict[str, Any] = {}
    exec(f"def __init__({parameters}):\n" + "\n".join(lines or ["    pass"]), scope)  # noqa: S102 - numbers only
    code: CodeType = scope["__init__"].__code__
    return code


# -- what all records share -----------------------------------------------------------------------------


def _representation(made: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(made, one.name)!r}" for one in made._own_fields_ if one.shown)
    return f"{type(made).__qualname__}({shown})"


def _refuse_setting(_made: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_made: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
