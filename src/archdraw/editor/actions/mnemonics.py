"""The underlined letters of menu entries: one for each entry, each once in its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archdraw.editor.actions.action import Action


def menu_titles(actions: Iterable[Action]) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return the entries with "&" before their letter: by action, and those of submenus by menu and name.

    Where a menu has no letter left for an entry, it has none.
    """
    entries: dict[tuple[str, str], list[str]] = {}
    titles: dict[str, str] = {}
    for action in actions:
        titles[action.id] = action.title
        entries.setdefault((action.menu, action.submenu), []).append(action.id)
    submenus: dict[tuple[str, str], str] = {key: key[1] for key in entries if key[1]}
    by_action: dict[str, str] = {}
    by_submenu: dict[tuple[str, str], str] = {}
    for (menu, submenu), ids in entries.items():
        inside = [titles[one] for one in ids]
        nested = [] if submenu else [key for key in submenus if key[0] == menu]
        marked = iter(underlined([*inside, *(key[1] for key in nested)]))
        by_action.update((one, next(marked)) for one in ids)
        by_submenu.update((key, next(marked)) for key in nested)
    return by_action, by_submenu


def underlined(titles: list[str]) -> list[str]:
    """Return the titles with "&" before a letter that no other has; first letters of words are liked best.

    As many titles as possible get one: where all letters of a title are taken, others make room with
    another of theirs (a largest matching by augmenting paths, O(titles × letters)).
    """
    plain = [title.replace("&", "&&") for title in titles]
    places = [{one[at].casefold(): at for at in reversed(list(_candidates(one)))} for one in plain]
    owner: dict[str, int] = {}

    def give(title: int, seen: set[str]) -> bool:
        letters = list(dict.fromkeys(_letters(plain[title])))
        for letter in letters:
            if letter not in owner:
                owner[letter] = title
                return True
        for letter in letters:
            if letter not in seen:
                seen.add(letter)
                if give(owner[letter], seen):
                    owner[letter] = title
                    return True
        return False

    for title in range(len(plain)):
        give(title, set())
    at_of = {title: places[title][letter] for letter, title in owner.items()}
    return [
        f"{one[: at_of[title]]}&{one[at_of[title] :]}" if title in at_of else one
        for title, one in enumerate(plain)
    ]


def _letters(title: str) -> Iterator[str]:
    """Yield the letters of a title, the best to underline first."""
    yield from (title[at].casefold() for at in _candidates(title))


def _candidates(title: str) -> Iterator[int]:
    starts = [
        at for at, sign in enumerate(title) if sign.isalnum() and (at == 0 or not title[at - 1].isalnum())
    ]
    yield from starts
    yield from (at for at, sign in enumerate(title) if sign.isalpha() and at not in starts)
