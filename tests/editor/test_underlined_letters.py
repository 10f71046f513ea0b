from __future__ import annotations

from collections import Counter

from hypothesis import given, strategies as st

from archdraw.editor.actions import all_actions
from archdraw.editor.actions.mnemonics import menu_titles, underlined


def letter(title: str) -> str | None:
    at = title.replace("&&", "  ").find("&")
    return title[at + 1].casefold() if at >= 0 else None


def test_each_letter_stands_once_in_its_menu_and_every_entry_has_one() -> None:
    by_action, by_submenu = menu_titles(all_actions())
    menus: dict[tuple[str, str], list[str | None]] = {}
    for action in all_actions():
        menus.setdefault((action.menu, action.submenu), []).append(letter(by_action[action.id]))
    for (menu, _), title in by_submenu.items():
        menus[menu, ""].append(letter(title))
    for letters in menus.values():
        assert max(Counter(one for one in letters if one).values()) == 1
        # An alphabet is soon used up: q, x and z are in no title.
        assert len(letters) - letters.count(None) >= min(len(letters), 20)


def test_the_first_letter_of_a_word_is_taken_first() -> None:
    assert underlined(["Open…", "Open recent", "Save", "Save as…"]) == [
        "&Open…",
        "Open &recent",
        "&Save",
        "Save &as…",
    ]


@given(st.lists(st.text(max_size=12), max_size=40))
def test_titles_stay_what_they_are(titles: list[str]) -> None:
    made = underlined(titles)
    letters = [letter(title) for title in made]
    assert all(count == 1 for one, count in Counter(letters).items() if one is not None)
    unmarked = []
    for title, one in zip(made, letters, strict=True):
        at = title.replace("&&", "  ").find("&")
        plain = title if one is None else title[:at] + title[at + 1 :]
        unmarked.append(plain.replace("&&", "&"))
    assert unmarked == titles
