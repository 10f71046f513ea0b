"""What all records of a document are: immutable, checked, and faithful to fields they do not know.

They are pydantic models without pydantic's classes: pydantic-core checks and builds them, but nothing of
it is loaded or built before the first value has to be checked. Half the start of the program went into
building model classes otherwise.
"""

from __future__ import annotations

import json
import sys
from functools import lru_cache, reduce
from operator import itemgetter, or_
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeVar, dataclass_transform

from archdraw.core.model.checker import checker
from archdraw.core.model.typing import CONFIG, Schema, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pydantic_core import SchemaValidator


Placed = TypeVar("Placed", bound="Record")


_PLAIN_NAMES = {"None": None, "bool": bool, "float": float, "int": int, "str": str}


class _Required:
    """Stands for the default of a field that has none; equal to nothing."""

    def __repr__(self) -> str:
        return "required"


REQUIRED = _Required()


class Problem(NamedTuple):
    """One value that does not fit: pydantic's name of the fault, where it stands, and what is wrong."""

    fault: str
    place: tuple[int | str, ...]
    message: str


class InvalidRecordError(ValueError):
    """Values that do not make a record; `problems` has at least one entry, in the order of the fields."""

    def __init__(self, kind: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [f"{'.'.join(map(str, one.place)) or kind}: {one.message}" for one in problems]
        super().__init__("; ".join(lines))


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """One immutable piece of a document. Fields it does not know survive opening and saving.

    Attributes
    ----------
    defaults
        Field names in order, each with its default, or REQUIRED.
    tables
        Names of fields that are an empty dictionary by default.
    """

    # The names are those that pydantic-core fills when it builds an instance.
    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")

    defaults: ClassVar[Mapping[str, Any]] = {}
    tables: ClassVar[tuple[str, ...]] = ()
    _validator: ClassVar[SchemaValidator | None] = None
    _usual: ClassVar[dict[str, Any] | None] = None

    def __init_subclass__(cls) -> None:
        own = {name: cls.__dict__.get(name, REQUIRED) for name in _own_annotations(cls)}
        cls.defaults = {**cls.defaults, **own}
        cls.tables = tuple(name for name, usual in cls.defaults.items() if usual == {})
        cls._validator = None
        cls._usual = _usual_values(cls) if len(cls.defaults) >= _MANY_FIELDS else None

    def __init__(self, **values: Any) -> None:
        """Make a record of checked values.

        Raises
        ------
        InvalidRecordError
            When a value does not fit its field, or one is missing.
        """
        if values or REQUIRED in self.defaults.values():
            with _sentences(type(self).__name__):
                self.validator().validate_python(values, self_instance=self)
        else:
            _fill(self, dict(self.defaults), {}, set())

    @classmethod
    def unchecked(cls, **values: Any) -> Self:
        """Return a record of values that are known to fit, as constants do; no checker is loaded for it."""
        made = object.__new__(cls)
        _fill(made, {**cls.defaults, **values}, {}, set(values))
        return made

    @classmethod
    def validator(cls) -> SchemaValidator:
        """Return what checks values for this class; it is built at the first call."""
        if cls._validator is None:
            cls._validator = checker().SchemaValidator(cls.core_schema(), CONFIG)
        return cls._validator

    @classmethod
    def annotations(cls) -> dict[str, Any]:
        """Return the resolved annotation of each field."""
        found: dict[str, Any] = {}
        for kind in reversed(cls.__mro__):
            if issubclass(kind, Record) and kind is not Record:
                for name, text in _own_annotations(kind).items():
                    # The text of our own source: annotations are strings until somebody asks.
                    found[name] = _resolved(text, kind.__module__) if isinstance(text, str) else text
        return found

    @classmethod
    def core_schema(cls) -> Schema:
        """Return the pydantic-core schema of the class."""
        fields: Schema = {}
        for name, annotation in cls.annotations().items():
            schema = schema_of(annotation)
            default = cls.defaults[name]
            if default is not REQUIRED:
                schema = {"type": "default", "schema": schema, **_default_of(default)}
            fields[name] = {"type": "model-field", "schema": schema}
        return {
            "type": "model",
            "cls": cls,
            "strict": False,
            "config": CONFIG,
            "schema": {
                "type": "model-fields",
                "fields": fields,
                "model_name": cls.__name__,
                "extra_behavior": "allow",
            },
            "custom_init": False,
        }

    # -- reading and writing ------------------------------------------------------------------------

    @classmethod
    def model_validate(cls, values: Any) -> Self:
        """Return a record of a dictionary (tuples for lists).

        Raises
        ------
        InvalidRecordError
            When a value does not fit.
        """
        with _sentences(cls.__name__):
            found: Self = cls.validator().validate_python(values)
        return found

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """Return a record of JSON text.

        Raises
        ------
        InvalidRecordError
            When it is no JSON or a value does not fit.
        """
        with _sentences(cls.__name__):
            found: Self = cls.validator().validate_json(text)
        return found

    def model_dump(
        self, *, mode: str = "python", exclude: Collection[str] = (), exclude_defaults: bool = False
    ) -> dict[str, Any]:
        """Return a dictionary of all fields, known and unknown; in the mode "json" tuples become lists."""
        result = {}
        for name, default in self.defaults.items():
            value = self.__dict__[name]
            if name not in exclude and not (exclude_defaults and value == default):
                result[name] = _dumped(value, mode, exclude_defaults=exclude_defaults)
        for name, value in self.extra.items():
            result[name] = _dumped(value, mode, exclude_defaults=exclude_defaults)
        return result

    def model_dump_json(self, *, exclude: Collection[str] = (), exclude_defaults: bool = False) -> str:
        """Return the fields as JSON on one line."""
        content = self.model_dump(mode="json", exclude=exclude, exclude_defaults=exclude_defaults)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    # -- copies -------------------------------------------------------------------------------------

    @property
    def extra(self) -> dict[str, Any]:
        """The fields this version does not know."""
        return self.__pydantic_extra__ or {}

    @property
    def stated(self) -> set[str]:
        """The names of all fields that were given a value, unknown ones included."""
        found: set[str] = self.__pydantic_fields_set__
        return found

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """Return a copy with some fields replaced, unchecked."""
        own = self.__dict__
        # What is kept beside the fields (found once, then remembered) belongs to this record alone.
        values = own.copy() if len(own) == len(self.defaults) else {name: own[name] for name in self.defaults}
        extra, stated = self.__pydantic_extra__, self.__pydantic_fields_set__
        if update:
            if update.keys() <= values.keys():
                values.update(update)
            else:
                extra = {
                    **self.extra,
                    **{name: value for name, value in update.items() if name not in values},
                }
                values.update((name, value) for name, value in update.items() if name in values)
            if not stated.issuperset(update):
                stated = stated.union(update)
        made = object.__new__(type(self))
        # Nobody changes the set and the unknown fields of a record, so copies share them.
        _fill(made, values, extra, stated)
        return made

    @staticmethod
    def column(records: Iterable[Record], name: str) -> list[Any]:
        """Return one field of many records; to ask each of them for it takes several times as long."""
        return list(map(itemgetter(name), map(_GET_VALUES, records)))

    @staticmethod
    def columns(records: Iterable[Record], *names: str) -> list[list[Any]]:
        """Return several fields of many records; the tables in which they stand are asked for once."""
        tables = list(map(_GET_VALUES, records))
        return [list(map(itemgetter(name), tables)) for name in names]

    @staticmethod
    def all_values(records: Iterable[Record], *names: str) -> Iterator[tuple[Any, ...]]:
        """Return some fields of many records, at least two: those of each in a tuple."""
        return map(itemgetter(*names), map(_GET_VALUES, records))

    @staticmethod
    def all_stated(records: Iterable[Record]) -> list[set[str]]:
        """Return `stated` of many records."""
        return list(map(_GET_STATED, records))

    @staticmethod
    def all_extra(records: Iterable[Record]) -> list[dict[str, Any] | None]:
        """Return `extra` of many records, as it is kept: nothing or an empty table where there is none."""
        return list(map(_GET_EXTRA, records))

    @staticmethod
    def all_displaced(records: Iterable[Placed], dx: float, dy: float) -> list[Placed]:
        """Return unchecked copies of records with a place, `x` and `y` so much farther on."""
        # Ten thousand at a time: in one loop, without a call for each.
        new, set_values, set_extra = object.__new__, _SET_VALUES, _SET_EXTRA
        set_stated, set_private = _SET_STATED, _SET_PRIVATE
        found = []
        for record in records:
            own, kind, stated = record.__dict__, type(record), record.__pydantic_fields_set__
            names = kind.defaults
            values = own.copy() if len(own) == len(names) else {name: own[name] for name in names}
            values["x"] += dx
            values["y"] += dy
            made = new(kind)
            set_values(made, values)
            set_extra(made, record.__pydantic_extra__)
            set_stated(made, stated if "x" in stated and "y" in stated else stated | {"x", "y"})
            set_private(made, None)
            found.append(made)
        return found

    def revised(self, **changes: Any) -> Any:
        """Return a checked copy with the named fields changed.

        Raises
        ------
        InvalidRecordError
            When a new value does not fit its field.
        """
        values = {name: self.__dict__[name] for name in self.defaults}
        return type(self)(**{**values, **self.extra, **changes})

    def __copy__(self) -> Self:
        return self.model_copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def share_parts(self, parts: dict[frozenset[str], set[str]]) -> None:
        """Use the same set of stated names and the same empty tables as other records: nobody changes them.

        `parts` are the sets that are in use already. Records of many fields share the table of their names
        too. Of each record there is half as much to keep.
        """
        stated = self.__pydantic_fields_set__
        _SET_STATED(self, parts.setdefault(frozenset(stated), stated))
        if self.__pydantic_extra__ is not None and not self.__pydantic_extra__:
            _SET_EXTRA(self, _NOTHING)
        own = self.__dict__
        for name in self.tables:
            if not own[name]:
                own[name] = self.defaults[name]
        if self._usual is not None:
            values = self._usual.copy()
            for name in stated:
                if name in values:
                    values[name] = own[name]
            if values == own:
                _SET_VALUES(self, values)

    # -- being a value ------------------------------------------------------------------------------

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is a record and can't be changed; use revised().")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is a record and can't be changed; use revised().")

    def __eq__(self, other: object) -> bool:
        if other is self:
            return True
        if not isinstance(other, Record) or type(other) is not type(self):
            return NotImplemented
        mine, theirs = self.__dict__, other.__dict__
        if mine != theirs and any(mine[name] != theirs[name] for name in self.defaults):
            return False
        extra = other.__pydantic_extra__
        return self.__pydantic_extra__ is extra or self.extra == other.extra

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self.defaults)))

    def __repr__(self) -> str:
        shown = {**{name: self.__dict__[name] for name in self.defaults}, **self.extra}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "__pydantic_extra__")[name]
        except (AttributeError, KeyError, TypeError):
            raise AttributeError(f"{type(self).__name__} has no field {name}.") from None

    def __getstate__(self) -> Any:
        values = {name: self.__dict__[name] for name in self.defaults}
        return values, self.extra, self.stated

    def __setstate__(self, state: Any) -> None:
        _fill(self, *state)


class _sentences:  # noqa: N801 - reads as a word after "with"
    """Turns pydantic's error into ours; a class, because placements are made by the thousand."""

    __slots__ = ("_kind",)

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None or error is None:
            return
        if isinstance(error, checker().ValidationError):
            found = error.errors(include_url=False, include_context=False, include_input=False)
            problems = tuple(Problem(one["type"], one["loc"], one["msg"]) for one in found)
            raise InvalidRecordError(self._kind, problems) from None


def _default_of(default: Any) -> Schema:
    """Return a default for the checker. Those of records and dictionaries may be shared: nobody changes them.

    The checker copies what has no hash, slowly; what a factory gives it takes as it is.
    """
    if isinstance(default, dict):
        return {"default_factory": lambda: default}
    return {"default": default, "copy_default": False}


def _usual_values(kind: type[Record]) -> dict[str, Any]:
    """Return the defaults of a class in a dictionary whose copies share the table of the names.

    Python shares it among dictionaries that came about by setting attributes, and their copies; it leaves
    less room for that with each record made, so this has to be the first.
    """
    made = object.__new__(kind)
    for name, value in kind.defaults.items():
        object.__setattr__(made, name, value)
    return made.__dict__


@lru_cache(maxsize=512)
def _resolved(text: str, module: str) -> Any:
    """Return what the text of an annotation means in a module."""
    names = vars(sys.modules[module])
    # Most are names with a bar between: to compile each would take longer than all the rest.
    words = text.split(" | ")
    try:
        return reduce(or_, [names[word] if word in names else _PLAIN_NAMES[word] for word in words])
    except KeyError:
        return eval(text, names)  # noqa: S307 - of our own source


def _own_annotations(kind: type) -> dict[str, Any]:
    found: dict[str, Any] = vars(kind).get("__annotations__", {})
    return found


# The slots' own setters: placements are made by the thousand.
_SET_VALUES = Record.__dict__["__dict__"].__set__
_GET_VALUES = Record.__dict__["__dict__"].__get__
_SET_EXTRA = Record.__dict__["__pydantic_extra__"].__set__
_SET_STATED = Record.__dict__["__pydantic_fields_set__"].__set__
_GET_EXTRA = Record.__dict__["__pydantic_extra__"].__get__
_GET_STATED = Record.__dict__["__pydantic_fields_set__"].__get__
_NOTHING: dict[str, Any] = {}
# From so many fields on, values beside a shared table of names take less room than a dictionary of their own.
_MANY_FIELDS = 8
_SET_PRIVATE = Record.__dict__["__pydantic_private__"].__set__


def _fill(record: Record, values: dict[str, Any], extra: dict[str, Any] | None, stated: set[str]) -> None:
    _SET_VALUES(record, values)
    _SET_EXTRA(record, extra)
    _SET_STATED(record, stated)
    _SET_PRIVATE(record, None)


def _dumped(value: Any, mode: str, *, exclude_defaults: bool) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode=mode, exclude_defaults=exclude_defaults)
    if isinstance(value, dict):
        return {key: _dumped(item, mode, exclude_defaults=exclude_defaults) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        items = [_dumped(item, mode, exclude_defaults=exclude_defaults) for item in value]
        return tuple(items) if mode == "python" and isinstance(value, tuple) else items
    return value
