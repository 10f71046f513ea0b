"""Which state of a design a result belongs to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.digests import sha256_hex_of
from archdraw.core.giving_way import give_way
from archdraw.core.model import LIST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archdraw.core.model import Design, Record

# Where things stand does not count.
_LEFT_OUT = "views"
_IN_PIECES = frozenset(LIST_NAMES)
# Of a design of no more records their text is kept until the next revision, where few of them are others.
_MOST_KEPT = 9000
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def design_revision(design: Design) -> str:
    """Return "sha256:…" over the model, positions left out.

    Canonical JSON: keys sorted, defaults left out, no spaces; views (where things stand) do not count, nor
    does a simulation that the document keeps: it is a result, and says itself which state it belongs to.
    """
    # Piece by piece: the text of a large design, and a dictionary of it, would take more room than it does.
    return "sha256:" + sha256_hex_of(piece.encode("utf-8", "surrogatepass") for piece in _pieces(design))


class _Texts:
    """The text of each record of the last design, by the identity of the record, which is kept with it."""

    def __init__(self) -> None:
        self.known: Mapping[int, tuple[Record, str]] = {}


_TEXTS = _Texts()


def _pieces(design: Design) -> Iterator[str]:
    """Yield the canonical JSON of a design."""
    known, kept = _TEXTS.known, dict[int, tuple["Record", str]]()
    few = sum(len(getattr(design, name)) for name in LIST_NAMES) <= _MOST_KEPT
    before = "{"
    for name, value in sorted(_stated_fields(design).items()):
        yield f"{before}{_ENCODER.encode(name)}:"
        before = ","
        if name not in _IN_PIECES:
            yield _ENCODER.encode(value)
            continue
        between = "["
        for record in value:
            give_way()
            entry = known.get(id(record))
            if entry is None or entry[0] is not record:
                content = record.model_dump(mode="json", exclude_defaults=True)
                entry = record, _ENCODER.encode(content)
            if few:
                kept[id(record)] = entry
            yield between + entry[1]
            between = ","
        yield "]"
    yield "{}" if before == "{" else "}"
    _TEXTS.known = kept


def _stated_fields(design: Design) -> dict[str, Any]:
    """Return what a document says, its lists as they are and all else as it is written down."""
    lists: dict[str, Any] = {name: getattr(design, name) for name in LIST_NAMES if getattr(design, name)}
    rest = design.model_dump(mode="json", exclude={_LEFT_OUT, *LIST_NAMES}, exclude_defaults=True)
    extensions = rest.get("extensions", {})
    if extensions.pop("simulation", None) is not None and not extensions:
        del rest["extensions"]
    return {**rest, **lists}
