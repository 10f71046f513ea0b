"""Qt's mouse and key events as the editor's own records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QWheelEvent

from archdraw.editor.camera import Camera
from archdraw.editor.events import Button, KeyEvent, PointerEvent, PointerKind

if TYPE_CHECKING:
    from archdraw.editor.events import Modifier

_KINDS: dict[QEvent.Type, PointerKind] = {
    QEvent.Type.MouseButtonPress: "press",
    QEvent.Type.MouseMove: "move",
    QEvent.Type.MouseButtonRelease: "release",
    QEvent.Type.MouseButtonDblClick: "double",
}
_BUTTONS: tuple[tuple[Qt.MouseButton, Button], ...] = (
    (Qt.MouseButton.LeftButton, "left"),
    (Qt.MouseButton.MiddleButton, "middle"),
    (Qt.MouseButton.RightButton, "right"),
)
# On macOS Qt already swaps the two: Cmd arrives as ControlModifier.
_MODIFIERS: tuple[tuple[Qt.KeyboardModifier, Modifier], ...] = (
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
    (Qt.KeyboardModifier.ControlModifier, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
)
_KEYS = {
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Backtab",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Menu: "Menu",
    Qt.Key.Key_Shift: "Shift",
    Qt.Key.Key_Control: "Control",
    Qt.Key.Key_Alt: "Alt",
    Qt.Key.Key_Meta: "Meta",
}
# One notch of a mouse wheel is 120 eighths of a degree; so many px are scrolled for it.
_WHEEL_NOTCH = 120.0
_SCROLL_PER_NOTCH = 60.0


def modifiers_of(held: Qt.KeyboardModifier) -> frozenset[Modifier]:
    """Return the names of the modifiers that are held."""
    return frozenset(name for flag, name in _MODIFIERS if held & flag)


def button_of(button: Qt.MouseButton) -> Button:
    """Return the name of the first button in a set of buttons."""
    return next((name for flag, name in _BUTTONS if button & flag), "none")


def pointer_event(event: QMouseEvent, camera: Camera) -> PointerEvent:
    """Return a mouse event with its world point; a move names a button that is held."""
    kind = _KINDS[event.type()]
    screen = event.position()
    world = camera.to_world(screen.x(), screen.y())
    button = event.buttons() if kind == "move" else event.button()
    return PointerEvent(
        kind, world.x, world.y, screen.x(), screen.y(), button_of(button), modifiers_of(event.modifiers())
    )


def wheel_event(event: QWheelEvent, camera: Camera) -> PointerEvent:
    """Return a wheel event with the px to scroll by; trackpads say them exactly."""
    screen = event.position()
    exact = event.pixelDelta()
    if exact.isNull():
        turned = QPointF(event.angleDelta()) * (_SCROLL_PER_NOTCH / _WHEEL_NOTCH)
    else:
        turned = QPointF(exact)
    modifiers = modifiers_of(event.modifiers())
    dx, dy = -turned.x(), -turned.y()
    # Qt turns Alt+wheel into a sideways one on some systems; the editor wants the wheel as it was turned.
    if "alt" in modifiers and dy == 0:
        dx, dy = 0.0, dx
    world = camera.to_world(screen.x(), screen.y())
    return PointerEvent(
        "wheel",
        world.x,
        world.y,
        screen.x(),
        screen.y(),
        "none",
        modifiers,
        delta_x=dx,
        delta_y=dy,
        fingers=_by_fingers(event),
    )


def _by_fingers(event: QWheelEvent) -> bool:
    """Tell whether a trackpad turned: it says so itself, or tells px or phases, which no wheel does."""
    told = event.device().type() == QInputDevice.DeviceType.TouchPad
    return told or not event.pixelDelta().isNull() or event.phase() != Qt.ScrollPhase.NoScrollPhase


def pinch_event(screen: QPointF, scale: float, camera: Camera) -> PointerEvent:
    """Return a pinch by the factor `scale` at a px of the viewport."""
    world = camera.to_world(screen.x(), screen.y())
    return PointerEvent("pinch", world.x, world.y, screen.x(), screen.y(), scale=scale)


def key_event(event: QKeyEvent) -> KeyEvent:
    """Return a key event; keys are named as on the editor's own list, not as the layout shifts them."""
    text = event.text() if event.text().isprintable() else ""
    return KeyEvent(
        _key_name(event),
        text,
        modifiers_of(event.modifiers()),
        "release" if event.type() == QEvent.Type.KeyRelease else "press",
        event.isAutoRepeat(),
    )


def _key_name(event: QKeyEvent) -> str:
    code = event.key()
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35:
        return f"F{code - Qt.Key.Key_F1 + 1}"
    named = _KEYS.get(Qt.Key(code)) if code in _KNOWN_CODES else None
    if named is not None:
        return named
    if 0x20 < code < 0x110000:
        return chr(code).upper()
    return event.text().upper()


_KNOWN_CODES = frozenset(int(key) for key in _KEYS)
