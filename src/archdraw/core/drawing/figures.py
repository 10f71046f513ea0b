"""Numbers as the canvas shows them: at most four significant digits, thin space before the unit.

What is said on hovering has all digits.
"""

from __future__ import annotations

THIN = "\u2009"
# What is smaller may show no digit among six.
_SMALL = 1e-6


def short_number(value: float) -> str:
    """Return a number with at most four significant digits: 12,000 · 1.235 M · 0.4213."""
    size = abs(value)
    for limit, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M")):
        if size >= limit:
            return f"{_digits(value / limit)}{THIN}{letter}"
    return _digits(value)


def percent(ratio: float) -> str:
    """Return a ratio as percent: whole numbers from 10 % on, one digit below."""
    share = ratio * 100
    if share >= 9.95:
        return f"{_digits(float(round(share)))}{THIN}%"
    return f"{share:.1f}".removesuffix(".0") + f"{THIN}%"


def rate(per_second: float) -> str:
    """Return a rate with its unit."""
    return f"{short_number(per_second)}{THIN}req/s"


def full_percent(ratio: float) -> str:
    """Return a ratio as percent with all its digits: 51.44123 %."""
    return f"{_all_digits(ratio * 100)}{THIN}%"


def full_rate(per_second: float) -> str:
    """Return a rate with all its digits."""
    return f"{_all_digits(per_second)}{THIN}req/s"


def _all_digits(value: float) -> str:
    """Return a number as it is; ten digits are more than any figure has that is no rounding error."""
    if -_SMALL < value < _SMALL and float(f"{value:.6f}") == 0.0 != value:
        return f"{value:.4g}"
    return f"{float(f'{value:.10g}'):,f}".rstrip("0").rstrip(".")


def _digits(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return f"{float(f'{value:.4g}'):,.0f}"
    text = f"{value:.4g}"
    return f"{float(text):f}".rstrip("0").rstrip(".") if "e" in text else text
