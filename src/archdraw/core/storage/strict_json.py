"""JSON read strictly: size, depth, duplicate keys and numbers that are none are refused with a place."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from archdraw.core.storage.errors import StorageError

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200
_BOM = b"\xef\xbb\xbf"
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(data: bytes, name: str) -> Any:
    """Return the value that the bytes hold.

    Raises
    ------
    StorageError
        As `decode_text` and `parse_text`.
    """
    return parse_text(decode_text(data, name), name)


def parse_text(text: str, name: str) -> Any:
    """Return the value that the text holds.

    Raises
    ------
    StorageError
        For nesting over 200, keys that stand twice, NaN or Infinity, lone surrogates, and anything that
        is not JSON; it names the line or the key.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        reason = f"this is not JSON ({error.msg}, column {error.colno})."
        raise StorageError(name, reason, place=f"line {error.lineno}") from None
    except _DuplicateKeyError as error:
        reason = f"the key “{error.key}” stands twice in one object; remove one of them."
        raise StorageError(name, reason, place=_line_of(text, error.key)) from None
    except RecursionError:
        raise too_deep(name, text) from None
    except ValueError as error:
        raise StorageError(name, f"a number in it can't be used ({error}).") from None
    if "\\u" in text:
        _check_surrogates(value, name)
    return value


class _DuplicateKeyError(Exception):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return result


def _no_constant(text: str) -> NoReturn:
    message = f"{text} is not a number that JSON knows"
    raise ValueError(message)


def decode_text(data: bytes, name: str) -> str:
    """Return the text of the bytes, without a byte order mark.

    Raises
    ------
    StorageError
        For more than 64 MB and for text that is not UTF-8; it names the line.
    """
    if len(data) > MAX_BYTES:
        raise StorageError(name, f"the file has {len(data) // 1024 // 1024} MB; at most 64 MB can be opened.")
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reason = "the text is not UTF-8; save it as UTF-8 and open it again."
        raise StorageError(name, reason, place=f"line {line}") from None


def too_deep(name: str, text: str) -> StorageError:
    """Return the refusal for JSON nested over 200 levels, with the line where it goes too deep."""
    depth = 0
    place = ""
    for match in _STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_DEPTH:
            place = f"line {text.count(chr(10), 0, match.start()) + 1}"
            break
    return StorageError(name, f"it is nested over {MAX_DEPTH} levels deep.", place=place)


def _line_of(text: str, key: str) -> str:
    wanted = json.dumps(key, ensure_ascii=False)
    first = text.find(wanted)
    second = text.find(wanted, first + 1)
    at = second if second >= 0 else first
    return f"line {text.count(chr(10), 0, at) + 1}" if at >= 0 else ""


def _check_surrogates(value: Any, name: str) -> None:
    """Half a surrogate pair can be read but never be written again."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            if _SURROGATE.search(item):
                reason = "a text in it holds half of a surrogate pair, which no file can hold."
                raise StorageError(name, reason)
        elif isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
