"""The kept simulation as pictures over time: requests, latencies, and who waits where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.simulation.wording import FEW_QUEUES, longest_queues
from archdraw.core.analysis.wording import number_text, percent_text, time_text
from archdraw.report.document import CourseChart, CourseLine, Figure, Guide, Stretch
from archdraw.report.ticks import decade_ticks, even_ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from archdraw.core.analysis.simulation.results import Band, SimulationResult
    from archdraw.report.context import ReportContext
    from archdraw.report.ticks import Ticks

    Values = Sequence[float | None]

# Values further apart than this stand on a logarithmic axis: else the smaller ones lie on the floor.
_FAR_APART = 30.0
_PERCENTILES = (("p50_ms", "p50"), ("p95_ms", "p95"), ("p99_ms", "p99"))


def simulation_charts(context: ReportContext, result: SimulationResult) -> tuple[Figure, ...]:
    """Return the pictures for which the result has figures."""
    found = [_requests(result)]
    if any(value is not None for value in result.series.p50_ms):
        found.append(_latencies(context, result))
    if result.series.queues:
        found.append(_queues(context, result))
    return tuple(found)


def _requests(result: SimulationResult) -> Figure:
    series = result.series
    lines = (
        _line("served", _middles(result), series.success_rps, series.bands.get("success_rps")),
        _line("failed", _middles(result), series.error_rps, series.bands.get("error_rps")),
    )
    shares = [phase.success.value for phase in result.phases]
    if len(shares) > 1 and shares[0] is not None and shares[1] is not None:
        words = f"{percent_text(shares[0])} of the requests are served before “{result.phases[1].name}”, "
        words += f"{percent_text(shares[1])} during it"
        if len(shares) > 2 and shares[2] is not None:
            words += f", {percent_text(shares[2])} after it"
    else:
        words = f"{percent_text(shares[0] or 0.0)} of the requests are served"
    return _figure(result, "simulated-requests", words, lines, "Requests (1/s)", rate_number)


def rate_number(rate: float) -> str:
    """Return a rate without its unit, which the axis says."""
    return number_text(rate, 3)


def _latencies(context: ReportContext, result: SimulationResult) -> Figure:
    series = result.series
    lines = tuple(
        _line(label, _middles(result), _percentile(result, name), series.bands.get(name))
        for name, label in _PERCENTILES
        if any(value is not None for value in _percentile(result, name))
    )
    worst, label = _worst(result)
    words = f"{label} reaches {time_text(worst)}" if worst is not None else "Latencies of what was served"
    if any(value is None for value in series.p50_ms):
        words += "; the lines have gaps where too few requests were served"
    return _figure(
        result,
        "simulated-latency",
        words,
        lines,
        "Latency",
        time_text,
        _guides(context, result, worst or 0.0),
    )


def _percentile(result: SimulationResult, name: str) -> Values:
    found: Values = getattr(result.series, name)
    return found


def _worst(result: SimulationResult) -> tuple[float | None, str]:
    """Return the highest point of all lines and whose it is."""
    found = [
        (value, label)
        for name, label in _PERCENTILES
        for value in _percentile(result, name)
        if value is not None
    ]
    return max(found, default=(None, ""), key=lambda one: one[0] or 0.0)


def _guides(context: ReportContext, result: SimulationResult, worst: float) -> tuple[Guide, ...]:
    """Return what the latencies are held against: the computed p99 and the target of the journey."""
    found = []
    computed = next((one.computed for one in result.comparisons if one.what == "p99 latency"), None)
    if computed is not None and computed[1] < float("inf"):
        found.append(Guide(computed[1], f"p99 computed, {time_text(computed[1])}"))
    record = context.journey_record(result.journey)
    target = record.targets.p99_ms if record is not None else None
    # A target far above everything would press the lines onto the floor.
    if target is not None and target <= _FAR_APART * max(worst, 1e-9):
        found.append(Guide(target, f"p99 target, {time_text(target)}"))
    return tuple(sorted(found, key=lambda one: -one.value))


def _queues(context: ReportContext, result: SimulationResult) -> Figure:
    series = result.series
    shown = longest_queues(result)
    lines = tuple(
        _line(context.names.element(one), series.times_s, series.queues[one], series.queue_bands.get(one))
        for one in shown
    )
    longest = max(series.queues[shown[0]])
    name = context.names.element(shown[0])
    words = f"Up to {number_text(longest, 3)} requests wait at {name}, averaged over the replications"
    if len(series.queues) > FEW_QUEUES:
        words += f" (the {FEW_QUEUES} longest queues)"
    return _figure(result, "simulated-queues", words, lines, "Waiting (requests)", rate_number)


def _figure(
    result: SimulationResult,
    name: str,
    words: str,
    lines: tuple[CourseLine, ...],
    up: str,
    text: Callable[[float], str],
    guides: tuple[Guide, ...] = (),
) -> Figure:
    unit, across = _clock(result.measured_s)
    ticks, logarithmic = _ticks(lines, guides, text)
    end = result.measured_s / unit
    times = tuple(one for one in even_ticks(end, rate_number, 8.0) if one[0] <= end * (1.0 + 1e-9))
    chart = CourseChart(
        tuple(_in_unit(line, unit) for line in lines),
        times,
        ticks,
        across,
        up,
        end,
        _stretch(result, unit),
        guides,
        logarithmic,
    )
    bands = "; around each line its 95 % interval" if any(line.band for line in lines) else ""
    caption = f"{words}. Simulated, {result.replications} replications, seed {result.seed}{bands}."
    return Figure(name, caption, chart)


def _line(label: str, times: Iterable[float], values: Values, band: Band | None) -> CourseLine:
    moments = tuple(times)
    ends = () if band is None else tuple(zip(moments, band.low, band.high, strict=True))
    return CourseLine(label, tuple(zip(moments, values, strict=True)), ends)


def _in_unit(line: CourseLine, unit: float) -> CourseLine:
    return CourseLine(
        line.label,
        tuple((at / unit, value) for at, value in line.points),
        tuple((at / unit, low, high) for at, low, high in line.band),
    )


def _middles(result: SimulationResult) -> list[float]:
    series = result.series
    return [moment + series.step_s / 2.0 for moment in series.times_s]


def _stretch(result: SimulationResult, unit: float) -> Stretch | None:
    if len(result.phases) < 2:
        return None
    event = result.phases[1]
    start, end = event.start_s - result.warm_up_s, event.end_s - result.warm_up_s
    return Stretch(start / unit, end / unit, event.name)


def _ticks(
    lines: tuple[CourseLine, ...], guides: tuple[Guide, ...], text: Callable[[float], str]
) -> tuple[Ticks, bool]:
    """Return the ticks of the axis, and whether it is logarithmic: for times that are far apart."""
    values = [value for line in lines for _, value in line.points if value is not None]
    values += [high for line in lines for _, _, high in line.band if high is not None]
    levels = [*values, *(guide.value for guide in guides)]
    highest = max(levels, default=0.0)
    lowest = min((value for value in levels if value > 0.0), default=0.0)
    if text is time_text and lowest > 0.0 and highest > _FAR_APART * lowest:
        return decade_ticks(lowest, highest, text), True
    return even_ticks(highest, text, 4.0), False


def _clock(measured_s: float) -> tuple[float, str]:
    """Return the unit of the time axis in s, and what the axis says."""
    if measured_s <= 900.0:
        return 1.0, "simulated time (s)"
    if measured_s <= 6.0 * 3600.0:
        return 60.0, "simulated time (min)"
    return 3600.0, "simulated time (h)"
