"""The text of a document: one readable file that lives well in version control."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archdraw.core.model import Design

_INDENT = "  "
_ALWAYS = ("format", "version", "id")
# Each entry of these stands on one line: moving one element changes one line of a diff.
_ONE_LINE_ENTRIES = ("nodes", "edges", "notes")


def design_text(design: Design) -> str:
    """Return the document as it stands in a file: UTF-8 JSON, two spaces, newline at the end.

    Fields equal to their default are left out, fields this version does not know are kept after the
    known ones, lists stay in document order.
    """
    return "".join(_pieces(_plain(design), "", one_line=False)) + "\n"


def _plain(record: Record) -> dict[str, Any]:
    """Return the record's own and unknown fields without those that say nothing."""
    result: dict[str, Any] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name in _ALWAYS or field.is_required() or value != field.get_default(call_default_factory=True):
            result[name] = _plain_value(value)
    for name, value in (record.__pydantic_extra__ or {}).items():
        result[name] = _plain_value(value)
    return result


def _plain_value(value: Any) -> Any:
    if isinstance(value, Record):
        return _plain(value)
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain_value(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _scalar(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _pieces(value: Any, indent: str, *, one_line: bool) -> Iterator[str]:
    if one_line or _scalar(value) or not value:
        yield _flat(value)
    elif isinstance(value, dict):
        yield from _object(value, indent)
    elif all(_scalar(item) for item in value):
        yield _flat(value)
    else:
        yield from _list(value, indent, one_line=False)


def _object(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    inner = indent + _INDENT
    opening = "{\n"
    for key, item in value.items():
        yield f"{opening}{inner}{_flat(key)}: "
        opening = ",\n"
        if key in _ONE_LINE_ENTRIES and item and isinstance(item, (dict, list)):
            yield from _entries(item, inner)
        else:
            yield from _pieces(item, inner, one_line=False)
    yield f"\n{indent}}}"


def _list(value: list[Any], indent: str, *, one_line: bool) -> Iterator[str]:
    inner = indent + _INDENT
    opening = "[\n"
    for item in value:
        yield opening + inner
        opening = ",\n"
        yield from _pieces(item, inner, one_line=one_line)
    yield f"\n{indent}]"


def _entries(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    if isinstance(value, list):
        yield from _list(value, indent, one_line=True)
        return
    inner = indent + _INDENT
    opening = "{\n"
    for key, item in value.items():
        yield f"{opening}{inner}{_flat(key)}: {_flat(item)}"
        opening = ",\n"
    yield f"\n{indent}}}"
