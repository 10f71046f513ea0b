"""What the hand does, in our own records: the window translates its toolkit's events into these."""

from __future__ import annotations

from typing import Literal

from archdraw.core.geometry import Point
from archdraw.core.records import frozen

PointerKind = Literal["press", "move", "release", "double", "leave", "wheel", "pinch"]
Button = Literal["left", "middle", "right", "none"]
Modifier = Literal["shift", "ctrl", "alt"]
NO_MODIFIERS: frozenset[Modifier] = frozenset()

# What the same key gives with Shift held, on the layouts that print it there.
_UNSHIFTED = {
    "!": "1",
    "@": "2",
    "{": "[",
    "}": "]",
    "_": "-",
    '"': "'",
    "?": "/",
    "Backtab": "Tab",
    "Enter": "Return",
}


@frozen
class PointerEvent:
    """One thing the mouse, pen or trackpad did.

    `x`, `y` are world coordinates, `screen_x`, `screen_y` px from the viewport's top left. `button` is the
    one that went down or up; during a move, one that is held. `modifiers` name Cmd "ctrl" on macOS.
    `delta_x`, `delta_y` are px to scroll by (wheel only; positive: towards the end of the drawing);
    `scale` the factor of a pinch. `fingers` says that a trackpad turned, not a wheel.
    """

    kind: PointerKind
    x: float
    y: float
    screen_x: float = 0.0
    screen_y: float = 0.0
    button: Button = "none"
    modifiers: frozenset[Modifier] = NO_MODIFIERS
    delta_x: float = 0.0
    delta_y: float = 0.0
    scale: float = 1.0
    fingers: bool = False

    @property
    def at(self) -> Point:
        """The world point."""
        return Point(self.x, self.y)

    @property
    def screen(self) -> Point:
        """The point in the viewport."""
        return Point(self.screen_x, self.screen_y)

    @property
    def shift(self) -> bool:
        """Whether Shift is held."""
        return "shift" in self.modifiers

    @property
    def ctrl(self) -> bool:
        """Whether Ctrl (Cmd on macOS) is held."""
        return "ctrl" in self.modifiers

    @property
    def alt(self) -> bool:
        """Whether Alt is held."""
        return "alt" in self.modifiers


@frozen
class KeyEvent:
    """A key that went down or up.

    `key` is its name: letters in upper case ("A"), digits and signs as they are ("1", "/", "="), and
    "Escape", "Delete", "Backspace", "Return", "Space", "Tab", "Left", "Right", "Up", "Down", "Home",
    "End", "PageUp", "PageDown", "F1" … "F12". `text` is what it would type.
    """

    key: str
    text: str = ""
    modifiers: frozenset[Modifier] = NO_MODIFIERS
    kind: Literal["press", "release"] = "press"
    repeated: bool = False

    @property
    def shift(self) -> bool:
        """Whether Shift is held."""
        return "shift" in self.modifiers

    @property
    def ctrl(self) -> bool:
        """Whether Ctrl (Cmd on macOS) is held."""
        return "ctrl" in self.modifiers

    @property
    def alt(self) -> bool:
        """Whether Alt is held."""
        return "alt" in self.modifiers

    @property
    def name(self) -> str:
        """The key without what Shift or the number pad makes of it: "!" is "1", "Enter" is "Return"."""
        return _UNSHIFTED.get(self.key, self.key)

    @property
    def chord(self) -> str:
        """The key with its modifiers as shortcuts are written: "Ctrl+Shift+L"."""
        held = [label for modifier, label in _CHORD_ORDER if modifier in self.modifiers]
        if self.key == "Backtab" and not self.shift:
            held.append("Shift")
        return "+".join([*held, self.name])


_CHORD_ORDER: tuple[tuple[Modifier, str], ...] = (("ctrl", "Ctrl"), ("alt", "Alt"), ("shift", "Shift"))
