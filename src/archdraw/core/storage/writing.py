"""The text of a document: one readable file that lives well in version control.

Written for speed as well: 10,000 components and 15,000 connections have to be text in a tenth of a second,
so each class of records has a plan of its fields that is made once.
"""

from __future__ import annotations

import json
import math
from itertools import repeat
from json.encoder import encode_basestring
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from archdraw.core.model import Design, Record, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_INDENT = "  "
_ALWAYS_WRITTEN = ("format", "version")
# Each entry of these fields of a view stands on one line: moving one element changes one line of a diff.
_ONE_LINE_ENTRIES = ("nodes", "edges", "notes", "layers", "steps")
# The reader refuses 200 levels; the records around a free value take fewer than ten of them.
_DEEPEST_FREE_VALUE = 190
_LARGEST_WHOLE = 2**53


def design_text(design: Design) -> str:
    """Return the document as it stands in a file: UTF-8 JSON, two spaces, newline at the end.

    Fields equal to their default are left out, fields this version does not know are kept after the
    known ones, lists stay in document order.

    Raises
    ------
    ValueError, TypeError
        When a free value (an attribute, an extension) holds what JSON can't: NaN, a key that is no text,
        an object of another kind, nesting over 190 levels.
    """
    return "".join(design_parts(design))


def design_parts(design: Design) -> list[str]:
    """Return the same in parts.

    What is megabytes long is put together as seldom as can be: the memory for it takes more time than it.
    """
    return _parts(design, "", "\n")


class _Field(NamedTuple):
    """How one field is written: its key as text, and the default that says nothing."""

    name: str
    head: str
    default: Any
    entry_a_line: bool


class _Never:
    """Equal to nothing, so that a field with this default is always written."""


_FIELDS: dict[type[Record], dict[str, _Field]] = {}
_SAID: dict[tuple[type[Record], frozenset[str]], tuple[_Field, ...]] = {}
_MOST_SAID = 1024
# So many records with the same fields are written field by field, and no more than this at once: their texts
# are put together while they are at hand, and the next ones take the same memory.
_MANY, _AT_ONCE = 16, 1024


def _fields_of(kind: type[Record]) -> dict[str, _Field]:
    if kind in _FIELDS:
        return _FIELDS[kind]
    fields = _FIELDS[kind] = {}
    for name, usual in kind.defaults.items():
        default = _Never() if name in _ALWAYS_WRITTEN else usual
        entry_a_line = kind is View and name in _ONE_LINE_ENTRIES
        fields[name] = _Field(name, f"{encode_basestring(name)}: ", default, entry_a_line)
    return fields


def _said(kind: type[Record], names: frozenset[str]) -> tuple[_Field, ...]:
    """Return the fields that may hold more than their default, in the model's order.

    A field that nobody has set holds its default. Most records set a few of their many fields, and most
    of a class the same ones, so the answer is kept.
    """
    known = _SAID.get((kind, names))
    if known is None:
        if len(_SAID) >= _MOST_SAID:
            _SAID.clear()
        said = names.union(_ALWAYS_WRITTEN) if kind is Design else names
        known = tuple(field for name, field in _fields_of(kind).items() if name in said)
        _SAID[kind, names] = known
    return known


def _record(record: Record, indent: str) -> str:
    return "".join(_parts(record, indent))


def _parts(record: Record, indent: str, tail: str = "") -> list[str]:
    """Return the text of a record over several lines, in parts."""
    start, between = "{\n" + indent + _INDENT, ",\n" + indent + _INDENT
    values = record.__dict__
    parts: list[str] = []
    for name, head, default, entry_a_line in _said(type(record), frozenset(record.stated)):
        value = values[name]
        if value == default:
            continue
        parts += (between if parts else start, head)
        write = _SCALARS.get(type(value))
        if write is not None:
            parts.append(write(value))
        elif entry_a_line and value:
            parts += _entries(value, indent + _INDENT)
        elif _are_records(value):
            parts += _list(value, indent + _INDENT)
        else:
            parts.append(_value(value, indent + _INDENT, 0))
    for key, value in record.extra.items():
        parts += (between if parts else start, f"{_key(key)}: ", _value(value, indent + _INDENT, 0))
    parts.append(f"\n{indent}}}{tail}" if parts else "{}" + tail)
    return parts


def _flat_record(record: Record) -> str:
    values = record.__dict__
    items = []
    for name, head, default, _ in _said(type(record), frozenset(record.stated)):
        value = values[name]
        if value == default:
            continue
        write = _SCALARS.get(type(value))
        items.append(head + (write(value) if write is not None else _flat(value, 0)))
    if record.extra:
        items += [f"{_key(key)}: {_flat(value, 0)}" for key, value in record.extra.items()]
    return "{" + ", ".join(items) + "}"


class _Layout(NamedTuple):
    """How a record is written: what begins, parts and ends its fields, a value, and a record alone."""

    begin: str
    between: str
    end: str
    value: Callable[[Any], str]
    alone: Callable[[Any], str]


def _over_lines(indent: str) -> _Layout:
    inner = indent + _INDENT
    return _Layout(
        f"{{\n{inner}",
        f",\n{inner}",
        f"\n{indent}}}",
        lambda value: _value(value, inner, 0),
        lambda one: _record(one, indent),
    )


def _records(
    records: Sequence[Record], layout: _Layout, around: tuple[str, str, str], keys: Sequence[Any] = ()
) -> list[str]:
    """Return the text of records of one class, each after its key where there are any, in parts.

    `around` is what begins, parts and ends them.
    """
    begin, between, end = around
    plain = _are_plain(keys)
    parts: list[str] = []
    for first in range(0, len(records), _AT_ONCE):
        texts = _texts(records[first : first + _AT_ONCE], layout)
        if keys:
            named = zip(keys[first : first + _AT_ONCE], texts, strict=True)
            texts = [f'"{key}": {text}' if plain else f"{_key(key)}: {text}" for key, text in named]
        parts += (between if parts else begin, between.join(texts))
    parts.append(end)
    return parts


def _texts(records: Sequence[Record], layout: _Layout) -> list[str]:
    """Return the texts of records of one class.

    Of many with the same fields stated, each field is written for all of them at once.
    """
    stated = Record.all_stated(records)
    if stated.count(stated[0]) == len(stated):
        return _rows(records, frozenset(stated[0]), layout)
    groups: dict[frozenset[str], list[int]] = {}
    for row, said in enumerate(stated):
        groups.setdefault(frozenset(said), []).append(row)
    texts = [""] * len(records)
    for names, places in groups.items():
        chosen = [records[row] for row in places]
        for row, text in zip(places, _rows(chosen, names, layout), strict=True):
            texts[row] = text
    return texts


def _rows(records: Sequence[Record], names: frozenset[str], layout: _Layout) -> list[str]:
    """Return the texts of records with the same fields stated; those with a default are written alone."""
    fields = _said(type(records[0]), names)
    if len(records) < _MANY or not fields or any(one.entry_a_line for one in fields):
        return [layout.alone(one) for one in records]
    extras = Record.all_extra(records)
    odd = {row for row, extra in enumerate(extras) if extra} if any(extras) else set()
    parts: list[Iterable[str]] = []
    between = layout.begin
    columns = Record.columns(records, *(field.name for field in fields))
    for field, values in zip(fields, columns, strict=True):
        if field.default in values:
            odd.update(row for row, value in enumerate(values) if value == field.default)
        quote, texts = _column(values, layout.value)
        parts += [repeat(f"{between}{field.head}{quote}"), texts]
        between = quote + layout.between
    rows = list(map("".join, zip(*parts, repeat(quote + layout.end), strict=False)))
    for row in odd:
        rows[row] = layout.alone(records[row])
    return rows


def _column(values: list[Any], write_any: Callable[[Any], str]) -> tuple[str, Iterable[str]]:
    """Return the texts of the values of one field, and what stands before and after each."""
    if type(values[0]) is str and _are_plain(values):
        return '"', values
    kinds = set(map(type, values))
    write = _SCALARS.get(kinds.pop(), write_any) if len(kinds) == 1 else write_any
    if write is _number:
        # Places on a grid come again and again.
        known = {value: _number(value) for value in set(values)}
        return "", map(known.__getitem__, values)
    return "", map(write, values)


def _are_plain(values: Sequence[Any]) -> bool:
    """Tell whether all values are texts in which nothing has to be escaped, as a rule: one look does."""
    try:
        joined = "".join(values)
    except TypeError:
        return False
    return len(encode_basestring(joined)) == len(joined) + 2


def _value(value: Any, indent: str, depth: int) -> str:
    """Return a value over as many lines as it needs."""
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    if _is_record(value):
        return _record(value, indent)
    if not isinstance(value, (dict, tuple, list)) or not value:
        return _flat(value, depth)
    _check_depth(depth)
    inner = indent + _INDENT
    if isinstance(value, dict):
        lines = [f"{inner}{_key(key)}: {_value(item, inner, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if all(type(item) in _SCALARS for item in value):
        return _flat(value, depth)
    if _are_records(value):
        return "".join(_list(value, indent))
    items = [_value(item, inner, depth + 1) for item in value]
    return f"[\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}]"


def _are_records(value: Any) -> bool:
    return isinstance(value, (tuple, list)) and len({*map(type, value)}) == 1 and _is_record(value[0])


def _list(records: Sequence[Record], indent: str) -> list[str]:
    """Return the text of a list of records of one class, each over several lines, in parts."""
    inner = indent + _INDENT
    return _records(records, _over_lines(inner), (f"[\n{inner}", f",\n{inner}", f"\n{indent}]"))


def _entries(value: Any, indent: str) -> list[str]:
    inner = indent + _INDENT
    if isinstance(value, dict):
        around = f"{{\n{inner}", f",\n{inner}", f"\n{indent}}}"
        return _records(list(value.values()), _ON_ONE_LINE, around, list(value))
    return _records(value, _ON_ONE_LINE, (f"[\n{inner}", f",\n{inner}", f"\n{indent}]"))


def _flat(value: Any, depth: int) -> str:
    """Return a value on one line."""
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    if _is_record(value):
        return _flat_record(value)
    if isinstance(value, dict):
        _check_depth(depth)
        items = [f"{_key(key)}: {_flat(item, depth + 1)}" for key, item in value.items()]
        return "{" + ", ".join(items) + "}"
    if isinstance(value, (tuple, list)):
        _check_depth(depth)
        return "[" + ", ".join([_flat(item, depth + 1) for item in value]) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(value: float) -> str:
    # A whole number is written as one: 400, not 400.0, which is how people write them.
    if value.is_integer() and -_LARGEST_WHOLE < value < _LARGEST_WHOLE:
        return int.__repr__(int(value))
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that JSON knows")
    return float.__repr__(value)


def _nothing(_value: None) -> str:
    return "null"


def _truth(value: bool) -> str:
    return "true" if value else "false"


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    float: _number,
    int: int.__repr__,
    bool: _truth,
    NoneType: _nothing,
}


_ON_ONE_LINE = _Layout("{", ", ", "}", lambda value: _flat(value, 0), _flat_record)


def _is_record(value: Any) -> bool:
    # Quicker than isinstance, which is a slow question to a pydantic class.
    return Record in type(value).__mro__


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not a text")
    return encode_basestring(key)


def _check_depth(depth: int) -> None:
    if depth >= _DEEPEST_FREE_VALUE:
        raise ValueError(f"a value is nested over {_DEEPEST_FREE_VALUE} levels deep")
