"""Latency and growth as tables that fit a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.cli.console import add_row, new_table, print_section, visible
from archdraw.core.analysis.wording import (
    bytes_text,
    downtime_text,
    growing_text,
    likely_text,
    limit_text,
    money_text,
    number_text,
    percent_text,
    range_ms_text,
    rate_text,
    time_text,
)
from archdraw.core.model import element_name, event_name

if TYPE_CHECKING:
    from rich.console import Console

    from archdraw.core.analysis.headroom import Headroom
    from archdraw.core.analysis.result import Analysis, JourneyResult, Latency
    from archdraw.core.model import Design

_NONE = "–"
_MOST_HOPS, _MOST_LIMITS, _MOST_LOSSES = 3, 6, 6
_TIMES = (2.0, 5.0, 10.0)


def print_latency(console: Console, result: Analysis, design: Design) -> None:
    """Print percentiles by journey and what makes up the slowest requests."""
    from rich.padding import Padding
    from rich.text import Text

    timed = [journey for journey in result.journeys if journey.latency is not None]
    if not timed:
        return
    print_section(console, "Latency at peak")
    numbers = ("Mean", "p50", "p95", "p99", "p99.9")
    table = new_table("Journey", *numbers, "Method", right=numbers)
    for journey in timed:
        add_row(table, _row(journey.latency, element_name(design, journey.id)))
        if journey.completion is not None:
            add_row(table, _row(journey.completion, "  until all is done"))
    console.print(table)
    for journey in timed:
        for line in _remarks(journey, design):
            console.print(Padding(Text(visible(f"{element_name(design, journey.id)}: {line}")), (0, 0, 0, 2)))


def _row(latency: Latency | None, name: str) -> list[str | tuple[str, ...]]:
    if latency is None or not latency.stable:
        return [name, *[_NONE] * 5, "unstable"]
    ends = (latency.p50_ms, latency.p95_ms, latency.p99_ms, latency.p999_ms)
    mean = _NONE if latency.mean_ms is None else time_text(latency.mean_ms)
    return [name, mean, *(range_ms_text(one) for one in ends), latency.method]


def _remarks(journey: JourneyResult, design: Design) -> list[str]:
    latency = journey.latency
    if latency is None:
        return []
    grows = [growing_text(element_name(design, one.element), one) for one in latency.growing]
    lines = [f"unstable: {'; '.join(grows)}."] if grows else []
    slow = sorted((hop for hop in latency.hops if hop.tail_share), key=lambda hop: -(hop.tail_share or 0.0))
    if slow:
        shares = (
            f"{element_name(design, h.element)} {percent_text(h.tail_share or 0.0)}"
            for h in slow[:_MOST_HOPS]
        )
        lines.append(f"p99 is made up of {', '.join(shares)}.")
    if latency.p99_range_ms is not None:
        lines.append(f"p99 by the ranges of the inputs, {likely_text(latency.p99_range_ms, time_text)}.")
    if latency.failed_share > 1e-5:
        lines.append(f"{percent_text(latency.failed_share)} of the requests are given up or turned away.")
    done = journey.completion
    if done is not None and done.growing and not latency.growing:
        grows = [growing_text(element_name(design, one.element), one) for one in done.growing]
        lines.append(f"what nobody waits for is never all done: {'; '.join(grows)}.")
    return lines


def print_growth(console: Console, result: Analysis, design: Design) -> None:
    """Print what breaks first, ceilings after a loss, backlogs and full stores."""
    from rich.padding import Padding
    from rich.text import Text

    headroom = result.headroom
    if headroom is None:
        return
    if headroom.limits:
        _print_limits(console, headroom, design)
    _print_losses(console, result, design)
    lines = [
        *_piles(headroom, design),
        *_storms(headroom, design),
        *_volumes(headroom, design),
    ]
    if lines:
        print_section(console, "Growth and cost")
    for line in lines:
        console.print(Padding(Text(visible(line)), (0, 0, 0, 2)))


def _print_limits(console: Console, headroom: Headroom, design: Design) -> None:
    from rich.padding import Padding
    from rich.text import Text

    print_section(console, "What breaks first")
    numbers = ("Traffic", "Load there")
    table = new_table("Element", "Limit", *numbers, right=numbers)
    for limit in headroom.limits[:_MOST_LIMITS]:
        factor = f"× {number_text(limit.factor, 3)}"
        row = (element_name(design, limit.element), limit_text(limit.kind), factor, rate_text(limit.rate_rps))
        add_row(table, row, "bold red" if limit.factor <= 1.0 else "")
    console.print(table)
    for times in _TIMES:
        names = list(dict.fromkeys(element_name(design, one.element) for one in headroom.breaking(times)))
        said = ", ".join(names[:_MOST_LIMITS]) + (
            f" and {len(names) - _MOST_LIMITS} more" if len(names) > _MOST_LIMITS else ""
        )
        console.print(Padding(Text(visible(f"at × {times:g}: {said or 'nothing breaks'}")), (0, 0, 0, 2)))


def _piles(headroom: Headroom, design: Design) -> list[str]:
    """Return lines about what piles up in queues."""
    lines = []
    for pile in headroom.backlogs:
        if pile.messages < 1.0:
            continue
        gone = (
            "it is never drained" if pile.drained_s is None else f"drained in {downtime_text(pile.drained_s)}"
        )
        size = "" if pile.bytes is None else f" ({bytes_text(pile.bytes)})"
        lines.append(
            f"{element_name(design, pile.queue)} → {element_name(design, pile.consumer)}: "
            f"{number_text(pile.messages, 3)} messages pile up{size} in a peak of "
            f"{downtime_text(pile.peak_s)}, the oldest {downtime_text(pile.oldest_s)} old; {gone}."
        )
    return lines


def _storms(headroom: Headroom, design: Design) -> list[str]:
    return [
        f"{element_name(design, storm.component)}: {rate_text(storm.rate_rps)} as usual, stuck at "
        f"{rate_text(storm.stuck_rps)} when every call is being repeated (metastable)."
        for storm in headroom.storms[:_MOST_LIMITS]
    ]


def _volumes(headroom: Headroom, design: Design) -> list[str]:
    """Return lines about storage, bandwidth and cost."""
    lines = []
    for growth in headroom.storage[:_MOST_HOPS]:
        full = ""
        if growth.full_in_days is not None:
            full = f", full in {downtime_text(growth.full_in_days * 86_400.0)}"
        lines.append(
            f"{element_name(design, growth.component)} grows by {bytes_text(growth.bytes_day)} a day{full}."
        )
    busy = sorted(headroom.bandwidth.items(), key=lambda entry: -entry[1])[:_MOST_HOPS]
    if busy:
        said = (f"{element_name(design, name)} {bytes_text(rate)}/s" for name, rate in busy)
        lines.append(f"Most data at peak: {', '.join(said)}.")
    if headroom.cost_month is not None:
        missing = len(headroom.cost_unknown)
        without = f"; {missing} {'component' if missing == 1 else 'components'} without a price left out"
        without = without if missing else ""
        lines.append(f"Cost: {money_text(headroom.cost_month)} a month{without}.")
    return lines


def _print_losses(console: Console, result: Analysis, design: Design) -> None:
    headroom = result.headroom
    short = (
        []
        if headroom is None
        else [one for one in headroom.after_loss if one.enough is False and one.ceiling_rps > 0.0]
    )
    if not short:
        return
    print_section(console, "Too little is left after one loss")
    numbers = ("Left", "Peak")
    table = new_table("Without", "Journey", *numbers, "Bottleneck", right=numbers)
    for one in short[:_MOST_LOSSES]:
        add_row(
            table,
            (
                event_name(design, one.lost),
                element_name(design, one.journey),
                rate_text(one.ceiling_rps),
                _NONE if one.peak_rps is None else rate_text(one.peak_rps),
                _NONE if one.bottleneck is None else element_name(design, one.bottleneck),
            ),
        )
    console.print(table)
