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
    """Return the titles with "&" before a letter that no other has; the first letters of words first."""
    taken: set[str] = set()
    found = []
    for title in titles:
        plain = title.replace("&", "&&")
        at = next((at for at in _candidates(plain) if plain[at].casefold() not in taken), None)
        if at is None:
            found.append(plain)
        else:
            taken.add(plain[at].casefold())
            found.append(f"{plain[:at]}&{plain[at:]}")
    return found


def _candidates(title: str) -> Iterator[int]:
    starts = [
        at for at, sign in enumerate(title) if sign.isalnum() and (at == 0 or not title[at - 1].isalnum())
    ]
    yield from starts
    yield from (at for at, sign in enumerate(title) if sign.isalpha() and at not in starts)
