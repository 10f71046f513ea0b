"""The evidence of a finding in words: keys say what a number is, and so how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.wording import (
    THIN,
    availability_text,
    downtime_text,
    number_text,
    percent_text,
    rate_text,
)
from archdraw.core.model import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.report.naming import Names

MOST_ENTRIES = 6
_RATIOS = ("wanted", "computed", "availability", "unavailability", "utilisation", "share", "ratio", "beta")
# Ending of a key, what is said instead of it, and how its number is written.
_UNITS = (
    ("_s_year", " a year", downtime_text),
    ("minutes_year", "a year", lambda value: downtime_text(value * 60.0)),
    ("_rps", "", rate_text),
    ("_ms", "", lambda value: f"{number_text(value)}{THIN}ms"),
    ("_bytes", "", lambda value: f"{number_text(value)}{THIN}B"),
    ("_s", "", downtime_text),
)


def evidence_text(evidence: Mapping[str, Any], names: Names) -> str:
    """Return "downtime a year 1 d 19 h; instances 1"; ids of elements become their names."""
    return "; ".join(_entry(key, value, names) for key, value in evidence.items())


def _entry(key: str, value: object, names: Names) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    for ending, said, write in _UNITS:
        if number and key.endswith(ending):
            term = f"{key.removesuffix(ending)}{said}".replace("_", " ").strip()
            return f"{term} {write(float(value))}" if isinstance(value, int | float) else term
    return f"{key.replace('_', ' ')} {_value(key, value, names)}"


def _value(key: str, value: object, names: Names) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(key, float(value))
    if isinstance(value, list | tuple | set | frozenset):
        return listed([_value(key, entry, names) for entry in value], MOST_ENTRIES) or "none"
    if isinstance(value, dict):
        return _record(value, names)
    return "none" if value is None else names.event(str(value))


def _record(value: Mapping[str, Any], names: Names) -> str:
    """Return a record in one phrase; an event comes first, as what the rest is about."""
    rest = {key: entry for key, entry in value.items() if key not in ("event", "element", "id")}
    about = [names.event(str(value[key])) for key in ("event", "element", "id") if key in value]
    said = listed([_entry(names.event(key), entry, names) for key, entry in rest.items()], MOST_ENTRIES)
    return f"{about[0]} ({said})" if about and said else "".join(about) or said


def _number(key: str, value: float) -> str:
    if key in ("wanted", "computed", "availability") and 0.0 < value <= 1.0:
        return availability_text(value)
    if any(key.endswith(name) for name in _RATIOS):
        return percent_text(value) if value >= 0.001 else number_text(value, 3)
    return number_text(value)
