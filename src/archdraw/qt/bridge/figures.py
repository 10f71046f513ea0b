"""Figures as this window writes them: the words of the analysis in the style that the user has set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis import wording
from archdraw.editor.figure_style import FigureStyle

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Measure

_styles = [FigureStyle()]
_HASH_LETTERS = 7
_FOLLOWING = "It, or a closer range where it is out of reach, follows as soon as everything is computed."
_NOT_FOLLOWING = "The analysis was stopped: analyse again for it, or for a closer range."


def use_style(style: FigureStyle) -> None:
    """Write all figures in this style from now on."""
    _styles[0] = style


def style() -> FigureStyle:
    """Return the style that holds."""
    return _styles[0]


def availability_text(availability: float, unavailability: float | None = None) -> str:
    """Return an availability: "99.95 %"."""
    return style().written(wording.availability_text(availability, unavailability))


def bounds_text(ends: tuple[float, float]) -> str:
    """Return what an availability lies between, one figure where both ends read alike: "99.9 % – 99.95 %"."""
    low, high = (availability_text(end) for end in ends)
    return low if low == high else f"{low} – {high}"


def first_bounds_tip(ends: tuple[float, float], revision: str, *, stopped: bool = False) -> str:
    """Return what first bounds are, what they are of, and whether anything closer follows."""
    low, high = (style().written(f"{end * 100:.9g}") for end in ends)
    return (
        f"Availability: bounded, {low} – {high}{wording.THIN}%, of {revision}\n"
        "First bounds: the exact value certainly lies between them. "
        + (_NOT_FOLLOWING if stopped else _FOLLOWING)
    )


def letters(revision: str) -> str:
    """Return the first letters of a revision, enough to tell it from others."""
    return revision.removeprefix("sha256:")[:_HASH_LETTERS]


def downtime_text(seconds: float) -> str:
    """Return a duration in its two largest units: "4 h 23 min"."""
    return style().written(wording.downtime_text(seconds))


def downtime_figure(a_year_s: float, a_month_s: float | None = None) -> str:
    """Return a downtime, given in seconds a year and a month, for the span that is set: "4 h 23 min"."""
    return style().downtime_figure(a_year_s, a_month_s)


def downtime_words(a_year_s: float, a_month_s: float | None = None) -> str:
    """Return a downtime with its span: "4 h 23 min a year"."""
    return style().downtime_words(a_year_s, a_month_s)


def measured_text(measure: Measure) -> str:
    """Return the availability of a measure, with what it lies between where it is not exact."""
    from archdraw.core.analysis.cut_set_words import ends_text

    return style().written(ends_text(measure))


def downtime_of(measure: Measure, *, short: bool = False) -> str:
    """Return the downtime of a measure, said to be the most where it is: "at most 4 h 23 min a year".

    `short` leaves out the span, for a column that has it in its title: "≤ 4 h 23 min".
    """
    from archdraw.core.analysis.cut_set_words import is_most

    spans = measure.downtime_s_year, measure.downtime_s_month
    if short:
        return f"{'≤ ' * is_most(measure)}{downtime_figure(*spans)}"
    return f"{'at most ' * is_most(measure)}{downtime_words(*spans)}"


def rate_text(per_second: float) -> str:
    """Return a load: "1,200 /s"."""
    return style().rate_words(per_second)


def percent_text(ratio: float) -> str:
    """Return a ratio in percent: "84.5 %"."""
    return style().written(wording.percent_text(ratio))


def probability_text(probability: float) -> str:
    """Return a probability: "2.5 × 10⁻⁷"."""
    return style().written(wording.probability_text(probability))


def number_text(value: float, digits: int = 4) -> str:
    """Return a number with at most so many significant digits."""
    return style().written(wording.number_text(value, digits))


def count_text(count: int) -> str:
    """Return how many: "1,350"."""
    return style().written(f"{count:,}")


def counted(count: int, thing: str) -> str:
    """Return how many of what, whose name takes an s: "1 finding", "1,350 findings"."""
    return f"{count_text(count)} {thing}{'' if count == 1 else 's'}"


def time_text(milliseconds: float) -> str:
    """Return a short time: "34.5 ms"."""
    return style().written(wording.time_text(milliseconds))


def range_ms_text(ends: tuple[float, float | None] | None) -> str:
    """Return what a time certainly lies between, one figure where both ends agree."""
    return style().written(wording.range_ms_text(ends))


def factor_text(factor: float) -> str:
    """Return a multiple: "× 2.5"."""
    return f"× {number_text(factor, 3)}"
