"""Turns the plain data of packs into records, each kind when it is first asked for.

Palette, search and inspector need all kinds, a command-line analysis a handful; building the records of
a kind takes 50 µs, so it is left until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from archdraw.core.catalog.outlines import PathData
from archdraw.core.catalog.records import (
    FIGURE_FIELDS,
    GENERIC_GLYPH,
    AttributeSpec,
    ComponentKind,
    Confidence,
    Figure,
    Glyph,
    GroupKind,
)
from archdraw.core.later import Later

Built = TypeVar("Built")

_CONFIDENCES = {str(confidence): confidence for confidence in Confidence}


class BuiltOnDemand(Mapping[str, Built], Generic[Built]):
    """A read-only mapping that builds each value from its data at the first access, and keeps it."""

    __slots__ = ("_build", "_built", "_data")

    def __init__(self, data: Mapping[str, Any], build: Callable[[Any], Built]) -> None:
        self._data = data
        self._build = build
        self._built: dict[str, Built] = {}

    def __getitem__(self, key: str) -> Built:
        found = self._built.get(key)
        if found is None:
            # setdefault: two threads may build the same value, all of them go on with one.
            found = self._built.setdefault(key, self._build(self._data[key]))
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _FiguresLater(Later):
    """Stands for each figure of a kind until that is read: the palette needs none of them."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def found(self, name: str) -> Figure:
        return decode_figure(self._data[name])


def decode_kind(data: Mapping[str, Any], specs: tuple[AttributeSpec, ...]) -> ComponentKind:
    """Return a kind from its fields; `specs` are all attribute schemas, the kind names positions."""
    fields = dict(data)
    fields.update(dict.fromkeys(FIGURE_FIELDS, _FiguresLater(data)))
    fields["keywords"] = tuple(fields["keywords"])
    fields["aliases"] = tuple(fields["aliases"])
    fields["attributes"] = tuple(map(specs.__getitem__, fields["attributes"]))
    fields["glyph"] = decode_glyph(fields["glyph"])
    return ComponentKind(**fields)


def decode_group(data: Mapping[str, Any], specs: tuple[AttributeSpec, ...]) -> GroupKind:
    """Return a group kind from its fields."""
    fields = dict(data)
    fields["availability"] = decode_figure(fields["availability"])
    fields["attributes"] = tuple(specs[position] for position in fields["attributes"])
    fields["glyph"] = decode_glyph(fields["glyph"])
    return GroupKind(**fields)


def decode_figure(data: list[Any]) -> Figure:
    """Return a figure from [value, unit, confidence, source, note]."""
    value, unit, confidence, source, note = data
    return Figure(value, unit, _CONFIDENCES[confidence], source, note)


def decode_spec(data: Mapping[str, Any]) -> AttributeSpec:
    """Return an attribute schema from its fields."""
    fields = dict(data)
    fields["choices"] = tuple(fields["choices"])
    fields["fields"] = tuple(decode_spec(part) for part in fields["fields"])
    return AttributeSpec(**fields)


def decode_glyph(data: tuple[tuple[PathData, ...], ...] | None) -> Glyph:
    """Return a glyph from its strokes, accents and solids, or the generic one where there is none."""
    return GENERIC_GLYPH if data is None else Glyph(*data)
