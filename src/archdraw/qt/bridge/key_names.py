"""Chords as this system shows them: ⌘ on macOS, short names for the keys elsewhere."""

from __future__ import annotations

import sys

from archdraw.editor.chords import joined, split_chord, strokes_of

_SHORT = {
    "Return": "Enter",
    "PageUp": "Page up",
    "PageDown": "Page down",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_MAC = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Delete": "⌦", "Backspace": "⌫", "Return": "↩"}


def shown_chord(chord: str) -> str:
    """Return a chord as the user reads it: "Ctrl+→", on macOS "⌘→"; two strokes as "Ctrl+J, L"."""
    return joined(*map(_shown_stroke, strokes_of(chord)))


def _shown_stroke(stroke: str) -> str:
    *held, key = split_chord(stroke)
    if sys.platform == "darwin":
        return "".join(_MAC.get(part, _SHORT.get(part, part)) for part in (*held, key))
    return "+".join([*held, _SHORT.get(key, key)])


def shown_chords(chords: tuple[str, ...]) -> str:
    """Return all chords of an action in one line."""
    return "  ·  ".join(shown_chord(one) for one in chords)


def shown_hand(hand: str) -> str:
    """Return what the hand does with this system's names of the keys: "⌘ + click"."""
    if sys.platform != "darwin":
        return hand
    for word in ("Ctrl", "Alt", "Shift"):
        hand = hand.replace(f"{word} +", f"{_MAC[word]} +").replace(f"{word} or", f"{_MAC[word]} or")
    return hand
