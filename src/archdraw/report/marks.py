"""Signs of the review as characters, for formats that can't draw their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.report.document import Mark

# Told apart by form, not by colour.
MARK_SIGNS: dict[Mark, str] = {
    "": "",
    "met": "✓",
    "missed": "✗",
    "unknown": "–",
    "full": "●",
    "degraded": "◐",
    "down": "○",
    "critical": "‼",
    "high": "▲",
    "medium": "◆",
    "low": "•",
    "info": "◦",
}
