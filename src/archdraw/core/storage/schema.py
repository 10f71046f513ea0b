"""The published JSON Schema of the document format."""

from __future__ import annotations

import functools
import json
import operator
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from archdraw.core.model import REQUIRED, Design, Record

if TYPE_CHECKING:
    from pydantic import BaseModel

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def design_schema() -> dict[str, Any]:
    """Return the JSON Schema of a document, made from the records themselves."""
    schema = pydantic_model(Design).model_json_schema()
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "ArchDraw design document",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """Return the schema as it is printed and published: JSON with a newline at the end."""
    return json.dumps(design_schema(), ensure_ascii=False, indent=2) + "\n"


def pydantic_model(
    kind: type[Record], made: dict[type[Record], type[BaseModel]] | None = None
) -> type[BaseModel]:
    """Return the pydantic model that says the same as a record class: for its schema, and to test against."""
    from pydantic import ConfigDict, create_model

    models = {} if made is None else made
    if kind not in models:
        fields: dict[str, Any] = {}
        for name, annotation in kind.annotations().items():
            default = kind.defaults[name]
            translated = _translated(annotation, models)
            if isinstance(default, Record):
                default = models[type(default)]()
            fields[name] = (translated, ... if default is REQUIRED else default)
        models[kind] = create_model(
            kind.__name__,
            __config__=ConfigDict(extra="allow", strict=True, allow_inf_nan=False, protected_namespaces=()),
            __doc__=kind.__doc__,
            **fields,
        )
    return models[kind]


def _translated(annotation: Any, models: dict[type[Record], type[BaseModel]]) -> Any:
    """Return the annotation with models for records, and pydantic's constraints for ours."""
    from pydantic import Field

    if isinstance(annotation, type) and issubclass(annotation, Record):
        return pydantic_model(annotation, models)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        limits = [Field(**one.stated()) for one in arguments[1:]]
        return Annotated[(_translated(arguments[0], models), *limits)]
    if origin in (Union, UnionType):
        return functools.reduce(operator.or_, (_translated(one, models) for one in arguments))
    if origin in (tuple, dict):
        return origin[tuple(one if one is Ellipsis else _translated(one, models) for one in arguments)]
    return annotation
