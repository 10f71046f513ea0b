"""Which key does what: the defaults of the action table, and what the user has made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import MENUS
from archdraw.editor.chords import strokes_of, tidy_chord
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from archdraw.editor.actions.action import Action

# Keys that end gestures and modes, or hold the hand: no action can have them.
RESERVED: dict[str, str] = {
    "Escape": "Escape always cancels",
    "Space": "Space holds the hand that pulls the drawing",
    "Menu": "The menu key opens the menu of the selection",
}


def menu_letters() -> dict[str, str]:
    """Return the letter that opens each menu together with Alt: the first that no menu before it has."""
    letters: dict[str, str] = {}
    for menu in MENUS:
        taken = letters.values()
        letters[menu] = next((one for one in menu.upper() if one not in taken), "")
    return letters


def reserved(chord: str) -> str:
    """Return why no action can have a chord, or nothing where it is free to be given."""
    for stroke in strokes_of(chord):
        if stroke in RESERVED:
            return f"{RESERVED[stroke]}; it can’t be given to a command."
        for menu, letter in menu_letters().items():
            if stroke == f"Alt+{letter}":
                return f"{stroke} opens the menu {menu}; it can’t be given to a command."
    return ""


class KeyMap:
    """The keys of every action: the user's where there are any, else those of the table.

    No chord ever stands for two actions, and none of one stroke begins one of two. Where a file says
    otherwise, the user's own key wins over a default, and of two of the user's own the one that comes first
    in the table.
    """

    def __init__(
        self, actions: Iterable[Action], own: Mapping[str, tuple[str, ...]] | None = None, problem: str = ""
    ) -> None:
        self._actions = {action.id: action for action in actions}
        self._own: dict[str, tuple[str, ...]] = dict(own or {})
        self.problem = problem
        self._keys: dict[str, tuple[str, ...]] = {}
        self._by_chord: dict[str, Action] = {}
        # First strokes, and who needs them; a chord of one stroke is no first stroke of another.
        self._beginnings: dict[str, Action] = {}
        self._listeners: list[Callable[[], None]] = []
        self._settle()

    @property
    def own(self) -> dict[str, tuple[str, ...]]:
        """What the user has changed, by action; ids that this table lacks are kept."""
        return dict(self._own)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change."""
        self._listeners.append(listener)

    # -- asking --------------------------------------------------------------------------------

    def keys_of(self, action_id: str) -> tuple[str, ...]:
        """Return the chords of an action, the one to show first."""
        return self._keys.get(action_id, ())

    def action_for(self, chord: str) -> Action | None:
        """Return what a chord does, or None."""
        return self._by_chord.get(chord)

    def begins(self, stroke: str) -> bool:
        """Tell whether a stroke is the first of two."""
        return stroke in self._beginnings

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The strokes that are the first of two."""
        return tuple(self._beginnings)

    def after(self, stroke: str) -> list[tuple[str, Action]]:
        """Return what can follow a first stroke, with what that does, in the order of the table."""
        following = []
        for action_id, keys in self._keys.items():
            for first, *more in map(strokes_of, keys):
                if first == stroke and more:
                    following.append((more[0], self._actions[action_id]))
        order = list(self._actions.values())
        return sorted(following, key=lambda one: order.index(one[1]))

    def changed(self, action_id: str) -> bool:
        """Tell whether an action has other keys than the table gives it."""
        action = self._actions.get(action_id)
        return action is not None and set(self.keys_of(action_id)) != set(action.shortcuts)

    def refusal(self, action_id: str, chord: str) -> str:
        """Return why an action can't have a chord, or nothing when it can."""
        stands = reserved(chord)
        if stands:
            return stands
        first, *more = strokes_of(chord)
        for taken in (chord, first) if more else (chord,):
            holder = self._by_chord.get(taken)
            if holder is not None and holder.id != action_id:
                return f"{taken} is the key of {_named(holder)}. Take it away there first."
        begun = None if more else self._beginnings.get(chord)
        if begun is not None:
            return f"With {chord} begins the key of {_named(begun)}. Take it away there first."
        return ""

    # -- changing ------------------------------------------------------------------------------

    def assign(self, action_id: str, keys: Iterable[str]) -> None:
        """Give an action these chords and no others.

        Raises
        ------
        EditRefused
            When one of them is no chord, is reserved or belongs to another action.
        """
        tidy: list[str] = []
        for text in keys:
            chord = tidy_chord(text)
            if chord is None:
                raise EditRefused(f"“{text}” names no key.")
            refusal = self.refusal(action_id, chord)
            if refusal:
                raise EditRefused(refusal)
            tidy.append(chord)
        self._put(action_id, tuple(dict.fromkeys(tidy)))

    def reset(self, action_id: str) -> None:
        """Give an action the keys of the table again.

        Raises
        ------
        EditRefused
            When another action has been given one of them meanwhile.
        """
        self.assign(action_id, self._actions[action_id].shortcuts)

    def reset_all(self) -> None:
        """Forget everything the user has changed."""
        self._own.clear()
        self._told()

    def _put(self, action_id: str, keys: tuple[str, ...]) -> None:
        if keys == self._actions[action_id].shortcuts:
            self._own.pop(action_id, None)
        else:
            self._own[action_id] = keys
        self._told()

    def _told(self) -> None:
        self._settle()
        for listener in tuple(self._listeners):
            listener()

    def _settle(self) -> None:
        self._by_chord = {}
        self._beginnings = {}
        self._keys = {}
        for theirs in (True, False):
            for action in self._actions.values():
                if (action.id in self._own) is not theirs:
                    continue
                wanted = self._own[action.id] if theirs else action.shortcuts
                self._keys[action.id] = tuple(one for one in wanted if self._give(one, action))

    def _give(self, chord: str, action: Action) -> bool:
        """Let a chord stand for an action, unless it is taken; return whether it does now."""
        first, *more = strokes_of(chord)
        if chord in self._by_chord or (first in self._by_chord if more else chord in self._beginnings):
            return False
        self._by_chord[chord] = action
        if more:
            self._beginnings.setdefault(first, action)
        return True


def _named(action: Action) -> str:
    return f"“{action.title.rstrip('…')}” in the menu {action.menu}"
