"""The machine-readable result (semantics §8)."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis


def result_json(analysis: Analysis) -> dict[str, Any]:
    """Return the result as JSON-ready objects; what is not computed is null, infinity too."""
    found = {field.name: plain(getattr(analysis, field.name)) for field in fields(analysis)}
    return {"format": "archdraw-analysis", "version": 1, **found}


def plain(value: object) -> Any:
    """Return records, numbers and texts as JSON-ready objects; infinity and NaN become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    return str(value)
