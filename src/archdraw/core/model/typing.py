"""From the annotations of a record to what pydantic-core checks values with."""

from __future__ import annotations

from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

Schema = dict[str, Any]
# NaN and infinity are in no record; a number is no text and a flag no number.
CONFIG: Schema = {"strict": True, "allow_inf_nan": False}
_PLAIN: dict[Any, str] = {str: "str", int: "int", float: "float", bool: "bool", NoneType: "none", Any: "any"}


class Limits(NamedTuple):
    """Bounds of a value: numbers (ge, le, gt), texts (pattern, max_length), lists (max_length)."""

    ge: float | None = None
    le: float | None = None
    gt: float | None = None
    pattern: str | None = None
    max_length: int | None = None

    def stated(self) -> Schema:
        """Return the bounds that are stated, by their name."""
        return {name: value for name, value in self._asdict().items() if value is not None}


@lru_cache(maxsize=512)
def schema_of(annotation: Any) -> Schema:
    """Return the pydantic-core schema of a resolved annotation; nobody changes it.

    Raises
    ------
    TypeError
        For an annotation that records do not use.
    """
    if annotation in _PLAIN:
        return {"type": _PLAIN[annotation]}
    record_schema = getattr(annotation, "core_schema", None)
    if record_schema is not None:
        found: Schema = record_schema()
        return found
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        schema = schema_of(arguments[0])
        for limits in arguments[1:]:
            schema = {**schema, **limits.stated()}
        return schema
    if origin is Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin in (Union, UnionType):
        return _union(arguments)
    if origin is dict:
        keys, values = map(schema_of, arguments)
        return {"type": "dict", "keys_schema": keys, "values_schema": values}
    if origin is tuple:
        return _tuple(arguments)
    raise TypeError(f"Records have no fields of the type {annotation!r}.")


def _union(arguments: tuple[Any, ...]) -> Schema:
    choices = [schema_of(one) for one in arguments if one is not NoneType]
    schema = choices[0] if len(choices) == 1 else {"type": "union", "choices": choices}
    return {"type": "nullable", "schema": schema} if NoneType in arguments else schema


def _tuple(arguments: tuple[Any, ...]) -> Schema:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "tuple", "items_schema": [schema_of(arguments[0])], "variadic_item_index": 0}
    return {"type": "tuple", "items_schema": [schema_of(one) for one in arguments]}
