"""How busy everything is at peak, and how far the load can grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import THIN, likely_text, number_text, percent_text, rate_text
from archdraw.core.model import listed
from archdraw.report.chapters.growth import growth
from archdraw.report.chapters.latency import latency
from archdraw.report.document import (
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    Tone,
    cell,
)
from archdraw.report.naming import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.headroom import AfterZone
    from archdraw.core.analysis.result import ComponentResult, JourneyResult
    from archdraw.report.context import ReportContext

MOST_BARS = 24


def performance(context: ReportContext) -> tuple[Section, ...]:
    """Return the chapter."""
    used = [one for one in context.analysis.components if one.utilisation is not None]
    if not used or not any(one.rate_rps for one in context.analysis.components):
        text, endless = _nothing_used(context)
        bare = Section("performance", "Performance", 1, (Paragraph((Run(text),)),))
        parts = (bare, latency(context) if endless else None, growth(context))
        return tuple(part for part in parts if part is not None)
    target = context.design.settings.target_utilisation
    intro = Paragraph(
        (
            Run(
                f"Utilisation is the rate at peak over what the serving instances carry. The target is "
                f"{percent_text(target)}; "
                f"at 100{THIN}% work queues up without end. {_method(context)} Capacities that nobody stated "
                "are in "
            ),
            Run("", link="assumptions"),
            Run("."),
        )
    )
    busiest = sorted(used, key=lambda one: (-(one.utilisation or 0.0), one.id))
    blocks: list[Block] = [
        intro,
        _chart(context, busiest, target),
        _ceilings(context),
        _loads(context, busiest),
    ]
    parts = (Section("performance", "Performance", 1, tuple(blocks)), latency(context), growth(context))
    return tuple(part for part in parts if part is not None)


def _nothing_used(context: ReportContext) -> tuple[str, bool]:
    """Return why no utilisation is known, and whether that is because calls multiply without end."""
    endless = [
        f"“{context.names.journey(one)}”"
        for one in context.analysis.journeys
        if "amplification_loop" in one.warnings
    ]
    if endless:
        verb = "sets" if len(endless) == 1 else "set"
        text = (
            f"What {listed(endless, 3)} {verb} off multiplies without end in a ring of calls, so there is "
            "no load to judge capacity by: state fewer calls a request within the ring, or break it."
        )
        return text, True
    if any(one.rate_rps for one in context.analysis.components):
        return "Load is stated, but no component that it reaches has a known capacity.", False
    text = "No load is stated: give a journey its requests per second at peak, and capacity and headroom "
    return f"{text}are computed.", False


def _method(context: ReportContext) -> str:
    """Return how the figures of the chapter were found."""
    repeated = any(
        one.latency is not None
        and any(way.startswith("repeated calls") for way in one.latency.approximations)
        for one in context.analysis.journeys
    )
    if repeated:
        return (
            "Rates are estimated where calls are repeated, and exact for the stated inputs everywhere else."
        )
    return "These figures are exact for the stated inputs."


def _chart(context: ReportContext, busiest: list[ComponentResult], target: float) -> Figure:
    shown = busiest[:MOST_BARS]
    after = _after_zone(context)
    bars = tuple(
        Bar(
            context.names.element(one.id),
            one.utilisation or 0.0,
            percent_text(one.utilisation or 0.0),
            _tone(one.utilisation or 0.0, target),
            context.row_of(one.id),
            one.utilisation_range,
            after[one.id].utilisation if one.id in after else None,
        )
        for one in shown
    )
    first = busiest[0]
    highest = percent_text(first.utilisation or 0.0)
    caption = f"{context.names.element(first.id)} is the busiest at {highest} of its capacity"
    over = sum(1 for one in busiest if (one.utilisation or 0.0) > target)
    caption += (
        f"; {over} of {len(busiest)} components are over the target."
        if over
        else "; nothing is over the target."
    )
    if len(busiest) > MOST_BARS:
        caption += f" The {MOST_BARS} busiest."
    if any(one.utilisation_range is not None for one in shown):
        caption += f" Thin lines reach over the 5–95{THIN}% that the stated ranges of inputs give."
    if after:
        worst = max(after.values(), key=lambda one: (one.utilisation, one.component))
        caption += (
            f" Without {context.names.element(worst.zone)} {context.names.element(worst.component)} "
            f"is at {percent_text(worst.utilisation)}."
        )
    chart = BarChart(
        bars,
        target,
        f"target {percent_text(target)}",
        f"100{THIN}%",
        "without the zone whose loss makes it busiest" if any(bar.mark is not None for bar in bars) else "",
    )
    return Figure("utilisation", caption, chart)


def _after_zone(context: ReportContext) -> dict[str, AfterZone]:
    """Return how busy components are without the zone whose loss makes them busiest."""
    found = context.analysis.headroom
    return {} if found is None else {one.component: one for one in found.after_zone}


def _tone(utilisation: float, target: float) -> Tone:
    if utilisation >= 1.0:
        return "danger"
    return "warning" if utilisation > target else "accent"


def _ceilings(context: ReportContext) -> Table:
    rows = []
    growth: list[tuple[float, str, str]] = []
    for journey, _ in context.served:
        record = context.journey_record(journey.id)
        peak = record.peak_rps if record is not None else None
        name = context.names.journey(journey)
        if peak and journey.ceiling_rps is not None and journey.bottleneck is not None:
            growth.append((journey.ceiling_rps / peak, name, context.names.element(journey.bottleneck)))
        rows.append(Row(_ceiling_cells(context, journey, name, peak)))
    columns = (
        Column("Journey", 2.2),
        Column("Peak", 1.1, "right"),
        Column("Ceiling at target", 1.2, "right"),
        Column(f"Ceiling at 100{THIN}%", 1.2, "right"),
        Column("Growth", 0.9, "right"),
        Column("First bottleneck", 1.7),
        Column("Then", 1.9),
    )
    return Table("table-ceilings", _growth_caption(growth), columns, tuple(rows))


def _growth_caption(growth: list[tuple[float, str, str]]) -> str:
    if not growth:
        return "No journey has both a peak and a bottleneck."
    factor, name, element = min(growth)
    if factor < 1.0:
        return f"“{name}” is already beyond its ceiling: {element} is overloaded."
    return (
        f"“{name}” has the least room: it may grow {number_text(factor, 2)} times before {element} is full."
    )


def _ceiling_cells(
    context: ReportContext, journey: JourneyResult, name: str, peak: float | None
) -> tuple[Cell, ...]:
    ceiling = journey.ceiling_rps
    then = ""
    if journey.second_bottleneck is not None:
        then = context.names.element(journey.second_bottleneck)
        if journey.second_ceiling_rps is not None:
            then += f" at {rate_text(journey.second_ceiling_rps)}"
    bottleneck = journey.bottleneck
    first = context.names.element(bottleneck) if bottleneck is not None else "none found"
    return (
        cell(name),
        cell(rate_text(peak) if peak is not None else "not stated"),
        cell(_rate(journey.ceiling_target_rps)),
        _with_range(_rate(ceiling), journey.ceiling_range, rate_text),
        cell(f"×{THIN}{number_text(ceiling / peak, 2)}" if peak and ceiling is not None else "–"),
        cell(first, link=context.row_of(bottleneck) if bottleneck is not None else ""),
        cell(then or "–"),
    )


def _used(one: ComponentResult) -> Cell:
    return _with_range(percent_text(one.utilisation or 0.0), one.utilisation_range, percent_text)


def _with_range(said: str, ends: tuple[float, float] | None, words: Callable[[float], str]) -> Cell:
    """Return a figure with the 5 and 95 % points that stated ranges of inputs give."""
    return cell(said if ends is None else f"{said} ({likely_text(ends, words)})", style="strong")


def _rate(rate: float | None) -> str:
    if rate is None:
        return "–"
    return rate_text(rate) if rate > 0 else "none left"


def _loads(context: ReportContext, busiest: list[ComponentResult]) -> Table:
    after = _after_zone(context)
    rows = tuple(
        Row(
            (
                cell(context.names.element(one.id), link=context.row_of(one.id)),
                cell(rate_text(one.rate_rps) if one.rate_rps is not None else "–"),
                cell(rate_text(one.capacity_rps) if one.capacity_rps is not None else "–"),
                _used(one),
                *((_without_zone(context, after.get(one.id)),) if after else ()),
            )
        )
        for one in busiest
    )
    columns = (
        Column("Component", 3),
        Column("Rate at peak", 1.2, "right"),
        Column("Capacity", 1.2, "right"),
        Column("Utilisation", 1, "right"),
        *((Column("Without a zone", 1.6, "right"),) if after else ()),
    )
    without = len(context.analysis.components) - len(busiest)
    caption = f"{counted(len(busiest), 'component')} with a known capacity"
    caption += f"; {without} without one are not judged." if without else "."
    return Table("table-loads", caption, columns, rows)


def _without_zone(context: ReportContext, after: AfterZone | None) -> Cell:
    """Return how busy a component is without a zone, and which one that is."""
    if after is None:
        return cell("–", tone="quiet")
    share = Run(percent_text(after.utilisation), tone="danger" if after.utilisation > 1.0 else "plain")
    return Cell((share, Run(f"  {context.names.element(after.zone)}", "quiet")))
