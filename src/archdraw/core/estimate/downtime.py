"""Between an availability, its nines and the downtime in a year, month, week or day: both ways."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from archdraw.core.estimate.quantities import CalculationError
from archdraw.core.records import frozen

Span = Literal["year", "month", "week", "day"]
SPANS: tuple[Span, ...] = ("year", "month", "week", "day")
DAY_S = 86_400.0
_PART = re.compile(
    r"\s*(\d+(?:[.,]\d+)?)\s*(days?|d|hours?|hr|h|minutes?|min|m|milliseconds?|ms|seconds?|sec|s)(?![a-z])\s*"
)
_PARTS_S = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0}


@frozen
class Outage:
    """A share of the time in which something is down, and how long years and months are.

    Kept as the unavailability: near an availability of 1 that has the digits.
    """

    unavailability: float
    year_days: float = 365.0
    month_days: float = 30.0

    @property
    def nines(self) -> float:
        """How many nines the availability has; infinite without an outage."""
        return math.inf if self.unavailability <= 0.0 else max(0.0, -math.log10(self.unavailability))

    def seconds(self, span: Span) -> float:
        """Return the downtime in a span, in seconds."""
        return self.unavailability * self.span_seconds(span)

    def span_seconds(self, span: Span) -> float:
        """Return how long a span is, in seconds."""
        days = {"year": self.year_days, "month": self.month_days, "week": 7.0, "day": 1.0}[span]
        return days * DAY_S

    def span_text(self, span: Span) -> str:
        """Return the span with its length where that is a convention: "year of 365 days"."""
        if span == "year":
            return f"year of {self.year_days:g} days"
        return f"month of {self.month_days:g} days" if span == "month" else span

    @property
    def percent_text(self) -> str:
        """The availability in percent, with as many digits as it has: "99.95 %"."""
        if self.unavailability <= 0.0:
            return "100\u2009%"
        if self.unavailability >= 1.0:
            return "0\u2009%"
        decimals = min(15, max(2, 1 - math.floor(math.log10(self.unavailability))))
        shown = f"{Decimal(100) - Decimal(repr(self.unavailability)) * 100:.{decimals}f}"
        if float(shown) >= 100.0:
            shown = "99." + "9" * decimals
        return f"{shown.rstrip('0').rstrip('.')}\u2009%"

    def of_downtime(self, seconds: float, span: Span) -> Outage:
        """Return the outage that takes so many seconds of a span.

        Raises
        ------
        CalculationError
            When it takes longer than the span.
        """
        whole = self.span_seconds(span)
        if not 0.0 <= seconds <= whole:
            raise CalculationError(f"A {self.span_text(span)} has {whole:,.0f} s: more can’t be lost of it.")
        return Outage(seconds / whole, self.year_days, self.month_days)

    def of_unavailability(self, share: float) -> Outage:
        """Return another outage under the same conventions."""
        return Outage(share, self.year_days, self.month_days)


def unavailability_of(text: str) -> float:
    """Return the unavailability that a typed availability means: "99.95 %", "99.95", "0.9995", "3 nines".

    Raises
    ------
    CalculationError
        With a sentence, when it is none.
    """
    typed = text.strip().lower().replace("\u2009", " ").replace(",", ".")
    refusal = f"“{text.strip()}” is no availability: write 99.95 %, 0.9995 or 3 nines."
    try:
        if typed.endswith(("nines", "nine")):
            count = float(typed.removesuffix("s").removesuffix("nine"))
            if not 0.0 <= count <= 15.0:
                raise CalculationError("Take 0 to 15 nines.")
            return float(10.0**-count)
        percent = typed.endswith("%")
        number = Decimal(typed.removesuffix("%").strip())
    except (InvalidOperation, ValueError):
        raise CalculationError(refusal) from None
    if not number.is_finite() or number < 0 or number > 100:
        raise CalculationError(refusal)
    # 1 alone is 100 %: nobody asks for 1 % up.
    share = number / 100 if percent or number > 1 else number
    return float(1 - share)


def seconds_of(text: str) -> float:
    """Return the seconds of a typed length of time: "4 h 23 min", "43.2 min", "90" (seconds).

    Raises
    ------
    CalculationError
        With a sentence, when it is none.
    """
    typed = text.strip().lower().replace("\u2009", " ").replace("\u202f", " ")
    total, at = 0.0, 0
    while at < len(typed):
        part = _PART.match(typed, at)
        if part is None:
            break
        number, word = float(part.group(1).replace(",", ".")), part.group(2)
        total += number * (0.001 if word == "ms" or word.startswith("milli") else _PARTS_S[word[0]])
        at = part.end()
    if typed and at == len(typed):
        return total
    try:
        seconds = float(typed.replace(",", "."))
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds) or seconds < 0.0:
        raise CalculationError(f"“{text.strip()}” is no length of time: write 4 h 23 min, 43.2 min or 30 s.")
    return seconds


def duration_text(seconds: float) -> str:
    """Return a length of time in its two largest units: "3 d 15 h", "4 h 22.8 min", "31.5 s", "86 ms"."""
    thin = "\u2009"
    if seconds <= 0.0:
        return f"0{thin}s"
    if seconds < 1.0:
        return f"{float(f'{seconds * 1000.0:.3g}'):g}{thin}ms"
    if seconds < 60.0:
        return f"{float(f'{seconds:.3g}'):g}{thin}s"
    if seconds < 3600.0:
        return f"{float(f'{seconds / 60.0:.4g}'):g}{thin}min"
    large, sign, small, below = (3600.0, "h", 60.0, "min") if seconds < DAY_S else (DAY_S, "d", 3600.0, "h")
    tenths = round(seconds / small * 10.0)
    first, rest = divmod(tenths, round(large / small) * 10)
    if rest == 0:
        return f"{first:,}{thin}{sign}"
    return f"{first:,}{thin}{sign} {rest / 10.0:g}{thin}{below}"
