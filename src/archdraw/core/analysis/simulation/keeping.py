"""A simulation that a document keeps, for its report: written small, read with care.

It stands in `extensions.simulation`. What a file holds there may be anything: what does not fit is no result.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.simulation.json_form import simulation_json
from archdraw.core.analysis.simulation.results import (
    Band,
    Comparison,
    ConnectionFigures,
    Phase,
    Series,
    SimulationResult,
    Verdict,
)
from archdraw.core.analysis.simulation.statistics import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archdraw.core.model import Design

KEY = "simulation"
_DIGITS = 6
_VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "only simulated", "only computed")


def kept_form(result: SimulationResult) -> dict[str, Any]:
    """Return what is written: the result with figures of six digits."""
    found: dict[str, Any] = _shortened(simulation_json(result))
    return found


def kept_simulation(design: Design) -> SimulationResult | None:
    """Return the simulation that a document keeps; None where there is none, or none that makes sense."""
    stored = design.extensions.get(KEY)
    if not isinstance(stored, dict):
        return None
    try:
        return _result(stored)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _shortened(value: Any) -> Any:
    if isinstance(value, float):
        if value == 0.0 or not math.isfinite(value):
            return value
        return round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))
    if isinstance(value, dict):
        return {key: _shortened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_shortened(entry) for entry in value]
    return value


def _result(stored: Mapping[str, Any]) -> SimulationResult:
    phases = tuple(map(_phase, _list(stored["phases"])))
    if not phases:
        raise ValueError("no phase")
    element = stored["element"]
    return SimulationResult(
        journey=_text(stored["journey"]),
        scenario=_text(stored["scenario"]),
        title=_text(stored["title"]),
        element=None if element is None else _text(element),
        parameters=_mapped(stored["parameters"], _number),
        seed=_count(stored["seed"]),
        replications=_count(stored["replications"]),
        alone=stored["alone"] is True,
        revision=_text(stored["revision"]),
        warm_up_s=_number(stored["warm_up_s"]),
        measured_s=_number(stored["measured_s"]),
        arrived=_count(stored["arrived"]),
        done=_count(stored["done"]),
        failed=_count(stored["failed"]),
        open=_count(stored["open"]),
        degraded=_count(stored["degraded"]),
        phases=phases,
        series=_series(stored["series"]),
        comparisons=tuple(map(_comparison, _list(stored["comparisons"]))),
        connections=tuple(map(_connection, _list(stored["connections"]))),
        notes=tuple(map(_text, _list(stored["notes"]))),
    )


def _phase(stored: Mapping[str, Any]) -> Phase:
    return Phase(
        name=_text(stored["name"]),
        start_s=_number(stored["start_s"]),
        end_s=_number(stored["end_s"]),
        arrived=_count(stored["arrived"]),
        done=_count(stored["done"]),
        failed=_count(stored["failed"]),
        open=_count(stored["open"]),
        rate_rps=_estimate(stored["rate_rps"]),
        success=_estimate(stored["success"]),
        latency=_mapped(stored["latency"], _estimate),
        faults=_mapped(stored["faults"], _count),
        completion=_mapped(stored.get("completion", {}), _estimate),
    )


def _series(stored: Mapping[str, Any]) -> Series:
    found = Series(
        times_s=_numbers(stored["times_s"]),
        step_s=_number(stored["step_s"]),
        rate_rps=_numbers(stored["rate_rps"]),
        success_rps=_numbers(stored["success_rps"]),
        error_rps=_numbers(stored["error_rps"]),
        p50_ms=_gaps(stored["p50_ms"]),
        p95_ms=_gaps(stored["p95_ms"]),
        p99_ms=_gaps(stored["p99_ms"]),
        queues=_mapped(stored["queues"], _numbers),
        # Results that were kept before there were bands have none.
        bands=_mapped(stored.get("bands", {}), _band),
        queue_bands=_mapped(stored.get("queue_bands", {}), _band),
    )
    lines = (found.rate_rps, found.success_rps, found.error_rps, found.p50_ms, found.p95_ms, found.p99_ms)
    bands = (*found.bands.values(), *found.queue_bands.values())
    ends = (end for band in bands for end in (band.low, band.high))
    if any(len(line) != len(found.times_s) for line in (*lines, *found.queues.values(), *ends)):
        raise ValueError("lines of different lengths")
    return found


def _band(stored: Mapping[str, Any]) -> Band:
    return Band(_gaps(stored["low"]), _gaps(stored["high"]))


def _comparison(stored: Mapping[str, Any]) -> Comparison:
    computed, element, verdict = stored["computed"], stored["element"], stored["verdict"]
    ends = None
    if computed is not None:
        low, high = _list(computed)
        ends = (_number(low), math.inf if high is None else _number(high))
    return Comparison(
        what=_text(stored["what"]),
        element=None if element is None else _text(element),
        unit=_text(stored["unit"]),
        computed=ends,
        simulated=_estimate(stored["simulated"]),
        verdict=_VERDICTS[_VERDICTS.index(verdict)],
        reason=_text(stored["reason"]),
    )


def _connection(stored: Mapping[str, Any]) -> ConnectionFigures:
    numbers = (_count(stored[name]) for name in ("attempts", "failed", "opened"))
    return ConnectionFigures(_text(stored["connection"]), *numbers)


def _estimate(stored: Mapping[str, Any]) -> Estimate:
    value, low, high = (
        None if stored[name] is None else _number(stored[name]) for name in ("value", "low", "high")
    )
    return Estimate(value, low, high, _text(stored["words"]))


def _list(stored: Any) -> list[Any]:
    if not isinstance(stored, list):
        raise TypeError("not a list")
    return stored


def _mapped(stored: Any, read: Callable[[Any], Any]) -> dict[str, Any]:
    if not isinstance(stored, dict):
        raise TypeError("not an object")
    return {str(name): read(entry) for name, entry in stored.items()}


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError("not a text")
    return stored


def _number(stored: Any) -> float:
    if isinstance(stored, bool) or not isinstance(stored, int | float) or not math.isfinite(stored):
        raise TypeError("not a number")
    return float(stored)


def _count(stored: Any) -> int:
    if isinstance(stored, bool) or not isinstance(stored, int) or stored < 0:
        raise TypeError("not a count")
    return stored


def _numbers(stored: Any) -> tuple[float, ...]:
    return tuple(map(_number, _list(stored)))


def _gaps(stored: Any) -> tuple[float | None, ...]:
    return tuple(None if one is None else _number(one) for one in _list(stored))
