"""What is looked for: letters or a regular expression, with or without case and whole words."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.records import frozen
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Texts are looked through as one, with a sign between them that nobody can type.
_BETWEEN = "\x00"
# A regular expression looks at no more of one text, and takes no longer for all of them (s of CPU).
_LONGEST = 20_000
_LIMIT_S = 1.0
_ENDLESS = ("*", "+")


Span = tuple[int, int, int]


@frozen
class Query:
    """What is looked for, and how."""

    text: str = ""
    case: bool = False
    whole: bool = False
    regular: bool = False


class Haystack:
    """The texts to look through, prepared so that each keystroke is answered at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._joined = _BETWEEN.join(one.replace(_BETWEEN, " ") for one in texts)
        self._starts = list(accumulate((len(one) + 1 for one in texts), initial=0))[:-1]
        self._lowered: str | None = None

    def spans(self, query: Query) -> list[Span]:
        """Return where the query is found: number of the text, begin and end in it.

        Raises
        ------
        EditRefused
            With a sentence, when the regular expression is none or could take for ever.
        """
        if not query.text:
            return []
        return list(self._by_pattern(query) if query.regular else self._by_letters(query))

    def _by_letters(self, query: Query) -> Iterator[Span]:
        wanted = query.text.replace(_BETWEEN, " ")
        if query.case:
            joined = self._joined
        else:
            if self._lowered is None:
                self._lowered = _lower(self._joined)
            joined, wanted = self._lowered, _lower(wanted)
        length, starts, find = len(wanted), self._starts, joined.find
        text = begin = end = -1
        at = find(wanted)
        while at >= 0:
            if at >= end:
                text = bisect_right(starts, at) - 1
                begin, end = starts[text], starts[text] + len(self.texts[text])
            if not query.whole or _alone(joined, at, at + length):
                yield text, at - begin, at - begin + length
            at = find(wanted, at + length)

    def _by_pattern(self, query: Query) -> Iterator[Span]:
        pattern = compiled(query)
        end = thread_time() + _LIMIT_S
        for number, text in enumerate(self.texts):
            for match in pattern.finditer(text[:_LONGEST]):
                if match.end() > match.start():
                    yield number, match.start(), match.end()
            if thread_time() > end:
                raise EditRefused("This expression takes too long in this document; write it more simply.")


def compiled(query: Query) -> re.Pattern[str]:
    """Return the regular expression of a query.

    Raises
    ------
    EditRefused
        With a sentence, when it is none or could take for ever.
    """
    if could_take_for_ever(query.text):
        raise EditRefused("A repeat inside a repeat can take for ever; write the expression more simply.")
    text = rf"\b(?:{query.text})\b" if query.whole else query.text
    try:
        return re.compile(text, 0 if query.case else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        reason = str(getattr(error, "msg", "") or "it is too deep")
        raise EditRefused(f"This is no regular expression: {reason}.") from None


def could_take_for_ever(pattern: str) -> bool:
    """Tell whether something without an end, or a choice, is repeated without an end.

    Such expressions can take longer than anybody lives on a short text, and nothing can stop them.
    """
    loose = [False]
    at, closed = 0, False
    while at < len(pattern):
        sign = pattern[at]
        begun = at
        at += 1
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = _end_of_set(pattern, at)
        elif sign == "(":
            loose.append(False)
        elif sign == ")" and len(loose) > 1:
            closed = loose.pop()
            loose[-1] = loose[-1] or closed
            if closed and _repeats(pattern, at):
                return True
        elif sign == "|":
            loose[-1] = len(loose) > 1 or loose[-1]
        elif _repeats(pattern, begun):
            loose[-1] = True
    return False


def _repeats(pattern: str, at: int) -> bool:
    """Tell whether a repeat without an end stands at a place of an expression."""
    if pattern[at : at + 1] in _ENDLESS:
        return True
    counted = re.match(r"\{(\d*),(\d*)\}", pattern[at : at + 24])
    return counted is not None and (not counted.group(2) or int(counted.group(2)) > 50)


def _end_of_set(pattern: str, at: int) -> int:
    at += pattern.startswith("^", at)
    at += pattern.startswith("]", at)
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def _lower(text: str) -> str:
    """Return the text in small letters, as long as it was: some letters would become two."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit stands right before or after a stretch of a text."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")
