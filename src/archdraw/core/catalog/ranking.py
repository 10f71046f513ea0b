"""How well a kind fits what somebody types into the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.later import late_pattern

if TYPE_CHECKING:
    from archdraw.core.catalog.records import ComponentKind

EXACT, LABEL_PREFIX, WORD_PREFIX, KEYWORD, KEYWORD_PREFIX, INSIDE, SUBSEQUENCE = range(7)

_BREAKS = late_pattern(r"[^a-z0-9+#]+")


def rank(kind: ComponentKind, text: str) -> int | None:
    """Return how well the kind fits the typed text (0 is best), or None where it does not.

    Several words must all fit somewhere; the worst of them decides. An empty text fits everything.
    """
    typed = text.strip().casefold()
    if not typed:
        return EXACT
    whole = _rank_word(kind, typed)
    words = _BREAKS.sub(" ", typed).split()
    if len(words) < 2:
        return whole
    ranks = [_rank_word(kind, word) for word in words]
    found = [place for place in ranks if place is not None and place < SUBSEQUENCE]
    together = max(WORD_PREFIX, *found) if len(found) == len(words) else None
    places = [place for place in (whole, together) if place is not None]
    return min(places) if places else None


def _rank_word(kind: ComponentKind, typed: str) -> int | None:
    label = kind.label.casefold()
    keywords = [keyword.casefold() for keyword in kind.keywords]
    aliases = [alias.casefold() for alias in kind.aliases]
    if typed in aliases or typed in (label, kind.id, kind.default_name.casefold()):
        return EXACT
    if label.startswith(typed) or kind.default_name.casefold().startswith(typed):
        return LABEL_PREFIX
    if any(
        word.startswith(typed) for word in _BREAKS.sub(" ", f"{label} {kind.id.replace('_', ' ')}").split()
    ):
        return WORD_PREFIX
    if typed in keywords:
        return KEYWORD
    if any(word.startswith(typed) for phrase in (*keywords, *aliases) for word in (phrase, *phrase.split())):
        return KEYWORD_PREFIX
    if len(typed) > 2 and (typed in label or any(typed in keyword for keyword in keywords)):
        return INSIDE
    return SUBSEQUENCE if any(_in_order(typed, phrase) for phrase in (label, *keywords)) else None


def _in_order(letters: str, phrase: str) -> bool:
    """Return whether the phrase begins like the letters and has the others in this order."""
    if len(letters) < 3 or phrase[:1] != letters[0]:
        return False
    rest = iter(phrase)
    return all(letter in rest for letter in letters if letter != " ")
