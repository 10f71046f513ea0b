"""10,000 components and 15,000 connections; ratios within one run, because machines differ."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archdraw.core.model import Component, Connection, Design, Placement, View
from archdraw.core.storage import design_text, parse_design, save_design

# Timings on a machine with other work say little: not part of every run.
pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def large() -> Design:
    count = 10_000
    components = tuple(
        Component(
            id=f"c{n}", kind="service", name=f"Service {n}", replicas=2, attributes={"health_check": True}
        )
        for n in range(count)
    )
    connections = tuple(
        Connection(
            id=f"e{n}", source=f"c{n * 7 % count}", target=f"c{(n * 13 + 1) % count}", timeout_ms=100.0
        )
        for n in range(15_000)
    )
    nodes = {f"c{n}": Placement(x=n % 100 * 200.0, y=n // 100 * 100.0) for n in range(count)}
    return Design(components=components, connections=connections, views=(View(id="main", nodes=nodes),))


def cpu_seconds(perform: Callable[[], object]) -> float:
    """Return the best of three: whatever else runs here can only add."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        perform()
        taken.append(time.process_time() - started)
    return min(taken)


def test_writing_is_quicker_than_the_standard_library_writes_the_same(large: Design) -> None:
    text = design_text(large)
    value = json.loads(text)
    standard = cpu_seconds(lambda: json.dumps(value, indent=2, ensure_ascii=False))
    assert cpu_seconds(lambda: design_text(large)) < 1.0 * standard


def test_saving_costs_little_more_than_its_text(large: Design, tmp_path: Path) -> None:
    text = cpu_seconds(lambda: design_text(large))
    assert cpu_seconds(lambda: save_design(tmp_path / "large.adraw", large)) < 2.0 * text


def test_reading_costs_a_few_times_what_json_alone_costs(large: Design) -> None:
    data = design_text(large).encode()
    assert parse_design(data, "large").design == large
    plain = cpu_seconds(lambda: json.loads(data))
    assert cpu_seconds(lambda: parse_design(data, "large")) < 20 * plain
