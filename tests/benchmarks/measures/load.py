"""Latency and the slider of traffic: certified percentiles in time, and a drawing that follows."""

from __future__ import annotations

from time import process_time

from tests.benchmarks.figure import Figure

_HOPS, _COMPONENTS = 20, 300
_ROUNDS = 5


def measure_percentiles() -> list[Figure]:
    """Lay twenty hops on a grid: CPU time, and the width of the bracket at p99.9."""
    from archdraw.core.analysis.flow.combining import in_sequence
    from archdraw.core.analysis.flow.families import service_share
    from archdraw.core.analysis.flow.grid import Grid, from_cumulative
    from archdraw.core.analysis.flow.service_time import with_cv2

    hops = [with_cv2(5.0 + index, 0.3 + 0.1 * index) for index in range(_HOPS)]
    taken, width = [], 1.0
    for _ in range(_ROUNDS):
        begun = process_time()
        grid = Grid(1200.0 / (1 << 14), 1 << 14)
        timings = [from_cumulative(grid, service_share(hop), hop.mean) for hop in hops]
        low, high = in_sequence(grid, timings).percentile(0.999)
        taken.append((process_time() - begun) * 1000.0)
        width = (high - low) / high * 100.0
    return [
        Figure("20 hops, certified percentiles", sorted(taken)[_ROUNDS // 2], "ms", 200.0),
        Figure("20 hops, width of the bracket at p99.9", width, "%", 1.0),
    ]


def measure_slider() -> list[Figure]:
    """Move the traffic of 300 components: the load anew, as the overlay shows it."""
    from tests.benchmarks.synthetic import synthetic_design
    from tests.benchmarks.window_surface import kinds_in_use

    from archdraw.core.analysis import analyse
    from archdraw.core.catalog import load_catalog
    from archdraw.core.history import Store
    from archdraw.editor.traffic import Traffic
    from archdraw.report.overlays import overlay_of

    catalog = load_catalog()
    store = Store(synthetic_design(_COMPONENTS, kinds_in_use()).design)
    overlay = overlay_of(store.design, analyse(store.design, catalog, latency=False), "utilisation")
    traffic = Traffic(store, catalog)
    traffic.flow()
    taken = []
    for factor in (1.5, 2.0, 3.0, 5.0, 8.0):
        traffic.take(factor)
        begun = process_time()
        shown = traffic.over(overlay)
        taken.append((process_time() - begun) * 1000.0)
        assert shown.load, "nothing is loaded"
    return [Figure(f"{_COMPONENTS} components, slider of traffic", sorted(taken)[2], "ms", 50.0)]


MEASURES = {"load-percentiles": measure_percentiles, "load-slider": measure_slider}
