"""What one field of the inspector is: where its value stands, how it is typed in, its default and source."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from archdraw.core.catalog import AttributeSpec, Figure
from archdraw.core.records import frozen

Editor = Literal[
    "number",
    "whole",
    "text",
    "lines",
    "choice",
    "yes_no",
    "switch",
    "list",
    "ids",
    "id",
    "kind",
    "calls",
    "mixed",
    "columns",
]
Path = tuple[str, ...]

# Attribute type -> (editor, unit, scale, words that are taken besides a number)
_EDITORS: dict[str, tuple[Editor, str, float]] = {
    "bool": ("yes_no", "", 1),
    "int": ("whole", "", 1),
    "number": ("number", "", 1),
    "text": ("text", "", 1),
    "choice": ("choice", "", 1),
    "ratio": ("number", "%", 100),
    "duration_s": ("number", "s", 1),
    "bytes": ("number", "bytes", 1),
    "rate_rps": ("number", "req/s", 1),
    "bool_or_number": ("mixed", "", 1),
    "bool_or_id": ("mixed", "", 1),
    "bool_or_text": ("mixed", "", 1),
    "bool_or_record": ("yes_no", "", 1),
    "number_or_choice": ("mixed", "", 1),
}


@frozen
class Field:
    """One value of a record.

    `path` leads to it: a field name, or ("attributes", name[, part]), ("targets", name). What is shown
    is the stored value times `scale`, with `unit` inside the field. `default` is the value used where
    nothing is stated, `default_text` how to say it when that is not a plain figure. `words` are taken
    besides numbers by a "mixed" editor; `choices` are (stored value, shown text). Two `narrow` fields that
    follow each other stand side by side.
    """

    path: Path
    label: str
    editor: Editor
    unit: str = ""
    scale: float = 1.0
    choices: tuple[tuple[object, str], ...] = ()
    words: tuple[str, ...] = ()
    numbers: bool = True
    free_text: bool = False
    default: object | None = None
    default_text: str = ""
    source: str = ""
    confidence: str = ""
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    sourced: bool = False
    narrow: bool = False

    @property
    def key(self) -> str:
        """The path as one word, for names of widgets and undo labels."""
        return ".".join(self.path)

    def with_figure(self, figure: Figure | None) -> Field:
        """Return the field with the default, confidence and source of a catalogue figure."""
        if figure is None or figure.value is None:
            return self
        note = f"{figure.source}. {figure.note}" if figure.note else figure.source
        return replace(self, default=figure.value, confidence=str(figure.confidence), source=note)


@frozen
class SectionSpec:
    """A fold of the inspector: its title and fields, and whether it starts open."""

    title: str
    fields: tuple[Field, ...]
    opened: bool = False


def attribute_fields(specs: tuple[AttributeSpec, ...]) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the fields of a kind's attributes, by the heading they stand under, in the catalogue's order."""
    groups: dict[str, list[Field]] = {}
    for spec in specs:
        groups.setdefault(spec.group or "Details", []).extend(fields_of(spec))
    return tuple((title, tuple(fields)) for title, fields in groups.items())


def fields_of(spec: AttributeSpec, parent: Path = ("attributes",)) -> tuple[Field, ...]:
    """Return the field of an attribute; a record gives one for each of its parts."""
    path = (*parent, spec.name)
    parts = tuple(
        replace(field, label=f"{spec.label}: {field.label.lower()}")
        for part in spec.fields
        for field in fields_of(part, path)
    )
    if spec.type == "record":
        return parts
    return (_field_of(spec, path), *parts)


def _field_of(spec: AttributeSpec, path: Path) -> Field:
    editor, unit, scale = _EDITORS.get(spec.type, ("text", "", 1.0))
    booleans = ("yes", "no") if spec.type.startswith("bool_or") else ()
    choices = tuple((choice, readable(choice)) for choice in spec.choices)
    return Field(
        path=path,
        label=spec.label,
        editor=editor,
        unit=unit or spec.unit,
        scale=scale,
        choices=choices,
        words=(*booleans, *(spec.choices if spec.type == "number_or_choice" else ())),
        numbers=spec.type in ("bool_or_number", "number_or_choice") or editor != "mixed",
        free_text=spec.type in ("bool_or_id", "bool_or_text"),
        default=spec.default,
        source=spec.default_source,
        help=spec.help,
        minimum=spec.minimum,
        maximum=spec.maximum,
    )


def readable(word: object) -> str:
    """Return a stored word as it is shown: "active-active" becomes "Active-active"."""
    text = str(word).replace("_", " ")
    return text[:1].upper() + text[1:]
