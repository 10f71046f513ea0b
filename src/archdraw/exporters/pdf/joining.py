"""Letters that join their neighbours, as Arabic is written: each gets the form that its place asks for.

The forms and which letters have them are read of Unicode's own character data.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_ARABIC = re.compile("[\u0600-\u06ff]")
# Two blocks of Unicode hold the forms of letters by their place.
_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_STRETCHER = "\u0640"  # draws the line between letters out; it joins on both sides

# Lam and the four alefs; other pairs that have a sign of their own are a matter of taste.
_NEVER_APART = tuple("\u0644" + alef for alef in "\u0622\u0623\u0625\u0627")


class _Forms(NamedTuple):
    """Of a letter or a pair that is one sign: by place in the word, and what each is made of."""

    single: dict[str, dict[str, str]]
    pairs: dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    single: dict[str, dict[str, str]] = {}
    pairs: dict[str, dict[str, str]] = {}
    for block in _BLOCKS:
        for code in block:
            place, *codes = unicodedata.decomposition(chr(code)).split() or [""]
            letters = "".join(chr(int(one, 16)) for one in codes) if place.startswith("<") else ""
            if len(letters) == 1:
                single.setdefault(letters, {})[place] = chr(code)
            elif letters in _NEVER_APART:
                pairs.setdefault(letters, {})[place] = chr(code)
    return _Forms(single, pairs)


def joined(text: str, drawable: Callable[[str], bool]) -> str:
    """Return a line, still in the order it is read, with each Arabic letter in the form of its place.

    Parameters
    ----------
    text
        One line in reading order. Text without Arabic letters comes back as it is.
    drawable
        Tells whether a font has a form; a letter without stays the plain one.
    """
    if text.isascii() or not _ARABIC.search(text):
        return text
    forms = _forms()
    units = _units(text, forms, drawable)
    plain = [at for at, unit in enumerate(units) if unicodedata.category(unit[0]) != "Mn"]
    after = dict(pairwise(plain))
    before = {later: earlier for earlier, later in after.items()}
    written = []
    for at, unit in enumerate(units):
        own = forms.pairs.get(unit) or forms.single.get(unit, {})
        back = at in before and _joins_on(units[before[at]], forms) and "<final>" in own
        on = at in after and "<initial>" in own and _joins_back(units[after[at]], forms)
        place = "<medial>" if back and on else "<final>" if back else "<initial>" if on else "<isolated>"
        form = own.get(place, unit)
        written.append(form if drawable(form) else unit)
    return "".join(written)


def _units(text: str, forms: _Forms, drawable: Callable[[str], bool]) -> list[str]:
    """Split into letters, and pairs that are one sign."""
    units: list[str] = []
    for character in text:
        pair = units[-1] + character if units else ""
        if pair in forms.pairs and all(map(drawable, forms.pairs[pair].values())):
            units[-1] = pair
        else:
            units.append(character)
    return units


def _joins_on(unit: str, forms: _Forms) -> bool:
    return unit == _STRETCHER or "<initial>" in forms.single.get(unit, {})


def _joins_back(unit: str, forms: _Forms) -> bool:
    return unit == _STRETCHER or "<final>" in (forms.pairs.get(unit) or forms.single.get(unit, {}))
