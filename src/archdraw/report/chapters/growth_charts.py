"""How far the load can grow and how stores fill up, as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import THIN, bytes_text, number_text
from archdraw.report.document import AmountChart, Bar, Figure, Guide, LineChart, Series
from archdraw.report.naming import counted
from archdraw.report.ticks import even_ticks

if TYPE_CHECKING:
    from archdraw.core.analysis.headroom import Limit, StorageGrowth
    from archdraw.report.context import ReportContext

_TIMES = (2.0, 5.0, 10.0)
_MOST_BARS = 15
# More lines than this can't be told apart in grey print.
_MOST_LINES = 4
_MONTHS = 36
_MONTH_DAYS = 365.0 / 12.0


def limits_chart(context: ReportContext, limits: tuple[Limit, ...]) -> Figure:
    """Return at which multiple of the stated peak each limit is reached, beside 2, 5 and 10 times."""
    shown = limits[:_MOST_BARS]
    bars = tuple(
        Bar(
            context.names.element(one.element),
            one.factor,
            f"×{THIN}{number_text(one.factor, 3)}",
            "danger" if one.factor < 1.0 else "warning" if one.factor < _TIMES[0] else "accent",
            context.row_of(one.element),
        )
        for one in shown
    )
    guides = tuple(Guide(times, f"×{THIN}{times:g}") for times in _TIMES)
    counts = [sum(1 for one in limits if one.factor < times) for times in _TIMES]
    caption = (
        f"{counts[0] or 'None'} of {counted(len(limits), 'limit')} would be passed at twice the peak, "
        f"{counts[1]} at five times, {counts[2]} at ten times."
    )
    return Figure("load-growth", caption, AmountChart(bars, guides, logarithmic=True))


def storage_chart(context: ReportContext, stores: tuple[StorageGrowth, ...]) -> Figure:
    """Return what the stores that grow most hold over three years, if their growth stays as it is."""
    shown = stores[:_MOST_LINES]
    series = tuple(
        Series(
            context.names.element(one.component),
            tuple(
                (float(month), (one.bytes_now or 0.0) + one.bytes_day * _MONTH_DAYS * month)
                for month in range(0, _MONTHS + 1, 6)
            ),
        )
        for one in shown
    )
    highest = max(value for one in series for _, value in one.points)
    up = even_ticks(highest, bytes_text)
    across = tuple((float(month), f"{month}") for month in range(0, _MONTHS + 1, 12))
    largest = max(series, key=lambda one: one.points[-1][1])
    caption = (
        f"{largest.label} holds {bytes_text(largest.points[-1][1])} after {_MONTHS} months of even growth."
    )
    if len(stores) > _MOST_LINES:
        caption += f" The {_MOST_LINES} that grow most."
    return Figure("storage-growth", caption, LineChart(series, across, up, "months from now"))
