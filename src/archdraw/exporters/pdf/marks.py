"""Signs that no font has to bring: verdicts, effects and severities, told apart by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import Mark

_TOKENS = {
    "met": "good",
    "missed": "danger",
    "unknown": "text-second",
    "full": "good",
    "degraded": "warning",
    "down": "danger",
    "critical": "danger",
    "high": "danger",
    "medium": "warning",
    "low": "accent",
    "info": "text-second",
}
# What a sign says where it stands without a word, if not its name.
SAID: dict[Mark, str] = {"full": "works"}


def paint_mark(sheet: Sheet, mark: Mark, x: float, y: float, size: float) -> None:
    """Paint a sign in a square of `size` with its centre at (x, y)."""
    if not mark:
        return
    ink, r = _TOKENS[mark], size / 2
    if mark == "met":
        sheet.disc(x, y, r, ink)
        check = [(x - r * 0.5, y + r * 0.02), (x - r * 0.12, y + r * 0.42), (x + r * 0.52, y - r * 0.36)]
        sheet.polygon(check, "on-good", outline=True, closed=False, width=size * 0.13)
    elif mark == "missed":
        sheet.disc(x, y, r, ink)
        d = r * 0.42
        for points in ([(x - d, y - d), (x + d, y + d)], [(x - d, y + d), (x + d, y - d)]):
            sheet.polygon(points, "on-danger", outline=True, closed=False, width=size * 0.13)
    elif mark == "unknown":
        sheet.disc(x, y, r * 0.92, ink, outline=True, width=size * 0.1)
        sheet.line(x - r * 0.45, y, x + r * 0.45, y, ink, size * 0.12)
    elif mark in ("full", "degraded", "down"):
        _effect(sheet, mark, x, y, r * 0.86, ink)
    else:
        _severity(sheet, mark, x, y, r, ink)


def _effect(sheet: Sheet, mark: str, x: float, y: float, r: float, ink: str) -> None:
    if mark == "full":
        sheet.disc(x, y, r, ink)
        return
    sheet.disc(x, y, r * 0.92, ink, outline=True, width=r * 0.26)
    if mark == "degraded":
        sheet.half_disc(x, y, r, ink)


def _severity(sheet: Sheet, mark: str, x: float, y: float, r: float, ink: str) -> None:
    if mark == "critical":
        c = r * 0.42
        corners = [
            (x - c, y - r),
            (x + c, y - r),
            (x + r, y - c),
            (x + r, y + c),
            (x + c, y + r),
            (x - c, y + r),
            (x - r, y + c),
            (x - r, y - c),
        ]
        sheet.polygon(corners, ink)
        sheet.line(x, y - r * 0.55, x, y + r * 0.12, "on-danger", r * 0.26)
        sheet.disc(x, y + r * 0.5, r * 0.15, "on-danger")
    elif mark == "high":
        sheet.polygon([(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], ink)
    elif mark == "medium":
        sheet.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], ink)
    else:
        sheet.disc(x, y, r * 0.7, ink, outline=mark == "info", width=r * 0.24)
