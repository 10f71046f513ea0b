"""How a change drawing says what happened: by ring, colour and sign, so that colour is never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.display import Paint, PathShape, Pen
from archdraw.core.drawing.paths import circle

if TYPE_CHECKING:
    from archdraw.core.drawing.display import ChangeSign, PathData, Shape

CHANGE_TOKENS: dict[ChangeSign, str] = {
    "added": "good",
    "removed": "danger",
    "changed": "warning",
    "moved": "accent",
}
CHANGE_LEGEND: dict[ChangeSign, str] = {
    "added": "Added (+)",
    "removed": "Removed (−)",
    "changed": "Changed (Δ)",
    "moved": "Moved only (→)",
}
CHANGE_WORDS: dict[ChangeSign, str] = {
    "added": "Added since the other state.",
    "removed": "Removed since the other state.",
    "changed": "Changed since the other state.",
    "moved": "Moved since the other state.",
}
_DASHES: dict[ChangeSign, tuple[float, ...]] = {
    "added": (),
    "removed": (6.0, 4.0),
    "changed": (),
    "moved": (2.0, 4.0),
}


def change_pen(sign: ChangeSign) -> Pen:
    """Return the pen of the ring around what was added, removed, changed or moved."""
    width = 1.5 if sign == "moved" else 2.25
    return Pen(Paint(CHANGE_TOKENS[sign]), width, _DASHES[sign])


def change_badge(x: float, y: float, sign: ChangeSign, radius: float) -> list[Shape]:
    """Return the round badge with its middle at (x, y): +, −, Δ or an arrow, drawn and not typed."""
    token = CHANGE_TOKENS[sign]
    disc = PathShape(circle(x, y, radius), fill=Paint(token), pen=Pen(Paint("canvas"), radius / 6))
    pen = Pen(Paint(f"on-{token}"), radius * 0.2)
    return [disc, PathShape(_sign(x, y, sign, radius * 0.46), pen=pen)]


def _sign(x: float, y: float, sign: ChangeSign, arm: float) -> PathData:
    level: PathData = (("M", x - arm, y), ("L", x + arm, y))
    if sign == "removed":
        return level
    if sign == "added":
        return (*level, ("M", x, y - arm), ("L", x, y + arm))
    if sign == "changed":
        foot = y + arm * 0.75
        return (("M", x, y - arm), ("L", x + arm, foot), ("L", x - arm, foot), ("Z",))
    tip = arm * 0.6
    return (*level, ("M", x + arm - tip, y - tip), ("L", x + arm, y), ("L", x + arm - tip, y + tip))
