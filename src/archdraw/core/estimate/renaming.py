"""Names of rows as formulas write them: making one from words, and changing one everywhere."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from archdraw.core.estimate.counted import counted_thing
from archdraw.core.estimate.functions import FUNCTIONS
from archdraw.core.estimate.syntax import FormulaError
from archdraw.core.estimate.tokens import tokens_of
from archdraw.core.estimate.units import is_measure, is_unit

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_LONGEST = 40


def symbol_for(name: str, taken: Container[str]) -> str:
    """Return a name for formulas made from words: "Daily users" becomes daily_users.

    Parameters
    ----------
    name
        What the row is called.
    taken
        Ids of the document; words that are units or functions are not used either.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_") or "figure"
    if not stem[0].isalpha():
        stem = f"n_{stem}"
    if not is_free_word(stem):
        stem = f"{stem}_count"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def is_free_word(word: str) -> bool:
    """Tell whether a word means nothing else in a formula: no unit, no function, no thing in the singular.

    A row may be called users although 3 users are a unit: behind a number stands a unit, elsewhere a row.
    """
    if is_unit(word) and counted_thing(word) in (word, word.lower()):
        return False
    return word not in FUNCTIONS and word != "per" and not is_measure(word)


def written_name(row_id: str) -> str:
    """Return a row's id as a formula writes it: in brackets where it is no plain word."""
    return row_id if _PLAIN.match(row_id) else f"[{row_id}]"


def with_names(formula: str, names: Mapping[str, str]) -> str:
    """Return a formula in which rows have other ids; one that can't be read is left as it is."""
    try:
        tokens = tokens_of(formula)
    except FormulaError:
        return formula
    parts: list[str] = []
    at = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        # Behind a number stands a unit, whatever the rows are called.
        unit = before is not None and before.kind == "number"
        if token.kind in ("word", "row") and token.text in names and not (unit and token.kind == "word"):
            parts += (formula[at : token.span[0]], written_name(names[token.text]))
            at = token.span[1]
    return "".join((*parts, formula[at:]))
