"""Chords as they are written and compared: "Ctrl+Shift+L", modifiers in one order, keys by one name.

Two strokes one after the other are one chord as well: "Ctrl+J, L".
"""

from __future__ import annotations

# The order of `KeyEvent.chord`.
MODIFIERS = ("Ctrl", "Alt", "Shift")
_MODIFIER_NAMES = {
    "ctrl": "Ctrl",
    "control": "Ctrl",
    "cmd": "Ctrl",
    "command": "Ctrl",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
}
_KEY_NAMES = {
    name.lower(): name
    for name in (
        "Escape",
        "Delete",
        "Backspace",
        "Return",
        "Space",
        "Tab",
        "Left",
        "Right",
        "Up",
        "Down",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Insert",
        "Menu",
    )
} | {
    "esc": "Escape",
    "del": "Delete",
    "enter": "Return",
    "pgup": "PageUp",
    "pgdn": "PageDown",
    "pgdown": "PageDown",
    "page up": "PageUp",
    "page down": "PageDown",
    "ins": "Insert",
    "plus": "+",
}
_MOST_FUNCTION_KEYS = 35
_MOST_STROKES = 2
_THEN = ", "


def tidy_chord(text: str) -> str | None:
    """Return a chord as the program writes it, or None for what names no key.

    "shift+ctrl+l", "Ctrl + Shift + L" and "Cmd+Shift+L" are all "Ctrl+Shift+L". The first of two strokes
    holds Ctrl or Alt, or is a function key.
    """
    strokes = [_tidy_stroke(one) for one in strokes_of(text.strip())]
    if None in strokes or len(strokes) > _MOST_STROKES:
        return None
    tidy = [one for one in strokes if one is not None]
    if len(tidy) > 1 and not _can_begin(tidy[0]):
        return None
    return joined(*tidy)


def strokes_of(chord: str) -> list[str]:
    """Return the strokes of a chord: one, or two that follow each other."""
    return chord.split(_THEN)


def joined(*strokes: str) -> str:
    """Return the chord of strokes that follow each other."""
    return _THEN.join(strokes)


def _can_begin(stroke: str) -> bool:
    *held, key = split_chord(stroke)
    return not {"Ctrl", "Alt"}.isdisjoint(held) or (key[0] == "F" and key[1:].isdecimal())


def _tidy_stroke(text: str) -> str | None:
    parts = split_chord(text.strip())
    if not parts:
        return None
    *held, key = parts
    known = {_MODIFIER_NAMES.get(one.strip().lower(), "") for one in held}
    name = _key_name(key)
    if "" in known or name is None or len(known) != len(held):
        return None
    return "+".join([*(one for one in MODIFIERS if one in known), name])


def split_chord(chord: str) -> list[str]:
    """Return modifiers and key of one stroke; the key may be "+" itself."""
    if not chord:
        return []
    if chord == "+":
        return ["+"]
    if chord.endswith("++"):
        return [*chord[:-2].split("+"), "+"]
    return chord.split("+")


def _key_name(key: str) -> str | None:
    stripped = key.strip()
    named = _KEY_NAMES.get(stripped.lower())
    if named is not None:
        return named
    if len(stripped) == 1 and stripped.isprintable():
        return stripped.upper()
    number = stripped[1:]
    if stripped[:1].lower() == "f" and number.isdecimal() and 1 <= int(number) <= _MOST_FUNCTION_KEYS:
        return f"F{int(number)}"
    return None
