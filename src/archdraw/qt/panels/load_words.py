"""How the load panel says what was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import growing_text, likely_text, limit_text, time_text as plain_time
from archdraw.core.model import element_name
from archdraw.qt.bridge.figures import (
    factor_text,
    number_text,
    percent_text,
    range_ms_text,
    rate_text,
    style,
    time_text,
)
from archdraw.qt.panels.load_rows import LoadRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.analysis.result import Latency, LatencyHop
    from archdraw.core.model import Design
    from archdraw.qt.panels.load_answer import LoadAnswer

_PERCENTILES = (("p50", "p50_ms"), ("p95", "p95_ms"), ("p99", "p99_ms"), ("p99.9", "p999_ms"))
_MOST_LIMITS = 200


def percentile_rows(latency: Latency | None, targets: Mapping[str, float]) -> list[LoadRow]:
    """Return mean and percentiles with their targets."""
    if latency is None:
        return []
    rows = []
    if not latency.stable:
        rows.append(LoadRow(("Mean", "no end", ""), tone="danger"))
    if latency.mean_ms is not None:
        rows.append(_mean_row(latency.mean_ms, targets.get("mean_ms")))
    for title, name in _PERCENTILES:
        ends, wanted = latency.percentile(name), targets.get(name)
        if not latency.stable:
            sign = "" if wanted is None else f"✗ {time_text(wanted)}"
            rows.append(LoadRow((title, "no end", sign), tone="danger"))
            continue
        if wanted is None or ends is None:
            rows.append(LoadRow((title, range_ms_text(ends), ""), tip=_certain(ends)))
            continue
        met = True if ends[1] is not None and ends[1] <= wanted else False if ends[0] > wanted else None
        sign = {True: "✓", False: "✗", None: "?"}[met]
        tone = "" if met else "danger"
        share = min(1.0, (ends[1] if ends[1] is not None else ends[0]) / wanted)
        rows.append(
            LoadRow(
                (title, range_ms_text(ends), f"{sign} {time_text(wanted)}"), None, share, tone, _certain(ends)
            )
        )
    if latency.failed_share > 1e-5:
        tip = "Requests that are turned away or given up after their timeout; their time counts until then"
        rows.append(LoadRow(("Given up", percent_text(latency.failed_share), ""), None, None, "warning", tip))
    return rows


def _mean_row(mean: float, wanted: float | None) -> LoadRow:
    if wanted is None:
        return LoadRow(("Mean", time_text(mean), ""))
    sign, tone = ("✓", "") if mean <= wanted else ("✗", "danger")
    return LoadRow(
        ("Mean", time_text(mean), f"{sign} {time_text(wanted)}"), None, min(1.0, mean / wanted), tone
    )


def range_rows(ends: tuple[float, float] | None) -> list[LoadRow]:
    """Return where p99 lies by the ranges that inputs are stated as; nothing where none is."""
    if ends is None:
        return []
    # "5–95 %: 12–15 ms", of which the first part is the name of the row.
    name, _, between = style().written(likely_text(ends, plain_time)).partition(": ")
    tip = "Where p99 lies, with 90 % certainty, given the ranges that are stated for inputs"
    return [LoadRow((f"p99 {name}", between, ""), tip=tip)]


def completion_rows(done: Latency | None) -> list[LoadRow]:
    """Return percentiles of the time until all is done; nothing where nothing goes on after the answer."""
    if done is None:
        return []
    how = "Until what nobody waits for is done as well: messages, until their consumers have dealt with them"
    if not done.stable:
        return [LoadRow(("All done", "no end", ""), tone="danger", tip=how)]
    said = f" ({'; '.join(done.approximations)})" if done.approximations else ""
    rows = []
    for title, name in _PERCENTILES[:3]:
        ends = done.percentile(name)
        tip = f"{how}. {_certain(ends)} – {done.method}{said}"
        rows.append(LoadRow((f"All done {title}", range_ms_text(ends), ""), tip=tip))
    return rows


def hop_rows(design: Design, latency: Latency | None) -> list[LoadRow]:
    """Return the waterfall: callers first, each with its mean and its part of p99."""
    rows = []
    for one in latency.growing if latency is not None else ():
        what = "calls" if one.growth_rps is None else "slots" if one.pool else "queue"
        by = "without end" if one.growth_rps is None else f"+ {rate_text(one.growth_rps)}"
        cells = (element_name(design, one.element), "no end", what, "grows", by)
        rows.append(LoadRow(cells, one.element, 1.0, "danger"))
    for hop in latency.hops if latency is not None else ():
        share = hop.tail_share
        times = "" if abs(hop.calls - 1.0) < 1e-9 else f" × {number_text(hop.calls, 3)}"
        rows.append(
            LoadRow(
                (
                    f"{element_name(design, hop.element)}{times}",
                    time_text(hop.waiting_ms) if hop.waiting_ms > 0.0005 else "–",
                    time_text(hop.service_ms),
                    time_text(hop.mean_ms),
                    "–" if share is None else percent_text(share),
                ),
                hop.element,
                share,
                tip=_hop_tip(element_name(design, hop.element), hop),
            )
        )
    return rows


def _hop_tip(name: str, hop: LatencyHop) -> str:
    own = f"{name}: waits {time_text(hop.waiting_ms)}, works {time_text(hop.service_ms)}"
    return f"{own}. The last column: by how many per cent p99 falls for each per cent this gets faster"


def limit_rows(design: Design, answer: LoadAnswer | None) -> list[LoadRow]:
    """Return what breaks first; what is broken at the present traffic has a cross."""
    if answer is None:
        return []
    rows = []
    for limit in answer.limits[:_MOST_LIMITS]:
        broken = limit.broken_at(answer.factor)
        sign = "✕ " if broken else ""
        rows.append(
            LoadRow(
                (
                    f"{sign}{element_name(design, limit.element)}",
                    limit_text(limit.kind),
                    factor_text(limit.factor),
                ),
                limit.element,
                min(1.0, answer.factor / limit.factor),
                "danger" if broken else "",
                f"{element_name(design, limit.element)} is full when it gets {rate_text(limit.rate_rps)}"
                f" ({limit_text(limit.kind)})",
            )
        )
    return rows


def state_words(design: Design, answer: LoadAnswer | None) -> tuple[str, str]:
    """Return one line about the journey at this traffic, and the tag of the method."""
    if not design.journeys:
        return "Add a journey with its load: then it shows here how long it takes and what breaks first.", ""
    if answer is None:
        return "", ""
    latency = answer.latency
    if latency is None:
        return "This journey has no component that it begins at.", ""
    if not latency.stable:
        said = [
            style().written(growing_text(element_name(design, one.element), one)) for one in latency.growing
        ]
        return f"Unstable: {'; '.join(said)}.", ""
    parts = [] if answer.rate is None else [f"{rate_text(answer.rate)} of this journey"]
    if answer.rate is None:
        parts.append("no load is stated: times without waiting")
    if answer.metastable:
        parts.append("repeated calls can keep it overloaded after a burst")
    parts.extend(latency.approximations)
    words = "; ".join(parts) + "."
    return words[:1].upper() + words[1:], latency.method


def _certain(ends: tuple[float, float | None] | None) -> str:
    if ends is None:
        return ""
    last = "no known end" if ends[1] is None else time_text(ends[1])
    return f"Certainly between {time_text(ends[0])} and {last}, for the queues and times of the model"
