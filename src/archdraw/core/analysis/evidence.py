"""The evidence of a finding as people read it: keys say what a number is, and so how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from archdraw.core.analysis.wording import THIN
from archdraw.core.model import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_ENTRIES = 6
_RATIOS = (
    "unavailability", "utilisation", "share", "ratio", "beta", "cold", "after_loss", "error_budget",
    "by_component",
)  # fmt: skip
_AVAILABILITIES = ("wanted", "computed", "availability", "promised", "target", "dependencies")
# What a key ends in that says its unit.
_UNITS = ("_rps", "_ms", "_bytes", "_bit_s", "_usd_gb", "_days", "_s")
# What stands in a key, and what people call it.
_TERMS = {
    "rpo": "recovery point",
    "rto": "recovery time",
    "ttl": "time to live",
    "pdb_min_available": "disruption budget, least available",
    "pdb_max_unavailable": "disruption budget, most unavailable",
    "write_quorum": "copies that confirm a write",
    "read_quorum": "copies that answer a read",
    "minutes": "downtime",
    "cost_month": "cost a month",
    "traffic_month": "traffic a month",
    "total_month": "all a month",
    "storage": "storage used",
    "growth": "grows by",
    "rate": "load",
    "capacity": "capacity",
    "peak": "load at peak",
    "service": "time to serve",
    "arrival_rps": "arrivals",
    "service_rps": "taken out",
    "growth_rps": "backlog grows by",
    "rate_cold_rps": "load without the cache",
    "utilisation_cold": "utilisation without the cache",
    "key_rps": "load of the key",
    "node_rps": "load of its node",
    "bit_s": "traffic",
    "held_bytes_at_horizon": "held at the horizon",
    "components_month": "components a month",
    "callee_waits": "what is called may wait",
    "element": "of",
}
# Words that are values of attributes, and what they mean.
_WORDS = {"async": "asynchronous", "sync": "synchronous", "none": "none", "lru": "LRU", "lfu": "LFU"}
_MONEY = ("cost_month", "traffic_month", "total_month", "components_month")


class Figures(Protocol):
    """Writes numbers: the wording of the core, or the window's in its own style."""

    def availability_text(self, availability: float, /) -> str:
        """Return "99.95 %"."""
        ...

    def downtime_text(self, seconds: float, /) -> str:
        """Return "4 h 23 min"."""
        ...

    def number_text(self, value: float, /) -> str:
        """Return "1,234"."""
        ...

    def percent_text(self, ratio: float, /) -> str:
        """Return "84.5 %"."""
        ...

    def rate_text(self, per_second: float, /) -> str:
        """Return "1,200 /s"."""
        ...


class EvidenceWords:
    """Writes evidence with the names of one design and the figures of one surface."""

    def __init__(self, name: Callable[[str], str], figures: Figures) -> None:
        self._name = name
        self._figures = figures

    def lines(self, evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return (what, how much) for each entry: ("load", "1,200 /s")."""
        return [self._line(key, value) for key, value in evidence.items()]

    def text(self, evidence: Mapping[str, Any]) -> str:
        """Return all entries in one line: "downtime a year 1 d 19 h; instances 1"."""
        return "; ".join(f"{term} {said}" for term, said in self.lines(evidence))

    def _line(self, key: str, value: object) -> tuple[str, str]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._figure(key, float(value))
        in_words = value is None or isinstance(value, str)
        return _term(_unitless(key) if in_words else key), self._value(key, value)

    def _figure(self, key: str, value: float) -> tuple[str, str]:
        figures = self._figures
        for ending, said, write in (
            ("_s_year", " a year", figures.downtime_text),
            ("_s_month", " a month", figures.downtime_text),
            ("minutes_year", "downtime a year", lambda minutes: figures.downtime_text(minutes * 60.0)),
            ("_rps", "", figures.rate_text),
            ("_ms", "", lambda time: f"{figures.number_text(time)}{THIN}ms"),
            ("_bytes", "", self._bytes),
            ("bit_s", "", lambda rate: f"{self._scaled(rate)}bit/s"),
            ("_usd_gb", "", lambda price: f"{figures.number_text(price)}{THIN}USD/GB"),
            ("_days", "", lambda days: f"{figures.number_text(days)}{THIN}d"),
            ("_s", "", figures.downtime_text),
        ):
            if key.endswith(ending):
                stem = key.removesuffix(ending)
                return _TERMS.get(key) or (f"{_term(stem)}{said}" if stem else said), write(value)
        return _term(key), self._number(key, value)

    def _value(self, key: str, value: object) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return self._number(key, float(value))
        if isinstance(value, list | tuple | set | frozenset):
            return listed([self._value(key, entry) for entry in value], MOST_ENTRIES) or "none"
        if isinstance(value, dict):
            return self._record(value, key)
        if value is None:
            return "none"
        text = str(value)
        named = self._name(text)
        return _WORDS.get(text, text.replace("_", " ")) if named == text else named

    def _record(self, value: Mapping[str, Any], parent: str) -> str:
        """Return a record in one phrase; an event comes first, as what the rest is about.

        What stands beside the id of an element is a figure of the kind that `parent` says.
        """
        about = [self._name(str(value[key])) for key in ("event", "element", "id") if key in value]
        rest = {key: entry for key, entry in value.items() if key not in ("event", "element", "id")}
        entries = []
        for key, entry in rest.items():
            name = self._name(key)
            term, said = self._line(key, entry) if name == key else (name, self._value(parent, entry))
            entries.append(f"{term} {said}")
        said = listed(entries, MOST_ENTRIES)
        return f"{about[0]} ({said})" if about and said else "".join(about) or said

    def _number(self, key: str, value: float) -> str:
        figures = self._figures
        if key in _AVAILABILITIES and 0.0 < value <= 1.0:
            return figures.availability_text(value)
        if any(key.endswith(name) for name in _RATIOS) and value <= 1e3:
            return figures.percent_text(value)
        if "bytes" in key or key.startswith("memory"):
            return self._bytes(value)
        if key in _MONEY:
            return f"{figures.number_text(value)}{THIN}USD"
        return figures.number_text(value)

    def _bytes(self, value: float) -> str:
        return f"{self._scaled(value)}B"

    def _scaled(self, value: float) -> str:
        """Return a quantity to the prefix that leaves fewer than four figures before the point: "1.2 G"."""
        for factor, prefix in ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
            if abs(value) >= factor:
                return f"{self._figures.number_text(value / factor)}{THIN}{prefix}"
        return f"{self._figures.number_text(value)}{THIN}"


def _unitless(key: str) -> str:
    """Return a key without its unit, for what is said in words."""
    return next((key.removesuffix(unit) for unit in _UNITS if key.endswith(unit)), key)


def _term(key: str) -> str:
    return _TERMS.get(key) or _TERMS.get(key.removesuffix("_s"), key.replace("_", " ").strip())
