"""Qt's enumerations, made in a fifth of the time.

The binding makes two hundred of them, with four thousand names, before the window is painted. Python's own
way looks at each name for what only enumerations written by hand can hold: methods, values that count up,
values that no table takes. Those of Qt are lists of names with whole numbers. Here they are made after a
pattern: an enumeration of the same sort that Python made, with other names filled in.

The names are filled in when an enumeration is first asked for anything; most never are. It is then like any
other. The binding's short spelling (`Qt.Key_A` for `Qt.Key.Key_A`) asks nothing of one whose names wait, so
the window fills in the rest when it stands; from then on none waits.

Whether that comes out the same depends on the version of Python. So each sort is tried first: one small
enumeration is made both ways, and where the two differ in anything, Python makes all of that sort.
"""

from __future__ import annotations

import enum
import sys
from functools import lru_cache, reduce
from operator import or_
from threading import RLock
from typing import Any

Pairs = list[tuple[str, int]]
Tables = dict[str, Any]

# What Enum("Name", [("First", 1)]) calls.
_CALLED = "_create_"
_own_create: Any = getattr(enum.EnumType, _CALLED)
_set_in_class = type.__setattr__
_TRIAL = [("Nothing", 0), ("First", 1), ("Second", 2), ("Again", 1), ("Both", 3), ("Far", 64)]
_OF_TYPE = ("__dict__", "__weakref__")
_OF_EACH_CLASS = {*_OF_TYPE, "__module__", *(name for name, _ in _TRIAL)}
# Enumerations whose names are not filled in yet, each with what fills them in.
_waiting: dict[Any, tuple[Any, Pairs, Tables]] = {}
_filling = RLock()
# Holds something as long as enumerations are to wait.
_are_to_wait: set[bool] = set()
_AS_THE_BINDING_ASKS = {"qualname": None, "type": None, "start": 1, "boundary": enum.KEEP}


class Waiting(enum.EnumType):
    """The type of an enumeration until its names are filled in: whatever it is asked for fills them in.

    What `EnumType` answers by looking into the class is answered here first, since Python, having found
    something in a class several times, no longer asks the type of the class.
    """

    __slots__ = ()

    def __getattribute__(cls, name: str) -> Any:
        return getattr(_filled(cls), name)

    def __setattr__(cls, name: str, value: Any) -> None:
        # The binding gives each its full name when it has made it.
        _set_in_class(cls, name, value)

    def __call__(cls, *values: Any, **wishes: Any) -> Any:
        return _filled(cls)(*values, **wishes)

    def __getitem__(cls, name: str) -> Any:
        return _filled(cls)[name]

    def __contains__(cls, value: object) -> bool:
        return value in _filled(cls)

    def __iter__(cls) -> Any:
        return iter(_filled(cls))

    def __reversed__(cls) -> Any:
        return reversed(_filled(cls))

    def __len__(cls) -> int:
        return len(_filled(cls))

    def __dir__(cls) -> list[str]:
        return dir(_filled(cls))

    def __repr__(cls) -> str:
        return repr(_filled(cls))


def _filled(made: Any) -> Any:
    """Return an enumeration with its names filled in, from now on one like those that Python makes."""
    with _filling:
        found = _waiting.pop(made, None)
        if found is not None:
            fill, pairs, tables = found
            fill(made, pairs, tables)
            _set_in_class(made, "__class__", enum.EnumType)
    return made


def fill_in() -> None:
    """Fill in all enumerations that wait."""
    while fill_in_some():
        pass


def fill_in_some(most: int = 200) -> bool:
    """Fill in enumerations that wait, about so many names; tell whether there are more.

    None waits from now on: those that are made later are filled in at once.
    """
    _are_to_wait.clear()
    count = 0
    while _waiting and count < most:
        made = next(reversed(_waiting))
        count += len(_waiting[made][1])
        _filled(made)
    return bool(_waiting)


class Sort:
    """How enumerations of one base class are made: one of `enum`'s own four."""

    def __init__(self, base: Any) -> None:
        self._base = base
        self._flags = issubclass(base, enum.Flag)
        self._taken = {name for one in base.__mro__ for name in vars(one)}
        self.pattern = _made_by_python(base, "Trial", _TRIAL)
        content = vars(self.pattern)
        fixed = {name: value for name, value in content.items() if name not in _OF_EACH_CLASS}
        self._tables = [
            (name, type(value)) for name, value in fixed.items() if isinstance(value, list | dict)
        ]
        self._fixed = fixed
        self._new_member = content["_new_member_"]
        self._with_value = content["_use_args_"]

    def make(self, name: str, pairs: Pairs, module: str) -> Any:
        """Return the enumeration, or None where it takes more than filling in names."""
        values = [value for _, value in pairs]
        if not self._taken.isdisjoint([own_name for own_name, _ in pairs]):
            return None
        fixed = {**self._fixed, "__module__": module}
        if self._flags:
            single = [value for value in dict.fromkeys(values) if _is_single_bit(value)]
            if single != sorted(single) or min(values, default=0) < 0:
                return None
            fixed |= _masks(values, single)
        for table, kind in self._tables:
            fixed[table] = kind()
        made = type.__new__(Waiting, name, (self._base,), fixed)
        _waiting[made] = self._fill, pairs, fixed
        return made if _are_to_wait else _filled(made)

    def _fill(self, made: Any, pairs: Pairs, tables: Tables) -> None:
        shown, members, by_value = (
            tables[name] for name in ("_member_names_", "_member_map_", "_value2member_map_")
        )
        new, with_value, flags = self._new_member, self._with_value, self._flags
        for name, value in pairs:
            member = by_value.get(value)
            if member is None:
                member = new(made, value) if with_value else new(made)
                member._value_ = value
                member._name_ = name
                member.__objclass__ = made
                member._sort_order_ = len(shown)
                by_value[value] = member
                if not flags or _is_single_bit(value):
                    shown.append(name)
            members[name] = member
            _set_in_class(made, name, member)


def make_enumerations_after_patterns() -> None:
    """From now on, make the enumerations that Qt's binding asks for after patterns."""
    setattr(enum.EnumType, _CALLED, _create)
    _are_to_wait.add(True)


def make_enumerations_by_python() -> None:
    """Take `make_enumerations_after_patterns` back."""
    setattr(enum.EnumType, _CALLED, _own_create)
    fill_in()


def _create(base: Any, name: str, names: Any, *, module: str | None = None, **wishes: Any) -> Any:
    """Return a new enumeration; takes what Python's own way takes."""
    if module is None:
        # As Python does: the module that asked, two calls up.
        module = str(sys._getframe(2).f_globals.get("__name__"))  # noqa: SLF001 - there is no other way
        if _is_of_qt(names, wishes):
            sort = _sort_of(base)
            made = sort.make(name, names, module) if sort is not None else None
            if made is not None:
                return made
    return _own_create(base, name, names, module=module, **wishes)


def _is_of_qt(names: Any, wishes: dict[str, Any]) -> bool:
    return (
        isinstance(names, list)
        and wishes == _AS_THE_BINDING_ASKS
        and set(map(type, names)) == {tuple}
        and {type(one[1]) for one in names} == {int}
    )


@lru_cache(maxsize=8)
def _sort_of(base: Any) -> Sort | None:
    """Return the way to make enumerations of a base class, or None where it is not safe."""
    if base not in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag):
        return None
    try:
        sort = Sort(base)
        made = sort.make("Trial", _TRIAL, __name__)
        alike = made is not None and _are_alike(_filled(made), sort.pattern)
        return sort if alike and type(made) is enum.EnumType else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _made_by_python(base: Any, name: str, pairs: Pairs) -> Any:
    return _own_create(base, name, pairs, module=__name__, boundary=enum.KEEP)


def _are_alike(one: Any, other: Any) -> bool:
    """Tell whether two classes of enumerated names have the same content."""
    return _content(one) == _content(other)


def _content(made: Any) -> dict[str, Any]:
    return {name: _shown(value, made) for name, value in vars(made).items() if name not in _OF_TYPE}


def _shown(value: Any, made: Any) -> Any:
    """Return what can be compared of a value in a class."""
    if isinstance(value, made):
        return type(value) is made, {**vars(value), "__objclass__": value.__objclass__ is made}, repr(value)
    if isinstance(value, dict):
        return [(key, _shown(item, made)) for key, item in value.items()]
    if isinstance(value, list):
        return [_shown(item, made) for item in value]
    return value.__func__ if isinstance(value, staticmethod) else value


def _is_single_bit(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0


def _masks(values: list[int], single: list[int]) -> dict[str, int]:
    """Return what a class of flags knows about its bits."""
    every = reduce(or_, values, 0)
    return {
        "_flag_mask_": every,
        "_singles_mask_": reduce(or_, single, 0),
        "_all_bits_": 2 ** every.bit_length() - 1,
    }
