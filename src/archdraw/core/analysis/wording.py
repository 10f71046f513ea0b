"""Figures as people read them: the same in window, command line and report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.result import ComponentResult, Growing, RequestWeighted

THIN = "\u2009"
MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0
# Numbers outside are written in powers of ten.
_LEAST_PLAIN, _MOST_PLAIN = 1e-6, 1e15
# Availabilities that read alike in so many digits more are the same.
_MOST_MORE = 8
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def availability_text(availability: float, unavailability: float | None = None, more: int = 0) -> str:
    """Return an availability to four decimals or three digits of the outage: "99.95 %", "99.99988 %".

    Give the unavailability where it is known: near 1 it carries the digits that the ratio has lost. `more`
    is by how many decimals it is to be longer.
    """
    down = 1.0 - availability if unavailability is None else unavailability
    if down <= 0.0:
        return f"100{THIN}%"
    if down >= 1.0:
        return f"0{THIN}%"
    decimals = min(15, max(4, -math.floor(math.log10(down))) + more)
    shown = f"{100.0 - down * 100.0:.{decimals}f}"
    if float(shown) >= 100.0:  # an outage is never rounded away
        shown = "99." + "9" * decimals
    return f"{shown.rstrip('0').rstrip('.')}{THIN}%"


def own_availability_text(part: ComponentResult) -> str:
    """Return the availability of a component by itself, marked where it is the least; "" if there is none."""
    if part.availability is None:
        return ""
    least = "" if part.availability_method == "exact" else f"≥{THIN}"
    return f"{least}{availability_text(part.availability)}"


def availabilities_apart(before: float, after: float) -> tuple[str, str]:
    """Return two availabilities, given as unavailabilities, with the digits that tell one from the other."""
    for more in range(_MOST_MORE):
        first, second = (availability_text(1.0 - down, down, more) for down in (before, after))
        if first != second or before == after:
            break
    return first, second


def requests_text(found: RequestWeighted) -> str:
    """Return the share of all requests that are served, in a sentence, with how it was found."""
    share = availability_text(found.availability, found.unavailability)
    how: str = found.method
    if found.interval is not None:
        how += f" {interval_text(found.interval)}"
    if found.uncertainty is not None:
        how += f" · {likely_text(found.uncertainty, availability_text)}"
    return (
        f"{share} of all requests are served ({how}): those that find their answer in a cache "
        "need the store behind it only while the cache is down."
    )


def interval_text(interval: tuple[float, float]) -> str:
    """Return an interval of availabilities: "99.9 % – 99.95 %"."""
    low, high = interval
    return f"{availability_text(low)} – {availability_text(high)}"


def nines_text(unavailability: float) -> str:
    """Return how many nines an availability has: "3.3 nines"; 0 outage is "no outage"."""
    if unavailability <= 0.0:
        return "no outage"
    return f"{max(0.0, -math.log10(unavailability)):.1f} nines"


def downtime_text(seconds: float) -> str:
    """Return a duration in its two largest units: "4 h 23 min", "3 d 15 h", "31.5 s", "12 ms"."""
    if seconds <= 0.0:
        return f"0{THIN}s"
    if seconds < 1.0:
        return f"{number_text(seconds * 1000.0, 3)}{THIN}ms" if seconds >= 1e-3 else f"<{THIN}1{THIN}ms"
    if seconds < MINUTE_S:
        return f"{number_text(seconds, 3)}{THIN}s"
    if seconds < HOUR_S:
        if seconds < 10 * MINUTE_S:
            return _pair(seconds, MINUTE_S, "min", 1.0, "s")
        return f"{round(seconds / MINUTE_S)}{THIN}min" if seconds < HOUR_S - 30 else f"1{THIN}h"
    if seconds < DAY_S:
        return _pair(seconds, HOUR_S, "h", MINUTE_S, "min")
    return _pair(seconds, DAY_S, "d", HOUR_S, "h")


def availability_and_downtime(availability: float, downtime_s_year: float) -> str:
    """Return both, as "99.95 % · 4 h 23 min a year"."""
    return f"{availability_text(availability)} · {downtime_text(downtime_s_year)} a year"


def rate_text(per_second: float) -> str:
    """Return a rate: "1,200 /s"."""
    return f"{number_text(per_second)}{THIN}/s"


def percent_text(ratio: float) -> str:
    """Return a ratio in percent with at most three digits: "84.5 %"."""
    return f"{number_text(ratio * 100.0, 3)}{THIN}%"


def money_text(amount: float, currency: str = "$") -> str:
    """Return an amount without cents from 100 on: "$1,235"."""
    return f"{currency}{amount:,.0f}" if abs(amount) >= 100 else f"{currency}{amount:,.2f}"


def probability_text(probability: float) -> str:
    """Return a probability: plain from 0.001 on, else in powers of ten: "2.5 × 10⁻⁷"."""
    if probability <= 0.0:
        return "0"
    if probability >= 1e-3:
        return number_text(probability, 3)
    exponent = math.floor(math.log10(probability))
    mantissa = probability / 10.0**exponent
    if float(f"{mantissa:.1f}") >= 10.0:
        mantissa, exponent = 1.0, exponent + 1
    return f"{mantissa:.1f}{THIN}×{THIN}10{str(exponent).translate(_RAISED)}"


def number_text(value: float, digits: int = 4) -> str:
    """Return a number with at most `digits` significant digits and commas between thousands.

    What nobody would count in zeros any more, or never begins with them, is in powers of ten.
    """
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else "∞"
    if not _LEAST_PLAIN <= abs(value) < _MOST_PLAIN:
        return _power_text(value, digits)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    rounded = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _power_text(value: float, digits: int) -> str:
    """Return a number in powers of ten: "1.5 × 10¹⁸"."""
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}{THIN}×{THIN}10{str(int(exponent)).translate(_RAISED)}"


def time_text(milliseconds: float) -> str:
    """Return a short time to three digits: "0.42 ms", "34.4 ms", "1.25 s"; longer ones as a duration."""
    if milliseconds >= 100_000.0:
        return downtime_text(milliseconds / 1000.0)
    if milliseconds >= 1000.0:
        return f"{number_text(milliseconds / 1000.0, 3)}{THIN}s"
    if 0.0 < milliseconds < 0.001:
        return f"<{THIN}0.001{THIN}ms"
    return f"{number_text(milliseconds, 3)}{THIN}ms"


def range_ms_text(ends: tuple[float, float | None] | None) -> str:
    """Return what a time certainly lies between: one figure where three digits agree, else both ends."""
    if ends is None:
        return "–"
    low, high = ends
    if high is None:
        return f"over {time_text(low)}"
    first, last = time_text(low), time_text(high)
    # Within one per cent both ends are one figure: the one that is worse.
    if first == last or high - low <= 0.01 * high:
        return last
    return _joined(first, last)


def _joined(first: str, last: str) -> str:
    """Return both ends, the unit once where they have the same one: "12–15 ms", "900 ms – 1.2 s"."""
    number, _, unit = first.rpartition(THIN)
    if number and last.endswith(THIN + unit):
        return f"{number}–{last}"
    return f"{first} – {last}"


def likely_text(ends: tuple[float, float], words: Callable[[float], str]) -> str:
    """Return the 5 and 95 % points that stated ranges give: "5–95 %: 40–62 %"."""
    first, last = (words(end) if math.isfinite(end) else "no end" for end in ends)
    return f"5–95{THIN}%: {_joined(first, last)}"


def bytes_text(count: float) -> str:
    """Return an amount of data in decimal units: "3.65 TB"."""
    for unit, size in (("PB", 1e15), ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if abs(count) >= size:
            return f"{number_text(count / size, 3)}{THIN}{unit}"
    return f"{number_text(count, 3)}{THIN}B"


def growing_text(name: str, growing: Growing) -> str:
    """Return what gets more than it can serve, and how it grows: "the queue at Link store grows by 12 /s"."""
    if growing.growth_rps is None:
        return f"the calls at {name} multiply without end in a ring"
    where = "the pool of" if growing.pool else "the queue at"
    if growing.growth_rps <= 0.0:
        return f"{where} {name} is exactly at its limit"
    return f"{where} {name} grows by {rate_text(growing.growth_rps)}"


_TARGETS = {
    "availability": "availability",
    "mean_ms": "mean latency",
    "p50_ms": "p50",
    "p95_ms": "p95",
    "p99_ms": "p99",
    "p999_ms": "p99.9",
    "rto_s": "recovery time",
    "rpo_s": "recovery point",
}


def target_text(target: str) -> str:
    """Return what a target is called: "p99", "recovery time"."""
    return _TARGETS.get(target, target)


def target_figure(target: str, value: float) -> str:
    """Return a figure of a target in its unit: "80 ms", "5 min", "99.95 %"."""
    if target == "availability":
        return availability_text(value)
    if target.endswith("_ms"):
        return time_text(value)
    return downtime_text(value) if target.endswith("_s") else number_text(value)


def limit_text(kind: str) -> str:
    """Return what a limit is called: "capacity", "threads or connections", "quota of the provider"."""
    return {"pool": "threads or connections", "quota": "quota of the provider"}.get(kind, kind)


def _pair(seconds: float, large: float, large_unit: str, small: float, small_unit: str) -> str:
    count = round(seconds / small)
    per = round(large / small)
    first, second = divmod(count, per)
    if second == 0:
        return f"{first:,}{THIN}{large_unit}"
    return f"{first:,}{THIN}{large_unit} {second}{THIN}{small_unit}"
