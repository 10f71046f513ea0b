"""From the bytes of a file to a design that can be drawn, or one sentence that says why not."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from archdraw.core.digests import sha256_hex
from archdraw.core.model import FORMAT_NAME, FORMAT_VERSION, Design, InvalidRecordError, View
from archdraw.core.records import frozen
from archdraw.core.storage.errors import StorageError, reason_of
from archdraw.core.storage.migrations import migrate
from archdraw.core.storage.repair import MAIN_VIEW, TABLES, repair_design
from archdraw.core.storage.strict_json import MAX_BYTES, decode_text, parse_text, too_deep

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.catalog import Catalog


@frozen
class Opened:
    """A document as it was opened.

    `digest` is the SHA-256 of the bytes in the file, `original` these bytes, so that saving an unedited
    document can write them again. Of one that came out of a picture they are those of the document inside,
    and `from_picture` is true: it has no file that could be saved to.
    """

    design: Design
    digest: str
    repairs: tuple[str, ...] = ()
    read_only: bool = False
    notice: str | None = None
    original: bytes = field(default=b"", repr=False)
    from_picture: bool = False


def starter_design(title: str = "") -> Design:
    """Return an empty document with one view."""
    view = View.unchecked(id=MAIN_VIEW, name="Overview")
    return Design(title=title, views=(view,)) if title else Design.unchecked(title="", views=(view,))


def digest_of(data: bytes) -> str:
    """Return what tells one content of a file from another: its SHA-256, in hexadecimal."""
    return sha256_hex(data)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of at most 64 MB.

    Raises
    ------
    StorageError
        When it does not exist, is no regular file, can't be read, or is too large.
    """
    try:
        # Without O_NONBLOCK, opening a pipe would wait for a writer for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise StorageError(path, "there is no such file.", problem="unreadable") from None
    except (OSError, ValueError) as error:
        raise StorageError(path, f"it can't be read ({reason_of(error)}).", problem="unreadable") from None
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise StorageError(path, "this is a folder; name a file in it.", problem="unreadable")
        if not stat.S_ISREG(status.st_mode):
            raise StorageError(path, "it is not a regular file.", problem="unreadable")
        if status.st_size > MAX_BYTES:
            reason = f"the file has {status.st_size // 1024 // 1024} MB; at most 64 MB can be opened."
            raise StorageError(path, reason)
        with open(handle, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"it can't be read ({reason_of(error)})."
        raise StorageError(path, reason, problem="unreadable") from None
    finally:
        os.close(handle)


def read_design(path: Path, catalog: Catalog | None = None) -> Opened:
    """Open a document, or the one that a picture carries.

    Raises
    ------
    StorageError
        With one sentence, when it can't be used; the file is never touched.
    """
    data = read_bytes(path)
    if data[:1] == b"{":
        return parse_design(data, str(path), catalog)
    from archdraw.core.storage.pictures import design_in, is_picture

    if not is_picture(data):
        return parse_design(data, str(path), catalog)
    opened = parse_design(design_in(data, str(path)), str(path), catalog)
    return replace(opened, from_picture=True)


def parse_design(data: bytes, name: str, catalog: Catalog | None = None) -> Opened:
    """Return the document that the bytes hold; `name` stands in messages.

    Raises
    ------
    StorageError
        As `read_design`.
    """
    text = decode_text(data, name)
    document = parse_text(text, name)
    if not isinstance(document, dict) or document.get("format") != FORMAT_NAME:
        raise StorageError(name, 'this is not an ArchDraw document (it has no "format": "archdraw").')
    version = document.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise StorageError(name, "the version is not a whole number from 1 on.", place="version")
    notice = None
    if version > FORMAT_VERSION:
        notice = (
            f"{name} was made by a newer ArchDraw (file version {version}, this one knows {FORMAT_VERSION}); "
            "it is shown read-only."
        )
        document = {**document, "version": FORMAT_VERSION}
    else:
        document = _migrated(document, name)
    if document.get("version", 1) != version:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    parsed = _validated(text, name, newer=notice is not None)
    check_unique_ids(parsed, name)
    design, repairs = repair_design(parsed, catalog)
    return Opened(design, digest_of(data), repairs, notice is not None, notice, data)


def _migrated(document: dict[str, Any], name: str) -> dict[str, Any]:
    try:
        return migrate(document)
    except LookupError as error:
        raise StorageError(name, f"it can't be brought to today's format: {error.args[0]}.") from None


def _validated(text: str, name: str, *, newer: bool) -> Design:
    try:
        # Strict records take JSON lists as tuples only when they come as JSON.
        return Design.model_validate_json(text)
    except InvalidRecordError as error:
        first = error.problems[0]
        if first.fault == "json_invalid" and "recursion" in first.message:
            raise too_deep(name, text) from None
        place = _path_text(first.place)
        reason = f"{first.message[:1].lower()}{first.message[1:]}."
        more = len(error.problems) - 1
        if more:
            reason = f"{reason[:-1]} (and {more} more)."
        if newer:
            reason = f"it was made by a newer ArchDraw and can't be shown by this one ({reason[:-1]})."
        raise StorageError(name, reason, place=place) from None


def _path_text(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def check_unique_ids(design: Design, name: str) -> None:
    """Refuse a document in which two records carry one id.

    Raises
    ------
    StorageError
        With the place of the second one and that of the first.
    """
    ids = [record.id for table in TABLES for record in getattr(design, table)]
    ids += [note.id for view in design.views for note in view.notes]
    if len(set(ids)) == len(ids):
        return
    seen: dict[str, str] = {}
    places = [
        *(
            (f"{table}[{place}]", record)
            for table in TABLES
            for place, record in enumerate(getattr(design, table))
        ),
        *(
            (f"views.{view.id}.notes[{place}]", note)
            for view in design.views
            for place, note in enumerate(view.notes)
        ),
    ]
    for place, record in places:
        if record.id in seen:
            reason = (
                f"the id “{record.id}” is taken already by {seen[record.id]}; ids are unique in a document."
            )
            raise StorageError(name, reason, place=place)
        seen[record.id] = place
