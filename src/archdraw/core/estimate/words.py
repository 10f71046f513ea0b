"""Words that may be meant while a formula or a unit is being typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.estimate.functions import FUNCTIONS
from archdraw.core.estimate.renaming import written_name
from archdraw.core.estimate.units import USUAL
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.estimate.sheet import Sheet

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_BEHIND_NUMBER = re.compile(r"(?:\d|\d\s|/)\s*\Z")
MOST = 8


@frozen
class Completion:
    """A word to put in place of what was typed, and what it is."""

    word: str
    hint: str


def word_before(text: str, at: int) -> str:
    """Return the part of a word that ends at a place in the text."""
    match = _WORD.search(text[:at])
    return match.group() if match is not None else ""


def formula_words(text: str, at: int, sheet: Sheet, row_id: str) -> tuple[Completion, ...]:
    """Return the rows, functions and units that a word in a formula may become; none for a finished word.

    Behind a number units come first; a row is found by its word and by what it is called.
    """
    typed = word_before(text, at)
    if not typed:
        return ()
    rows = [
        Completion(written_name(key), f"{one.row.name or key} = {one.text or '–'}")
        for key, one in sheet.outcomes.items()
        if key != row_id and _meant(typed, key, one.row.name)
    ]
    rows.sort(key=lambda one: not _begins(one.word, typed))
    functions = [
        Completion(f"{name}(", entry[3]) for name, entry in FUNCTIONS.items() if _begins(name, typed)
    ]
    units = [Completion(unit, "unit") for unit in USUAL if _begins(unit, typed)]
    behind = _BEHIND_NUMBER.search(text[: at - len(typed)]) is not None
    found = [*units, *rows, *functions] if behind else [*rows, *functions, *units]
    return _offered(found, typed)


def unit_words(text: str, at: int, sheet: Sheet, row_id: str) -> tuple[Completion, ...]:
    """Return the units that a typed beginning may become: usual ones and those of the sheet."""
    typed = text[:at].strip()
    if not typed or at < len(text.rstrip()):
        return ()
    used = [one.row.unit for key, one in sheet.outcomes.items() if one.row.unit and key != row_id]
    found = [Completion(unit, "") for unit in dict.fromkeys((*used, *USUAL)) if _begins(unit, typed)]
    return _offered(found, typed)


def completed(text: str, at: int, typed: str, word: str) -> tuple[str, int]:
    """Return the text with a word in place of what was typed, and the place behind it."""
    start = at - len(typed)
    return text[:start] + word + text[at:], start + len(word)


def _offered(found: Iterable[Completion], typed: str) -> tuple[Completion, ...]:
    kept = tuple(found)[:MOST]
    return () if any(one.word == typed for one in kept) else kept


def _begins(word: str, typed: str) -> bool:
    return word.lower().startswith(typed.lower())


def _meant(typed: str, key: str, name: str) -> bool:
    return _begins(key, typed) or any(_begins(word, typed) for word in (*name.split(), *key.split("_")))
