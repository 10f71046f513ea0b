"""How the window writes figures: decimal sign, thousands, and the span of downtime and load.

The command line and the report always write them in one way; a document reads the same for everybody.
"""

from __future__ import annotations

import re
from typing import Literal

from archdraw.core.analysis.wording import THIN, downtime_text, number_text
from archdraw.core.later import late_pattern
from archdraw.core.records import frozen

Numbers = Literal["1,234.5", "1 234.5", "1.234,5", "1 234,5", "1234.5", "1234,5"]
_NUMBER = late_pattern(r"\d[\d,]*(?:\.\d+)?")
_GROUPED_BY_POINTS = late_pattern(r"(?<!\d)[1-9]\d{0,2}(?:\.\d{3})+(?!\d)")
_MINUTE_S = 60.0
_MONTH = 30.0 / 365.0


@frozen
class FigureStyle:
    """The user's way to write figures; `numbers` shows it by an example."""

    numbers: Numbers = "1,234.5"
    downtime: Literal["year", "month"] = "year"
    rate: Literal["second", "minute"] = "second"

    @property
    def decimal(self) -> str:
        """The decimal sign."""
        return self.numbers[-2]

    @property
    def thousands(self) -> str:
        """What stands between thousands; a blank is a thin one that no line breaks at."""
        between = self.numbers[1]
        return "" if between == "2" else "\u202f" if between == " " else between

    def written(self, text: str) -> str:
        """Return a text with its numbers, written as 1,234.5, in this style."""
        if self.numbers == "1,234.5":
            return text
        return _NUMBER.sub(self._rewrite, text)

    def typed(self, text: str) -> str:
        """Return a typed number with a point for the decimal sign and nothing between thousands."""
        if self.decimal != ",":
            return text
        grouped = _GROUPED_BY_POINTS.sub(lambda found: found.group().replace(".", ""), text)
        return grouped.replace(",", ".")

    def downtime_figure(self, a_year_s: float, a_month_s: float | None = None) -> str:
        """Return a downtime as "4 h 23 min", for a year or a month; without a month's it is that of 30 days.

        Parameters
        ----------
        a_year_s, a_month_s
            Seconds a year and seconds a month.
        """
        if self.downtime == "year":
            return self.written(downtime_text(a_year_s))
        return self.written(downtime_text(a_year_s * _MONTH if a_month_s is None else a_month_s))

    def downtime_words(self, a_year_s: float, a_month_s: float | None = None) -> str:
        """Return a downtime with its span: "4 h 23 min a year"."""
        return f"{self.downtime_figure(a_year_s, a_month_s)} a {self.downtime}"

    def rate_words(self, a_second: float) -> str:
        """Return a load, given in requests a second, as "1,200 /s" or "72,000 /min"."""
        if self.rate == "second":
            return f"{self.written(number_text(a_second))}{THIN}/s"
        return f"{self.written(number_text(a_second * _MINUTE_S))}{THIN}/min"

    def _rewrite(self, found: re.Match[str]) -> str:
        whole, point, rest = found.group().partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + rest if point else "")
