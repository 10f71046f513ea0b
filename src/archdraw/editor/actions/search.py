"""Finding an action by a few letters of what it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.records import frozen
from archdraw.editor.actions.choices import why_not
from archdraw.editor.chords import tidy_chord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.editor.actions.action import Action
    from archdraw.editor.actions.key_map import KeyMap
    from archdraw.editor.session import Session

# Points of a letter found: at all, right after the one before, at the beginning of a word.
_FOUND, _FOLLOWS, _BEGINS = 1, 6, 8
# Points for a word of the query that a word of the title begins with, as it was typed: "review" is meant by
# "Export review", not by "Rename view".
_AS_TYPED = 6
# Points for the last letter being the end of a word: "high" means "High contrast" before "Higher".
_ENDS = 1
# What a match in the menu's name or in the explanation counts beside one in the title.
_ASIDE = 0.25
# A whole word of the explanation is what somebody meant; letters that happen to stand in a title may not be.
_ASIDE_WHOLE = 0.6
# What a match counts where the command can't be used now: word by word, and in letters here and there.
_NOT_NOW, _NOT_NOW_SCATTERED = 0.9, 0.5
_WHOLE_KEY = 1_000.0


class Match(NamedTuple):
    """How well some letters fit a text, and at which places of it they were found."""

    points: float
    places: tuple[int, ...]


@frozen
class Command:
    """An action as the palette shows it.

    `title` is the action's, or what it does now for one with a tick; `path` the menu it is in; `keys` its
    chords; `reason` why it can't be used now, empty when it can; `places` the letters of the title that
    were found.
    """

    id: str
    title: str
    path: str
    tip: str
    icon: str
    keys: tuple[str, ...]
    reason: str
    checked: bool | None = None
    places: tuple[int, ...] = ()


def path_of(action: Action) -> str:
    """Return the menu of an action as "View › Theme"."""
    return f"{action.menu} › {action.submenu}" if action.submenu else action.menu


def commands_of(actions: Iterable[Action], keys: KeyMap, session: Session) -> tuple[Command, ...]:
    """Return every action with its key and whether it can be used now."""
    return tuple(
        Command(
            action.id,
            action.title.rstrip("…"),
            path_of(action),
            action.tip,
            action.icon,
            keys.keys_of(action.id),
            why_not(action, session),
            action.checked(session),
        )
        for action in actions
    )


def find(commands: Sequence[Command], query: str, recent: Sequence[str] = ()) -> list[Command]:
    """Return the commands that fit, best first.

    Every word of the query has to be found, letter by letter in order, in title, menu or explanation. What
    was used lately comes first without a query and breaks ties with one; what can't be used now comes after
    what fits as well and can.
    """
    words = query.casefold().split()
    ages = {command_id: age for age, command_id in enumerate(recent)}
    if not words:
        return sorted(commands, key=lambda one: ages.get(one.id, len(ages)))
    chord = tidy_chord(query)
    ranked: list[tuple[float, int, Command]] = []
    for command in commands:
        match = _fit(command, words)
        points = match.points + _typed_so(command.title, words) if match is not None else 0.0
        if chord is not None and "+" in query and chord in command.keys:
            points += _WHOLE_KEY
        if points <= 0.0:
            continue
        age = ages.get(command.id, len(ages))
        found = match.places if match is not None else ()
        if command.reason:
            points *= _NOT_NOW if _pieces(found) <= len(words) else _NOT_NOW_SCATTERED
        ranked.append((-points, age, _with_places(command, found)))
    ranked.sort(key=lambda entry: entry[:2])
    return [command for _, _, command in ranked]


def fuzzy(letters: str, text: str) -> Match | None:
    """Return how well `letters` are found in order in `text`, both in lower case, or None.

    Of all ways to find them the best counts: runs of letters and beginnings of words are worth more. Time is
    proportional to the product of both lengths.
    """
    if not letters or len(letters) > len(text):
        return None
    # best[i]: the best way to find the letters so far with the last of them at text[i].
    best: list[Match | None] = [
        Match(_worth(text, at), (at,)) if sign == letters[0] else None for at, sign in enumerate(text)
    ]
    for letter in letters[1:]:
        nxt: list[Match | None] = [None] * len(text)
        ahead: Match | None = None
        for at, sign in enumerate(text):
            before = best[at - 1] if at else None
            if sign == letter:
                run = before and Match(before.points + _FOLLOWS, before.places)
                jump = ahead and Match(ahead.points + _worth(text, at), ahead.places)
                chosen = max((one for one in (run, jump) if one), key=lambda one: one.points, default=None)
                if chosen is not None:
                    nxt[at] = Match(chosen.points, (*chosen.places, at))
            if before is not None and (ahead is None or before.points > ahead.points):
                ahead = before
        best = nxt
    ends = [
        one._replace(points=one.points + (_ENDS if _is_end(text, one.places[-1]) else 0))
        for one in best
        if one is not None
    ]
    found = max(ends, key=lambda one: one.points, default=None)
    # Of two that fit as well the shorter text is meant.
    return found and Match(found.points + 1.0 / len(text), found.places)


def _worth(text: str, at: int) -> int:
    return _BEGINS if at == 0 or not text[at - 1].isalnum() else _FOUND


def _is_end(text: str, at: int) -> bool:
    return at + 1 == len(text) or not text[at + 1].isalnum()


def _fit(command: Command, words: list[str]) -> Match | None:
    title = command.title.casefold()
    aside = f" {command.path} {command.tip} {command.id}".casefold().replace(".", " ")
    points = 0.0
    places: set[int] = set()
    whole = fuzzy("".join(words), title)
    if whole is not None and _dense(whole):
        return whole
    for word in words:
        match = fuzzy(word, title)
        if match is not None and _dense(match):
            points += match.points
            places.update(match.places)
            continue
        # Only words that begin so: letters in the middle of an explanation are found by accident.
        if f" {word}" not in aside:
            return None
        whole_word = re.search(rf"\b{re.escape(word)}\b", aside) is not None
        points += (_ASIDE_WHOLE if whole_word else _ASIDE) * (_BEGINS + _FOLLOWS * (len(word) - 1))
    return Match(points, tuple(sorted(places)))


def _typed_so(title: str, words: list[str]) -> int:
    """Return the points for words of the query that stand in the title as they were typed."""
    spaced = f" {title.casefold()}"
    return _AS_TYPED * sum(f" {word}" in spaced for word in words)


def _pieces(places: tuple[int, ...]) -> int:
    """Return in how many runs of letters side by side something was found."""
    return sum(1 for before, at in zip((-2, *places), places, strict=False) if at - before > 1)


def _dense(match: Match) -> bool:
    """Tell whether letters were found close enough together to be what somebody meant."""
    return match.points >= 3.0 * len(match.places)


def _with_places(command: Command, places: tuple[int, ...]) -> Command:
    from dataclasses import replace

    return replace(command, places=places)
