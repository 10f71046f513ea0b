"""Every text of a document and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archdraw.core.history import TableName, place_key, split_place_key
from archdraw.core.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archdraw.core.history import Store

Path = tuple[str | int, ...]
# The fields of each table that people write words in, with what the field is called in a sentence.
_FIELDS: tuple[tuple[TableName, tuple[tuple[str, str], ...]], ...] = (
    ("components", (("name", "name"), ("owner", "owner"), ("tags", "tag"), ("notes", "notes"),
                    ("attributes", "attribute"), ("sources", "source of a figure"))),
    ("groups", (("name", "title"), ("tags", "tag"), ("notes", "notes"), ("attributes", "attribute"))),
    ("connections", (("name", "label"), ("protocol", "protocol"), ("tags", "tag"),
                     ("attributes", "attribute"))),
    ("notes", (("text", "note"),)),
    ("journeys", (("name", "journey"), ("attributes", "attribute of a journey"))),
    ("requirements", (("text", "requirement"),)),
    ("decisions", (("title", "decision"), ("context", "context of a decision"),
                   ("alternatives", "options of a decision"), ("decision", "decision"),
                   ("consequences", "consequences of a decision"))),
    ("risks", (("title", "risk"), ("cause", "cause of a risk"), ("effect", "effect of a risk"),
               ("mitigation", "mitigation of a risk"), ("owner", "owner of a risk"))),
    ("failure_modes", (("title", "failure mode"), ("effect", "effect of a failure"),
                       ("mitigation", "mitigation of a failure"), ("owner", "owner of a failure mode"))),
    ("remediation", (("title", "step of the plan"), ("notes", "notes on a step"),
                     ("owner", "owner of a step"))),
    ("apis", (("path", "interface"), ("request", "request"), ("response", "response"),
              ("notes", "notes of an interface"))),
    ("entities", (("name", "entity"), ("fields", "field of an entity"), ("partition_key", "partition key"),
                  ("notes", "notes of an entity"))),
    ("estimates", (("name", "estimate"),)),
    ("inputs", (("name", "input"), ("source", "source of an input"))),
    ("suppressions", (("reason", "reason of an acceptance"), ("owner", "owner of an acceptance"))),
    ("views", (("name", "view"), ("layers", "layer"), ("steps", "step"))),
    ("document", (("title", "title of the document"), ("description", "description"), ("authors", "author"),
                  ("reviewers", "reviewer"), ("history", "change history"))),
)  # fmt: skip
# Inside records only these are words; ids, kinds and types are not.
_WORDS = frozenset({"name", "caption", "note"})


class TextPlace(NamedTuple):
    """One text: the table and key of its record, the way to it, what it is called, and what it says."""

    table: TableName
    key: str
    path: Path
    what: str
    text: str

    @property
    def element_id(self) -> str:
        """The id of the record."""
        return split_place_key(self.key)[1] if self.table == "notes" else self.key


def all_places(store: Store, view_id: str) -> list[TextPlace]:
    """Return every text that is not empty: what is drawn first, the notes of this view before others."""
    found: list[TextPlace] = []
    for table, fields in _FIELDS:
        records = list(store.table(table).items())
        if table == "notes":
            mine = place_key(view_id, "")
            records.sort(key=lambda entry: not entry[0].startswith(mine))
        for key, record in records:
            for field, what in fields:
                value = getattr(record, field)
                if type(value) is str:
                    if value:
                        found.append(TextPlace(table, key, (field,), what, value))
                elif value:
                    found += (
                        TextPlace(table, key, path, _named(what, path), text)
                        for path, text in _texts(value, (field,))
                    )
    return found


def with_text(value: Any, path: Path, text: str) -> Any:
    """Return a record, list or mapping with the text at the end of a path replaced."""
    if not path:
        return text
    step, rest = path[0], path[1:]
    if isinstance(value, Record):
        return value.revised(**{str(step): with_text(getattr(value, str(step)), rest, text)})
    if isinstance(value, dict):
        return {key: with_text(one, rest, text) if key == step else one for key, one in value.items()}
    changed = (with_text(one, rest, text) if at == step else one for at, one in enumerate(value))
    return list(changed) if isinstance(value, list) else tuple(changed)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts inside a list, mapping or record."""
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, dict):
        yield from _texts_of_mapping(value, path)
    elif isinstance(value, (tuple, list)):
        for at, one in enumerate(value):
            yield from _texts(one, (*path, at))
    elif isinstance(value, Record):
        for name in value.annotations():
            if name in _WORDS:
                yield from _texts(getattr(value, name), (*path, name))


def _texts_of_mapping(value: Mapping[str, object], path: Path) -> Iterator[tuple[Path, str]]:
    for key, one in value.items():
        yield from _texts(one, (*path, key))


def _named(what: str, path: Path) -> str:
    """Return what an attribute is called with its own name: "attribute region"."""
    if what.startswith("attribute") and len(path) > 1:
        return f"{what} {str(path[1]).replace('_', ' ')}"
    return what
